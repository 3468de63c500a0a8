"""The search page in words: what was understood, what narrows, and why something stands where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kaas.portal.search_words import (
    arm_ranks,
    facet_name,
    facet_note,
    failing_reason,
    field_name,
    standing_name,
    tally,
    value_name,
)
from kaas.portal.standing_words import numbered_shown
from kaas.portal.wishes import SIZE, Wishes
from kaas.retrieval.facets import Facet
from kaas.retrieval.numbers import readings
from kaas.retrieval.parts import Part
from kaas.retrieval.results import Explanation, Group, Hit, SearchResults, Survey, WhyNot
from kaas.retrieval.snippets import Segment
from kaas.retrieval.telling import snippet
from kaas.retrieval.understanding import Understood

BAR = 100  # units of a drawn bar
SHOWN_WORDS = 6
LEAST_REST = 0.05  # of a score, below which nothing is drawn


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the page: where it leads and what it says."""

    href: str
    text: str
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that was understood, and the same search without it."""

    name: str
    value: str
    href: str
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A word's part of a score, `drawn` in hundredths of the longest."""

    text: str
    drawn: str
    points: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A hit, its marked text, and why it stands there."""

    hit: Hit
    segments: list[Segment]
    bars: list[Bar]
    lacking: str
    arms: list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """A document with its hits; its `others` are publications of the same family, or of the same application.

    status: what registers say of its application, in words; "" where nothing.
    """

    group: Group
    excerpts: list[Excerpt]
    only_here: str
    status: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A facet: its name, the ways to narrow to each value, and what must be known of them."""

    name: str
    ways: list[Way]
    more: int
    note: str


class Links:
    """Addresses of the search page that keep what was chosen besides the query."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self.kept = {name: str(value) for name, value in kept.items() if value}
        self.page = reverse("portal:search")

    def to(self, query: str, **changed: object) -> str:
        """The page of that query, from its beginning."""
        values = {"q": query, **self.kept, **{name: str(value) for name, value in changed.items()}}
        return f"{self.page}?{urlencode({name: value for name, value in values.items() if value})}"


def chips(understood: Understood, links: Links) -> list[Chip]:
    """What was understood, in the order of the query."""
    return [
        Chip(field_name(part), value_name(part), links.to(understood.without(part)), part.is_excluded)
        for part in understood.parts
    ]


def offers(understood: Understood, links: Links) -> list[Way]:
    """Filters that may have been meant."""
    return [
        Way(
            links.to(understood.having(part.field, part.value)),
            _("Only what was published in %(period)s") % {"period": value_name(part)},
        )
        for part in understood.offers
    ]


def longer(survey: Survey, links: Links) -> list[Way]:
    """A name of several words that a filter may have meant, where nothing was found."""
    one = survey.longer
    if one is None:
        return []
    said = _("Did you mean the whole name, %(field)s “%(value)s”?")
    return [
        Way(
            links.to(one.query),
            said % {"field": field_name(Part(one.field, "", 0, 0)), "value": one.value},
        )
    ]


def asked_back(survey: Survey, links: Links) -> list[tuple[str, list[Way]]]:
    """Each ambiguous number with its readings, those under which something may be read first."""
    understood = survey.understood
    return [
        (number.text, [_reading(understood.reading(number, shown), shown, canonical, links)
                       for shown, canonical in readings(number, held=survey.held)])
        for number in understood.ambiguous
    ]  # fmt: skip


def unread(survey: Survey, links: Links) -> list[tuple[str, list[Way]]]:
    """Each filter that was not understood, and the values that its field may have among what may be read."""
    understood = survey.understood
    return [
        (one.text, [Way(links.to(understood.instead(one, value)), value_name(Part(one.field, value, 0, 0)))
                    for value in survey.values.get(one.field, ())])
        for one in understood.unread
    ]  # fmt: skip


def _reading(query: str, shown: str, canonical: str, links: Links) -> Way:
    said = _("the application %(number)s") if "-APP" in canonical else _("the publication %(number)s")
    return Way(links.to(query), said % {"number": shown})


def narrowings(survey: Survey, links: Links) -> list[Narrowing]:
    """Facets that divide what was found, and those by which it was narrowed already. One value divides what has it from
    what has none.
    """
    understood = survey.understood
    chosen = {(part.field, part.value): part for part in understood.filters if not part.is_excluded}
    return [
        Narrowing(
            facet_name(facet.field),
            [_way(facet, value, count, chosen, understood, links) for value, count in facet.values],
            facet.more,
            facet_note(facet.field),
        )
        for facet in survey.facets
        if facet.divides(len(survey.ranks))
        or any((facet.field, value) in chosen for value, _count in _typed(facet))
    ]


def _typed(facet: Facet) -> Iterator[tuple[str, int]]:
    """The values as filters have them."""
    return ((_as_typed(facet.field, value), count) for value, count in facet.values)


def _as_typed(field: str, value: str) -> str:
    return f"{value}-01-01/{int(value) + 1}-01-01" if field == "date" else value


def _way(
    facet: Facet,
    value: str,
    count: int,
    chosen: Mapping[tuple[str, str], Part],
    understood: Understood,
    links: Links,
) -> Way:
    typed = _as_typed(facet.field, value)
    part = chosen.get((facet.field, typed))
    query = understood.without(part) if part else understood.having(facet.field, typed)
    text = value_name(Part(facet.field, typed, 0, 0))
    return Way(links.to(query), text, count, is_chosen=part is not None)


def blocks(results: SearchResults, links: Links) -> list[Block]:
    """The groups of the page."""
    survey = results.survey
    assert survey is not None
    return [
        Block(
            group,
            [_excerpt(hit, results, survey.explanations.get(hit.passage.id)) for hit in group.hits],
            links.to(survey.understood.having(*_only(group))),
            standing_name(group.registered),
        )
        for group in survey.groups
    ]


def _only(group: Group) -> tuple[str, str]:
    """The filter that leaves this document."""
    number = group.document.publication_number
    return ("number", number) if number else ("title", _sayable(group.document.title)[:150])


def _sayable(title: str) -> str:
    """The title, or of one that mixes all quotation marks its longest stretch without those that would end it."""
    is_mixed = re.search('[“”"＂]', title) and re.search("[「」]", title)
    return max(re.split("[「」]", title), key=len) if is_mixed else title


def _excerpt(hit: Hit, results: SearchResults, why: Explanation | None) -> Excerpt:
    return Excerpt(
        hit,
        snippet(hit, results),
        bars(why) if why else [],
        ", ".join(why.lacking) if why else "",
        arm_ranks(why) if why else [],
    )


def bars(why: Explanation) -> list[Bar]:
    """What each word gave, most first; few words, and the rest as one."""
    parts = [(word.text, word.points) for word in why.words[:SHOWN_WORDS]]
    named = sum(points for _text, points in parts) + why.pairs
    whole = why.lexical if why.lexical is not None else why.pairs + sum(word.points for word in why.words)
    if why.pairs:
        parts.append((_("pairs of characters"), why.pairs))
    if whole - named > LEAST_REST:
        parts.append((_("other words and translations"), whole - named))
    if why.said and why.said.neighbours:
        parts.append((_("words that stand together"), why.said.neighbours))
    most = max((points for _text, points in parts), default=0.0)
    return [Bar(text, f"{BAR * points / most:.1f}", f"{points:.1f}") for text, points in parts if most]


def pager(page: int, size: int, survey: Survey, query: str, links: Links) -> dict[str, Any]:
    """The pages before and after this one."""
    last = max(1, -(-survey.group_count // size))
    page = min(page, last)
    return {
        "page": page,
        "last": last,
        "earlier": links.to(query, page=page - 1) if page > 1 else "",
        "later": links.to(query, page=page + 1) if page < last else "",
    }


def levels_of(survey: Survey) -> list[int]:
    """Of everything the page tells of, counts included."""
    levels = [
        int(value) for facet in survey.facets if facet.field == "level" for value, _count in facet.values
    ]
    shown: Sequence[Any] = [
        *(group.document for group in survey.groups),
        *(other for group in survey.groups for other, _count in group.others),
        *survey.numbered,
        *(member for standing in survey.standings.values() for member in standing.members),
        *([survey.like] if survey.like else []),
        *([survey.why_not.document] if survey.why_not else []),
    ]
    return levels + [one.level for one in shown]


def why_not(one: WhyNot) -> dict[str, Any]:
    """Why a document is not among the hits, in sentences."""
    reasons = [failing_reason(part, is_dated=bool(one.document.publication_number)) for part in one.failing]
    if one.is_withdrawn:
        reasons.append(_("A newer version has taken its place."))
    if one.passage is None and one.rank is None:
        reasons.append(_("It holds none of the words."))
    elif one.explanation.lacking and one.rank is None:
        words = ", ".join(one.explanation.lacking)
        reasons.append(_("Its best passage lacks: %(words)s") % {"words": words})
    return {"document": one.document, "rank": one.rank, "reasons": reasons, "bars": bars(one.explanation)}


def shown(results: SearchResults, wishes: Wishes, portfolio: str) -> dict[str, Any]:
    """Everything the page shows of what was found."""
    survey = results.survey
    assert survey is not None
    query, understood = results.query, survey.understood
    links = Links({"portfolio": portfolio, "like": wishes.like, "claim": wishes.claim})
    apart = Links({"portfolio": portfolio})
    return {
        "query": query,
        "wishes": wishes,
        "is_unheard_of": bool(wishes.missed) and survey.why_not is None,
        "survey": survey,
        "numbered": numbered_shown(survey.numbered, survey.standings),
        "chips": chips(understood, links),
        "without_like": apart.to(query),
        "offers": [*offers(understood, links), *longer(survey, links)],
        "asked_back": asked_back(survey, links),
        "unread": unread(survey, links),
        "variants": [(one, links.to(one.query)) for one in survey.variants],
        "narrowings": narrowings(survey, links),
        "found": blocks(results, links),
        "tally": tally(survey),
        "pager": pager(wishes.page, SIZE, survey, query, links),
        "why_not": why_not(survey.why_not) if survey.why_not else None,
        "words_only": bool(results.failed),
    }
