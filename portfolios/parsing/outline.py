"""A document built from headings and paragraphs as they come: who stands under what, and by which locator.

Patent specifications number their own text; those numbers win over headings and lines: 【請求項１】 opens a
claim, 【0012】 or [0012] a paragraph, and a line that is only 【…】 is a heading. What stands under a claims heading
is cut into claims by the same splitter that reads them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import attrgetter

from portfolios.claims.splitting import Piece, split
from portfolios.parsing.cleaning import clean, squeeze
from portfolios.parsing.document import Block, Locator, LocatorKind, Section

_CLAIM = re.compile(r"\s*【\s*(?:請求項|청구항|权利要求)\s*[0-9０-９]{1,4}\s*】\s*")
_PARAGRAPH = re.compile(r"\s*[【\[]\s*([0-9０-９]{4,5})\s*[】\]]\s*")
_MARKED_HEADING = re.compile(r"\s*【\s*([^【】]{1,60}?)\s*】\s*(.*)", re.S)
# Where text of several of them runs on. Behind a word it is a reference, as in 段落【００２１】に示すとおり.
_MARKERS = re.compile(
    r"(?<![^\s。．.」』）)】])(?<!段落[ \u3000])(?=【\s*請求項\s*[0-9０-９]{1,4}\s*】|【[0-9０-９]{4,5}】)"
    r"|(?<![^\n])(?=\[[0-9]{4,5}\])"
)
_FIGURE_MARKS = ("数", "化", "表", "図", "特許文献", "非特許文献")  # with a number behind them
_UNDER_OTHERS = frozenset(
    ["特許文献", "非特許文献", "発明が解決しようとする課題", "課題を解決するための手段", "発明の効果"]
)
_VALUE_MARKS = frozenset(
    [
        "書類名",
        "整理番号",
        "提出日",
        "あて先",
        "公開番号",
        "公開日",
        "出願番号",
        "出願日",
        "特許番号",
        "登録日",
        "発行日",
        "国際特許分類",
        "発明者",
        "氏名",
        "住所又は居所",
        "特許出願人",
        "出願人",
        "識別番号",
        "氏名又は名称",
        "代理人",
        "弁理士",
        "選択図",
        "優先権主張番号",
        "優先日",
    ]
)
_TITLE_MARKS = frozenset({"発明の名称", "考案の名称"})
_SECTIONS: dict[str, Section] = {
    "abstract": Section.ABSTRACT,
    "abstract of the disclosure": Section.ABSTRACT,
    "要約": Section.ABSTRACT,
    "要約書": Section.ABSTRACT,
    "claims": Section.CLAIMS,
    "what is claimed is": Section.CLAIMS,
    "what is claimed": Section.CLAIMS,
    "we claim": Section.CLAIMS,
    "i claim": Section.CLAIMS,
    "the invention claimed is": Section.CLAIMS,
    "特許請求の範囲": Section.CLAIMS,
    "実用新案登録請求の範囲": Section.CLAIMS,
    "請求の範囲": Section.CLAIMS,
    "权利要求书": Section.CLAIMS,
    "權利要求書": Section.CLAIMS,
    "청구범위": Section.CLAIMS,
    "특허청구범위": Section.CLAIMS,
    "patentansprüche": Section.CLAIMS,
    "revendications": Section.CLAIMS,
    "description": Section.DESCRIPTION,
    "detailed description": Section.DESCRIPTION,
    "明細書": Section.DESCRIPTION,
    "発明の詳細な説明": Section.DESCRIPTION,
    "说明书": Section.DESCRIPTION,
    "說明書": Section.DESCRIPTION,
    "명세서": Section.DESCRIPTION,
    "beschreibung": Section.DESCRIPTION,
    "说明书摘要": Section.ABSTRACT,
    "說明書摘要": Section.ABSTRACT,
    "요약서": Section.ABSTRACT,
}

_DESCRIBING = frozenset(
    [
        "技術分野",
        "背景技術",
        "先行技術文献",
        "特許文献",
        "非特許文献",
        "発明の概要",
        "発明の開示",
        "発明が解決しようとする課題",
        "課題を解決するための手段",
        "発明の効果",
        "図面の簡単な説明",
        "発明を実施するための形態",
        "発明を実施するための最良の形態",
        "実施例",
        "産業上の利用可能性",
        "符号の説明",
    ]
)


def section_named(heading: str) -> Section | None:
    """The section of a patent specification that the words of a heading open, if any."""
    words = unicodedata.normalize("NFKC", heading).strip(" :：.【】[]#").lower()
    return _SECTIONS.get(words) or _SECTIONS.get(re.sub(r"^(?:patent |the )", "", words))


@dataclass
class _Heading:
    level: int
    text: str
    locator: Locator
    section: Section
    used: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph, or a part of a table, of which each has a number; 0 is none."""

    text: str
    locator: Locator
    table: int


@dataclass
class Outline:
    """Collects blocks in reading order. A paragraph's fallback locator serves where nothing better is in
    force.
    """

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    _headings: list[_Heading] = field(default_factory=list)
    _values: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)
    _locator: Locator | None = None
    _numbered: Locator | None = None
    _section: Section = Section.BODY
    _texts: list[_Text] = field(default_factory=list)
    _tables: int = 0
    _table: int = 0

    def heading(self, level: int, text: str) -> None:
        """Opens a heading of the level, closing those of the same level and below."""
        text = squeeze(text)
        if not text:
            return
        self._close()
        self._leave(level)
        section = section_named(text) or (Section.DESCRIPTION if text in _DESCRIBING else self._inherited())
        heading = _Heading(level, text, Locator(LocatorKind.HEADING, self._distinct(text)), section)
        self._headings.append(heading)
        self._section = section

    def paragraph(self, text: str, *, fallback: Locator | None = None) -> None:
        """Adds a paragraph; without a fallback the heading above is its locator."""
        for piece in _MARKERS.split(clean(text)):
            if piece.strip():
                self._piece(piece.strip("\n").rstrip(), fallback)

    def table(self, rows: str, *, fallback: Locator | None = None) -> None:
        """Adds a table, a line for each row; from a table before it an empty line parts it."""
        self._tables += 1
        self._table = self._tables
        self.paragraph(rows, fallback=fallback)
        self._table = 0

    @property
    def under_heading(self) -> bool:
        """Whether a heading is open, so that text needs no other place."""
        return bool(self._headings)

    @property
    def in_claims(self) -> bool:
        return self._section is Section.CLAIMS

    def finish(self) -> tuple[Block, ...]:
        """Closes everything and returns the blocks."""
        self._close()
        self._leave(0)
        return tuple(self.blocks)

    def _piece(self, text: str, fallback: Locator | None) -> None:
        if _CLAIM.match(text):
            if self._section is not Section.CLAIMS:
                self._close()
                self._section = Section.CLAIMS
        elif match := _PARAGRAPH.match(text):
            self._open(_digits(match[1]))
            text = text[match.end() :]
        elif match := _MARKED_HEADING.match(text):
            self._marked(match[1], match[2], text, fallback)
            return
        if text.strip():
            self._add(text.strip(), fallback)

    def _marked(self, name: str, rest: str, text: str, fallback: Locator | None) -> None:
        """A line with 【…】: a heading, a field with its value, or part of the text."""
        name = squeeze(name)
        if name in _TITLE_MARKS:
            self.title = self.title or squeeze(rest)
        if name == "書類名" and section_named(rest):
            self.heading(1, rest)
            return
        inside = self._section is Section.ABSTRACT and rest.strip()
        stem = name.rstrip("0123456789０１２３４５６７８９ ")
        if inside or name in _VALUE_MARKS or (stem in _FIGURE_MARKS and stem != name):
            self._add(text.strip(), fallback)
            return
        # Claims have no headings of their own: the next heading ends them.
        opens = section_named(name) not in (None, self._section)
        below = 3 if name in _UNDER_OTHERS else 2
        self.heading(1 if opens or self._section is Section.CLAIMS else below, name)
        if rest.strip():
            self._add(rest.strip(), fallback)

    def _described(self) -> Section:
        return self._section if self._section is Section.ABSTRACT else Section.DESCRIPTION

    def _open(self, value: str) -> None:
        """Opens the numbered paragraph of the description."""
        section = self._described()
        self._close()
        self._section = section
        self._numbered = Locator(LocatorKind.PARAGRAPH, value)

    def _add(self, text: str, fallback: Locator | None) -> None:
        locator = self._numbered or fallback or self._heading_locator()
        # Claims are told apart when all of them are there.
        if locator != self._locator and (self._section is not Section.CLAIMS or self._locator is None):
            self._flush()
            self._locator = locator
        self._texts.append(_Text(text, locator, self._table))
        for heading in self._headings:
            heading.used = True

    def _heading_locator(self) -> Locator:
        if self._headings:
            return self._headings[-1].locator
        self._values.add(self.title)
        return Locator(LocatorKind.HEADING, self.title)

    def _flush(self) -> None:
        if self._texts and self._locator is not None:
            path = tuple(heading.text for heading in self._headings)
            whole = Block(self._section, self._locator, _joined(self._texts), path)
            claims = list(_claims(whole)) if self._section is Section.CLAIMS else []
            self.blocks += claims or self._by_locator(whole)
        self._texts = []

    def _by_locator(self, whole: Block) -> Iterator[Block]:
        """What was collected, one block for each locator."""
        for locator, some in groupby(self._texts, key=attrgetter("locator")):
            yield replace(whole, locator=locator, text=_joined(list(some)))

    def _close(self) -> None:
        """Ends the block being collected, and the reach of the number it stood under."""
        self._flush()
        self._locator = self._numbered = None

    def _leave(self, level: int) -> None:
        """Closes the headings of the level and below; one with nothing under it is kept as a text of its
        own.
        """
        while self._headings and self._headings[-1].level >= level:
            heading = self._headings.pop()
            if not heading.used:
                path = tuple(above.text for above in self._headings)
                self.blocks.append(Block(heading.section, heading.locator, heading.text, path))
                for above in self._headings:
                    above.used = True
        self._section = self._inherited()

    def _inherited(self) -> Section:
        return self._headings[-1].section if self._headings else Section.BODY

    def _distinct(self, text: str) -> str:
        """The heading as a locator: the second "Results" of a document becomes "Results (2)"."""
        value, count = text, self._counts.get(text, 1)
        while value in self._values:
            count += 1
            value = f"{text} ({count})"
        self._counts[text] = count
        self._values.add(value)
        return value


def _joined(texts: Sequence[_Text]) -> str:
    """One text a line. Between two tables stands an empty one: rows are read under the first row of their own table."""
    parts = [texts[0].text]
    for before, one in pairwise(texts):
        parts.append("\n\n" if before.table and one.table not in (0, before.table) else "\n")
        parts.append(one.text)
    return "".join(parts)


def _claims(section: Block) -> Iterator[Block]:
    """A claims section as one block for each claim, and one for what stands before the first. Claims cancelled
    together are one text and keep their numbers: "5-7. (Canceled)" is claim 5-7. Nothing where nothing is numbered.
    """
    text = section.text
    heads: dict[int, Piece] = {}
    for piece in split(text):
        if piece.head < piece.start:
            heads.setdefault(piece.head, piece)
    starts = [0, *heads, len(text)] if heads else []
    for start, end in pairwise(starts):
        words = text[start:end].strip()
        mark = _CLAIM.match(words) if start in heads else None
        if words := words[mark.end() :] if mark else words:
            locator = _claim_locator(heads[start]) if start in heads else section.locator
            yield replace(section, text=words, locator=locator)


def _claim_locator(piece: Piece) -> Locator:
    value = str(piece.number) if piece.last <= piece.number else f"{piece.number}-{piece.last}"
    return Locator(LocatorKind.CLAIM, value)


def _digits(text: str) -> str:
    """The number in plain digits, as written: claim numbers are given without leading zeros by their own
    texts.
    """
    return unicodedata.normalize("NFKC", text)
