"""What of a question is looked for in texts, where the rest says of which documents or part of one. Plain Python."""

from kaas.answering.reading.names import reports_in
from kaas.answering.reading.sections import part_asked
from kaas.answering.reading.subjects import patents_on


def looked_for(question: str) -> str:
    """The subject on which patents are wanted; nothing where a part of a report is; else the question."""
    if reports_in(question) and part_asked(question) is not None:
        return ""
    return patents_on(question) or question
