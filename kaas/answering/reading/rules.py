"""Rules over the words of a question, read from files: what a sentence says, unless something in it makes it harmless."""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern

from kaas.answering.reading.literals import Finder, Literals, folded, literals_of

LONGEST_FORM = 4  # characters; some signs have a plain form of eighteen, which is no word of a rule
_ENDS = re.compile(r"(?<=[。？！?!])\s*|(?<=[.])\s+(?=[A-Z])|\n+")
_NAMED = re.compile(r"@(\w+)@")
_NEVER = re.compile(r"(?!)")
_ALWAYS = re.compile("")
_Said = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """`says` in a sentence that says each of `also` and not `unless`, of a question with `needs`.

    What it tells is `kind`; the trail has `name`.
    """

    kind: str
    name: str
    says: tuple[Pattern[str], ...]
    also: tuple[Pattern[str], ...]
    unless: Pattern[str]
    needs: Pattern[str]

    def fits(self, said: Pattern[str], sentence: str, question: str) -> bool:
        """Whether the rule, by one of what it says, speaks of this sentence of the question; both as `plain()` gives them."""
        return bool(
            said.search(sentence)
            and all(one.search(sentence) for one in self.also)
            and not self.unless.search(sentence)
            and self.needs.search(question)
        )


class Rules:
    """Rules in their order. What no sentence of a question has the letters for is not tried on it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._always: list[tuple[int, Pattern[str]]] = []
        self._by_literal: dict[str, list[tuple[int, Pattern[str], tuple[Literals, ...]]]] = {}
        literals: set[str] = set()
        for place, rule in enumerate(self._rules):
            for said in rule.says:
                first, *others = literals_of(said.pattern) or (frozenset[str](),)
                literals.update(first, *others)
                for literal in first:
                    self._by_literal.setdefault(literal, []).append((place, said, tuple(others)))
                if not first:
                    self._always.append((place, said))
        self._finder = Finder(literals)

    def first(self, question: str) -> Rule | None:
        """The first rule that fits a sentence of the question, which is as `plain()` gives it."""
        fitting = (self._of(sentence, question) for sentence in sentences_of(question))
        place = min((place for place in fitting if place is not None), default=None)
        return None if place is None else self._rules[place]

    def only(self, kept: Callable[[Rule], bool]) -> "Rules":
        """Those that are to be kept."""
        return Rules(filter(kept, self._rules))

    def _of(self, sentence: str, question: str) -> int | None:
        found = self._finder.found(folded(sentence))
        to_try = {
            (place, said)
            for literal in found
            for place, said, others in self._by_literal.get(literal, ())
            if not any(one.isdisjoint(found) for one in others)
        }
        for place, said in sorted({*to_try, *self._always}, key=lambda one: one[0]):
            if self._rules[place].fits(said, sentence, question):
                return place
        return None


def read_rules(name: str) -> Rules:
    """The rules of a file of this room. Raises KeyError for words that are not named before, and re.error."""
    content = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = {}
    for named, said in content["words"].items():
        words[named] = _joined(said, words)

    def each(rule: Mapping[str, _Said], part: str) -> tuple[Pattern[str], ...]:
        said = rule.get(part, ())
        return tuple(
            re.compile(_joined(one, words), re.IGNORECASE)
            for one in ([said] if isinstance(said, str) else said)
        )

    def pattern(rule: Mapping[str, _Said], part: str, without: Pattern[str]) -> Pattern[str]:
        return re.compile(_joined(rule[part], words), re.IGNORECASE) if part in rule else without

    return Rules(
        Rule(
            rule["kind"],
            rule["name"],
            each(rule, "says"),
            each(rule, "also"),
            pattern(rule, "unless", _NEVER),
            pattern(rule, "needs", _ALWAYS),
        )
        for rule in content["rules"]
    )


def _joined(said: _Said, words: Mapping[str, str]) -> str:
    alternatives = [said] if isinstance(said, str) else said
    return "(?:" + _NAMED.sub(lambda found: words[found[1]], "|".join(alternatives)) + ")"


def plain(question: str) -> str:
    """The question in plain characters: one width, straight apostrophes, single spaces, nothing that prints nothing."""
    short = question if question.isascii() else "".join(one if _is_short(one) else " " for one in question)
    text = unicodedata.normalize("NFKC", short).replace("’", "'")
    if not text.isprintable():
        text = "".join(one for one in text if one.isspace() or unicodedata.category(one) not in {"Cf", "Cc"})
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


@functools.lru_cache(maxsize=8192)
def _is_short(sign: str) -> bool:
    return len(unicodedata.normalize("NFKC", sign)) <= LONGEST_FORM


def sentences_of(text: str) -> Iterator[str]:
    """Its sentences. A point ends one only before a capital letter, as numbers and abbreviations have points too."""
    return (one.strip() for one in _ENDS.split(text) if one.strip())
