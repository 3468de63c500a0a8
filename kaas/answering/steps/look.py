"""Find passages, and decide whether they speak of what was asked."""

from governance.access.scopes import Scope
from kaas.answering.draft import Draft
from kaas.answering.evidence import Held, evidence
from kaas.answering.naming import is_of, publications_in
from kaas.answering.outcomes import Outcome
from kaas.answering.reading.following import is_one_noun
from kaas.answering.reading.subjects import mentioned_in_documents, patents_on
from kaas.answering.subjects import found_among
from kaas.retrieval.matches import matches
from kaas.retrieval.queries import MAX_CHARACTERS
from kaas.retrieval.search import Hit, SearchResults


def look(draft: Draft) -> None:
    """Search under the asker's scope and keep as evidence the passages that share enough of the question."""
    if draft.outcome is not None or _among(draft):
        return
    for query in _queries(draft):
        draft.results = draft.find(query)
        found = evidence(draft.results, _held(draft.results, draft.scope), floor=_floor(draft))
        draft.evidence = _of_the_one_before(draft, found)
        if draft.evidence:
            return
    draft.outcome = Outcome.UNANSWERABLE_NOTHING_FOUND


def _among(draft: Draft) -> bool:
    """Whether patents on a subject are wanted, or documents that mention it: one passage of each, and nothing where there are
    none, as the words by which it is asked are found elsewhere.
    """
    patents = patents_on(draft.question) if draft.opinion is None else ""
    subject = patents or (mentioned_in_documents(draft.question) if draft.opinion is None else "")
    if not subject:
        return False
    draft.results, quotes = found_among(draft, subject, patents=bool(patents))
    draft.named, draft.evidence = quotes, [hit for hit, _ in quotes]
    if not quotes:
        draft.outcome = Outcome.UNANSWERABLE_NOTHING_FOUND
    return True


def _of_the_one_before(draft: Draft, found: list[Hit]) -> list[Hit]:
    """What was found; for one noun behind a publication, what is of that or names it: any document may have the noun."""
    publications = publications_in(draft.asked) if is_one_noun(draft.question) else frozenset()
    if not publications or draft.asked == draft.question:
        return found
    return [
        hit
        for hit in found
        if is_of(hit, publications) or not publications.isdisjoint(publications_in(hit.passage.text))
    ]


def _floor(draft: Draft) -> float | None:
    return draft.desk.embedder.floor if draft.desk.embedder else None


def _queries(draft: Draft) -> list[str]:
    """The question with the document it points back to; and as it may be half a question, with the one before it."""
    before = draft.turns[-1].question if draft.turns else ""
    is_resolved = is_one_noun(draft.question) and draft.asked != draft.question
    queries = [draft.asked, f"{before} {draft.question}"] if before and not is_resolved else [draft.asked]
    return [query for query in queries if len(query) <= MAX_CHARACTERS] or [draft.question]


def _held(results: SearchResults, scope: Scope) -> Held:
    """Which of the question's words each passage holds. The index knows; to read them all again takes far longer."""
    asked = sorted(results.lexemes)
    found = matches([hit.passage.id for hit in results.hits], asked, scope=scope) if results.hits else {}
    return {
        passage: frozenset(word for word, impact in zip(asked, impacts, strict=True) if impact)
        for passage, impacts in found.items()
    }
