"""Markdown by its headings: each heading with the text beneath it is one place, claims and numbered
paragraphs too.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from portfolios.parsing.cleaning import squeeze
from portfolios.parsing.document import FailureReason, Locator, LocatorKind, ParsedDocument, Unreadable
from portfolios.parsing.joining import join
from portfolios.parsing.languages import document_language
from portfolios.parsing.outline import Outline, section_named
from portfolios.parsing.patentxml.scripts import lowered, raised
from portfolios.parsing.plaintext import decoded
from portfolios.parsing.titles import title_of_name

_FRONT_MATTER = re.compile(r"\A---[ ]*\n(.*?\n)(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.S)
_TITLE_FIELD = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.M)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_UNSHOWN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ROW_END = re.compile(r"<br\s*/?>|</(?:p|tr|li|div|h[1-6])>", re.I)
_ELEMENT = re.compile(r"[(（]?[a-z0-9]{1,4}[)）]\s")
_SOFT = "\x1a"  # stands for a soft line break until the whole paragraph is known
_MOST_NESTED = 100
_PARSER = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).enable("table")


def parse_markdown(content: bytes, name: str) -> ParsedDocument:
    """The document of a Markdown file; its title is the first heading that does not merely name a section."""
    text, warnings = decoded(content)
    matter = _FRONT_MATTER.match(text)
    titled = _TITLE_FIELD.search(matter[1]) if matter else None
    body = "\n" * matter[0].count("\n") + text[matter.end() :] if matter else text
    outline = Outline()
    title = titled[1] if titled else ""
    for item in _items(_PARSER.parse(body)):
        if isinstance(item, _Heading):
            outline.heading(item.level, item.text)
            title = title or (item.text if item.level == 1 and not section_named(item.text) else "")
        else:
            add = outline.table if item.is_table else outline.paragraph
            add(item.text, fallback=None if outline.under_heading else item.line)
    blocks = outline.finish()
    if not blocks:
        raise Unreadable(FailureReason.EMPTY, "The file holds no text; supply the file again.")
    return ParsedDocument(
        format="markdown",
        kind="document",
        member="",
        title=squeeze(title) or outline.title or title_of_name(name),
        language=document_language(blocks),
        blocks=blocks,
        warnings=warnings,
    )


class _Heading:
    def __init__(self, level: int, text: str) -> None:
        self.level = level
        self.text = text


class _Text:
    def __init__(self, text: str, line: int, *, is_table: bool = False) -> None:
        self.text = text
        self.is_table = is_table
        self.line = Locator(LocatorKind.LINE, str(line + 1))


def _items(tokens: Sequence[Token]) -> Iterator[_Heading | _Text]:
    """The headings and paragraphs of a token stream; list items carry their marks, table rows are lines."""
    lists: list[_List] = []
    line = 0
    index = 0
    while index < len(tokens):
        token = tokens[index]
        line = token.map[0] if token.map else line
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append(_List(token))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and lists:
            lists[-1].next_item(token.info)
        elif token.type == "heading_open":
            yield _Heading(int(token.tag[1]), _inline(tokens[index + 1]))
            index += 1
        elif token.type == "table_open":
            end = _closing(tokens, index)
            yield _Text("\n".join(_table_rows(tokens[index:end])), line, is_table=True)
            index = end
        elif text := _leaf(token):
            yield _Text(_marked(text, lists), line)
        index += 1


class _List:
    """An open list: the mark of the item at hand is used once, for its first line."""

    def __init__(self, token: Token) -> None:
        self._number = int(token.attrGet("start") or 1) - 1 if token.type == "ordered_list_open" else None
        if token.type == "ordered_list_open" and token.attrGet("start") == 0:
            self._number = -1
        self._delimiter = token.markup
        self._mark = ""

    def next_item(self, written: str) -> None:
        """Markdown counts a list on from its first number; numbers written in rising order are kept as written."""
        if self._number is None:
            self._mark = "- "
        else:
            number = int(written) if written.isdecimal() else 0
            self._number = max(number, self._number + 1)
            self._mark = f"{self._number}{self._delimiter} "

    def take_mark(self) -> str:
        mark, self._mark = self._mark, ""
        return mark


def _marked(text: str, lists: Sequence[_List]) -> str:
    if not lists:
        return text
    return "  " * (len(lists) - 1) + "".join(level.take_mark() for level in lists) + text


def _leaf(token: Token) -> str:
    if token.type == "inline":
        return _inline(token)
    if token.type in ("fence", "code_block"):
        return token.content.rstrip("\n")
    if token.type == "html_block":
        return _without_tags(token.content)
    return ""


def _closing(tokens: Sequence[Token], opening: int) -> int:
    """The index of the token that closes the one at opening."""
    name = tokens[opening].type.replace("_open", "_close")
    return next(index for index in range(opening, len(tokens)) if tokens[index].type == name)


def _table_rows(tokens: Sequence[Token]) -> Iterator[str]:
    cells: list[str] = []
    for token in tokens:
        if token.type == "inline":
            cells.append(" ".join(_inline(token).split()))
        elif token.type == "tr_close":
            yield " | ".join(cells)
            cells = []


def _inline(token: Token) -> str:
    """The words of an inline token: emphasis and links by their text, pictures by their description."""
    text = ""
    script: list[tuple[str, int]] = []  # open <sub> and <sup>, with where their text began
    for child in token.children or ():
        if child.type == "softbreak":
            text += _SOFT
        elif child.type == "hardbreak":
            text += "\n"
        elif child.type == "html_inline":
            text = _tag(child.content.lower(), text, script)
        else:
            text += child.content
    return _settled(text.split(_SOFT)).strip()


def _settled(lines: Sequence[str]) -> str:
    """The lines of one paragraph joined, but an element of a claim or list keeps a line of its own."""
    parts = [lines[0]]
    for line in lines[1:]:
        if parts[-1].endswith((";", ":", "；", "：", "、", "，")) or _ELEMENT.match(line):
            parts += ["\n", line]
        else:
            joined = join(parts[-1], line)
            parts[-1:] = [joined.removesuffix(line), line]
    return "".join(parts)


def _tag(tag: str, text: str, script: list[tuple[str, int]]) -> str:
    if tag.startswith("<br"):
        return f"{text}\n"
    if tag in ("<sub>", "<sup>"):
        script.append((tag[1:4], len(text)))
    elif tag in ("</sub>", "</sup>") and script and script[-1][0] == tag[2:5]:
        name, start = script.pop()
        return text[:start] + (lowered if name == "sub" else raised)(text[start:])
    return text


def _without_tags(html: str) -> str:
    """The visible text of a stretch of HTML; comments, scripts and styles are not shown to a reader and not
    kept.
    """
    html = _UNSHOWN.sub("", _COMMENT.sub("", html))
    text = _TAG.sub("", _ROW_END.sub("\n", html))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
