"""What reports that a question names by their own numbers say of what it asks, and not what others say of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaas.answering.checking.missing import SAYING_HOW
from kaas.answering.draft import Draft
from kaas.answering.pointing import MOST_NAMED, Quoted, hits_of, speaking_of
from kaas.answering.reading.asked_of import asks_to_compare
from kaas.answering.reading.makers import Did, asks_who_made, lines_of_makers
from kaas.answering.reading.names import reports_in, without_names
from kaas.answering.reading.sections import Part, is_to_say_it, part_asked
from kaas.answering.reports import bearing, without_reports
from kaas.answering.sections import in_short, part_of
from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import language_of
from portfolios.catalogue import DocumentView

OF_EACH = 4  # passages of several reports
HEAD = 3  # passages in which a report says whose it is


@dataclass(frozen=True, slots=True)
class Told:
    """What is quoted of reports, what an answer may rest on beside it, and whether they say what is asked for."""

    quotes: Sequence[Quoted]
    others: Sequence[Hit]
    says_it: bool = True


def told_by_reports(draft: Draft) -> Told | None:
    """The part of each report that is asked for, or the reports in short; of several, what they say of anything else too, and
    of one where the question says that it stands in it; of one in another language, the report in short.

    Who wrote, checked or approved it is told by its head.
    None where nothing is told so: what else is asked of a report is looked for in all documents, which may speak of it.
    """
    results = draft.results
    reports = list(_bearing(draft, results)) if results else []
    if results is None or not reports:
        return None
    if asked_by_whom := asks_who_made(draft.question):
        return _made_by(reports, asked_by_whom)
    words = without_reports(without_names(draft.question))
    part = Part.WHOLE if asks_to_compare(words) else part_asked(draft.question)
    if part is not None:
        pointed = [part_of(one, part) for one in reports]
        quotes = [quoted for one in pointed for quoted in one.quotes]
        rest = [hit for one in reports for hit in hits_of(one)]
        return Told(quotes, rest, all(one.says_it for one in pointed))
    asked = " ".join(word for word in re.findall(r"\S+\b", words) if word.casefold() not in SAYING_HOW)
    said = [speaking_of(one, asked, results, scope=draft.scope)[:OF_EACH] for one in reports]
    if any(said) and (len(reports_in(draft.asked)) > 1 or _only_there(draft, reports)):
        return Told([], [hit for hits in said for hit in hits])
    if any(said) or not is_to_say_it(draft.question) or _is_in(draft.language, reports):
        return None
    quotes = [quoted for one in reports for quoted in in_short(one)]
    return Told(quotes, [hit for one in reports for hit in hits_of(one)], says_it=False)


def _made_by(reports: Sequence[DocumentView], asked: frozenset[Did]) -> Told:
    """The first line of the head of each that says who did one of these for it; where none does, the report in short."""
    quotes: list[Quoted] = []
    says_it = True
    for one in reports:
        head = hits_of(one)[:HEAD]
        lines = [(hit, line) for hit in head for line in lines_of_makers(hit.passage.text, asked)][:1]
        says_it = says_it and bool(lines)
        quotes += lines or in_short(one)
    return Told(quotes, [], says_it)


def _only_there(draft: Draft, reports: Sequence[DocumentView]) -> bool:
    """Whether it is to stand in the reports, and a search does not know them by their titles."""
    return is_to_say_it(draft.question) and not any(reports_in(one.summary.title) for one in reports)


def _is_in(language: str, reports: Sequence[DocumentView]) -> bool:
    """Whether any of them has words of this language: what it says in these words a search finds."""
    return any(language_of(hit.passage.text) == language for one in reports for hit in hits_of(one))


def _bearing(draft: Draft, results: SearchResults) -> Iterator[DocumentView]:
    for name in reports_in(draft.asked)[:MOST_NAMED] if results.hits else ():
        yield from bearing(name, results.hits, draft.find, scope=draft.scope, within=draft.within)
