"""Filters of the administrators' pages: how long something holds, and how a field is drawn."""

from datetime import datetime

from django import template
from django.forms import BoundField, CheckboxSelectMultiple
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from governance.access.changes import ChangeItem, Doing
from kaas.portal.administration.fields import Finding
from kaas.portal.administration.people import ShownFact
from kaas.portal.administration.words import classification_words, export_status_words
from kaas.portal.templatetags.portal import moment

register = template.Library()
register.filter(classification_words)
register.filter(export_status_words)


@register.filter
def month(value: datetime) -> str:
    """The month that a tick of the scale begins."""
    return date_format(timezone.localtime(value), pgettext("date format", "M Y"))


@register.filter
def standing_of(one: ShownFact) -> str:
    """Whether a fact holds, is to come, or is over, and from or until when."""
    begin, end = one.fact.valid_from, one.fact.valid_to
    if one.state == "past" and end:
        return _("was held until %(end)s") % {"end": moment(end)}
    if one.state == "to_come":
        return _("begins %(begin)s") % {"begin": moment(begin)}
    return _("holds until %(end)s") % {"end": moment(end)} if end else _("holds without an end")


@register.filter
def term(item: ChangeItem) -> str:
    """From when to when a part of a change would hold; empty for what is made for good, and for a name."""
    if item.do in {Doing.MAKE, Doing.NAME}:
        return ""
    begin = moment(item.valid_from) if item.valid_from else _("approval")
    end = moment(item.valid_to) if item.valid_to else ""
    if item.do is Doing.CLOSE:
        return _("at %(moment)s") % {"moment": end} if end else _("as soon as it is approved")
    if end:
        return _("from %(begin)s until %(end)s") % {"begin": begin, "end": end}
    return _("from %(begin)s, without an end") % {"begin": begin}


@register.filter
def finds(field: BoundField) -> bool:
    """Whether what is typed into a field is looked up, and wants room for what is offered."""
    return isinstance(field.field.widget, Finding)


@register.filter
def ticks(field: BoundField) -> bool:
    """Whether a field is a list of boxes to tick, which needs a legend instead of a label."""
    return isinstance(field.field.widget, CheckboxSelectMultiple)
