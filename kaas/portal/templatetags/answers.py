"""Filters and tags of the pages of answers and of counsel."""

from django import template

from kaas.portal import conversations, counsel_words, why

register = template.Library()
register.filter(counsel_words.opinion_name)
register.filter(counsel_words.standing_name)
register.simple_tag(why.doubt_reasons)
register.filter(conversations.by_conversation)
