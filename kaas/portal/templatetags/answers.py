"""Filters of the pages of answers and of counsel."""

from django import template

from kaas.portal import counsel_words

register = template.Library()
register.filter(counsel_words.opinion_name)
register.filter(counsel_words.standing_name)
