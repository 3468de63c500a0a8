"""What reports that a question names by their own numbers say of what it asks, and not what others say of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaas.answering.checking.missing import SAYING_HOW
from kaas.answering.draft import Draft
from kaas.answering.heading import by_head, in_words_of, is_of_it
from kaas.answering.pointing import MOST_NAMED, Quoted, hits_of, speaking_of
from kaas.answering.reading.asked_of import asks_to_compare
from kaas.answering.reading.names import reports_in, without_names
from kaas.answering.reading.sections import Part, is_to_say_it, part_asked
from kaas.answering.reports import bearing, without_reports
from kaas.answering.sections import in_short, part_of
from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import language_of
from portfolios.catalogue import DocumentView

OF_EACH = 4  # passages of several reports


@dataclass(frozen=True, slots=True)
class Told:
    """What is quoted of reports, what an answer may rest on beside it, and whether they say what is asked for."""

    quotes: Sequence[Quoted]
    others: Sequence[Hit]
    says_it: bool = True


def told_by_reports(draft: Draft) -> Told | None:
    """The part of each report that is asked for, or the reports in short; of several, what they say of anything else too, and
    of one where the question says that it stands in it; of one in another language, the report in short.

    Who wrote, checked or approved it, and of which day it is, is told by its head. One noun behind a report is of that one:
    where nothing in it says that, nothing of others does, and where none such may be read, nothing is told.
    None where nothing is told so: what else is asked of a report is looked for in all documents, which may speak of it.
    """
    results = draft.results
    reports = list(_bearing(draft, results)) if results else []
    goes_on = is_of_it(draft)
    if results is None or not reports:
        return Told([], []) if results and goes_on and reports_in(draft.asked) else None
    question = in_words_of(draft)
    if (found := by_head(reports, question, goes_on=goes_on)) is not None:
        quotes, says_it = found
        return Told(quotes, [], says_it)
    words = _without_reports(question, draft)
    part = Part.WHOLE if asks_to_compare(words) else part_asked(words)
    if part is not None:
        pointed = [part_of(one, part) for one in reports]
        quotes = [quoted for one in pointed for quoted in one.quotes]
        rest = [hit for one in reports for hit in hits_of(one)]
        return Told(quotes, rest, all(one.says_it for one in pointed))
    asked = " ".join(word for word in re.findall(r"\S+\b", words) if word.casefold() not in SAYING_HOW)
    said = [speaking_of(one, asked, results, scope=draft.scope)[:OF_EACH] for one in reports]
    if any(said) and goes_on:
        return Told([], [hit for hits in said for hit in hits])
    if any(said) and (len(reports_in(draft.asked)) > 1 or _only_there(draft, reports)):
        return Told([], [hit for hits in said for hit in hits])
    is_said = any(said) or not is_to_say_it(draft.question) or _is_in(draft.language, reports)
    if is_said and not goes_on:
        return None
    quotes = [quoted for one in reports for quoted in in_short(one)]
    return Told(quotes, [hit for one in reports for hit in hits_of(one)], says_it=False)


def _without_reports(question: str, draft: Draft) -> str:
    """Its words, without the numbers of those it names or means."""
    words = without_reports(without_names(question))
    for one in reports_in(draft.asked):
        words = words.replace(one, " ")
    return words


def _only_there(draft: Draft, reports: Sequence[DocumentView]) -> bool:
    """Whether it is to stand in the reports, and a search does not know them by their titles."""
    return is_to_say_it(draft.question) and not any(reports_in(one.summary.title) for one in reports)


def _is_in(language: str, reports: Sequence[DocumentView]) -> bool:
    """Whether any of them has words of this language: what it says in these words a search finds."""
    return any(language_of(hit.passage.text) == language for one in reports for hit in hits_of(one))


def _bearing(draft: Draft, results: SearchResults) -> Iterator[DocumentView]:
    for name in reports_in(draft.asked)[:MOST_NAMED] if results.hits else ():
        yield from bearing(name, results.hits, draft.find, scope=draft.scope, within=draft.within)
