"""What a pronoun of a question stands for, as far as that is needed to tell an opinion. Plain Python.

"Is it valid?" asks for one where "it" is a patent, and for a fact where it is a certificate.
"""

import re
from collections.abc import Sequence

from kaas.answering.reading.following import NO_THING, PAPER, named_before, only_names, without_verb
from kaas.answering.reading.names import STANDS_FOR, is_japanese, is_patent, named_in
from kaas.answering.reading.rules import plain

MOST = 6  # of each kind of pronoun in a question
_NO_THING = rf"(?! (?:{NO_THING})\b)"
_PRONOUN = re.compile(
    rf"\b(?:(?:this|that|the same|the latter|said) {PAPER}s?\b|it\b{_NO_THING}|them\b|they\b"
    rf"|(?:this|that|these|those)(?= ?[?.!,;]|\Z)|(?<=\bis )(?:this|that)\b)",
    re.IGNORECASE,
)
_ITS = re.compile(rf"\b(?:its|their)\b(?= (?:claims?|{PAPER}|subject|invention)\b)", re.IGNORECASE)
_PRONOUN_JA = re.compile(
    r"(?:[この同]の?|当該|上記の?|前述の)(?:特許権?|公報|出願|文書|権利|発明)|(?:それ|これ|そちら|こちら)(?=[はがもをに])"
)
_NO_SUBJECT_JA = re.compile(r"\A(?:(?:それ)?では[、,]?)?[^はがもをに]*(?:です|ます|でしょう)か?[?。]?\Z")
_OF_PATENT = re.compile(
    r"(?i)\b(?:the|this|that|their|our|its|\w+'s) (?:[\w-]+ ){0,3}(?:patents?|applications?)\b|\bclaims? \d"
    r"|[のこ社](?:特許|出願)|請求項\s*\d|特許権"
)
_NO_OBJECT = re.compile(r"(?i)\binfring(?:e|es|ing) ?[?.]*\Z|\A[^をに]*侵害")


def in_its_place(question: str, before: Sequence[str]) -> str:
    """The question with the name of the document before it in the place of its pronouns.

    Where no document was named and the question before speaks of a patent, "it" is that. A question without a subject, or
    without a verb, is one of it.
    """
    text = plain(question)
    name = _meant(before, is_japanese(text))
    if not name or named_in(question):
        return question
    put = text
    for form, by in ((_PRONOUN, name), (_ITS, f"{name}'s"), (_PRONOUN_JA, name)):
        put = form.sub(by.replace("\\", "\\\\"), put, count=MOST)
    if put != text:
        return put
    if is_japanese(text):
        return f"{name}は{text}" if _NO_SUBJECT_JA.match(text) else question
    if only_names(text) or only_names(f"and {text}"):
        return question  # "And claim 2?" asks what that says
    rest = without_verb(text)
    return f"Is {name} {rest}" if rest else question


def means_it(question: str, before: Sequence[str]) -> bool:
    """Whether a question speaks of what was named before it, by a pronoun in any place or by leaving the object out."""
    return in_its_place(question, before) != question or bool(_NO_OBJECT.search(plain(question)))


def patent_before(before: Sequence[str]) -> bool:
    """Whether what the questions before speak of last is a patent."""
    return is_patent(_meant(before, japanese=False))


def _meant(before: Sequence[str], japanese: bool) -> str:
    named = named_before(before)
    if named:
        return named[0]
    if before and _OF_PATENT.search(plain(before[-1])):
        return STANDS_FOR["ja" if japanese else "en"]
    return ""
