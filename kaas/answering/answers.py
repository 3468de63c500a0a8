"""Reading answers back: one's own, and, with a reason, somebody else's."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from governance.access.models import Opening
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import done_by_operator, find_event, record
from kaas.answering.labelling import WholeLabel, whole_label
from kaas.answering.models import Answer, Citation, HeldBack, Question, Referral, Share, Statement
from kaas.answering.outcomes import FAR_BACK, Outcome, Reading, readings_of, sentence
from kaas.answering.receipts import Receipt, Standing, as_its_asker_has_it, receipt_of, standing_of
from kaas.answering.staleness import StaleSource, stale_questions, stale_sources
from portfolios.catalogue import levels_of

OPEN_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StatementView:
    """One sentence of an answer; `markers` name its citations."""

    ordinal: int
    text: str
    verdict: str
    markers: list[int]


@dataclass(frozen=True, slots=True)
class CitationView:
    """A quoted place: the passage as it was, and the span of it that is quoted."""

    marker: int
    document_id: uuid.UUID
    digest: str
    passage_id: uuid.UUID
    title: str
    publication_number: str
    locator_kind: str
    locator_value: str
    passage_text: str
    quote_start: int
    quote_end: int
    level: int
    marking: str

    @property
    def quote(self) -> str:
        return self.passage_text[self.quote_start : self.quote_end]


@dataclass(frozen=True, slots=True)
class HeldBackView:
    """A document that was found and that the chat model was not permitted to see."""

    document_id: uuid.UUID
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class WritingView:
    """What wrote an answer in its own words, or tried to. `flags` and `ending` as the engine room names them.

    shown: passages the model was given. left_out: those for which it had no room.
    """

    model: str
    openness: str
    digest: str
    prompt: str
    prompt_digest: str
    ending: str
    flags: tuple[str, ...]
    shown: int
    left_out: int
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it is shown, in the language of its question.

    label: of everything it rests on, merged. own_label: that of the question itself. follows: the answer before it in the
    conversation. shared_by: who shows it to the reader, where it is not the reader's own. receipt: where counsel has the
    question. readings: of a number that was asked back. stale: what changed since under what is cited, where the answer is
    viewed again. writing: None where no model was asked. analysis and withheld: what the model thought, and what it wrote
    that was not shown; empty except for those who opened it with a reason.
    """

    id: uuid.UUID
    question_id: uuid.UUID
    question: str
    language: str
    outcome: Outcome
    sentence: str
    engine: str
    asked_at: datetime
    event: uuid.UUID
    owner: uuid.UUID
    searched: int
    label: WholeLabel
    own_label: WholeLabel
    label_ids: list[int]
    statements: list[StatementView]
    citations: list[CitationView]
    follows: uuid.UUID | None = None
    writing: WritingView | None = None
    held_back: tuple[HeldBackView, ...] = ()
    analysis: str = ""
    withheld: str = ""
    shared_by: str = ""
    receipt: Receipt | None = None
    readings: tuple[Reading, ...] = ()
    stale: tuple[StaleSource, ...] = ()

    @property
    def level(self) -> int:
        return self.label.level


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """A question in a list of one's own. Without an answer it was interrupted, or is being answered now."""

    id: uuid.UUID
    answer_id: uuid.UUID | None
    text: str
    language: str
    outcome: Outcome
    asked_at: datetime
    level: int
    by_operator: bool
    follows: uuid.UUID | None = None
    is_stale: bool = False
    counsel: Standing | None = None  # where it stands with counsel; None where counsel never had it


class ReasonMissing(ValueError):
    """Texts of others open only with a reason."""


def get_answer(answer_id: uuid.UUID, *, scope: Scope) -> AnswerView:
    """An earlier answer of this person's, or one that is shared with them, with its event.

    Raises NotFound when it is neither, or when they may not read all its sources now.
    """
    check_permission(scope, Permission.ANSWER_READ_OWN)
    answer = read_answer(answer_id, scope=scope)
    detail = {}
    if answer.owner != scope.person_id:
        share = Share.objects.filter(question_id=answer.question_id, owner=answer.owner).first()
        if share is None:
            raise NotFound
        answer = replace(answer, shared_by=share.sharer)
        detail = {"share": str(share.id)}
    record(Action.ANSWER_VIEWED, resource=f"question:{answer.question_id}", detail=detail)
    return replace(answer, stale=_stale(answer, scope))


def _stale(answer: AnswerView, scope: Scope) -> tuple[StaleSource, ...]:
    cited = {citation.document_id for citation in answer.citations}
    return stale_sources(cited, asked_at=answer.asked_at, scope=scope)


def open_answer(event_id: uuid.UUID, *, scope: Scope, reason: str) -> AnswerView:
    """The question and answer behind an event, for one who may open texts and gives a reason.

    Raises ReasonMissing, Denied, and NotFound also when the person may not read all its sources.
    """
    check_permission(scope, Permission.TEXT_OPEN)
    if not reason.strip():
        raise ReasonMissing
    event = find_event(event_id)
    if event is None or not event.resource.startswith("question:"):
        raise NotFound
    opening = Opening(
        person=scope.person_id,
        resource=event.resource,
        reason=reason.strip(),
        expires_at=timezone.now() + OPEN_FOR,
    )
    opening.save(force_insert=True)
    record(
        Action.TEXT_OPENED,
        resource=event.resource,
        detail={"opening": str(opening.id), "event": str(event_id)},
    )
    found = (
        Answer.objects.filter(question_id=event.resource.removeprefix("question:"))
        .values_list("id", flat=True)
        .first()
    )
    if found is None:
        raise NotFound
    return read_answer(found, scope=scope)


def list_questions(*, scope: Scope, limit: int = 50) -> list[QuestionSummary]:
    """The person's own questions that are still permitted to them, newest first."""
    check_permission(scope, Permission.ANSWER_READ_OWN)
    rows = list(
        Question.objects.filter(owner=scope.person_id)
        .select_related("answer")
        .order_by("-asked_at", "id")[:limit]
    )
    words = texts.read([row.text for row in rows])
    if words:
        record(Action.QUESTION_LISTED, detail={"shown": len(words)})
    ids = [row.id for row in rows]
    stale = stale_questions(ids, scope=scope)
    counsel = {row.question_id: standing_of(row) for row in Referral.objects.filter(question_id__in=ids)}
    return [
        replace(one, is_stale=one.id in stale, counsel=counsel.get(one.id)) for one in _summaries(rows, words)
    ]


def earlier_questions(answer: AnswerView, *, scope: Scope, limit: int = 12) -> list[QuestionSummary]:
    """The questions before this one in its conversation that are the person's own and still permitted, oldest first.

    Records nothing: they are shown as part of the answer, whose event there is.
    """
    scope.require()
    rows: list[Question] = []
    follows = Question.objects.filter(id=answer.question_id).values_list("follows", flat=True).first()
    while follows is not None and len(rows) < limit:
        row = Question.objects.filter(id=follows, owner=scope.person_id).select_related("answer").first()
        if row is None:
            break
        rows.insert(0, row)
        follows = row.follows
    return _summaries(rows, texts.read([row.text for row in rows]))


def _summaries(rows: Sequence[Question], words: Mapping[uuid.UUID, str]) -> list[QuestionSummary]:
    by_operator = done_by_operator([row.event for row in rows])
    levels = levels_of([label for row in rows for label in row.label_ids])
    return [
        QuestionSummary(
            row.id,
            answer.id if answer else None,
            words[row.text],
            row.language,
            Outcome(answer.outcome) if answer else Outcome.FAILED_INTERRUPTED,
            row.asked_at,
            max(levels.get(label, 0) for label in row.label_ids),
            row.event in by_operator,
            row.follows,
        )
        for row in rows
        if row.text in words
        for answer in [getattr(row, "answer", None)]
    ]


def read_answer(answer_id: uuid.UUID, *, scope: Scope) -> AnswerView:
    """An answer the identified person may read now. Records nothing: the verb that shows it does. Raises NotFound."""
    scope.require()
    answer = Answer.objects.filter(id=answer_id).select_related("question").first()
    if answer is None:
        raise NotFound
    question = answer.question
    statements = list(Statement.objects.filter(question=question, owner=question.owner))
    restricted = [text for text in (answer.analysis, answer.withheld) if text]
    referral = Referral.objects.filter(question=question).first()
    notes = [referral.note] if referral and referral.note else []
    words = texts.read([question.text, *(statement.text for statement in statements), *restricted, *notes])
    if question.text not in words:
        raise NotFound
    outcome, receipt = Outcome(answer.outcome), receipt_of(referral, words)
    if question.owner == scope.person_id:
        receipt = as_its_asker_has_it(receipt, question.id)
    readings = readings_of(outcome, words[question.text])
    citations = _citations(question)
    return AnswerView(
        id=answer.id,
        question_id=question.id,
        question=words[question.text],
        language=question.language,
        outcome=outcome,
        sentence=sentence(
            outcome,
            question.language,
            searched=answer.searched,
            receipt=receipt.number if receipt else "-",
            readings=[reading.shown for reading in readings],
            counsel=receipt.standing if receipt else "",
            question=words[question.text],
            before=_before(question) if outcome.family == "answered" else (),
            cited=citations,
            scope=scope,
        ),
        engine=answer.engine,
        asked_at=question.asked_at,
        event=question.event,
        owner=question.owner,
        searched=answer.searched,
        label=whole_label(answer.label_ids, scope=scope),
        own_label=whole_label(question.own_label_ids, scope=scope),
        label_ids=answer.label_ids,
        statements=[
            StatementView(s.ordinal, words[s.text], s.verdict, list(s.markers))
            for s in statements
            if s.text in words
        ],
        citations=citations,
        follows=_answer_to(question.follows),
        writing=_writing(answer),
        held_back=_held_back(question),
        analysis=words.get(answer.analysis, "") if answer.analysis else "",
        withheld=words.get(answer.withheld, "") if answer.withheld else "",
        receipt=receipt,
        readings=readings,
    )


def _citations(question: Question) -> list[CitationView]:
    return [cited(one) for one in Citation.objects.filter(question=question, owner=question.owner)]


def _before(question: Question) -> list[str]:
    """The questions before it in its conversation that may still be read, oldest first."""
    before: list[uuid.UUID] = []
    follows = question.follows
    while follows is not None and len(before) < FAR_BACK:
        earlier = (
            Question.objects.filter(id=follows, owner=question.owner).values_list("text", "follows").first()
        )
        if earlier is None:
            break
        before.insert(0, earlier[0])
        follows = earlier[1]
    said = texts.read(before) if before else {}
    return [said[one] for one in before if one in said]


def _held_back(question: Question) -> tuple[HeldBackView, ...]:
    rows = HeldBack.objects.filter(question=question, owner=question.owner)
    return tuple(HeldBackView(held.document, held.title, held.level) for held in rows)


def _answer_to(question: uuid.UUID | None) -> uuid.UUID | None:
    """The answer to an earlier question, if it may still be read."""
    if question is None:
        return None
    return Answer.objects.filter(question_id=question).values_list("id", flat=True).first()


def _writing(answer: Answer) -> WritingView | None:
    if not answer.model:
        return None
    return WritingView(
        answer.model,
        answer.openness,
        answer.model_digest,
        answer.prompt,
        answer.prompt_digest,
        answer.ending,
        tuple(answer.flags),
        answer.shown,
        answer.left_out,
        answer.prompt_tokens,
        answer.completion_tokens,
    )


def cited(citation: Citation) -> CitationView:
    """A citation as it is shown."""
    return CitationView(
        citation.marker,
        citation.document,
        citation.digest,
        citation.passage,
        citation.title,
        citation.publication_number,
        citation.locator_kind,
        citation.locator_value,
        citation.passage_text,
        citation.quote_start,
        citation.quote_end,
        citation.level,
        citation.marking,
    )
