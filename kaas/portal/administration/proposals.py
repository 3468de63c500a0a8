"""Changes as sentences, and what they would do as a drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from governance.access.changes import Change, ChangeItem, Doing, Kind, Preview
from governance.access.holdings import HeldFact
from governance.access.naming import facts_named, names
from governance.access.scopes import Scope
from kaas.portal.administration.words import kind_words, state_tone, state_words, value_words
from kaas.portal.classification import level_of

HALF = 500  # units on each side of the middle
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change: what it says, and the item with its times."""

    sentence: str
    item: ChangeItem


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change to read."""

    change: Change
    parts: Sequence[Part]
    proposer: str
    decider: str
    agreed: Sequence[str]

    @property
    def state(self) -> str:
        return state_words(self.change.state)

    @property
    def tone(self) -> str:
        return state_tone(self.change.state)


def proposals(found: Sequence[Change], *, scope: Scope) -> list[Proposal]:
    """These changes in words, as far as the reader may know the names in them."""
    items = [item for change in found for item in change.items]
    known = _Known(items, [one for change in found for one in _people(change)], scope)
    return [
        Proposal(
            change=change,
            parts=[Part(known.sentence(item), item) for item in change.items],
            proposer=known.name(change.proposed_by),
            decider=known.name(change.decided_by),
            agreed=[known.name(one) for one in change.agreed_by],
        )
        for change in found
    ]


def parts_of(items: Sequence[ChangeItem], *, scope: Scope) -> list[Part]:
    """What is about to be proposed, in words."""
    known = _Known(items, [], scope)
    return [Part(known.sentence(item), item) for item in items]


def _people(change: Change) -> list[UUID]:
    return [one for one in (change.proposed_by, change.decided_by, *change.agreed_by) if one]


class _Known:
    """The names and facts that sentences about some items need, read at once."""

    def __init__(self, items: Sequence[ChangeItem], people: Sequence[UUID], scope: Scope) -> None:
        ended = [item.target for item in items if item.do is Doing.CLOSE and item.target]
        self.facts: Mapping[UUID, HeldFact] = facts_named(scope, ended) if ended else {}
        ids = {one for item in items for one in (item.person, item.target) if one}
        ids |= {fact.person_id for fact in self.facts.values()} | set(people)
        self.names = names(scope, ids)

    def name(self, one: UUID | None) -> str:
        return self.names.get(one, str(one)) if one else ""

    def sentence(self, item: ChangeItem) -> str:
        if item.do is Doing.MAKE:
            return _("New under “%(kind)s”: %(name)s") % {
                "kind": kind_words(item.kind),
                "name": f"{item.name} ({item.slug})" if item.slug else item.name,
            }
        if item.do is Doing.CLOSE:
            return self._ending(item)
        said = {"person": self.name(item.person), "thing": self._thing(item)}
        if item.kind is Kind.LICENCE:
            said |= {
                "status": item.value or pgettext("export status", "any status"),
                "place": item.place or _("any place"),
            }
        return _openings()[item.kind] % said

    def _ending(self, item: ChangeItem) -> str:
        fact = self.facts.get(item.target) if item.target else None
        if fact is None:
            return _("Ends: %(kind)s") % {"kind": kind_words(item.kind)}
        return _("Ends for %(person)s: %(kind)s – %(thing)s") % {
            "person": self.name(fact.person_id),
            "kind": kind_words(fact.kind),
            "thing": value_words(fact.kind, fact.value, fact.name),
        }

    def _thing(self, item: ChangeItem) -> str:
        if item.level is not None:
            return value_words(Kind.CLEARANCE, str(item.level))
        return self.name(item.target) if item.target else value_words(item.kind, item.value)


def _openings() -> dict[Kind, str]:
    return {
        Kind.CLEARANCE: _("%(person)s is cleared up to %(thing)s"),
        Kind.COMPARTMENT: _("%(person)s becomes a member of the compartment “%(thing)s”"),
        Kind.EXPORT_STATUS: _("%(person)s has the status “%(thing)s” for export control"),
        Kind.GRANT: _("%(person)s gets the role “%(thing)s”"),
        Kind.LICENCE: _("A licence under “%(thing)s”: %(status)s, %(place)s"),
        Kind.OWNERSHIP: _("%(person)s answers for the compartment “%(thing)s”"),
        Kind.READER_GROUP: _("%(person)s joins the reader group “%(thing)s”"),
        Kind.STANDING: _("%(person)s: %(thing)s"),
        Kind.TRACK: _("%(person)s works on the track “%(thing)s”"),
        Kind.WALL: _("A wall shuts %(person)s out of the compartment “%(thing)s”"),
    }


@dataclass(frozen=True, slots=True)
class Shift:
    """How one person's reading would change, as figures and as bars to the left and the right of the middle."""

    person_id: UUID
    name: str
    gained: int
    lost: int
    gain_width: int
    loss_width: int

    @property
    def loss_left(self) -> int:
        return HALF - self.loss_width


@dataclass(frozen=True, slots=True)
class Drawn:
    """A dry run: sums, and the people it changes most. `unshown`: how many more there are."""

    gained: int
    lost: int
    gaining: int
    losing: int
    shifts: Sequence[Shift]
    unshown: int


def drawn(preview: Preview) -> Drawn:
    """A dry run to look at. A document counts once for each person."""
    ordered = sorted(preview.people, key=lambda one: (-one.gained - one.lost, one.username))
    moved = [one for one in ordered if one.gained or one.lost]
    most = max((max(one.gained, one.lost) for one in moved), default=1)
    return Drawn(
        gained=sum(one.gained for one in moved),
        lost=sum(one.lost for one in moved),
        gaining=preview.gained,
        losing=preview.lost,
        shifts=[
            Shift(
                one.person_id,
                one.display_name,
                one.gained,
                one.lost,
                one.gained * (HALF - 10) // most,
                one.lost * (HALF - 10) // most,
            )
            for one in moved[:MOST_SHOWN]
        ],
        unshown=max(0, len(moved) - MOST_SHOWN),
    )


def levels_choices(language: str) -> list[tuple[str, str]]:
    """The levels to choose from."""
    return [(str(n), f"{level_of(n).code} {level_of(n).name(language)}") for n in range(5)]
