"""Numbers in a question that name an application as well as a publication, and what is asked back about them."""

from dataclasses import dataclass

from kaas.answering.reading.names import without_titles
from kaas.retrieval.numbers import readings
from portfolios.identifiers import NumberType, identify


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a number as its office prints it, and the whole question with it."""

    shown: str
    question: str


def asked_back(question: str) -> tuple[Reading, ...]:
    """The readings of the first ambiguous number of a question, by its figures alone: it does not matter what is held.

    A number within a title in quotation marks names nothing by itself.
    """
    number = next(
        (one for one in identify(without_titles(question)) if one.type is NumberType.AMBIGUOUS), None
    )
    if number is None:
        return ()
    return tuple(
        Reading(shown, " ".join(f"{question[: number.start]} {shown} {question[number.end :]}".split()))
        for shown, _canonical in readings(number)
    )
