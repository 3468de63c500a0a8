"""A list of one's questions by conversation, so that a follow-up stands below what it follows and nowhere else."""

from collections.abc import Sequence

from kaas.answering.answers import QuestionSummary


def by_conversation(questions: Sequence[QuestionSummary]) -> list[tuple[QuestionSummary, bool]]:
    """The conversation with the latest question first, each from its first question on; and whether one follows another here.

    questions: newest first. What a question follows may be missing among them.
    """
    known = {one.id: one for one in questions}
    conversations: dict[object, list[QuestionSummary]] = {}
    for one in questions:
        first = one
        while first.follows in known:
            first = known[first.follows]
        conversations.setdefault(first.id, []).append(one)
    return [(one, one.follows in known) for members in conversations.values() for one in reversed(members)]
