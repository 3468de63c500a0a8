"""Find every quote in its passage. What is not there is not supported; and what no answer shows is taken out."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kaas.answering.checking.agreement import doubts
from kaas.answering.checking.contradiction import contradicts
from kaas.answering.checking.surroundings import grounds
from kaas.answering.checking.withholding import Withheld, masked, replaced, secrets_in, withheld_in
from kaas.answering.citations import Fold, fold, locate
from kaas.answering.draft import DraftStatement, Verdict
from kaas.answering.front_page import says_who_invented
from kaas.answering.reading.concluding import concludes
from kaas.answering.support import in_order, is_part, keeps_bounds, parts_of, says_enough
from kaas.retrieval.search import Hit
from portfolios.analysis import language_of

Span = tuple[int, int]
NOTES = {
    Withheld.CREDENTIAL: _("[password or key: not shown in answers]"),
    Withheld.PERSONAL_NUMBER: _("[personal number: not shown in answers]"),
}


def verify(
    statement: DraftStatement, question: str = "", *, fold: Fold = fold, shown: Sequence[Hit] = ()
) -> None:
    """Give a statement the spans its quotes have in their passages, and its verdict.

    A quotation is supported when it is found. A sentence in a model's words is supported when all its quotes are found, say
    enough, and agree with it in numbers, units, bounds, denial and words; with a part of that it is partly supported,
    and contradicted where what is quoted says the opposite, or another value of the same. One that concludes what only
    counsel may is never more than partly supported.
    `question` names the numbers that a sentence may repeat from it. `fold` may remember what it has folded. Credentials and
    personal numbers go at the end, from the statement with a note, and from what is cited of the passages; those of `shown`,
    which a model was given, wherever it writes them.
    """
    _judge(statement, question, fold)
    _withhold(statement, shown)


def _judge(statement: DraftStatement, question: str, fold: Fold) -> None:
    whole = True
    for hit, quote in statement.quotes:
        spans = (
            _phrased(hit, quote, statement.text, fold) if statement.phrased else _located(hit, [quote], fold)
        )
        whole = whole and bool(spans)
        statement.spans.extend((hit, *span) for span in spans if (hit, *span) not in statement.spans)
    if not statement.spans:
        return
    statement.verdict = Verdict.PARTIAL
    if whole:
        statement.verdict = _of_words(statement, question) if statement.phrased else Verdict.SUPPORTED


def _withhold(statement: DraftStatement, shown: Sequence[Hit]) -> None:
    """Take out what no answer shows. Whoever may read the document reads it there."""
    texts = {hit.passage.text for hit in (*shown, *(hit for hit, _ in statement.quotes))}
    known = [one for text in texts for one in secrets_in(text)]
    if known or withheld_in(statement.text):
        with translation.override(language_of(statement.text)):
            notes = {kind: str(note) for kind, note in NOTES.items()}
            statement.text = replaced(statement.text, notes, known)
    statement.spans = [(_without(hit), start, end) for hit, start, end in statement.spans]


def _without(hit: Hit) -> Hit:
    """The hit with passage and title as they may be cited: as long as before, so that every place stays where it was."""
    text, title = masked(hit.passage.text), masked(hit.document.title)
    if (text, title) == (hit.passage.text, hit.document.title):
        return hit
    return replace(hit, passage=replace(hit.passage, text=text), document=replace(hit.document, title=title))


def _located(hit: Hit, parts: list[str], fold: Fold) -> list[Span]:
    """Where the passage says each of the parts, or nothing."""
    spans = [span for part in parts if (span := locate(part, hit.passage.text, fold=fold)) is not None]
    return spans if len(spans) == len(parts) else []


def _phrased(hit: Hit, quote: str, text: str, fold: Fold) -> list[Span]:
    """Where the passage says what a sentence quotes of it, or the sentence itself, word for word."""
    itself = _located(hit, [text], fold)
    if itself or not quote:
        return itself
    parts = parts_of(quote)
    spans = _located(hit, parts, fold)
    return spans if in_order(spans) and (len(parts) == 1 or all(map(is_part, parts))) else []


def _of_words(statement: DraftStatement, question: str) -> Verdict:
    """The verdict on a sentence in a model's words, all of whose quotes are found."""
    if not _quotes_enough(statement):
        return Verdict.PARTIAL
    said = grounds(statement.spans)
    doubted = doubts(statement.text, said, asked=question)
    if not doubted:
        of_record = says_who_invented(said.lines) and not said.besides
        return Verdict.PARTIAL if concludes(statement.text, of_record=of_record) else Verdict.SUPPORTED
    return Verdict.CONTRADICTED if contradicts(statement.text, said, doubted) else Verdict.PARTIAL


def _quotes_enough(statement: DraftStatement) -> bool:
    quoted = {
        id(hit): (hit, [s[1:] for s in statement.spans if s[0] is hit]) for hit, _, _ in statement.spans
    }
    return all(says_enough(quote or statement.text) for _, quote in statement.quotes) and all(
        keeps_bounds(hit.passage.text, spans) for hit, spans in quoted.values()
    )
