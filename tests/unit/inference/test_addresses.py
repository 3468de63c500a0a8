"""Addresses and keys of model servers, read when they are configured."""

import pytest

from kaas.inference.addresses import read_base_url, read_key


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("http://vllm:8000", "http://vllm:8000"),
        (" https://vllm.example/v1/ ", "https://vllm.example"),
        ("http://[::1]:8000/v1", "http://[::1]:8000"),
        ("http://127.0.0.1/", "http://127.0.0.1"),
    ],
)
def test_good_addresses(given: str, read: str) -> None:
    assert read_base_url(given) == read


@pytest.mark.parametrize(
    "given",
    [
        "",
        "vllm:8000",
        "ftp://vllm",
        "http://",
        "http:///v1",
        "http://vllm:0",
        "http://vllm:70000",
        "http://vllm:x",
        "http://vllm/v2",
        "http://vllm/v1/chat/completions",
        "http://vllm?x=1",
        "http://vllm#x",
        "http://vl lm",
        "http://推論",
        "http://[::1",
    ],
)
def test_wrong_addresses_are_refused_with_the_remedy(given: str) -> None:
    with pytest.raises(ValueError, match=r"http://host:8000|from 1 to 65535|characters"):
        read_base_url(given)


@pytest.mark.parametrize("given", ["http://me:hunter2@vllm", "http://hunter2@vllm/x", "x://:hunter2@vllm"])
def test_a_password_in_an_address_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(ValueError, match="KAAS_CHAT_KEY") as refused:
        read_base_url(given)
    assert "hunter2" not in str(refused.value)


def test_keys() -> None:
    assert read_key(" sk-1\n") == "sk-1"
    for wrong in ("a b", "a\nb: c", "鍵"):
        with pytest.raises(ValueError, match="no header can carry") as refused:
            read_key(wrong)
        assert wrong not in str(refused.value)
