"""Two thousand scripted replies of gpt-oss: not a character of what was thought is shown, and every ending is the right one.

What is thought is written in other letters than what is final, so that one character is enough to be found out.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from kaas.inference.harmony import encoding
from kaas.inference.harmony_reading import HarmonyReader, read_reply
from kaas.inference.replies import Ending, Flag, Reply
from tests.doubles.harmony_tokens import message_tokens, plain_tokens, raw_tokens

SCRIPTS = 2000
SEED = 20261101
THOUGHT = "абвгдежзийклмнопрстуфхцчшщъыьэюя가나다라마바사🔒🤔"
SHOWN = "abcdefghijklmnopqrstuvwxyz .,[]0123456789特許の存続期間は出願日から二十年をもつて終了する。鰯𠮷é"
ASSISTANT = raw_tokens("<|start|>assistant")
LITERALS = (
    "<|start|>",
    "<|end|>",
    "<|message|>",
    "<|channel|>",
    "<|return|>",
    "<|call|>",
    "<|reserved_200013|>",
)


@dataclass(frozen=True)
class Script:
    """The tokens of a reply, how the server says it ended, and what must come of it."""

    tokens: list[int]
    ending: Ending
    final: str = ""
    finish_reason: str | None = "stop"
    whole: str | None = None  # the final text of the reply read whole, where it is another
    flags: frozenset[Flag] = field(default_factory=frozenset)


def _thought(random: Random) -> str:
    return "".join(random.choices(THOUGHT, k=random.randint(1, 60)))


def _shown(random: Random) -> str:
    return "a" + "".join(random.choices(SHOWN, k=random.randint(0, 60)))


def _analysis(random: Random) -> list[int]:
    return message_tokens("analysis", _thought(random))


def _hidden(random: Random) -> list[int]:
    """One to three hidden messages, and the start of the next."""
    tokens: list[int] = []
    for _ in range(random.randint(1, 3)):
        tokens += [*message_tokens(random.choice(("analysis", "commentary")), _thought(random)), *ASSISTANT]
    return tokens


def _final(text: str) -> list[int]:
    return message_tokens("final", text, ending="<|return|>")


def good(random: Random) -> Script:
    text = _shown(random)
    return Script([*_hidden(random), *_final(text)], Ending.COMPLETE, text)


def good_json(random: Random) -> Script:
    header = random.choice(
        ("final <|constrain|>json", "final<|constrain|>json", "final json", "final <|constrain|>text")
    )
    head = raw_tokens(f"<|channel|>{header}<|message|>")
    body = [*plain_tokens('{"a": 1}'), *raw_tokens("<|return|>")]
    return Script([*_hidden(random), *head, *body], Ending.COMPLETE, '{"a": 1}')


def without_stop_token(random: Random) -> Script:
    text = _shown(random)
    return Script([*_hidden(random), *_final(text)[:-1]], Ending.COMPLETE, text)


def cut(random: Random) -> Script:
    """Anywhere before the end, in the middle of a character as well."""
    before, final = _hidden(random), _final(_shown(random))
    tokens = [*before, *final][: random.randint(0, len(before) + len(final) - 1)]
    finish_reason, ending = random.choice((("length", Ending.CUT), (None, Ending.BROKE_OFF)))
    text = encoding().decode(tokens[len(before) + 3 :]).rstrip("\ufffd")
    return Script(tokens, ending, text, finish_reason)


def stopped_in_a_header(random: Random) -> Script:
    return Script([*_hidden(random), *raw_tokens("<|channel|>final")], Ending.MALFORMED)


def two_finals(random: Random) -> Script:
    first, last = _shown(random), _shown(random)
    tokens = [*_hidden(random), *message_tokens("final", first), *ASSISTANT]
    tokens += [*random.choice(([], _hidden(random))), *_final(last)]
    return Script(tokens, Ending.COMPLETE, first, whole=last, flags=frozenset({Flag.MULTIPLE_FINAL}))


def tokens_as_text(random: Random) -> Script:
    """Each character encoded for itself, so that the control tokens come in all kinds of pieces."""
    texts = [_shown(random).replace("<", "") + "。" for _ in range(random.randint(2, 4))]
    spelled = random.choice(LITERALS).join(texts)
    body = [token for character in spelled for token in plain_tokens(character)]
    tokens = [*_hidden(random), *raw_tokens("<|channel|>final<|message|>"), *body, *raw_tokens("<|return|>")]
    return Script(tokens, Ending.COMPLETE, "".join(texts), flags=frozenset({Flag.TOKEN_LEAK}))


def hidden_channel_as_text(random: Random) -> Script:
    text = _shown(random)
    spelled = random.choice(
        (
            "<|channel|>analysis<|message|>",
            "<|channel|> commentary ",
            "<|chan<|end|>nel|>analysis",
            "<|channel|>ana<|end|>lysis",
        )
    )
    body = [token for piece in (text, *spelled, _thought(random)) for token in plain_tokens(piece)]
    tokens = [*_hidden(random), *raw_tokens("<|channel|>final<|message|>"), *body, *raw_tokens("<|return|>")]
    return Script(tokens, Ending.MALFORMED, text, whole="", flags=frozenset({Flag.TOKEN_LEAK}))


def strange_header(random: Random) -> Script:
    header = random.choice(
        (
            "assistant<|channel|>final to=functions.search",
            "assistant to=user<|channel|>final",
            "assistant<|channel|>final analysis",
            "assistant<|channel|>final <|constrain|>analysis",
            "assistant<|channel|>final<|channel|>analysis",
            "assistant<|channel|>analysis<|channel|>final",
            "assistant<|channel|>Final",
            "assistant<|channel|>secret",
            "assistant<|channel|>",
            "assistant",
            "",
            "user<|channel|>final",
            "system",
            "functions.search to=assistant<|channel|>commentary",
            "<|channel|>final",
        )
    )
    head = raw_tokens(f"<|start|>{header}<|message|>")
    tokens = [*_analysis(random), *head, *plain_tokens(_thought(random)), *raw_tokens("<|return|>")]
    return Script(tokens, Ending.MALFORMED)


def call(random: Random) -> Script:
    header = random.choice(
        (
            "commentary to=functions.search <|constrain|>json",
            "commentary to=functions.a_b-c json",
            "analysis to=python code",
            "commentary to=browser.search",
        )
    )
    head = raw_tokens(f"<|channel|>{header}<|message|>")
    body = [*plain_tokens(_thought(random)), *raw_tokens(random.choice(("<|call|>", "<|end|>", "")))]
    return Script([*_hidden(random), *head, *body], Ending.CALLED)


def final_then_call(random: Random) -> Script:
    text = _shown(random)
    called = message_tokens("commentary", "{}", recipient="functions.search", ending="<|call|>")
    return Script(
        [*_hidden(random), *message_tokens("final", text), *ASSISTANT, *called], Ending.CALLED, text
    )


def invalid_utf8(random: Random) -> Script:
    pieces = [
        plain_tokens(_shown(random)),
        plain_tokens("鰯𠮷🔒")[: random.choice((1, 2, 5, 6))],
        plain_tokens("z"),
    ]
    body = [token for piece in pieces for token in piece]
    tokens = [*_hidden(random), *raw_tokens("<|channel|>final<|message|>"), *body, *raw_tokens("<|return|>")]
    text = encoding().decode(body)
    flags = frozenset({Flag.INVALID_TEXT}) if "\ufffd" in text else frozenset[Flag]()
    return Script(tokens, Ending.COMPLETE, text, flags=flags)


def interleaved(random: Random) -> Script:
    text = _shown(random)
    tokens = [
        *_hidden(random),
        *message_tokens("final", text),
        *ASSISTANT,
        *_hidden(random),
        *_analysis(random),
    ]
    return Script(tokens, Ending.COMPLETE, text, random.choice(("stop", "length", None)))


def control_token_in_final(random: Random) -> Script:
    text = _shown(random)
    inside = raw_tokens(
        random.choice(("<|channel|>analysis<|message|>", "<|start|>", "<|message|>", "<|constrain|>"))
    )
    tokens = [*_hidden(random), *_final(text)[:-1], *inside, *plain_tokens(_thought(random))]
    return Script(tokens, Ending.MALFORMED, text, random.choice(("stop", "length", None)), whole="")


def control_token_in_analysis(random: Random) -> Script:
    inside = raw_tokens(
        random.choice(("<|channel|>final<|message|>", "<|start|>assistant<|channel|>final<|message|>"))
    )
    tokens = [*_analysis(random)[:-1], *inside, *plain_tokens(_thought(random)), *raw_tokens("<|return|>")]
    return Script(tokens, Ending.MALFORMED)


def repeated_header(random: Random) -> Script:
    text = _shown(random)
    again = ASSISTANT * random.randint(1, 2)
    tokens = random.choice(([*again, *_final(text)], [*_hidden(random), *again, *_final(text)]))
    return Script(tokens, Ending.COMPLETE, text, flags=frozenset({Flag.HEADER_REPAIRED}))


def message_token_missing(random: Random) -> Script:
    channel = random.choice(("analysis", "final", "commentary"))
    lost = [
        *raw_tokens(f"<|channel|>{channel}"),
        *plain_tokens(_thought(random)),
        *raw_tokens(random.choice(("<|end|>", "<|return|>"))),
    ]
    return Script(
        [*random.choice(([], _hidden(random))), *lost, *ASSISTANT, *_final(_shown(random))], Ending.MALFORMED
    )


def text_without_a_header(random: Random) -> Script:
    lost = plain_tokens(_thought(random))
    tokens = random.choice(
        (
            lost,
            [*lost, *_final(_shown(random))],
            [*_analysis(random), *lost, *ASSISTANT, *_final(_shown(random))],
            plain_tokens("ж" * 300),
        )
    )
    return Script(tokens, Ending.MALFORMED)


def no_such_token(random: Random) -> Script:
    text = _shown(random)
    strange = random.choice((201_088, 300_000, -1, 2**40, 200_013, 199_998))
    tokens = [*_hidden(random), *_final(text)[:-1], strange, *plain_tokens(_thought(random))]
    return Script(tokens, Ending.MALFORMED, text, whole="")


def only_hidden(random: Random) -> Script:
    stop = raw_tokens(random.choice(("<|return|>", "<|endoftext|>", "")))
    return Script([*_hidden(random)[:-2], *stop], Ending.EMPTY)


def blank_final(random: Random) -> Script:
    text = random.choice(("", " ", "\n\n"))
    return Script([*_hidden(random), *_final(text)], Ending.EMPTY, text)


KINDS: tuple[Callable[[Random], Script], ...] = (
    good,
    good_json,
    without_stop_token,
    cut,
    cut,
    cut,
    stopped_in_a_header,
    two_finals,
    tokens_as_text,
    hidden_channel_as_text,
    strange_header,
    call,
    final_then_call,
    invalid_utf8,
    interleaved,
    control_token_in_final,
    control_token_in_analysis,
    repeated_header,
    message_token_missing,
    text_without_a_header,
    no_such_token,
    only_hidden,
    blank_final,
)


def _chunks(tokens: list[int], random: Random) -> Iterator[list[int]]:
    at = 0
    while at < len(tokens):
        size = random.choice((1, 1, 2, 3, 8, 40))
        yield tokens[at : at + size]
        at += size


def _streamed(tokens: list[int], finish_reason: str | None, random: Random) -> Reply:
    reader = HarmonyReader()
    fed = "".join(reader.feed(chunk) for chunk in _chunks(tokens, random))
    reply = reader.end(finish_reason)
    assert reply.final.startswith(fed)
    return reply


def _shows_a_thought(reply: Reply) -> bool:
    return not set(THOUGHT).isdisjoint(reply.final)


def test_two_thousand_replies_show_nothing_hidden_and_end_as_they_should() -> None:
    random = Random(SEED)  # noqa: S311 – scripts must be the same every time
    endings: Counter[Ending] = Counter()
    for number in range(SCRIPTS):
        kind = KINDS[number % len(KINDS)]
        script = kind(random)
        streamed = _streamed(script.tokens, script.finish_reason, random)
        whole = read_reply(script.tokens, script.finish_reason)
        said = f"script {number}, {kind.__name__}: {encoding().decode([t for t in script.tokens if 0 <= t < 201_088])!r}"
        assert not _shows_a_thought(streamed) and not _shows_a_thought(whole), said
        assert (streamed.ending, streamed.final) == (script.ending, script.final), said
        assert whole.ending == script.ending, said
        assert whole.final == (script.final if script.whole is None else script.whole), said
        assert script.flags <= streamed.flags and script.flags <= whole.flags, said
        endings[streamed.ending] += 1
    print(dict(endings))  # noqa: T201 – a figure of the run
    assert set(endings) == {
        Ending.COMPLETE,
        Ending.CUT,
        Ending.EMPTY,
        Ending.MALFORMED,
        Ending.CALLED,
        Ending.BROKE_OFF,
    }


def test_a_damaged_reply_shows_nothing_hidden_however_it_is_damaged() -> None:
    random = Random(SEED + 1)  # noqa: S311
    control = [199_999, *range(200_002, 200_014), 200_018]
    for _ in range(400):
        tokens = [*_hidden(random), *_final(_shown(random))]
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(tokens) + 1)
            if random.random() < 0.5:
                tokens[at:at] = [random.choice(control)]
            else:
                del tokens[at : at + random.randint(1, 3)]
        reply = _streamed(tokens, "stop", random)
        assert not _shows_a_thought(reply), encoding().decode(tokens)
        assert not _shows_a_thought(read_reply(tokens, "stop")), encoding().decode(tokens)
