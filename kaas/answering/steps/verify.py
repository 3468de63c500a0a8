"""Find every quote in its passage. What is not there is not supported."""

from kaas.answering.citations import locate
from kaas.answering.draft import Draft, DraftStatement, Verdict
from kaas.answering.outcomes import Outcome


def verify(draft: Draft) -> None:
    """Give each statement its verdict, and the answer its outcome."""
    if draft.outcome is not None:
        return
    for statement in draft.statements:
        _locate_all(statement)
    supported = any(statement.verdict == Verdict.SUPPORTED for statement in draft.statements)
    draft.outcome = Outcome.ANSWERED_BY_QUOTING if supported else Outcome.UNANSWERABLE_NOTHING_FOUND


def _locate_all(statement: DraftStatement) -> None:
    for hit, quote in statement.quotes:
        span = locate(quote, hit.passage.text)
        if span is not None:
            statement.spans.append((hit, *span))
    if statement.quotes and len(statement.spans) == len(statement.quotes):
        statement.verdict = Verdict.SUPPORTED
    elif statement.spans:
        statement.verdict = Verdict.PARTIAL
