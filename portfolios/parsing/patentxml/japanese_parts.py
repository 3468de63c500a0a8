"""The parts of a Japanese description and the headings printed for them (forms of the enforcement rules,
様式第29)."""

from lxml import etree

from portfolios.parsing.patentxml.description import NameOf

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HEADINGS = {
    "technical-field": "技術分野",
    "background-art": "背景技術",
    "citation-list": "先行技術文献",
    "patent-literature": "特許文献",
    "non-patent-literature": "非特許文献",
    "disclosure": "発明の開示",
    "summary-of-invention": "発明の概要",
    "tech-problem": "発明が解決しようとする課題",
    "tech-solution": "課題を解決するための手段",
    "advantageous-effects": "発明の効果",
    "description-of-drawings": "図面の簡単な説明",
    "description-of-embodiments": "発明を実施するための形態",
    "best-mode": "発明を実施するための最良の形態",
    "industrial-applicability": "産業上の利用可能性",
    "reference-signs-list": "符号の説明",
    "reference-to-deposited-biological-material": "受託番号",
    "sequence-list-text": "配列表フリーテキスト",
}
_EXAMPLES = {"embodiments-example": "実施例", "mode-for-invention": "実施例", "reference-example": "参考例"}


def full_width(number: str) -> str:
    """The number in the figures that gazettes print in 【】: 【表１】."""
    return number.lstrip("0").translate(_FULL_WIDTH)


def _named(part: etree._Element) -> str:
    return _HEADINGS[part.tag]


def _example(part: etree._Element) -> str:
    number = part.get("ex-num") or part.get("mode-num") or part.get("num") or ""
    return _EXAMPLES[part.tag] + full_width(number)


PARTS: dict[str, NameOf] = {**dict.fromkeys(_HEADINGS, _named), **dict.fromkeys(_EXAMPLES, _example)}
