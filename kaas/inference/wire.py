"""How servers answer, and how they fail. Nothing a server wrote is repeated: it may quote the request."""

import json
import re
from collections.abc import Mapping
from typing import Any

import aiohttp

from kaas.inference.replies import Ending, Usage

MAX_ANSWER_BYTES = 256 * 1024 * 1024
MAX_ERROR_BYTES = 64 * 1024
NAME_OF_AN_ERROR = re.compile(r"[A-Za-z0-9_.]{1,48}")
BUSY_STATUSES = frozenset({429, 503})
TAKES_NO_TOOLS = "it takes no tools"
MEANINGS = {
    "maximum context length": "prompt and reply together exceed the model's context",
    "does not exist": "it does not serve this model",
    "not found": "it does not know this model or address",
    "unauthorized": "the key is wrong or missing",
    "cache_salt": "it does not accept cache_salt",
    "structured_outputs": "it does not accept structured_outputs",
    "return_token_ids": "it does not accept return_token_ids",
    "encoding_format": "it does not accept the encoding format",
    "tool": TAKES_NO_TOOLS,
}


MOST_TOKENS = 2**31  # what is counted beyond is no count


class WireError(Exception):
    """A server did not do what was asked of it.

    `ending` is how a reply ends by it; `elsewhere` says whether another endpoint may do better, `rests` whether this one
    should be left alone for a while. The message is for the operator's log.
    """

    def __init__(self, ending: Ending, detail: str, *, elsewhere: bool = False, rests: bool = False) -> None:
        super().__init__(detail)
        self.ending = ending
        self.detail = detail
        self.elsewhere = elsewhere
        self.rests = rests


def broken(error: BaseException) -> WireError:
    """The connection failed or ended."""
    return WireError(
        Ending.UNREACHABLE, f"the connection failed: {type(error).__name__}", elsewhere=True, rests=True
    )


def refusal(status: int, error: object = None) -> WireError:
    """What an HTTP status other than 200 means, with the server's own words about it."""
    detail = f"HTTP {status}" + described(error)
    if status in BUSY_STATUSES:
        return WireError(Ending.BUSY, detail, elsewhere=True)
    if status >= 500:
        return WireError(Ending.UNREACHABLE, detail, elsewhere=True, rests=True)
    if 300 <= status < 400:
        detail += ": redirects are not followed; name the address itself"
    return WireError(Ending.REJECTED, detail)


def described(error: object) -> str:
    """What is known of the `error` of an answer, a string or an object: its type, and its meaning in our words."""
    parts = error if isinstance(error, Mapping) else {"message": error}
    message = str(parts.get("message", "")).lower()
    kind = str(parts.get("type", ""))
    meaning = next((ours for theirs, ours in MEANINGS.items() if theirs in message), "")
    return (f" {kind}" if NAME_OF_AN_ERROR.fullmatch(kind) else "") + (f": {meaning}" if meaning else "")


async def check_answer(response: aiohttp.ClientResponse, content_type: str) -> None:
    """Nothing when the server took the request and answers in this type. Raises WireError."""
    if response.status != 200:
        raise refusal(response.status, await _error_of(response))
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise WireError(Ending.REJECTED, "it compresses its answers, unasked", elsewhere=True, rests=True)
    if response.content_type != content_type:
        raise WireError(
            Ending.REJECTED, f"it does not answer with {content_type}", elsewhere=True, rests=True
        )


async def _error_of(response: aiohttp.ClientResponse) -> object:
    """The `error` of an answer that is no success; None when there is none to be read."""
    try:
        content = json.loads(await read_at_most(response, MAX_ERROR_BYTES))
    except (ValueError, RecursionError, WireError):
        return None
    return content.get("error", content) if isinstance(content, dict) else None


async def read_at_most(response: aiohttp.ClientResponse, limit: int = MAX_ANSWER_BYTES) -> bytes:
    """The body. Raises WireError when there is more than `limit` bytes of it."""
    body = bytearray()
    async for data in response.content.iter_any():
        body += data
        if len(body) > limit:
            raise WireError(Ending.BROKE_OFF, f"it answers with more than {limit} bytes", elsewhere=True)
    return bytes(body)


def parsed(data: bytes) -> dict[str, Any]:
    """One JSON object. Raises WireError."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise unreadable("it does not send JSON") from None
    if not isinstance(content, dict):
        raise unreadable("it does not send a JSON object")
    return content


def first_choice(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first choice of an event; None for one without. Raises WireError."""
    choices = event.get("choices")
    if not choices:
        return None
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise unreadable("it sends an event that is none")
    reason = choices[0].get("finish_reason")
    if reason is not None and not isinstance(reason, str):
        raise unreadable("it sends a reason that is none")
    return choices[0]


def read_usage(event: Mapping[str, Any]) -> Usage | None:
    """The tokens an event counts; None when it counts none."""
    usage = event.get("usage")
    if not isinstance(usage, dict):
        return None
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
    return Usage(*(count if type(count) is int and 0 <= count < MOST_TOKENS else 0 for count in counts))


def unreadable(what: str) -> WireError:
    """An answer not as the interface has it."""
    return WireError(Ending.BROKE_OFF, what, elsewhere=True, rests=True)
