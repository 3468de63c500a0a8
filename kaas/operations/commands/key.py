"""Make an API key for a person, for programs that act for them. It is shown once."""

import argparse

from governance.access.permissions import Permission
from governance.access.scopes import scope
from governance.access.sessions import KEY_FOR, issue_key
from kaas.operations.acting import acting_as
from kaas.operations.commands.output import emit, note, say

USUAL = (Permission.QUESTION_ASK, Permission.DOCUMENT_READ, Permission.ANSWER_READ_OWN)


def describe(parser: argparse.ArgumentParser) -> None:
    """NAME --as USER [--scope PERMISSION]… [--json]"""
    parser.add_argument("name", metavar="NAME", help="what the key is for")
    parser.add_argument("--as", dest="username", required=True, metavar="USER", help="whose key it is")
    parser.add_argument(
        "--scope",
        dest="scopes",
        action="append",
        choices=[permission.value for permission in Permission],
        metavar="PERMISSION",
        help=f"what it may do, again for each; without any: {', '.join(USUAL)}",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print the key. It can do no more than the person can."""
    scopes = [Permission(name) for name in options.scopes or USUAL]
    with acting_as(options.username) as session_id, scope(session_id) as acting:
        key = issue_key(acting, name=options.name, scopes=scopes)
    if options.json:
        emit({"key": key, "name": options.name, "scopes": scopes})
    else:
        say(key)
        note(
            f"kept nowhere and not shown again; it ends after {KEY_FOR.days} days, or with the person's access"
        )
    return 0
