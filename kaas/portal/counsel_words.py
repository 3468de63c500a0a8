"""What counsel has, in words: what a question asks an opinion of, and where it stands."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaas.answering.reading.opinions import Opinion
from kaas.answering.receipts import Receipt, Standing
from portfolios.analysis import language_of


def opinion_name(opinion: str) -> str:
    """What is asked an opinion of; of what the asker sent on their own account, that it was."""
    names = {
        Opinion.INFRINGEMENT: pgettext("opinion", "Infringement"),
        Opinion.VALIDITY: pgettext("opinion", "Validity, patentability"),
        Opinion.INVENTORSHIP: pgettext("opinion", "Inventorship, ownership"),
        Opinion.FILING: pgettext("opinion", "Filing decision"),
        Opinion.EXPORT: pgettext("opinion", "Export control, secrecy"),
    }
    return {str(key): name for key, name in names.items()}.get(
        opinion, pgettext("opinion", "Sent by its asker")
    )


def standing_name(standing: str) -> str:
    """Where a question stands, in two words."""
    names = {
        Standing.WAITING: pgettext("receipt", "Waiting"),
        Standing.TAKEN: pgettext("receipt", "Taken up"),
        Standing.ANSWERED: pgettext("receipt", "Answered"),
        Standing.CLOSED: pgettext("receipt", "Closed"),
    }
    return {str(key): name for key, name in names.items()}[standing]


def receipt_words(receipt: Receipt | None) -> dict[str, Any] | None:
    """A receipt as its asker reads it, in the language of the page."""
    if receipt is None:
        return None
    return {
        "number": receipt.number,
        "standing": str(receipt.standing),
        "standing_name": standing_name(receipt.standing),
        "said": _said(receipt),
        "note": receipt.note,
        "note_lang": language_of(receipt.note) if receipt.note else "",
    }


def _said(receipt: Receipt) -> str:
    if receipt.unseen:
        return _(
            "This is recorded, but nobody who answers for IP counsel may read all that it rests on, so it waits unseen. "
            "Speak to IP counsel yourself and name the number; they can ask for access."
        )
    values = {"day": _day(receipt.referred_at), "name": receipt.taken_by, "ended": _day(receipt.ended_at)}
    sentences = {
        Standing.WAITING: _("IP counsel has had this question since %(day)s. Nobody has taken it up yet."),
        Standing.TAKEN: _("IP counsel has had this question since %(day)s. %(name)s has taken it up."),
        Standing.ANSWERED: _("%(name)s answered for IP counsel on %(ended)s."),
        Standing.CLOSED: _("%(name)s closed this for IP counsel on %(ended)s without an answer here."),
    }
    return sentences[receipt.standing] % values


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), pgettext("date format", "j M Y, H:i")) if moment else ""
