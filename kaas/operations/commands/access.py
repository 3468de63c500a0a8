"""Who may read what, and why; and changes of it. Acts for somebody who looks after access and sees no content by that.

What somebody may read is also explained to the operator, without --as, where the owner's login is known.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from governance.access import changes, holdings
from governance.access.explaining import Explanation, explain, explain_to_operator
from governance.access.naming import person_named
from governance.access.permissions import ROLES, Permission
from governance.access.refusals import ChangeRefused
from governance.access.scopes import NotFound, Scope, scope
from kaas.operations.acting import NoOwner, acting_as, as_owner
from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, say

LISTS: dict[str, Callable[[Scope], Sequence[Any]]] = {
    "compartments": holdings.compartments,
    "export-tags": holdings.export_tags,
    "licences": holdings.licences,
    "markings": holdings.markings,
    "reader-groups": holdings.reader_groups,
    "tracks": holdings.tracks,
    "walls": lambda acting: holdings.walls(acting)[0],
}


def describe(parser: argparse.ArgumentParser) -> None:
    """explain USER DOCUMENT | people [TEXT] | person USER | list KIND | changes | approve, reject, withdraw CHANGE"""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    told = _verb(verbs, "explain", "whether a person may read a document: every condition with its verdict")
    told.add_argument("person", metavar="USER")
    told.add_argument("document", metavar="DOCUMENT", help="its id")
    told.add_argument("--at", type=datetime.fromisoformat, metavar="TIME", help="then, instead of now")
    people = _verb(verbs, "people", "people whose name contains TEXT")
    people.add_argument("query", nargs="?", default="", metavar="TEXT")
    people.add_argument("--limit", type=int, default=50)
    people.add_argument("--offset", type=int, default=0)
    person = _verb(verbs, "person", "what a person holds, held and will hold")
    person.add_argument("person", metavar="USER")
    listed = _verb(
        verbs, "list", "compartments, tracks, reader groups, markings, walls, export tags, licences"
    )
    listed.add_argument("kind", choices=sorted(LISTS), metavar="KIND", help=", ".join(sorted(LISTS)))
    found = _verb(verbs, "changes", "proposed and decided changes, newest first")
    found.add_argument("--state", choices=[state.value for state in changes.State], metavar="STATE")
    for verb, summary in DECISIONS.items():
        decided = _verb(verbs, verb, summary)
        decided.add_argument("change", type=UUID, metavar="CHANGE")
        decided.add_argument("--reason", default="", help="needed to reject")


DECISIONS = {
    "approve": "make a change true that somebody else proposed",
    "reject": "decide that a change is not made",
    "withdraw": "take back a change of one's own",
}
NEEDS = {"explain": Permission.ACCESS_EXPLAIN, **dict.fromkeys(DECISIONS, Permission.ACCESS_MANAGE)}


def _verb(verbs: Any, name: str, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=summary, description=summary)
    parser.add_argument("--as", dest="username", metavar="USER", help="who looks or decides")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


def run(options: argparse.Namespace) -> int:
    """Print what was found. Exit status 1 where the answer is no: access denied, nobody found, a change refused."""
    if not options.username:
        if options.verb == "explain":
            return _tell_decision(_explain_to_operator(options), as_json=options.json)
        raise Unusable(_nobody_acts(options.verb))
    with acting_as(options.username) as session_id, scope(session_id) as acting:
        if options.verb == "explain":
            return _tell_decision(_explain(acting, options), as_json=options.json)
        if options.verb in DECISIONS:
            return _decide(acting, options)
        name, rows = _find(acting, options)
    if options.json:
        emit({name: [asdict(row) for row in rows]})
    else:
        for row in rows:
            say(_line(row))
    return 0 if rows else 1


def _nobody_acts(verb: str) -> str:
    """One line that says whose name is wanted: what somebody may read is told in somebody's name, as on the pages."""
    need = NEEDS.get(verb, Permission.ACCESS_READ)
    roles = sorted(role.value for role, held in ROLES.items() if need in held)
    return f"say in whose name with --as USER: somebody with the role {' or '.join(roles)}"


def _find(acting: Scope, options: argparse.Namespace) -> tuple[str, Sequence[Any]]:
    if options.verb == "people":
        limit, offset = max(1, min(options.limit, 1000)), max(0, options.offset)
        return "people", holdings.people(acting, query=options.query, limit=limit, offset=offset)[0]
    if options.verb == "person":
        return "facts", holdings.facts_of(acting, _person(acting, options.person))
    if options.verb == "list":
        return options.kind, LISTS[options.kind](acting)
    return "changes", changes.changes(acting, state=options.state and changes.State(options.state))


def _person(acting: Scope, username: str) -> UUID:
    try:
        return person_named(acting, username).id
    except NotFound:
        raise Unusable(f"nobody signs in as {username!r}: look with `kaas access people`") from None


def _explain(acting: Scope, options: argparse.Namespace) -> Explanation:
    person = _person(acting, options.person)
    try:
        return explain(acting, person_id=person, document_id=UUID(options.document), at=_moment(options))
    except (NotFound, ValueError):
        raise Unusable(f"there is no document {options.document!r} (at that time); give its id") from None


def _explain_to_operator(options: argparse.Namespace) -> Explanation:
    """Without --as: whoever holds the owner's login could look it up in the tables as well."""
    try:
        with as_owner():
            return explain_to_operator(
                username=options.person, document_id=UUID(options.document), at=_moment(options)
            )
    except NoOwner:
        own = "or set KAAS_DATABASE_OWNER_URL, the operator's own right"
        raise Unusable(f"{_nobody_acts(options.verb)}; {own}") from None
    except (NotFound, ValueError):
        raise Unusable(
            f"nobody signs in as {options.person!r}, or there is no document {options.document!r} (at that time)"
        ) from None


def _moment(options: argparse.Namespace) -> datetime | None:
    at: datetime | None = options.at
    return timezone.make_aware(at) if at and at.tzinfo is None else at


def _tell_decision(found: Explanation, *, as_json: bool) -> int:
    if as_json:
        reasons = [
            {
                "condition": one.name,
                "verdict": "permitted" if one.holds else "denied",
                "detail": one.detail,
            }
            for one in found.conjuncts
        ]
        emit({"decision": found.decision, "reasons": reasons})
    else:
        say(found.decision + (f": {found.reason}" if found.reason else ""))
        for one in found.conjuncts:
            say(f"  {'yes' if one.holds else 'NO':4}{one.name:15}{one.detail}")
    return 0 if found.decision == "permitted" else 1


def _decide(acting: Scope, options: argparse.Namespace) -> int:
    """Exit status 1, with the reason, when the change is refused."""
    verbs = {
        "approve": lambda: changes.approve(acting, options.change),
        "reject": lambda: changes.reject(acting, options.change, reason=options.reason),
        "withdraw": lambda: changes.withdraw(acting, options.change, reason=options.reason),
    }
    try:
        done, refused = verbs[options.verb]().state.value, ""
    except ChangeRefused as refusal:
        done, refused = "", refusal.code
        sentence = refusal.sentence
    if options.json:
        emit({"change": str(options.change), "state": done, "refused": refused})
    else:
        say(done or sentence)
    return 0 if done else 1


def _line(row: Any) -> str:
    if isinstance(row, changes.Change):
        parts = ", ".join(f"{item.do} {item.kind}" for item in row.items)
        return f"{row.id}  {row.state:10}{_plain(row.proposed_at)}  {parts}: {row.note}"
    return "  ".join(_plain(value) for value in asdict(row).values())


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, (list, tuple)):
        return ",".join(map(_plain, value)) or "-"
    return "-" if value in (None, "") else str(value)
