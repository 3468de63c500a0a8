"""Filters of the portal's templates: levels, locators, times and outcomes in the reader's language."""

from datetime import date, datetime
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext, pgettext_lazy

from kaas.answering.outcomes import WITH_COUNSEL, Outcome
from kaas.portal.classification import Level, level_of
from portfolios import analysis
from portfolios.locators import locator_text

register = template.Library()
KINDS: Final = {
    "grant": pgettext_lazy("kind", "Patent"),
    "application": pgettext_lazy("kind", "Application"),
    "document": pgettext_lazy("kind", "Document"),
}


@register.filter
def level(number: int) -> Level:
    return level_of(number)


@register.filter
def level_name(shown: Level) -> str:
    return shown.name(get_language() or "en")


@register.filter
def lang(text: str) -> str:
    """The language to announce a stretch of content in, which need not be the page's."""
    return analysis.language_of(text)


@register.filter
def locator(thing: Any) -> str:
    """ "Claim 3", "段落【0032】", "Page 7" of anything with a locator."""
    return locator_text(thing.locator_kind, thing.locator_value, get_language() or "en")


@register.filter
def moment(value: datetime) -> str:
    """A day and a time here; as it was written where it lies beyond what a time zone knows."""
    try:
        return date_format(timezone.localtime(value), pgettext("date format", "j M Y, H:i"))
    except OverflowError:
        return value.isoformat()


@register.filter
def clock(value: datetime) -> str:
    return date_format(timezone.localtime(value), "H:i:s")


@register.filter
def whole_day(value: date) -> str:
    return date_format(value, pgettext("date format", "l, j F Y"))


@register.filter
def family(outcome: str) -> str:
    """answered, unanswerable, refused, denied or failed: the four ways to end, and the good one."""
    return outcome.partition("_")[0]


@register.filter
def outcome_name(outcome: str) -> str:
    """By its own name where it has one, else by its family's."""
    own = {
        Outcome.FAILED_INTERRUPTED: pgettext("outcome", "Interrupted"),
        Outcome.FAILED_MODEL_BROKE_OFF: pgettext("outcome", "Broken off"),
        Outcome.UNANSWERABLE_AMBIGUOUS_NUMBER: pgettext("outcome", "Asked back"),
        Outcome.UNANSWERABLE_TOO_BROAD: pgettext("outcome", "Too broad"),
        **dict.fromkeys(WITH_COUNSEL, pgettext("outcome", "With counsel")),
    }
    families = {
        "answered": pgettext("outcome", "Answered"),
        "unanswerable": pgettext("outcome", "Nothing found"),
        "refused": pgettext("outcome", "Not allowed"),
        "denied": pgettext("outcome", "Denied"),
        "failed": pgettext("outcome", "Failed"),
    }
    named = {str(key): name for key, name in own.items()}.get(str(outcome))
    return named or families.get(family(outcome), outcome)


@register.filter
def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind))
