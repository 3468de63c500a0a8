"""The words of the search page: names of fields and values, how much was found, at which rank something stands."""

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from kaas.portal.classification import level_of
from kaas.retrieval.numbers import said_number
from kaas.retrieval.parts import Part
from kaas.retrieval.periods import SPAN, said_period
from kaas.retrieval.registered import Registered
from kaas.retrieval.results import Explanation, Survey

# Lazy, so that a page translates the names it shows and no others.
FIELDS: Final = {
    "title": pgettext_lazy("search field", "Title"),
    "office": pgettext_lazy("search field", "Office"),
    "before": pgettext_lazy("search field", "Published"),
    "since": pgettext_lazy("search field", "Published"),
    "date": pgettext_lazy("search field", "Published"),
    "class": pgettext_lazy("search field", "Class"),
    "party": pgettext_lazy("search field", "Party"),
    "stage": pgettext_lazy("search field", "Stage"),
    "status": pgettext_lazy("search field", "Legal status"),
    "family": pgettext_lazy("search field", "Family"),
    "kind": pgettext_lazy("search field", "Kind"),
    "language": pgettext_lazy("search field", "Language"),
    "portfolio": pgettext_lazy("search field", "Portfolio"),
    "level": pgettext_lazy("search field", "Level"),
    "number": pgettext_lazy("search field", "Number"),
    "phrase": pgettext_lazy("search field", "Exactly"),
    "word": pgettext_lazy("search field", "Word"),
}
VALUES: Final = {
    "grant": pgettext_lazy("kind", "Patent"),
    "application": pgettext_lazy("kind", "Application"),
    "document": pgettext_lazy("kind", "Document"),
    "ja": pgettext_lazy("language", "Japanese"),
    "en": pgettext_lazy("language", "English"),
    "granted": pgettext_lazy("stage", "granted"),
    "published": pgettext_lazy("stage", "published application"),
}
STATUSES: Final = {
    "unknown": pgettext_lazy("legal status", "unknown"),
    "pending": pgettext_lazy("legal status", "pending"),
    "in_force": pgettext_lazy("legal status", "in force"),
    "lapsed": pgettext_lazy("legal status", "lapsed"),
    "expired": pgettext_lazy("legal status", "expired"),
    "revoked": pgettext_lazy("legal status", "revoked"),
    "surrendered": pgettext_lazy("legal status", "surrendered"),
    "withdrawn": pgettext_lazy("legal status", "withdrawn"),
    "refused": pgettext_lazy("legal status", "refused"),
    "abandoned": pgettext_lazy("legal status", "abandoned"),
    "opposition_pending": pgettext_lazy("legal status", "opposition pending"),
    "uncertain": pgettext_lazy("legal status", "contradictory"),
}
# What is so of a right or an application besides its status.
FLAGS: Final = {
    "opposition_pending": pgettext_lazy("legal status", "opposed"),
    "appeal_pending": pgettext_lazy("legal status", "appeal pending"),
    "limited": pgettext_lazy("legal status", "limited"),
    "restored": pgettext_lazy("legal status", "restored"),
    "grant_decided": pgettext_lazy("legal status", "grant decided"),
    "uncertain": pgettext_lazy("legal status", "records contradict each other"),
}


def arm_ranks(why: Explanation) -> list[str]:
    """At which rank each arm has it."""
    said = {
        "words": _("number %(rank)s of all passages that words found"),
        "meaning": _("number %(rank)s of all passages that meaning found"),
    }
    return [said[arm] % {"rank": rank} for arm, rank in why.places.items() if arm in said]


def tally(survey: Survey) -> str:
    """How much was found."""
    count = len(survey.ranks)
    documents = ngettext("%(count)s document", "%(count)s documents", count) % {"count": count}
    passages = ngettext("%(count)s passage", "%(count)s passages", survey.total) % {"count": survey.total}
    if survey.is_cut:
        return _("The best %(passages)s, in %(documents)s") % {"passages": passages, "documents": documents}
    return _("%(documents)s, %(passages)s") % {"documents": documents, "passages": passages}


def facet_name(field: str) -> str:
    """The reader's word for a field."""
    return field_name(Part(field, "", 0, 0))


def facet_note(field: str) -> str:
    """What must be known of a facet's values; mostly nothing."""
    if field != "status":
        return ""
    day = date_format(timezone.localdate(), pgettext("date format", "j M Y"))
    return _("As recorded, on %(day)s. The offices' registers are authoritative.") % {"day": day}


def field_name(part: Part) -> str:
    """The reader's word for what was understood."""
    return str(FIELDS[part.field])


def value_name(part: Part) -> str:
    """The reader's word for a value; what has none is said as it is."""
    if part.field == "date":
        return _period(part.value)
    if part.field in ("before", "since"):
        return _side(part)
    if part.field == "level":
        return f"L{part.value} {_level_name(int(part.value))}"
    if part.field in ("kind", "language", "stage"):
        return str(VALUES.get(part.value, part.value))
    if part.field == "status":
        return status_name(part.value)
    if part.field == "family":
        return " / ".join(said_number(one) for one in part.value.split("|"))
    return part.value.replace("|", " / ")


def status_name(status: str) -> str:
    """The reader's word for what registers say of an application."""
    return str(STATUSES.get(status, status))


def standing_name(said: Registered) -> str:
    """What registers say of a publication, in few words: "in force, opposed". "" where they say nothing.

    A published application whose patent was granted is not what is in force: its patent is, and is named.
    """
    if not said.status:
        return ""
    words = [status_name(said.status), *(str(FLAGS[one]) for one in FLAGS if one in said.flags)]
    if said.granted:
        words.insert(0, pgettext("legal status", "granted as %(number)s") % {"number": said.granted})
    return pgettext("between words of a legal status", ", ").join(words)


def failing_reason(part: Part, *, is_dated: bool) -> str:
    """What a document does not pass, in a sentence. What was never published has no date that could pass."""
    if part.field in ("before", "since", "date") and not part.is_excluded:
        if not is_dated:
            return _("It has no date of publication.")
        said = _("Its date of publication is not: %(value)s")
    elif part.is_excluded:
        said = _("%(field)s is %(value)s, which is left out")
    else:
        said = _("%(field)s is not %(value)s")
    return said % {"field": field_name(part), "value": value_name(part)}


def _side(part: Part) -> str:
    """Earlier than a day, or from it on."""
    day = date_format(date.fromisoformat(part.value), pgettext("date format", "j M Y"))
    said = {
        "before": pgettext("search value", "before %(day)s"),
        "since": pgettext("search value", "since %(day)s"),
    }
    return said[part.field] % {"day": day}


def _period(value: str) -> str:
    """A year, a month or a day, as the reader writes it; the first and the last of several."""
    formats = {4: pgettext("date format", "Y"), 7: pgettext("date format", "M Y")}
    sides = said_period(value).split(SPAN)
    return "–".join(
        date_format(first, formats.get(len(side), pgettext("date format", "j M Y")))
        for side in sides
        for first in (date.fromisoformat(side + "-01-01"[len(side) - 4 :]),)
    )


def _level_name(number: int) -> str:
    return level_of(number).name(get_language() or "en")
