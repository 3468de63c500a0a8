"""Somebody or something meant by what was typed: by its short name, or by a name where only one is called so."""

from collections.abc import Sequence
from uuid import UUID

from governance.access.scopes import Scope
from governance.access.things import Match, matches
from kaas.portal.administration.paging import asked

PEOPLE = "people"
MOST = 20


def meant(scope: Scope, kind: str, said: str) -> UUID:
    """The id of the one thing this names. Raises Unclear, NotFound."""
    return found(scope, kind, said).id


def found(scope: Scope, kind: str, said: str) -> Match:
    """The one thing this names. Raises Unclear with what comes near it, NotFound for a kind in which nothing is found.

    A person is named by the user name alone: many people bear the same name.
    """
    near = matches(scope, kind, asked(said), limit=MOST)
    wanted = asked(said).lower()
    exact = [one for one in near if one.code.lower() == wanted]
    if not exact and kind != PEOPLE:
        exact = [one for one in near if wanted in (one.name.lower(), one.name_en.lower())]
    if len(exact) == 1:
        return exact[0]
    raise Unclear(near)


class Unclear(Exception):
    """Nothing is called just this, or several things are."""

    def __init__(self, near: Sequence[Match]) -> None:
        super().__init__()
        self.near = near
