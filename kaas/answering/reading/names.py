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
# AUR-TR-031, and with a year JDA-2025-07. With one hyphen, as products have them, only where a word says it is a paper.
_BY_FORM = (
    r"(?<![A-Za-z0-9-])(?:[A-Z]{2,}(?:-[A-Z]{1,4})+-\d{1,4}[A-Z]?|[A-Z]{2,5}-20\d\d-\d{1,4})(?![A-Za-z0-9])"
)
_SHORT = r"[A-Z]{2,4}-\d{1,4}(?![A-Za-z0-9-])"
_KIND = (
    r"\b(?:(?i:notes?|notebooks?|reports?|minutes|memos?|records?|sheets?|bulletins?|procedures?|search|letters?|guidelines?)"
    r"(?i: no\.?| number)?) "
)
_KIND_JA = r"(?:ノート|報告書?|メモ|議事録|記録|管理票|規程|手順書?|条件書?|仕様書) ?"
_TOLD = r"(?:say|state|report|conclude|find|recommend|decide|describe|measure|show|contain|record)\b"
_MADE = r"(?:wrote|signed|approved|witnessed|checked|authored|reviewed|prepared|issued)"
_LINE_OF = (
    r"(?:結論|目的|要約|概要|内容|記入者|作成者|承認者|確認者|証人|著者|作業日|記入日|日付|試験条件|測定条件)"
)
_SHORT_NAMED = re.compile(
    rf"(?:{_KIND}|{_KIND_JA}|\b(?i:according to|written in|stated in) |\b(?i:who) {_MADE} )(?P<behind>{_SHORT})"
    rf"|\b(?i:does|did) (?P<subject>{_SHORT})(?= {_TOLD})|\[(?P<put>{_SHORT})(?=\])"
    rf"|(?<![A-Za-z0-9-])(?P<before>{_SHORT})(?=の{_LINE_OF}|によれば|によると|に(?:は)?(?:何が|どう|書|記載)|を(?:書い|作成し|承認し|確認し))"
)
_REPORT = re.compile(_BY_FORM)
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
    found = [*known.values(), *_reports(rest)]
    return found or list(dict.fromkeys(f"“{title}”" for title in titles_in(question) if _is_long(title)))


def reports_in(question: str) -> list[str]:
    """The numbers of reports in a question, each once, as it writes them."""
    return _reports(plain(question))


def is_short_number(text: str) -> bool:
    """Whether it is nothing but a number with one hyphen, which a report may bear and a product too."""
    return re.fullmatch(_SHORT, text) is not None


def _reports(text: str) -> list[str]:
    found = [(one.start(), one[0]) for one in _REPORT.finditer(text)]
    for one in _SHORT_NAMED.finditer(text):
        kind = one.lastgroup or ""
        found.append((one.start(kind), one[kind]))
    return list(dict.fromkeys(number for _, number in sorted(found)))


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
        is_paper = _PAPER.search(said) or _reports(said)
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
