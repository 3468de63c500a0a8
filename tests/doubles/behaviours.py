"""How the double behaves towards one request, and the pieces in which it answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.doubles.harmony_tokens import reply_tokens

STOP_TOKENS = frozenset({200002, 200012})


@dataclass(frozen=True)
class Behaviour:
    """A script for one request. What is left out is done as a well-behaved server does it.

    status, error: an HTTP status other than 200, and the value of `error` in its body. raw: the body as it is.
    final, analysis: the reply; None is an answer made from the passages. tokens: the reply as tokens, of whatever sort.
    before_first, between: seconds. in_step: the tokens of all streams leave together, as those of a server that batches its
    requests continuously do. per_event: tokens in one event. break_after, error_after, stop_after: after that many
    tokens the connection is cut, an error line comes, or the stream ends like a whole one but without `[DONE]`.
    cut_after: the limit comes after so many tokens, whatever was asked for. endless: the tokens begin again for ever.
    held_after: after that many tokens it waits for the server's release(). calls: tools it calls after its text, by recipient
    and arguments as they are written; over the Harmony wire the first alone, since `<|call|>` ends the reply.
    """

    status: int = 200
    error: Any = None
    raw: bytes | None = None
    content_type: str = "text/event-stream"
    final: str | None = None
    analysis: str | None = None
    tokens: Sequence[int] | None = None
    calls: Sequence[tuple[str, str]] = ()
    before_first: float = 0.0
    between: float = 0.0
    in_step: bool = False
    per_event: int = 1
    break_after: int | None = None
    error_after: int | None = None
    stop_after: int | None = None
    cut_after: int | None = None
    held_after: int | None = None
    endless: bool = False
    token_ids: bool = True
    reason: str | None = None
    prompt_changes: bool = False
    done: bool = True
    usage: bool = True


@dataclass(frozen=True)
class Piece:
    """What one event brings: fields of its choice, and how many tokens they are."""

    fields: Mapping[str, Any]
    count: int


def completion_pieces(behaviour: Behaviour, final: str, analysis: str, limit: int) -> tuple[list[Piece], str]:
    """Events of the completions endpoint, and the reason of the end."""
    tokens = list(_reply(behaviour, final, analysis) if behaviour.tokens is None else behaviour.tokens)
    stop = next((place + 1 for place, token in enumerate(tokens) if token in STOP_TOKENS), len(tokens))
    kept = tokens[: min(stop, limit)]
    whole = len(kept) == stop
    pieces = []
    for some in _some(kept, behaviour.per_event):
        fields: dict[str, Any] = {"text": "…" * len(some)}
        if behaviour.token_ids:
            fields["token_ids"] = some
        pieces.append(Piece(fields, len(some)))
    return pieces, "stop" if whole else "length"


def chat_pieces(behaviour: Behaviour, final: str, analysis: str, limit: int) -> tuple[list[Piece], str]:
    """Events of the chat endpoint, and the reason of the end. Two characters count as a token here."""
    parts = [("reasoning", analysis[at : at + 2]) for at in range(0, len(analysis), 2)]
    parts += [("content", final[at : at + 2]) for at in range(0, len(final), 2)]
    deltas: list[dict[str, Any]] = [{name: text} for name, text in parts]
    deltas += [delta for index, called in enumerate(behaviour.calls) for delta in _called(index, *called)]
    pieces = [Piece({"delta": delta}, 1) for delta in deltas[:limit]]
    whole = "tool_calls" if behaviour.calls else "stop"
    return pieces, whole if len(deltas) <= limit else "length"


def _called(index: int, recipient: str, arguments: str) -> Iterator[dict[str, Any]]:
    """A call as vLLM streams it: name and id first, then the arguments piece by piece."""
    function = {"name": recipient.removeprefix("functions."), "arguments": ""}
    named = {"index": index, "id": f"chatcmpl-tool-{index:032}", "type": "function", "function": function}
    yield {"tool_calls": [named]}
    for at in range(0, len(arguments), 8):
        yield {"tool_calls": [{"index": index, "function": {"arguments": arguments[at : at + 8]}}]}


def _reply(behaviour: Behaviour, final: str, analysis: str) -> list[int]:
    if not behaviour.calls:
        return reply_tokens(final, analysis=analysis)
    ((recipient, arguments), *_) = behaviour.calls
    return reply_tokens(final, analysis=analysis, call=recipient, arguments=arguments)


def _some(tokens: list[int], size: int) -> Iterator[list[int]]:
    for begin in range(0, len(tokens), size):
        yield tokens[begin : begin + size]
