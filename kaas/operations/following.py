"""What `kaas directory` does."""

import argparse
import sys
import time
import tomllib

from django.db import DatabaseError, InterfaceError, connection

from governance.access.directory_following import Followed, deactivate
from governance.access.directory_mapping import MappingUnusable, load_mapping, mapping
from governance.access.directory_reading import find_group
from governance.access.directory_settings import Directory, DirectoryAway
from governance.access.directory_sync import NotFollowed, sync
from governance.access.directory_wire import open_wire
from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say

REASONS = {
    "unreachable": "it could not be reached",
    "slow": "it took too long",
    "refused": "it refused the account of KAAS_LDAP_BIND_DN",
    "nowhere": "it has nothing where KAAS_LDAP_PEOPLE or KAAS_LDAP_GROUPS points",
    "broken": "it answered in a way that was not understood",
    "too_many": "more people or groups than KAAS_LDAP_MOST_PEOPLE permits are in the mapped groups",
    "too_many_leave": "more than half of the people would leave at once; if that is right: sync --accept-leavers",
    "another_is_at_it": "another process is following it at this moment",
}


def load(options: argparse.Namespace) -> int:
    try:
        described = tomllib.loads(options.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(f"{options.file} cannot be read as TOML: {error}") from None
    try:
        with open_wire(Directory.configured()) as wire:
            rules = load_mapping(described, find_group=lambda name: find_group(wire, name))
    except DirectoryAway as error:
        raise Unusable(f"the directory cannot tell which groups there are: {REASONS[error.code]}") from None
    except MappingUnusable as error:
        raise Unusable(f"{options.file} was not loaded:\n{error}") from None
    say(
        f"{len({rule.group for rule in rules})} groups give {len(rules)} things; `kaas directory sync` makes them so"
    )
    return 0


def show(options: argparse.Namespace) -> int:
    rules = mapping()
    if options.json:
        emit({"rules": rules})
    for group, kind, target in () if options.json else rules:
        say(f"{kind:13}{target:38}{group}")
    return 0


def look_once(options: argparse.Namespace) -> int:
    try:
        done = sync(Directory.configured(), adopting=options.adopt, accept_leavers=options.accept_leavers)
    except NotFollowed as error:
        note(f"kaas: the directory was not followed, and what was known stays: {REASONS[error.code]}")
        return 1
    if options.json:
        emit(done)
    else:
        _tell(done)
    return 0


def _tell(done: Followed) -> None:
    say(f"{done.people} people, {done.joined} of them new; {done.opened} facts opened, {done.closed} closed")
    for name in done.questions:
        say(f"not followed: {name}")


def follow(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Until stopped. What fails is tried again; that it fails is in `kaas check` and on the trail."""
    directory = Directory.configured()
    said = ""
    while True:
        try:
            sync(directory)
            problem = ""
        except NotFollowed as error:
            problem = f"the directory is not followed: {REASONS[error.code]}"
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            problem = f"the database refused: {str(error).strip().partition(chr(10))[0]}"
        if problem != said:
            sys.stderr.write(f"kaas: {problem or 'the directory is followed again'}\n")
            said = problem
        time.sleep(directory.every)


def put_out(options: argparse.Namespace) -> int:
    ended = deactivate(options.name)
    if not ended:
        note(f"kaas: nobody of the name {options.name} is active")
        return 1
    say(f"{options.name} is active no more, at the next statement of every session")
    return 0


VERBS = {"load": load, "show": show, "sync": look_once, "follow": follow, "deactivate": put_out}
