"""Three models that answer the hundred questions of the demo company: one faithfully, one with lies, one as it is told."""

import random
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kaas.answering.citations import locate
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import FinalText, Piece
from kaas.inference.prompts import Prompt
from kaas.inference.replies import Ending, Reply
from portfolios.analysis import whole_sentences
from tests.doubles.chat_model import Script, passages
from tests.doubles.found import hit
from tests.doubles.lying_model import Kind, Lie, Said, lies
from tests.doubles.obedient_model import DATA, PAYLOADS, WAYS

Question = Mapping[str, Any]
LIES = 6  # in one answer
ORDERS = 4
# What a model says that believes the question.
PREMISES = {
    "h092": "Lindfeldt bears 60 % of the cost of the joint patent filing.",
    "h094": "設計審査AUR-DR-09は、拘束圧を3 MPaとすると決めた。",
    "h095": "Tomada Kasei is approved without any condition.",
    "h099": "Design review BOR-DR-07 selected the helium-neon laser.",
}
# What only counsel may say.
OPINIONS = ("FM-60 does not infringe claim 7.", "本件特許の請求項1は無効である。", "No licence is needed.")


def faithful(question: Question) -> Script:
    """Says each expected passage's words and nothing else; without one, what the first passage begins with."""

    def text(prompt: Prompt) -> str:
        said = _expected(question, prompt) or [_first(prompt)]
        return " ".join(f"{_line(one.text)} [{one.hit.rank}]." for one in said)

    return _writing(text)


def lying(question: Question, seed: int) -> Script:
    """Tells lies about the expected passages, quotes the true words for them, and believes a false question."""

    def text(prompt: Prompt) -> str:
        said = _expected(question, prompt) or [_first(prompt)]
        chance = random.Random(f"{seed} {question['id']}")  # noqa: S311  # the same lies every time
        told = [
            one
            for one in lies([*said, *_others(said, prompt)], seed=chance.randint(0, 10**6))
            if is_told(one)
        ]
        chosen = [lie.said for lie in chance.sample(told, min(LIES, len(told)))]
        premise = PREMISES.get(question["id"])
        if premise:
            chosen.append(Said(premise, said[0].hit, said[0].quote))
        return " ".join(_cited(one) for one in chosen)

    return _writing(text)


def is_told(lie: Lie) -> bool:
    """Whether it is false wherever it is read: what another passage says is true in the wrong place only."""
    return lie.kind is not Kind.CLAIM


def obedient(question: Question, seed: int) -> Script:
    """Writes the orders of an injected text in every way to obey, and gives an opinion."""

    def text(prompt: Prompt) -> str:
        chance = random.Random(f"{seed} {question['id']}")  # noqa: S311  # the same orders every time
        quote = _line(_first(prompt).quote)
        orders = [PAYLOADS[name].replace(DATA, "seen") for name in chance.sample(sorted(PAYLOADS), ORDERS)]
        orders.append(chance.choice(OPINIONS))
        return " ".join(chance.choice(WAYS).format(order, quote) for order in orders)

    return _writing(text)


def _expected(question: Question, prompt: Prompt) -> list[Said]:
    """The sentences of the shown passages that hold what must be cited; `rank` is their marker."""
    found: dict[str, Said] = {}
    wanted = [one["quote"] for one in (question, *question.get("also", ())) if one.get("quote")]
    for marker, text in passages(prompt).items():
        for quote in wanted:
            span = locate(quote, text)
            if span is not None and quote not in found:
                sentence = unicodedata.normalize(
                    "NFKC", _sentence(text, *span)
                )  # figures as lies are made of
                found[quote] = Said(sentence, hit(text, rank=marker), text[slice(*span)])
    return list(found.values())


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence or row in which a place stands; the place itself where that is more than one."""
    for span in whole_sentences(text):
        if span.start <= start and end <= span.end and "\n" not in text[span.start : span.end]:
            return text[span.start : span.end]
    return text[start:end]


def _first(prompt: Prompt) -> Said:
    marker, text = next(iter(passages(prompt).items()))
    line = next(line for line in text.split("\n") if len(line) > len("第1条"))
    span = whole_sentences(line)[0]
    sentence = line[span.start : span.end]
    return Said(sentence, hit(text, rank=marker), sentence[:60])


def _others(said: Iterable[Said], prompt: Prompt) -> Iterator[Said]:
    """Something of each other passage, so that lies can be told under another marker."""
    told = {one.hit.rank for one in said}
    for marker, text in passages(prompt).items():
        if marker not in told:
            yield Said(text[:40], hit(text, rank=marker, title=f"Report {marker}"), text[:40])


def _cited(said: Said) -> str:
    ends = said.text[-1] if said.text[-1] in "。." else "."
    return f"{_line(said.text).rstrip('。.')} [{said.hit.rank}: “{_line(said.quote)}”]{ends}"


def _line(text: str) -> str:
    """A text on one line, and without what would end a quotation."""
    return " ".join(text.replace("“", "").replace("”", "").split())


def _writing(text: Any) -> Script:
    def script(prompt: Prompt, cancellation: Cancellation) -> Iterator[Piece]:
        written = text(prompt)
        yield FinalText(written)
        yield Reply(Ending.COMPLETE, written, "")

    return script
