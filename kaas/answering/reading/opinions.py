"""Questions that only counsel may conclude, told by their words alone (DOMAIN 2.8). The rules stand in opinions.toml."""

import functools
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from kaas.answering.reading.asked_of import asks_for_inventors
from kaas.answering.reading.concluding import concludes
from kaas.answering.reading.described import is_of_what_is_described
from kaas.answering.reading.following import named_before, only_names
from kaas.answering.reading.line_names import names_a_line
from kaas.answering.reading.names import named_in, readings, rule_in
from kaas.answering.reading.rules import Rule, Rules, plain, read_rules, sentences_of
from kaas.answering.reading.standing_for import in_its_place, means_it, patent_before

_UPHOLD = re.compile(
    r"\A(?:please,? |now |so |then |can you |could you |would you |will you )*"
    r"(?:explain|confirm|argue|prove|assure|convince|agree|verify|tell (?:me|us)|say|write|state|justify)\b"
    r"|\b(?:reasons?|arguments?) (?:why|that|for)\b|\bI (?:think|believe|guess|assume|suppose|say)\b|\bam i right\b|, right\b"
    r"|\A(?!.*\b(?:examiner|office|court|board|opponent|counsel|report|letter)).*\b(?:reasons|arguments|grounds)\b"
    r"|(?:理由|根拠|こと|論拠|と)(?:を)?[^。]{0,6}(?:説明|確認|論じ|証明|述べ|書い|言っ)て",
    re.IGNORECASE,
)


class Opinion(StrEnum):
    """What a question asks an assessment of."""

    INFRINGEMENT = "infringement"
    VALIDITY = "validity"
    INVENTORSHIP = "inventorship"
    FILING = "filing"
    EXPORT = "export"


def opinion_in(question: str) -> Rule | None:
    """The rule by which a question asks for an opinion; its `kind` is an `Opinion`. Titles are read as names.

    Whoever wants a conclusion explained, confirmed or argued asks for it too.
    """
    return None if names_a_line(question) else _opinion_in(question)


def _opinion_in(question: str) -> Rule | None:
    found = rule_in(_rules("opinions", "weighing"), question)
    if found is not None and is_of_what_is_described(question):
        return None
    return found or next(filter(None, (concludes(one) for one in _to_be_upheld(question))), None)


def opinion_of(question: str, before: Sequence[str]) -> Rule | None:
    """The same of a question behind others, oldest first: of what its pronouns stand for, of what it says behind a patent or
    behind who invented it ("Do we need a licence?"), and of the one before it where it only puts another name into that
    ("And claim 2?").
    """
    if names_a_line(question):
        return None
    found = _opinion_in(question)
    if found is None and (put := in_its_place(question, before)) != question:
        found = opinion_in(put)
    found = found or opinion_behind(question, before)
    if found is None and before and only_names(question):
        found = opinion_of(before[-1], before[:-1])
    return found


def opinion_behind(question: str, before: Sequence[str]) -> Rule | None:
    """The rule by which a question that names no document asks for an opinion only because of the questions before it."""
    if not before or named_in(question):
        return None
    said = plain(question)
    of_inventors = _rules("behind_inventors").first(said) if asks_for_inventors(before[-1]) else None
    if of_inventors is None and patent_before(before):
        return _rules("behind_patent").first(said)
    return of_inventors


def carried(question: str, before: Sequence[str]) -> str:
    """The question for an opinion, with the one document before it that it means and does not name."""
    named = named_before(before)
    if len(named) != 1 or named_in(question):
        return question
    goes_on = means_it(question, before) or opinion_behind(question, before) is not None
    return f"{question} {named[0]}" if goes_on else question


def _to_be_upheld(question: str) -> Iterator[str]:
    for reading in readings(question):
        yield from (one for one in sentences_of(reading) if _UPHOLD.search(one))


@functools.cache
def _rules(*names: str) -> Rules:
    return read_rules(*names)
