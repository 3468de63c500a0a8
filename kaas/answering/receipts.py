"""What the asker is told of a question that counsel has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from kaas.answering.models import Referral


class Standing(StrEnum):
    """Where a question stands with counsel."""

    WAITING = "waiting"
    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt for a question that counsel has. taken_by: the name of who took it up; note: what was answered.

    opinion: what the question asked an opinion of; empty where the asker sent it without being told to. unseen: it waits,
    and nobody who answers for counsel may read what it rests on.
    """

    id: UUID
    number: str
    opinion: str
    standing: Standing
    referred_at: datetime
    taken_by: str = ""
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""
    unseen: bool = False


def standing_of(referral: Referral) -> Standing:
    """By its ending, where it has one; else by whether somebody has taken it up."""
    if referral.ending:
        return Standing(referral.ending)
    return Standing.TAKEN if referral.taken_by else Standing.WAITING


def receipt_of(referral: Referral | None, words: Mapping[UUID, str]) -> Receipt | None:
    """The receipt of a referral, with its note where that is among `words`."""
    if referral is None:
        return None
    return Receipt(
        referral.id,
        referral.receipt,
        referral.opinion,
        standing_of(referral),
        referral.referred_at,
        referral.taker,
        referral.taken_at,
        referral.ended_at,
        words.get(referral.note, "") if referral.note else "",
    )


def as_its_asker_has_it(receipt: Receipt | None, question_id: UUID) -> Receipt | None:
    """The receipt, and whether anybody of counsel can see what waits; for who asked it."""
    if receipt is None or receipt.standing is not Standing.WAITING:
        return receipt
    with connection.cursor() as cursor:
        cursor.execute("select counsel_may_read(%s)", [question_id])
        return replace(receipt, unseen=cursor.fetchone()[0] is False)
