"""What an answer's page shows beside the answer: why it is so, what has changed under it, what its reader reported."""

from typing import Any

from django.urls import reverse

from governance.access.scopes import Scope
from kaas.answering.answers import AnswerView
from kaas.answering.corrections import feedback_on
from kaas.answering.grounds import grounds_of
from kaas.portal.why import said_of, stale_words, why_words


def beside(answer: AnswerView, scope: Scope) -> dict[str, Any]:
    """why and stale in words; said: what the reader reported, by sentence; doubt_href: where to report more."""
    return {
        "why": why_words(grounds_of(answer, scope=scope)),
        "stale": stale_words(answer.stale),
        "said": said_of(feedback_on(answer, scope=scope)),
        "doubt_href": reverse("portal:doubt", args=[answer.id]),
    }
