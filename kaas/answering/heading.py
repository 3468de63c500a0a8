"""What the heads of reports say that a question names, or goes on with: who made them, their day, their owner."""

from collections.abc import Callable, Iterator, Sequence

from kaas.answering.draft import Draft
from kaas.answering.pointing import Quoted, hits_of
from kaas.answering.reading.asked_of import asked_of
from kaas.answering.reading.following import is_of_one, is_one_noun
from kaas.answering.reading.heads import LABELLED, asks_for_its_day, dated_lines, labelled_lines
from kaas.answering.reading.makers import asks_who_made, lines_of_makers
from kaas.answering.reading.sections import part_asked
from kaas.answering.sections import in_short
from portfolios.catalogue import DocumentView

Found = tuple[list[Quoted], bool]  # and whether each says what is asked for

HEAD = 3  # passages in which a report says whose it is


def is_of_it(draft: Draft) -> bool:
    """Whether the question names no document, and asks of the one before it what only one has."""
    return draft.asked != draft.question and (is_one_noun(draft.question) or is_of_one(draft.question))


def in_words_of(draft: Draft) -> str:
    """The question before, where this one only puts another report into it and it asked for what the head or a part says."""
    words = draft.wording
    if not words or words == draft.question:
        return draft.question
    is_told_so = asks_who_made(words) or asks_for_its_day(words) or part_asked(words)
    return words if is_told_so else draft.question


def by_head(reports: Sequence[DocumentView], question: str, *, goes_on: bool) -> Found | None:
    """What the heads say, where who made a paper, its day or, behind it, its owner or inventors are asked for."""
    if asked_by_whom := asks_who_made(question):
        return _first_lines(reports, lambda text: lines_of_makers(text, asked_by_whom))
    if asks_for_its_day(question):
        return _first_lines(reports, dated_lines)
    asked = asked_of(question) & LABELLED
    if goes_on and len(asked) == 1:
        return _first_lines(reports, lambda text: labelled_lines(text, *asked))
    return None


def _first_lines(reports: Sequence[DocumentView], lines_in: Callable[[str], Iterator[str]]) -> Found:
    """The first such line in the head of each; where there is none, the report in short."""
    quotes: list[Quoted] = []
    says_it = True
    for one in reports:
        head = hits_of(one)[:HEAD]
        lines = [(hit, line) for hit in head for line in lines_in(hit.passage.text)][:1]
        says_it = says_it and bool(lines)
        quotes += lines or in_short(one)
    return quotes, says_it
