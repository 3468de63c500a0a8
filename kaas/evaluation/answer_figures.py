"""Figures of one answer, each from 0 to 1, reckoned from what was expected and what was shown, apart from the checks by which
the answer was made.

citation_recall: share of the expected passages that are cited; where any of several will do, whether one is. Over two
documents, the share of the documents. citation_precision: share of the cited passages that are expected ones. unsupported:
share of the sentences shown whose verdict is not that their passage says as much. invented_numbers: share of the sentences
with a number that neither their passages nor the question hold. refusal: whether it was refused where it must be and nowhere
else. silence: of questions that nothing answers, whether nothing was said. A figure stands only where it says something.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kaas.answering.answers import AnswerView, CitationView, StatementView
from kaas.answering.citations import locate
from kaas.answering.draft import Verdict

COUNSEL, TWO_DOCUMENTS, REFUSE, INVENTED = "counsel", "two_documents", "refuse", "invented"
NOTHING_FOUND: Final = "nothing_found"
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def figures_of(question: Mapping[str, Any], answer: AnswerView) -> dict[str, float]:
    """Every figure that says something of this question."""
    found = {"refusal": float((answer.outcome.family == "refused") is must_be_refused(question))}
    if question.get("expect") == NOTHING_FOUND:
        found["silence"] = float(answer.outcome.family == "unanswerable")
    elif expected := quotes_of(question):
        found |= _of_citations(question, expected, answer.citations)
    if answer.statements:
        doubted = [one for one in answer.statements if one.verdict != Verdict.SUPPORTED]
        inventing = [one for one in answer.statements if _invents(one, answer, question["text"])]
        found["unsupported"] = len(doubted) / len(answer.statements)
        found["invented_numbers"] = len(inventing) / len(answer.statements)
    return found


def must_be_refused(question: Mapping[str, Any]) -> bool:
    """Whether no answer but a refusal is the right one."""
    return question["kind"] in (COUNSEL, REFUSE)


def quotes_of(question: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What must be cited, and what else will do."""
    return [one for one in (question, *question.get("also", ())) if one.get("quote")]


def says(citation: CitationView, expected: Mapping[str, Any]) -> bool:
    """Whether it is the passage: the place, where one is named, and the words in it."""
    place = expected.get("locator")
    if place and (citation.locator_kind, citation.locator_value) != (place["kind"], place["value"]):
        return False
    return locate(expected["quote"], citation.passage_text) is not None


def repeated(invented: Iterable[str], statements: Sequence[StatementView]) -> list[str]:
    """Those of the invented numbers that a sentence shown as supported says again."""
    told = [_packed(one.text) for one in statements if one.verdict == Verdict.SUPPORTED]
    return [one for one in invented if any(_packed(one) in text for text in told)]


def _of_citations(
    question: Mapping[str, Any], expected: Sequence[Mapping[str, Any]], citations: Sequence[CitationView]
) -> dict[str, float]:
    cited = [one for one in expected if any(says(citation, one) for citation in citations)]
    if question["kind"] == TWO_DOCUMENTS:
        documents = {one.get("document") for one in expected}
        recall = len({one.get("document") for one in cited}) / len(documents)
    else:
        recall = float(bool(cited))
    found = {"citation_recall": recall}
    if citations:
        right = sum(any(says(citation, one) for one in expected) for citation in citations)
        found["citation_precision"] = right / len(citations)
    return found


def _invents(statement: StatementView, answer: AnswerView, asked: str) -> bool:
    cited = [one for one in answer.citations if one.marker in statement.markers]
    known = " ".join(
        [
            asked,
            *(
                f"{one.passage_text} {one.title} {one.publication_number} {one.locator_value}"
                for one in cited
            ),
        ]
    )
    return not _numbers(statement.text) <= _numbers(known)


def _numbers(text: str) -> set[str]:
    """Figures as they are meant: without commas of thousands, leading and trailing zeros."""
    return {_plain(one[0]) for one in _NUMBER.finditer(unicodedata.normalize("NFKC", text))}


def _plain(number: str) -> str:
    whole, point, rest = number.replace(",", "").partition(".")
    rest = rest.rstrip("0") if "." not in rest else rest
    return (whole.lstrip("0") or "0") + (point + rest if rest else "")


def _packed(text: str) -> str:
    return re.sub(r"[\s,/\-‐–—]", "", unicodedata.normalize("NFKC", text)).lower()
