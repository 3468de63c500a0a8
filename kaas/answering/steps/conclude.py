"""Settle how the question ended, and store the answer with its event."""

import uuid
from collections.abc import Mapping

from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from governance.prepared import insert
from kaas.answering.checking.withholding import masked
from kaas.answering.draft import Draft, Engine, Verdict
from kaas.answering.models import Answer, HeldBack
from kaas.answering.outcomes import OF_OPINION, Outcome
from kaas.answering.reading.declining import declines
from kaas.answering.screening import Screened
from kaas.inference.cards import ModelCard
from kaas.inference.replies import Ending, Reply

BY_MODEL = {
    Ending.COMPLETE: Outcome.ANSWERED_BY_MODEL,
    Ending.CUT: Outcome.ANSWERED_BY_MODEL_CUT,
    Ending.CANCELLED: Outcome.FAILED_INTERRUPTED,
}


def conclude(draft: Draft) -> None:
    """Make the answer durable: its row, what the model thought under restriction, and `answer:composed`."""
    outcome = OF_OPINION[draft.opinion] if draft.opinion else draft.outcome or _outcome(draft)
    common = {"owner": draft.scope.person_id, "label_ids": draft.label_ids, "question_id": draft.question_id}
    answer = Answer(
        id=draft.answer_id,
        outcome=outcome,
        engine=draft.engine,
        searched=draft.searched,
        **_written(draft),
        **common,
    )
    insert([answer])
    insert(
        [
            HeldBack(
                document=hit.document.id, title=masked(hit.document.title), level=hit.document.level, **common
            )
            for hit in {hit.document.id: hit for hit in draft.held_back}.values()
        ]
    )
    record(
        Action.ANSWER_COMPOSED,
        resource=f"question:{draft.question_id}",
        outcome=outcome,
        detail=_detail(draft),
    )
    draft.outcome = outcome


def _outcome(draft: Draft) -> Outcome:
    if draft.engine is Engine.MODEL:
        reply = draft.writing.reply if draft.writing else None
        if reply is None:
            return Outcome.FAILED_INTERRUPTED
        return BY_MODEL.get(reply.ending, Outcome.FAILED_MODEL_BROKE_OFF)
    if not any(statement.verdict is Verdict.SUPPORTED for statement in draft.statements):
        return Outcome.UNANSWERABLE_NOTHING_FOUND
    is_unusable = draft.why_quoting is Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE
    if is_unusable and draft.writing is not None and declines(draft.writing.withheld):
        return Outcome.ANSWERED_BY_QUOTING_MODEL_REFUSED
    return draft.why_quoting


def _written(draft: Draft) -> dict[str, object]:
    """What the answer keeps of the writing, also when its text was not used."""
    writing, chat = draft.writing, draft.desk.chat
    if chat is not None and draft.sent_by is not None:
        return _screened(draft, chat.card, draft.sent_by)
    if writing is None or chat is None:
        return {}
    reply = writing.reply
    kept = {"analysis": reply.analysis if reply else "", "withheld": writing.withheld}
    return {
        "model": chat.card.served_name,
        "model_digest": chat.card.digest,
        "openness": chat.card.openness,
        "prompt": writing.prompt_file.name,
        "prompt_digest": writing.prompt_file.digest,
        "shown": len(writing.shown),
        "left_out": len(writing.left_out),
        "ending": reply.ending if reply else "",
        "flags": sorted(reply.flags) if reply else [],
        "prompt_tokens": reply.usage.prompt_tokens if reply else 0,
        "completion_tokens": reply.usage.completion_tokens if reply else 0,
        **_restricted(draft, kept),
    }


def _screened(draft: Draft, card: ModelCard, screened: Screened) -> dict[str, object]:
    """The same where a model said that the question is for counsel: that it did, under which prompt, and why.

    shown: what it was given to write from, of which nothing is used.
    """
    return {
        "model": card.served_name,
        "model_digest": card.digest,
        "openness": card.openness,
        "prompt": screened.prompt_file.name,
        "prompt_digest": screened.prompt_file.digest,
        "shown": len(draft.writing.shown) if draft.writing else 0,
        "left_out": len(draft.writing.left_out) if draft.writing else 0,
        "ending": screened.ending,
        "prompt_tokens": screened.usage.prompt_tokens,
        "completion_tokens": screened.usage.completion_tokens,
        **_restricted(draft, {"analysis": screened.thought}),
    }


def _restricted(draft: Draft, kept: Mapping[str, str]) -> dict[str, uuid.UUID]:
    """Put what the model thought, and what it wrote that was not shown, where only a recorded reason opens it."""
    stored = {purpose: (uuid.uuid4(), purpose, text) for purpose, text in kept.items() if text}
    if stored:
        texts.store(
            list(stored.values()),
            owner=draft.scope.person_id,
            resource=f"question:{draft.question_id}",
            label_ids=draft.label_ids,
            key=draft.text_key,
        )
    return {purpose: text_id for purpose, (text_id, _, _) in stored.items()}


def _ending(draft: Draft, reply: Reply | None) -> str:
    """How the writing ended, for the trail; it is given up where the question was counsel's all the same."""
    if reply is None:
        return "given_up_for_counsel" if draft.sent_by else ""
    return reply.ending


def _detail(draft: Draft) -> dict[str, object]:
    detail: dict[str, object] = {
        "engine": draft.engine,
        "statements": len(draft.statements),
        "documents": len({hit.document.id for s in draft.statements for hit, _, _ in s.spans}),
    }
    if draft.screening is not None:
        detail["screening"] = draft.screening.told()
    writing = draft.writing
    if writing is not None and draft.desk.chat is not None:
        reply = writing.reply
        detail |= {
            "model": draft.desk.chat.card.served_name,
            "model_digest": draft.desk.chat.card.digest,
            "prompt": writing.prompt_file.name,
            "prompt_digest": writing.prompt_file.digest,
            "ending": _ending(draft, reply),
            "flags": sorted(reply.flags) if reply else [],
            "endpoint": reply.endpoint if reply else "",
            "odd_markers": writing.odd_markers,
            **{
                verdict.value: sum(s.verdict is verdict for s in draft.statements)
                for verdict in (Verdict.PARTIAL, Verdict.UNSUPPORTED, Verdict.CONTRADICTED)
            },
        }
    return detail
