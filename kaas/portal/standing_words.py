"""Where a publication stands, in words: its status, the day its right ends, and the others of its family."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kaas.portal.search_words import facet_note, standing_name
from kaas.retrieval.standing import Standing
from portfolios.catalogue import DocumentSummary, kind_of_number


@dataclass(frozen=True, slots=True)
class Shown:
    """A document's standing as pages show it; `members` with what their kind codes say."""

    status: str
    ends: str
    members: list[tuple[DocumentSummary, str]]
    is_family: bool
    note: str


def standing_shown(one: Standing | None) -> Shown | None:
    """None where there is nothing to show."""
    if one is None or not (one.registered.status or one.members):
        return None
    return Shown(
        status=standing_name(one.registered),
        ends=_ends(one),
        members=[(member, _kind(member.publication_number)) for member in one.members],
        is_family=bool(one.registered.family),
        note=facet_note("status") if one.registered.status else "",
    )


@dataclass(frozen=True, slots=True)
class Numbered:
    """The documents of a number as the search page lists them, with their standings, and others of their families."""

    documents: list[tuple[DocumentSummary, Shown | None]]
    families: list[Shown]
    note: str


def numbered_shown(documents: Sequence[DocumentSummary], standings: Mapping[uuid.UUID, Standing]) -> Numbered:
    """Each document of a family is named once."""
    named = {one.id for one in documents}
    listed = [(one, standing_shown(standings.get(one.id))) for one in documents]
    families = []
    for _document, shown in listed:
        others = [(one, kind) for one, kind in shown.members if one.id not in named] if shown else []
        named |= {one.id for one, _kind in others}
        if shown and others:
            families.append(replace(shown, status="", ends="", members=others))
    note = next((shown.note for _document, shown in listed if shown and shown.note), "")
    return Numbered(listed, families, note)


def _ends(one: Standing) -> str:
    """The last day of the right; that it ended is said by its status."""
    if one.expires_on is None:
        return ""
    day = date_format(one.expires_on, pgettext("date format", "j M Y"))
    if one.expires_on < timezone.localdate():
        return day
    return _("%(day)s, by what is recorded so far") % {"day": day} if one.is_open else day


def _kind(number: str) -> str:
    meaning = kind_of_number(number)
    if meaning is None:
        return ""
    return meaning.ja if get_language() == "ja" else meaning.en
