"""What servers' refusals mean. Nothing they wrote is repeated."""

import pytest

from kaas.inference.replies import Ending
from kaas.inference.wire import WireError, described, first_choice, parsed, read_usage, refusal


@pytest.mark.parametrize(
    ("status", "ending", "elsewhere", "rests"),
    [
        (301, Ending.REJECTED, False, False),
        (400, Ending.REJECTED, False, False),
        (401, Ending.REJECTED, False, False),
        (404, Ending.REJECTED, False, False),
        (422, Ending.REJECTED, False, False),
        (429, Ending.BUSY, True, False),
        (503, Ending.BUSY, True, False),
        (500, Ending.UNREACHABLE, True, True),
        (502, Ending.UNREACHABLE, True, True),
    ],
)
def test_statuses(status: int, ending: Ending, elsewhere: bool, rests: bool) -> None:
    fault = refusal(status)
    assert (fault.ending, fault.elsewhere, fault.rests) == (ending, elsewhere, rests)
    assert f"HTTP {status}" in fault.detail


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("Unauthorized", ": the key is wrong or missing"),
        (
            {"message": "The model `x` does not exist.", "type": "NotFoundError"},
            " NotFoundError: it does not serve this model",
        ),
        (
            {"message": "SECRET maximum context length SECRET", "type": "SECRET and more"},
            ": prompt and reply together exceed",
        ),
        ({"message": "input was SECRET"}, ""),
        ([1, "SECRET"], ""),
        (None, ""),
        (3, ""),
    ],
    ids=["string", "object", "long", "unknown", "list", "none", "number"],
)
def test_errors_are_put_into_our_words(error: object, said: str) -> None:
    assert described(error).startswith(said)
    assert "SECRET" not in described(error)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[1]", b'"x"', b"\xff", b"[" * 100_000], ids=lambda d: str(len(d))
)
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        parsed(data)


@pytest.mark.parametrize(
    "event",
    [{"choices": 3}, {"choices": ["x"]}, {"choices": {"a": 1}}, {"choices": [{"finish_reason": 3}]}],
    ids=["number", "strings", "object", "reason"],
)
def test_choices_that_are_none(event: dict[str, object]) -> None:
    with pytest.raises(WireError):
        first_choice(event)


def test_usage() -> None:
    usage = read_usage({"usage": {"prompt_tokens": 3, "completion_tokens": "x"}})
    assert usage is not None
    assert (usage.prompt_tokens, usage.completion_tokens) == (3, 0)
    assert read_usage({"usage": None}) is None
