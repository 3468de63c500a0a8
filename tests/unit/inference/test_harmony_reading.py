"""The reader of tokens: against the library's own parser, in all kinds of pieces, and where they differ on purpose."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai_harmony import Role

from kaas.inference.harmony import encoding
from kaas.inference.harmony_leaks import LeakFilter
from kaas.inference.harmony_reading import HarmonyReader, read_reply
from kaas.inference.replies import Ending, Flag, Reply, TokenReader
from tests.doubles.harmony_tokens import plain_tokens, raw_tokens, reply_tokens

HEAD = "<|channel|>final<|message|>"
SPELLED = st.lists(
    st.sampled_from(
        [
            "<",
            "|",
            ">",
            "<|",
            "|>",
            "<|end|>",
            "<|channel|>",
            "chan",
            "nel",
            "start",
            "ana",
            "lysis",
            " ",
            "あ",
        ]
    ),
    max_size=14,
).map("".join)


def _read(text: str, finish_reason: str | None = "stop") -> Reply:
    reader: TokenReader = HarmonyReader()
    reader.feed(raw_tokens(text))
    return reader.end(finish_reason)


@settings(max_examples=100, deadline=None)
@given(final=st.text(max_size=60), analysis=st.text(max_size=60), preamble=st.text(max_size=20))
def test_a_good_reply_is_read_as_the_library_reads_it(final: str, analysis: str, preamble: str) -> None:
    final = "x" + final.replace("<", "")
    tokens = reply_tokens(final, analysis=analysis, preamble=preamble)
    messages = encoding().parse_messages_from_completion_tokens(tokens, role=Role.ASSISTANT)
    reply = read_reply(tokens, "stop")
    assert reply.final == messages[-1].content[0].text == final
    assert reply.analysis.split() == "\n".join(m.content[0].text for m in messages[:-1]).split()
    assert reply.ending is Ending.COMPLETE


@settings(max_examples=100, deadline=None)
@given(
    final=SPELLED,
    analysis=st.text(max_size=30),
    cuts=st.lists(st.integers(0, 80), max_size=8),
    stop=st.booleans(),
)
def test_how_the_tokens_are_parted_changes_nothing(
    final: str, analysis: str, cuts: list[int], stop: bool
) -> None:
    tokens = reply_tokens(final, analysis=analysis, stop=stop)
    edges = [0, *sorted(min(cut, len(tokens)) for cut in cuts), len(tokens)]
    reader = HarmonyReader()
    fed = "".join(reader.feed(tokens[a:b]) for a, b in zip(edges, edges[1:], strict=False))
    reply, at_once = reader.end("length"), HarmonyReader()
    at_once.feed(tokens)
    assert reply == at_once.end("length")
    assert reply.final.startswith(fed)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(SPELLED, max_size=5))
def test_no_control_token_passes_however_it_is_spelled(pieces: list[str]) -> None:
    leaks = LeakFilter()
    shown = "".join([*(leaks.feed(piece) for piece in pieces), leaks.end()])
    for mark in ("<|end|>", "<|start|>", "<|channel|>", "<|message|>"):
        assert mark not in shown
    if not leaks.leaked and not leaks.stopped:
        assert shown == "".join(pieces)


@settings(max_examples=100, deadline=None)
@given(
    tokens=st.lists(
        st.one_of(st.integers(-5, 300_000), st.integers(199_990, 200_020), st.sampled_from(raw_tokens(HEAD)))
    )
)
def test_no_tokens_make_it_raise(tokens: list[int]) -> None:
    assert isinstance(read_reply(tokens, None).ending, Ending)


def test_what_may_begin_a_token_is_held_back_and_shown_at_the_end() -> None:
    reader = HarmonyReader()
    assert reader.feed([*raw_tokens(HEAD), *plain_tokens("a <|st")]) == "a "
    assert reader.end("stop").final == "a <|st"


def test_half_a_token_at_a_cut_is_not_shown() -> None:
    assert _read(f"{HEAD}a ", "length").final == "a "
    assert read_reply([*raw_tokens(HEAD), *plain_tokens("a <|st")], "length").final == "a "


def test_text_that_only_looks_like_a_token_is_left_as_it_is() -> None:
    text = "x <| f |> y, a<b, <b>, 1 < 2 | 3"
    reply = read_reply(reply_tokens(text), "stop")
    assert (reply.final, reply.flags) == (text, frozenset())


def test_an_endless_beginning_of_a_token_is_not_kept_for_ever() -> None:
    reader = HarmonyReader()
    reader.feed([*raw_tokens(HEAD), *plain_tokens("<" * 5000)])
    assert reader.end("stop").ending is Ending.MALFORMED


def test_what_was_shown_before_a_fault_stays_and_nothing_follows() -> None:
    reader = HarmonyReader()
    assert (
        reader.feed(raw_tokens(f"<|channel|>analysis<|message|>no<|end|><|start|>assistant{HEAD}yes"))
        == "yes"
    )
    assert reader.feed(raw_tokens("<|channel|>analysis<|message|>hidden")) == ""
    assert reader.feed(raw_tokens(f"<|end|><|start|>assistant{HEAD}more<|return|>")) == ""
    reply = reader.end("stop")
    assert (reply.ending, reply.final) == (Ending.MALFORMED, "yes")
    assert "control token inside" in reply.detail and "hidden" not in reply.analysis


@pytest.mark.parametrize(
    ("text", "finish_reason", "ending"),
    [
        (f"{HEAD}a<|return|>", None, Ending.COMPLETE),
        (f"{HEAD}a<|endoftext|>", "stop", Ending.COMPLETE),
        (f"{HEAD}a<|end|><|start|>assistant<|channel|>analysis<|message|>b", "length", Ending.COMPLETE),
        (f"{HEAD}a", "stop", Ending.COMPLETE),
        (f"{HEAD}a", "length", Ending.CUT),
        (f"{HEAD}a", "abort", Ending.BROKE_OFF),
        (f"{HEAD}a", None, Ending.BROKE_OFF),
        ("<|channel|>final", "stop", Ending.MALFORMED),
        ("<|channel|>final", "length", Ending.CUT),
        ("<|channel|>final<|return|>", "stop", Ending.MALFORMED),
        ("", "stop", Ending.EMPTY),
        ("", "length", Ending.CUT),
        ("", None, Ending.BROKE_OFF),
        ("<|return|>", "stop", Ending.EMPTY),
        (f"{HEAD} \n<|return|>", "stop", Ending.EMPTY),
        (f"{HEAD}a<|call|>", "stop", Ending.CALLED),
        (f"{HEAD}a", "tool_calls", Ending.CALLED),
        ("<|channel|>commentary to=functions.search<|message|>{", "length", Ending.CALLED),
    ],
)
def test_every_ending_has_its_name(text: str, finish_reason: str | None, ending: Ending) -> None:
    assert _read(text, finish_reason).ending is ending


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}a<|channel|>analysis<|message|>hidden",
        "<|channel|>final<|channel|>analysis<|message|>hidden",
        f"hidden{HEAD}a",
    ],
)
def test_what_the_library_would_let_through_is_a_fault_here(text: str) -> None:
    messages = encoding().parse_messages_from_completion_tokens(raw_tokens(text), role=Role.ASSISTANT)
    assert messages[0].channel == "final"
    assert _read(text).ending is Ending.MALFORMED and "hidden" not in _read(text).final


def test_readers_do_not_share_anything_between_threads() -> None:
    def read(number: int) -> str:
        return read_reply(reply_tokens(f"鰯雲𠮷 {number}", analysis="x" * number), "stop").final

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(100))) == [f"鰯雲𠮷 {number}" for number in range(100)]


def test_a_repeated_start_is_repaired_and_flagged() -> None:
    reply = _read(f"<|start|>assistant{HEAD}a<|return|>")
    assert (reply.final, reply.flags) == ("a", frozenset({Flag.HEADER_REPAIRED}))
