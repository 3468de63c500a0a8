"""Changes as sentences, and what they would do as a drawing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from governance.access.changes import Change, ChangeItem, Doing, Effect, Kind, Preview
from governance.access.holdings import HeldFact
from governance.access.languages import called
from governance.access.naming import both_names, facts_named, names
from governance.access.refusals import ChangeRefused
from governance.access.scopes import NotFound, Scope
from kaas.portal.administration.glances import codes, licences_named
from kaas.portal.administration.words import (
    admitted_words,
    both_ways_words,
    classification_words,
    coded,
    export_status_words,
    fact_words,
    kind_words,
    lacking_words,
    state_tone,
    state_words,
    value_words,
)
from kaas.portal.classification import level_of

HALF = 500  # units on each side of the middle
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change, and the item with its times.

    says: what it makes true beside its sentence, by name; an empty value where it asks for nothing.
    """

    sentence: str
    item: ChangeItem
    says: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change to read. concerned: whose access it changes, who therefore decide nothing about it."""

    change: Change
    parts: Sequence[Part]
    proposer: str
    decider: str
    agreed: Sequence[str]
    concerned: Collection[UUID]

    @property
    def sentence(self) -> str:
        return pgettext("between the parts of a change", "; ").join(part.sentence for part in self.parts)

    @property
    def title(self) -> str:
        """The sentence where there is one; else the first, and how many more there are."""
        more = len(self.parts) - 1
        if not more:
            return self.sentence
        told = {"first": self.parts[0].sentence, "number": more}
        return ngettext("%(first)s, and %(number)d more", "%(first)s, and %(number)d more", more) % told

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
            parts=[known.part(item) for item in change.items],
            proposer=known.name(change.proposed_by),
            decider=known.name(change.decided_by),
            agreed=[known.name(one) for one in change.agreed_by],
            concerned=known.concerned(change.items),
        )
        for change in found
    ]


def parts_of(items: Sequence[ChangeItem], *, scope: Scope) -> list[Part]:
    """What is about to be proposed, in words."""
    known = _Known(items, [], scope)
    return [known.part(item) for item in items]


def ending_of(kind: Kind, named: str, *, scope: Scope) -> str:
    """What it is that would end, in words. Raises NotFound where there is no such thing of this kind for the reader."""
    try:
        item = ChangeItem(do=Doing.CLOSE, kind=kind, target=UUID(named))
    except ValueError:
        raise NotFound from None
    known = _Known([item], [], scope)
    fact = known.facts.get(item.target) if item.target else None
    if kind != (fact.kind if fact else Kind.LICENCE if item.target in known.licences else ""):
        raise NotFound
    return known.sentence(item)


def _people(change: Change) -> list[UUID]:
    return [one for one in (change.proposed_by, change.decided_by, *change.agreed_by) if one]


class _Known:
    """The names and facts that sentences about some items need, read at once."""

    def __init__(self, items: Sequence[ChangeItem], people: Sequence[UUID], scope: Scope) -> None:
        ended = [item.target for item in items if item.do is Doing.CLOSE and item.target]
        self.facts: Mapping[UUID, HeldFact] = facts_named(scope, ended) if ended else {}
        self.licences = licences_named(scope, ended)
        ids = {one for item in items for one in (item.person, item.target, *_listed(item)) if one}
        ids |= {fact.person_id for fact in self.facts.values()} | set(people)
        ids |= {licence.tag_id for licence in self.licences.values()}
        self.both = both_names(scope, ids)
        self.names = {one: called(*both) for one, both in self.both.items()}
        self.codes = codes(scope, ids)

    def name(self, one: UUID | None) -> str:
        return coded(self.names.get(one, str(one)), self.codes.get(one, "")) if one else ""

    def part(self, item: ChangeItem) -> Part:
        return Part(self.sentence(item), item, self._says(item))

    def sentence(self, item: ChangeItem) -> str:
        if item.do is Doing.MAKE:
            named = called(item.name, item.name_en)
            return _("New under “%(kind)s”: %(name)s") % {
                "kind": kind_words(item.kind),
                "name": f"{named} ({item.slug})" if item.slug else named,
            }
        if item.do is Doing.NAME:
            return self._naming(item)
        if item.do is Doing.CLOSE:
            return self._ending(item)
        if item.kind is Kind.LICENCE:
            return self._licence(item.target, item.value, item.place)
        return _openings()[item.kind] % {"person": self.name(item.person), "thing": self._thing(item)}

    def _licence(self, tag: UUID | None, status: str, place: str) -> str:
        return _("A licence under “%(thing)s”: %(status)s, %(place)s") % {
            "thing": self.name(tag),
            "status": export_status_words(status),
            "place": place or _("any place"),
        }

    def _naming(self, item: ChangeItem) -> str:
        name, before = self._before(item)
        code = self.codes.get(item.target, "") if item.target else ""
        told = {"thing": coded(called(name, before), code), "name": item.name_en or name}
        if not item.name_en:
            return (
                _("“%(thing)s” has no name in English any more: readers of English see “%(name)s” too") % told
            )
        return _("“%(thing)s” is called “%(name)s” in English") % told

    def _before(self, item: ChangeItem) -> tuple[str, str]:
        """The name of what a part names, and its name in English when that was proposed."""
        one = item.person or item.target
        name, now = self.both.get(one, (str(one), "")) if one else ("", "")
        return name, now if item.was is None else item.was

    def _says(self, item: ChangeItem) -> list[tuple[str, str]]:
        """What is made with a name says more than its name."""
        told = self._content(item)
        # Whoever decides reads both names, whichever of them the sentence has.
        return (
            [(_("Name"), item.name), (_("Name in English"), item.name_en), *told]
            if item.name_en and item.name
            else told
        )

    def _content(self, item: ChangeItem) -> list[tuple[str, str]]:
        if item.do is Doing.NAME:
            name, before = self._before(item)
            is_known = item.was is not None or before != item.name_en  # else it was made before this was kept
            return [(_("Name"), name), *([(_("Name in English so far"), before)] if is_known else [])]
        if item.do is Doing.MAKE and item.kind is Kind.MARKING:
            return [
                (_("Level"), value_words(Kind.CLEARANCE, str(item.level))),
                (_("Compartments (a reader needs all)"), self._all(item.compartments)),
                (_("Tracks (a reader needs one)"), self._all(item.tracks)),
                (_("Reader groups (a reader needs one)"), self._all(item.reader_groups)),
                (_("Export tags (each needs a licence)"), self._all(item.export_tags)),
            ]
        if item.do is Doing.MAKE and item.kind is Kind.EXPORT_TAG:
            return [
                (_("Regime"), item.regime),
                (_("Code in the list"), item.code),
                (_("State of the classification"), classification_words(item.status or "classified")),
                (_("Who classified it, and where that is kept"), item.reviewer),
            ]
        return []

    def _all(self, ids: Sequence[UUID]) -> str:
        return pgettext("between the things of a list", ", ").join(sorted(map(self.name, ids)))

    def concerned(self, items: Sequence[ChangeItem]) -> set[UUID]:
        """Whose facts these items open or close, as far as the reader may know them."""
        ended = [self.facts[item.target] for item in items if item.target and item.target in self.facts]
        return {item.person for item in items if item.person} | {fact.person_id for fact in ended}

    def _ending(self, item: ChangeItem) -> str:
        fact = self.facts.get(item.target) if item.target else None
        licence = self.licences.get(item.target) if item.target else None
        if licence is not None:
            what = self._licence(licence.tag_id, licence.person_status, licence.place)
            return _("Ends: %(kind)s") % {"kind": what}
        if fact is None:
            return _("Ends: %(kind)s") % {"kind": kind_words(item.kind)}
        return _endings()[Kind(fact.kind)] % {"person": self.name(fact.person_id), "thing": fact_words(fact)}

    def _thing(self, item: ChangeItem) -> str:
        if item.level is not None:
            return value_words(Kind.CLEARANCE, str(item.level))
        return self.name(item.target) if item.target else value_words(item.kind, item.value)


def _listed(item: ChangeItem) -> tuple[UUID, ...]:
    return (*item.compartments, *item.tracks, *item.reader_groups, *item.export_tags)


def _openings() -> dict[Kind, str]:
    return {
        Kind.CLEARANCE: _("%(person)s is cleared up to %(thing)s"),
        Kind.COMPARTMENT: _("%(person)s becomes a member of the compartment “%(thing)s”"),
        Kind.EXPORT_STATUS: _("%(person)s has the status “%(thing)s” for export control"),
        Kind.GRANT: _("%(person)s gets the role “%(thing)s”"),
        Kind.OWNERSHIP: _("%(person)s answers for the compartment “%(thing)s”"),
        Kind.READER_GROUP: _("%(person)s joins the reader group “%(thing)s”"),
        Kind.STANDING: _("%(person)s: %(thing)s"),
        Kind.TRACK: _("%(person)s works on the track “%(thing)s”"),
        Kind.WALL: _("A wall shuts %(person)s out of the compartment “%(thing)s”"),
    }


def _endings() -> dict[Kind, str]:
    return {
        Kind.CLEARANCE: _("%(person)s is no longer cleared up to %(thing)s"),
        Kind.COMPARTMENT: _("%(person)s leaves the compartment “%(thing)s”"),
        Kind.EXPORT_STATUS: _("%(person)s no longer has the status “%(thing)s” for export control"),
        Kind.GRANT: _("%(person)s loses the role “%(thing)s”"),
        Kind.OWNERSHIP: _("%(person)s no longer answers for the compartment “%(thing)s”"),
        Kind.READER_GROUP: _("%(person)s leaves the reader group “%(thing)s”"),
        Kind.SECOND_FACTOR: _("The second factor of %(person)s is taken away"),
        Kind.STANDING: _("No longer so of %(person)s: %(thing)s"),
        Kind.TRACK: _("%(person)s no longer works on the track “%(thing)s”"),
        Kind.WALL: _("The wall between %(person)s and the compartment “%(thing)s” comes down"),
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
    """A dry run: sums, and the people it changes most. `unshown`: how many more there are.

    warnings: who of those named reads nothing even so, why, and what once admitted; who would read and administer.
    is_held_back: whether somebody would read something once admitted. refusal: why whoever looks would be refused, or "".
    """

    gained: int
    lost: int
    gaining: int
    losing: int
    shifts: Sequence[Shift]
    unshown: int
    warnings: Sequence[str]
    is_held_back: bool
    refusal: str


def drawn(preview: Preview, *, scope: Scope) -> Drawn:
    """A dry run to look at. A document counts once for each person."""
    known = names(scope, [one.person_id for one in preview.people])
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
                known.get(one.person_id, one.display_name),
                one.gained,
                one.lost,
                one.gained * (HALF - 10) // most,
                one.lost * (HALF - 10) // most,
            )
            for one in moved[:MOST_SHOWN]
        ],
        unshown=max(0, len(moved) - MOST_SHOWN),
        warnings=[
            warning
            for one in ordered
            for warning in _warnings(one, known.get(one.person_id, one.display_name))
        ],
        is_held_back=any(one.once_admitted for one in ordered),
        refusal=ChangeRefused(preview.refusal).sentence if preview.refusal else "",
    )


def _warnings(effect: Effect, name: str) -> Iterator[str]:
    if effect.administers:
        yield both_ways_words(name)
    if effect.lacking:
        told = lacking_words([effect.lacking], name)
        once = "" if effect.once_admitted is None else admitted_words(effect.once_admitted)
        yield f"{told} {once}".rstrip()


def levels_choices(language: str) -> list[tuple[str, str]]:
    """The levels to choose from."""
    return [(str(n), f"{level_of(n).code} {level_of(n).name(language)}") for n in range(5)]
