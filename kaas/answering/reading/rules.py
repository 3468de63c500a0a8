"""Rules over the words of a question, read from files: what a sentence says, unless something in it makes it harmless."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern

LONGEST_FORM = 4  # characters; some signs have a plain form of eighteen, which is no word of a rule
_ENDS = re.compile(r"(?<=[。？！?!])\s*|(?<=[.])\s+(?=[A-Z])|\n+")
_NAMED = re.compile(r"@(\w+)@")
_NEVER = re.compile(r"(?!)")
_ALWAYS = re.compile("")
_Said = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """`says` in a sentence without `unless`, of a question with `needs`. What it tells is `kind`; the trail has `name`."""

    kind: str
    name: str
    says: Pattern[str]
    unless: Pattern[str]
    needs: Pattern[str]

    def fits(self, sentence: str, question: str) -> bool:
        """Whether the rule speaks of this sentence of the question; both as `plain()` gives them."""
        return bool(
            self.says.search(sentence) and not self.unless.search(sentence) and self.needs.search(question)
        )


def read_rules(name: str) -> tuple[Rule, ...]:
    """The rules of a file of this room. Raises KeyError for words that are not named before, and re.error."""
    content = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = {}
    for named, said in content["words"].items():
        words[named] = _joined(said, words)

    def pattern(rule: Mapping[str, _Said], part: str, without: Pattern[str]) -> Pattern[str]:
        return re.compile(_joined(rule[part], words), re.IGNORECASE) if part in rule else without

    return tuple(
        Rule(
            rule["kind"],
            rule["name"],
            pattern(rule, "says", _NEVER),
            pattern(rule, "unless", _NEVER),
            pattern(rule, "needs", _ALWAYS),
        )
        for rule in content["rules"]
    )


def _joined(said: _Said, words: Mapping[str, str]) -> str:
    alternatives = [said] if isinstance(said, str) else said
    return "(?:" + _NAMED.sub(lambda found: words[found[1]], "|".join(alternatives)) + ")"


def first_rule(rules: Iterable[Rule], question: str) -> Rule | None:
    """The first rule that fits a sentence of the question."""
    whole = plain(question)
    sentences = list(sentences_of(whole))
    return next((rule for rule in rules if any(rule.fits(one, whole) for one in sentences)), None)


def plain(question: str) -> str:
    """The question in plain characters: one width, straight apostrophes, single spaces, nothing that prints nothing."""
    short = "".join(
        one if len(unicodedata.normalize("NFKC", one)) <= LONGEST_FORM else " " for one in question
    )
    text = unicodedata.normalize("NFKC", short).replace("’", "'")
    seen = "".join(one for one in text if one.isspace() or unicodedata.category(one) not in {"Cf", "Cc"})
    return "\n".join(" ".join(line.split()) for line in seen.splitlines())


def sentences_of(text: str) -> Iterator[str]:
    """Its sentences. A point ends one only before a capital letter, as numbers and abbreviations have points too."""
    return (one.strip() for one in _ENDS.split(text) if one.strip())
