"""Rules over the words of a question, read from files: what a sentence says, unless something in it makes it harmless."""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern

from kaas.answering.reading.literals import Finder, folded, literals_of

LONGEST_FORM = 4  # characters; some signs have a plain form of eighteen, which is no word of a rule
_ENDS = re.compile(
    r"(?<=[。？！?!])\s*|(?<=[.])(?<!\b(?:Dr|Mr|Ms|St|No|vs)\.)(?<!\b(?:Mrs|Nos|Fig|Inc|Ltd)\.)(?<!\bProf\.)\s+(?=[A-Z])|\n+"
)
_NAMED = re.compile(r"@(\w+)@")
_PARTS = ("says", "also", "unless", "needs", "beside")
_Said = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """`says` in a sentence with each of `also` and without `unless`, of a question with `needs` and with each of `beside`.

    What it tells is `kind`; the trail has `name`.
    """

    kind: str
    name: str
    says: tuple[Pattern[str], ...]
    also: tuple[Pattern[str], ...]
    unless: tuple[Pattern[str], ...]
    needs: tuple[Pattern[str], ...]
    beside: tuple[Pattern[str], ...]

    def patterns(self) -> Iterator[Pattern[str]]:
        """Each of what it looks for."""
        for part in (self.says, self.also, self.unless, self.needs, self.beside):
            yield from part

    def fits(self, sentence: "_Text", question: "_Text") -> bool:
        """Whether a sentence that says one of `says` is what the rule speaks of."""
        return (
            all(map(sentence.says, self.also))
            and not any(map(sentence.says, self.unless))
            and (not self.needs or any(map(question.says, self.needs)))
            and all(map(question.says, self.beside))
        )


class _Text:
    """A text as `plain()` gives it, and what it was found to say; rules share most of their words."""

    def __init__(self, text: str, words: "_Words") -> None:
        self.text = text
        self.found = words.finder.found(folded(text))
        self._needed = words.needed
        self._said: dict[int, bool] = {}

    def says(self, pattern: Pattern[str]) -> bool:
        """Whether the pattern is in it. It is looked for once, and only where the letters for it are there."""
        said = self._said.get(id(pattern))
        if said is None:
            said = not any(map(self.found.isdisjoint, self._needed[id(pattern)]))
            said = self._said[id(pattern)] = said and pattern.search(self.text) is not None
        return said


class _Words:
    """The letters that the patterns of rules cannot do without, by the patterns."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        patterns = {id(one): one for rule in rules for one in rule.patterns()}
        self.needed = {known: literals_of(one.pattern) for known, one in patterns.items()}
        self.finder = Finder(
            literal for sets in self.needed.values() for literals in sets for literal in literals
        )


class Rules:
    """Rules in their order. What no sentence of a question has the letters for is not tried on it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._words = _Words(self._rules)
        self._always: list[tuple[int, Pattern[str]]] = []
        self._by_literal: dict[str, list[tuple[int, Pattern[str]]]] = {}
        for place, rule in enumerate(self._rules):
            for said in rule.says:
                needed = self._words.needed[id(said)]
                for literal in needed[0] if needed else ():
                    self._by_literal.setdefault(literal, []).append((place, said))
                if not needed:
                    self._always.append((place, said))

    def first(self, question: str) -> Rule | None:
        """The first rule that fits a sentence of the question, which is as `plain()` gives it."""
        sentences = list(sentences_of(question))
        whole = _Text(question, self._words)
        texts = (whole if one == question else _Text(one, self._words) for one in sentences)
        place = min((place for one in texts if (place := self._of(one, whole)) is not None), default=None)
        return None if place is None else self._rules[place]

    def only(self, kept: Callable[[Rule], bool]) -> "Rules":
        """Those that are to be kept."""
        return Rules(filter(kept, self._rules))

    def _of(self, sentence: _Text, question: _Text) -> int | None:
        to_try = {one for literal in sentence.found for one in self._by_literal.get(literal, ())}
        for place, said in sorted({*to_try, *self._always}, key=lambda one: one[0]):
            if sentence.says(said) and self._rules[place].fits(sentence, question):
                return place
        return None


def read_rules(*names: str) -> Rules:
    """The rules of files of this room, the words of one known in those behind it. Raises KeyError for words that are not
    named before, and re.error.
    """
    words: dict[str, str] = {}
    rules: list[Rule] = []

    @functools.cache
    def compiled(said: str) -> Pattern[str]:
        return re.compile(said, re.IGNORECASE)

    def each(rule: Mapping[str, _Said], part: str) -> tuple[Pattern[str], ...]:
        said = rule.get(part, ())
        return tuple(compiled(_joined(one, words)) for one in ([said] if isinstance(said, str) else said))

    for name in names:
        content = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
        for named, said in content["words"].items():
            words[named] = _joined(said, words)
        rules += (
            Rule(rule["kind"], rule["name"], *(each(rule, part) for part in _PARTS))
            for rule in content["rules"]
        )
    return Rules(rules)


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
