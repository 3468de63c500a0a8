"""How a question names documents, and how it reads without the words of their titles. Plain Python.

A title in quotation marks is a name: its words say nothing of what is asked, as the figures of a number do not.
"""

import re
from collections.abc import Callable, Sequence

from kaas.answering.reading.rules import Rule, Rules, plain
from portfolios.identifiers import identify

_QUOTED = re.compile(
    '[“”„"「『｢《«]([^“”„"「」『』｢｣《》«»]{2,300})[”“"」』｣》»]'
    r"|(?<!\w)[‘']([^‘’'\n]{2,300})[’'](?!\w)"
)
_REPORT = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{2,}(?:-[A-Z]{1,4})+-\d{1,4}[A-Z]?(?![A-Za-z0-9])")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u3096]")
_OF_PATENT = re.compile(r"(?i)\bclaims? ?\d|(?:請求項|クレーム)\s*\d")
# What calls itself so is no patent, whatever is asked about it.
_PAPER = re.compile(
    r"(?i)\b(?:reports?|agreements?|contracts?|certificates?|manuals?|guides?|guidelines?|polic(?:y|ies)|minutes|memos?"
    r"|memorand\w+|letters?|opinions?|reviews?|notes?|notebooks?|plans?|lists?|registers?|protocols?|handbooks?|rules"
    r"|regulations|charts?|disclosures?|records?|instructions?|procedures?|specifications? sheets?|surveys?|stud(?:y|ies))\b"
    r"|報告|契約|協定|証明|マニュアル|手引|指針|ガイド|規程|規則|議事|メモ|書簡|意見書|鑑定|レビュー|記録|ノート|計画|一覧"
    r"|台帳|手順|要領|仕様書|届|調査|通知"
)
LONG_ENOUGH = 6  # Japanese characters of a title; English ones have two words
STANDS_FOR = {"en": "the patent JP0000000B2", "ja": "特許第0000000号"}
STANDS_FOR_PAPER = {"en": "the document", "ja": "この文書"}


def titles_in(question: str) -> Sequence[str]:
    """What a question puts into quotation marks, which may be the titles of documents."""
    return [said for found in _QUOTED.finditer(plain(question)) if (said := _said(found).strip())]


def without_names(question: str) -> str:
    """The question in plain characters, without the numbers of patents and the titles in it."""
    text = _QUOTED.sub(" ", plain(question))
    for number in reversed(identify(text)):
        text = f"{text[: number.start]} {text[number.end :]}"
    return text


def without_titles(question: str) -> str:
    """The question as it is written, each character of what is surely a title put as a blank."""
    return _QUOTED.sub(
        lambda found: " " * len(found[0]) if _is_long(_said(found)) else found[0],
        question,
    )


def readings(question: str) -> tuple[str, ...]:
    """How the rules read a question: each title put as the number of a patent, or as a document where it says it is one.

    What is quoted and may be the asker's own words, as one short word is, is read as such too.
    """
    text = plain(question)
    language = "ja" if _KANA.search(_QUOTED.sub("", text)) else "en"
    titled = _QUOTED.sub(_put_by(_may_be_title, language), text)
    said = _QUOTED.sub(_put_by(_is_surely_title, language), text)
    return (titled,) if said == titled else (titled, said)


def rule_in(rules: Rules, question: str) -> Rule | None:
    """The first rule that fits the question as one of its readings."""
    found = (rules.first(reading) for reading in readings(question))
    return next(filter(None, found), None)


def named_in(question: str) -> list[str]:
    """The names of documents in a question, each once, as it writes them: numbers of patents and reports, else titles."""
    numbers = identify(question)
    rest = "".join(
        " " if any(one.start <= at < one.end for one in numbers) else sign for at, sign in enumerate(question)
    )
    known = {one.canonical: one.text for one in numbers if one.canonical}
    found = [*known.values(), *dict.fromkeys(_REPORT.findall(rest))]
    return found or list(dict.fromkeys(f"“{title}”" for title in titles_in(question) if _is_long(title)))


def reports_in(question: str) -> list[str]:
    """The numbers of reports in a question, each once, as it writes them."""
    return list(dict.fromkeys(_REPORT.findall(plain(question))))


def is_patent(name: str) -> bool:
    """Whether the name of a document is the number of a patent, or a title that does not say it is anything else."""
    return bool(identify(name)) or any(one in STANDS_FOR.values() for one in readings(name))


def is_japanese(text: str) -> bool:
    """Whether anything in it is written in Japanese characters."""
    return _JAPANESE.search(text) is not None


def _put_by(is_title: Callable[[str], bool], language: str) -> Callable[[re.Match[str]], str]:
    def put(found: re.Match[str]) -> str:
        said = _said(found)
        if not is_title(said):
            return said
        is_paper = _PAPER.search(said) or _REPORT.search(said)
        return (STANDS_FOR_PAPER if is_paper else STANDS_FOR)[language]

    return put


def _said(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _is_long(said: str) -> bool:
    return len(said) >= LONG_ENOUGH if is_japanese(said) else len(said.split()) > 1


def _may_be_title(said: str) -> bool:
    """Of two English words, only with a capital: a "zero reset" is a thing."""
    return _is_long(said) and (is_japanese(said) or len(said.split()) > 2 or said[0].isupper())


def _is_surely_title(said: str) -> bool:
    """A title is a noun, begins with a capital, and speaks of no patent by its number."""
    if not _may_be_title(said) or identify(said) or _OF_PATENT.search(said):
        return False
    return not _KANA.match(said[-1]) if is_japanese(said) else not said[0].islower()
