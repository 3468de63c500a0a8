"""Bent copies of SQL, one condition each, made from its text without understanding it.

A condition is what stands between `and`, `or`, `where` and their like. It is taken away (true beside an `and`, false
beside an `or`), and single operators are turned: `<=` and `<`, `<@` and `&&`, `= any` and `<> all`, a `not` left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\w+|:=|<=|>=|<>|<@|&&|\|\||::|->>|->|\S", re.IGNORECASE)
# What a condition ends at. Parentheses are gone into.
WORDS = "where and or on if when then else end select from join into order group return"
BOUNDS = {*WORDS.split(" "), ";", ",", ":=", "=>"}
ASKING = {"where", "and", "or", "on", "if", "when"}
TURNED = {
    "<=": "<",
    ">=": ">",
    "<": "<=",
    ">": ">=",
    "<>": "=",
    "<@": "&&",
    "&&": "<@",
    "not": "",
    "max": "min",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed text, and what was changed in it."""

    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    begin: int
    end: int


def mutants(text: str, *, begin: int = 0) -> Iterator[Mutant]:
    """Every bent copy of a text, from `begin` on (after a function's head, say)."""
    tokens = [
        Token(found[0].lower(), begin + found.start(), begin + found.end())
        for found in TOKEN.finditer(text[begin:])
        if not found[0].startswith("--")
    ]
    seen = {text}
    for mutant in (*_turned(text, tokens), *_dropped(text, tokens, 0, len(tokens), "")):
        if mutant.text not in seen:
            seen.add(mutant.text)
            yield mutant


def _turned(text: str, tokens: list[Token]) -> Iterator[Mutant]:
    for number, token in enumerate(tokens):
        if token.text in TURNED:
            around = tokens[max(number - 3, 0)].begin, tokens[min(number + 3, len(tokens) - 1)].end
            yield _put(text, token.begin, token.end, TURNED[token.text], around)
        following = tokens[number + 1] if number + 1 < len(tokens) else token
        if token.text == "=" and following.text == "any":
            yield _put(text, token.begin, following.end, "<> all")
        if token.text == "is" and following.text == "null":
            yield _put(text, token.begin, following.end, "is not null")


def _dropped(text: str, tokens: list[Token], first: int, last: int, outer: str) -> Iterator[Mutant]:
    """The conditions among tokens[first:last], and those within their parentheses."""
    left, start, at = outer, first, first
    while at <= last:
        token = tokens[at].text if at < last else outer and ")"
        if token == "(":
            close = _closing(tokens, at, last)
            yield from _dropped(text, tokens, at + 1, close, "(")
            at = close
        elif at == last or token in BOUNDS:
            if start < at and (left in ASKING or token in ("and", "or")):
                span = tokens[start].begin, tokens[at - 1].end
                beside = {left, token}
                if "or" in beside:
                    yield _put(text, *span, "false")
                if "and" in beside or not beside & {"and", "or"}:
                    yield _put(text, *span, "true")
            left, start = token, at + 1
        at += 1


def _closing(tokens: list[Token], opening: int, last: int) -> int:
    depth = 0
    for at in range(opening, last):
        depth += {"(": 1, ")": -1}.get(tokens[at].text, 0)
        if depth == 0:
            return at
    raise ValueError("parentheses do not match")


def _put(text: str, begin: int, end: int, other: str, around: tuple[int, int] | None = None) -> Mutant:
    """The text with a part of it exchanged; what is told of it also shows what stands around the part."""
    first, last = around or (begin, end)
    before, after = text[first:last], text[first:begin] + other + text[end:last]
    told = f"{' '.join(before.split())} -> {' '.join(after.split())}"
    return Mutant(text[:begin] + other + text[end:], told)
