"""Model cards, the servers that are configured, and whether weights are the ones that were taken in."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kaas.inference.cards import CardError, read_card
from kaas.inference.weights import (
    ManifestError,
    Progress,
    digest_of,
    find_manifest,
    verify_weights,
    write_manifest,
)
from kaas.operations.commands.output import emit, note, say

GIGABYTE = 1_000_000_000


def describe(parser: argparse.ArgumentParser) -> None:
    """[--json] | verify CARD FOLDER | manifest FOLDER"""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.set_defaults(act=_list)
    actions = parser.add_subparsers(metavar="[verify | manifest]")
    verify = actions.add_parser("verify", help="are the weights in a folder the ones its card names?")
    verify.add_argument("card", type=Path, metavar="CARD", help="the model's card, a TOML file")
    verify.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of the weights")
    verify.set_defaults(act=_verify)
    manifest = actions.add_parser("manifest", help="list the checksums of new weights, once, for their card")
    manifest.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of the weights")
    manifest.set_defaults(act=_manifest)


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when weights are not as they should be, 2 when a card or a list cannot be read."""
    act: Callable[[argparse.Namespace], int] = options.act
    try:
        return act(options)
    except (CardError, ManifestError) as error:
        note(f"kaas: {error}")
        return 2


def _verify(options: argparse.Namespace) -> int:
    """Asked before a model server is started. Needs nothing but Python, for a machine that has nothing else of kaas."""
    card = read_card(options.card)
    manifest = find_manifest(options.folder)
    if not card.digest:
        note(
            f"kaas: {options.card}: digest is empty: nobody has verified these weights, so they are not used"
        )
        return 1
    if digest_of(manifest) != card.digest:
        note(
            f"kaas: {manifest} is not the list that {options.card} names: find out who changed which of them"
        )
        return 1
    problems = verify_weights(options.folder, manifest, progress=_progress())
    for problem in problems:
        say(str(problem))
    if not problems:
        say(f"{card.served_name}: every file is the listed one")
    return 1 if problems else 0


def _manifest(options: argparse.Namespace) -> int:
    """Print what stands on the card from now on. Two people compare it with what the publisher says, then write it there."""
    manifest = write_manifest(options.folder, progress=_progress())
    say(f'digest = "{digest_of(manifest)}"')
    note(
        f"{manifest} lists the files as they are now; compare it with the publisher's checksums before you use it"
    )
    return 0


def _progress() -> Progress | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        note(f"\r  {done / GIGABYTE:.1f} of {total / GIGABYTE:.1f} GB", end="\n" if done == total else "")

    return show


def _list(options: argparse.Namespace) -> int:
    # The settings bring Django and a database's address with them; a machine that only verifies weights has neither.
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaas.settings")
    django.setup()
    from kaas.operations.served import look, problems_of, told  # noqa: PLC0415
    from kaas.wiring import cards  # noqa: PLC0415

    known, found = cards(), look()
    own = {card.served_name: card for card in known.values()}
    problems = [problem for served in found for problem in problems_of(served, known)]
    if options.json:
        emit(
            {
                "cards": list(own.values()),
                "served": [
                    {"purpose": served.purpose.name, "model": served.model, "servers": served.servers}
                    for served in found
                ],
                "problems": problems,
            }
        )
        return 0
    for name, card in own.items():
        say(f"{name:24} {told(card)}")
    for served in found:
        if not served.is_configured:
            say(f"{served.purpose.name:10} {served.purpose.without}")
        for server in served.servers:
            names = ", ".join(f"{name} ({limit or '?'} tokens)" for name, limit in server.models.items())
            say(f"{served.purpose.name:10} {server.address}  {names or server.detail}")
    for problem in problems:
        say(f"{'':10} {problem}")
    return 0
