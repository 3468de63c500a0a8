"""The one object that travels through the steps of an answer."""

import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from governance.access.scopes import Scope
from governance.audit.texts import WritingKey
from kaas.answering.citations import Fold, fold
from kaas.answering.desk import QUOTING, Desk
from kaas.answering.outcomes import Outcome
from kaas.answering.prompt_files import PromptFile
from kaas.answering.reading.opinions import Opinion
from kaas.answering.screening import Screened, Screening
from kaas.inference.prompts import Prompt, Turn
from kaas.inference.replies import Reply
from kaas.retrieval.search import Hit, SearchResults, find

Place = tuple[uuid.UUID, int, int]

FOUND = 20  # hits of a search


class Verdict(StrEnum):
    """What the evidence says of a statement."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


class Engine(StrEnum):
    """Who put the answer into words."""

    QUOTING = "quoting"
    MODEL = "model"


@dataclass(slots=True)
class DraftStatement:
    """A sentence of the answer and the hits it claims to rest on, with the quoted span of each passage.

    `phrased` is a sentence in a model's words; the others are quotations themselves.
    """

    text: str
    quotes: list[tuple[Hit, str]]
    verdict: Verdict = Verdict.UNSUPPORTED
    spans: list[tuple[Hit, int, int]] = field(default_factory=list)
    phrased: bool = False


@dataclass(slots=True)
class Writing:
    """What the chat model is given, and what came of it.

    shown: the passages it is given, in the order of their markers. held_back: those its card does not let it see.
    left_out: those for which there was no room. odd_markers: markers it invented. rounds: of its replies, those that called
    tools, which are `earlier`.
    """

    prompt: Prompt
    prompt_file: PromptFile
    salt: str
    max_tokens: int
    shown: list[Hit]
    left_out: list[Hit] = field(default_factory=list)
    reply: Reply | None = None
    withheld: str = ""
    odd_markers: int = 0
    code: str = ""
    rounds: int = 0
    earlier: list[Reply] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A question on its way to an answer. Steps know it and nothing of each other."""

    question: str
    scope: Scope = field(init=False)
    place: ExitStack = field(
        default_factory=ExitStack
    )  # among the person's open questions; closed when it is answered
    portfolio: str = ""
    marking: str = ""  # under which it is asked; the highest of what is searched where none was chosen
    desk: Desk = QUOTING
    follows: uuid.UUID | None = None
    question_id: uuid.UUID = field(default_factory=uuid.uuid4)
    answer_id: uuid.UUID = field(default_factory=uuid.uuid4)
    language: str = "en"
    within: uuid.UUID | None = None
    asked: str = ""  # the question with the document it points back to, which is searched for
    wording: str = ""  # the question that says what is asked, where this one only names another document
    opinion: Opinion | None = None  # that only counsel may give
    rule: str = ""  # by which the question ends otherwise than answered
    screening: Screening | None = None  # by a model, of what the rules did not tell
    unscreened: str = ""  # why the model that screens was not asked, or not with all of it
    own_labels: list[int] = field(default_factory=list)  # of the question itself
    searched: int = 0
    room: int = 0
    turns: list[Turn] = field(default_factory=list)
    turn_labels: list[int] = field(default_factory=list)  # everything the turns rest on
    turn_own_labels: list[int] = field(default_factory=list)
    turn_documents: list[uuid.UUID] = field(default_factory=list)
    follows_question: uuid.UUID | None = None
    results: SearchResults | None = None
    documents: list[uuid.UUID] = field(default_factory=list)  # that the question names
    evidence: list[Hit] = field(default_factory=list)
    named: list[tuple[Hit, str]] = field(default_factory=list)  # what it asks for by name, as it is quoted
    held_back: list[Hit] = field(default_factory=list)
    writing: Writing | None = None
    fold: Fold = field(default_factory=lambda: lru_cache(maxsize=64)(fold))  # each text of an answer once
    label_ids: list[int] = field(default_factory=list)
    event: uuid.UUID | None = None
    text_key: WritingKey | None = None
    engine: Engine = Engine.QUOTING
    why_quoting: Outcome = Outcome.ANSWERED_BY_QUOTING
    waiting: list[DraftStatement] = field(default_factory=list)  # for the first supported one
    statements: list[DraftStatement] = field(default_factory=list)
    markers: dict[Place, int] = field(default_factory=dict)
    is_closed: bool = False  # by whoever took the stream, where work can still be done
    outcome: Outcome | None = None

    @property
    def found(self) -> dict[uuid.UUID, Hit]:
        """By passage, best first: what a search found, then what is read because the question names it."""
        searched = self.results.hits if self.results else []
        return {hit.passage.id: hit for hit in (*searched, *self.evidence)}

    @property
    def sent_by(self) -> Screened | None:
        """What the model said by which this question goes to counsel; None where it does not, or goes by a rule."""
        screened = self.screening.screened if self.screening else None
        return screened if screened and self.opinion and screened.opinion is self.opinion else None

    def find(self, query: str) -> SearchResults:
        """What a query of this question finds, under the asker's scope and where they look. Raises QueryError."""
        return find(
            query,
            scope=self.scope,
            limit=FOUND,
            within=self.within,
            embedder=self.desk.embedder,
            reranker=self.desk.reranker,
        )
