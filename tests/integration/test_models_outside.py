"""Model servers and cards as an operator sees them: `kaas check` and `kaas models` against servers that really answer."""

import argparse
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kaas.inference.engine_room import close_engine_room
from kaas.operations.checks.outside import check_egress, check_model_endpoints
from kaas.operations.commands import models
from kaas.wiring import cards

SERVED = "gpt-oss-20b"


class ModelServer(BaseHTTPRequestHandler):
    """Says what it serves to whoever shows the key."""

    def do_GET(self) -> None:
        if self.path != "/v1/models" or self.headers.get("Authorization") != "Bearer k":
            self.send_error(404)
            return
        body = json.dumps({"object": "list", "data": [{"id": SERVED, "max_model_len": 32768}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """Where a model server answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), ModelServer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
    close_engine_room()


@pytest.fixture(autouse=True)
def _cards_are_read_anew() -> Iterator[None]:
    cards.cache_clear()
    yield
    cards.cache_clear()


@pytest.fixture
def configured(address: str, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A chat model that is as it should be; a test breaks what it is about."""
    monkeypatch.setenv("KAAS_CHAT_ENDPOINTS", f"{address}/v1")
    monkeypatch.setenv("KAAS_CHAT_MODEL", SERVED)
    monkeypatch.setenv("KAAS_CHAT_KEY", "k")
    return monkeypatch


def test_without_servers_answers_quote() -> None:
    found = check_model_endpoints()
    assert found.ok
    assert found.detail == "no model: answers quote; no embedder on a server; no reranker"


def test_a_model_that_answers_and_has_a_card_is_well(configured: pytest.MonkeyPatch, address: str) -> None:
    found = check_model_endpoints()
    assert found.ok, found.detail
    assert found.detail.startswith(
        f"chat {SERVED} at {address} (32768 tokens): open weight, OpenAI, Apache-2.0; "
    )
    assert "shown up to L3 on every track; weights not verified" in found.detail


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("KAAS_CHAT_MODEL", "", "KAAS_CHAT_MODEL is not set"),
        ("KAAS_CHAT_MODEL", "gpt-oss-120b", f"serves {SERVED} and not gpt-oss-120b"),
        ("KAAS_CHAT_MODEL", "unheard-of", "unheard-of has no model card that permits it anything"),
        ("KAAS_CHAT_KEY", "wrong", "does not answer (HTTP 404"),
        ("KAAS_CHAT_ENDPOINTS", "http://127.0.0.1:9", "http://127.0.0.1:9 does not answer"),
        ("KAAS_CHAT_ENDPOINTS", "gpu1:8000", "KAAS_CHAT_ENDPOINTS: 'gpu1:8000' is no address"),
        ("KAAS_EMBEDDING_ENDPOINTS", "http://127.0.0.1:9", "none has no model card"),
        ("KAAS_MODEL_CA", "/nowhere/ca.pem", "the certificates for model servers cannot be used"),
        ("KAAS_MODEL_CERTIFICATE", "/nowhere/us.pem", "needs its key"),
        ("KAAS_MODEL_CARDS", "/nowhere", "KAAS_MODEL_CARDS"),
    ],
)
def test_what_keeps_a_model_from_use_is_said(
    configured: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    configured.setenv(variable, value)
    found = check_model_endpoints()
    assert not found.ok
    assert said in found.detail


def test_an_embedder_needs_a_card_that_permits_it_everything(
    configured: pytest.MonkeyPatch, address: str
) -> None:
    configured.setenv("KAAS_EMBEDDING_ENDPOINTS", address)
    configured.setenv("KAAS_EMBEDDING_MODEL", SERVED)
    configured.setenv("KAAS_EMBEDDING_KEY", "k")
    found = check_model_endpoints()
    assert not found.ok
    assert found.detail == (
        f"{SERVED} is given passages of every level and track, and its card does not permit it all of them"
    )


def test_one_server_of_two_that_is_away_is_said(configured: pytest.MonkeyPatch, address: str) -> None:
    configured.setenv("KAAS_CHAT_ENDPOINTS", f"{address},http://127.0.0.1:9")
    found = check_model_endpoints()
    assert not found.ok
    assert found.detail.startswith("http://127.0.0.1:9 does not answer")
    assert address not in found.detail


@pytest.mark.django_db
def test_nothing_configured_is_nothing_outgoing() -> None:
    found = check_egress()
    assert found.ok
    assert (
        found.detail == "nothing outgoing is configured; the database is on a private socket of this machine"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("endpoints", "allowed", "problem"),
    [
        ("http://10.1.2.3:8000", "", ""),
        ("http://10.1.2.3:8000", "10.1.2.3", ""),
        ("http://10.1.2.3:8000", "10.9.9.9, 10.1.2.0/24", ""),
        ("http://10.1.2.3:8000", "10.1.2.3:8000", ""),
        ("http://10.1.2.3:8000", "10.1.2.3:8001", "10.1.2.3:8000, which KAAS_EGRESS_ALLOW does not permit"),
        ("http://10.1.2.3", "10.1.2.3:443", "10.1.2.3:80, which"),
        ("https://GPU1.example", "gpu1.example:443", ""),
        ("https://gpu1.example,https://gpu2.example", "gpu1.example", "gpu2.example:443, which"),
        ("https://[fd00::5]:8443/v1", "fd00::/16", ""),
        ("https://[fd00::5]:8443/v1", "[fd00::5]:8443", ""),
        ("https://[fd00::5]:8443/v1", "[fd00::6]:8443", "[fd00::5]:8443, which"),
        ("https://8.8.8.8", "", "8.8.8.8:443, an address in the Internet"),
        ("https://8.8.8.8", "8.8.8.8:443", ""),
        ("https://name:word@10.1.2.3", "10.9.9.9", "10.1.2.3:443, which"),
    ],
)
def test_egress_names_exactly_what_is_configured(
    monkeypatch: pytest.MonkeyPatch, endpoints: str, allowed: str, problem: str
) -> None:
    monkeypatch.setenv("KAAS_CHAT_ENDPOINTS", endpoints)
    monkeypatch.setenv("KAAS_EGRESS_ALLOW", allowed)
    found = check_egress()
    assert found.ok is not bool(problem), found.detail
    assert problem in found.detail
    assert "word" not in found.detail
    if found.ok:
        assert found.detail.count("KAAS_") == endpoints.count("//")


@pytest.mark.parametrize("variable", ["KAAS_EMBEDDING_ENDPOINTS", "KAAS_RERANK_ENDPOINTS", "KAAS_LDAP_URL"])
@pytest.mark.django_db
def test_every_kind_of_address_is_looked_at(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "ldaps://10.1.2.3")
    assert variable in check_egress().detail
    monkeypatch.setenv("KAAS_EGRESS_ALLOW", "10.9.9.9")
    found = check_egress()
    assert not found.ok
    assert f"{variable} names 10.1.2.3:636" in found.detail


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    models.describe(parser)
    return models.run(parser.parse_args(arguments))


def test_the_list_names_cards_servers_and_problems(
    configured: pytest.MonkeyPatch, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configured.setenv("KAAS_RERANK_ENDPOINTS", "http://127.0.0.1:9")
    assert run() == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert (
        "gpt-oss-120b open weight, OpenAI, Apache-2.0; shown up to L3 on every track; weights not verified"
        in lines
    )
    assert f"chat {address} {SERVED} (32768 tokens)" in lines
    assert "embedding no embedder on a server" in lines
    assert lines[-1].startswith("KAAS_RERANK_MODEL is not set")


def test_the_list_as_json(
    configured: pytest.MonkeyPatch, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {card["served_name"] for card in told["cards"]} >= {"gpt-oss-120b", SERVED}
    chat = next(served for served in told["served"] if served["purpose"] == "chat")
    assert chat["servers"] == [
        {"address": address, "reachable": True, "models": {SERVED: 32768}, "detail": ""}
    ]
    assert told["problems"] == []
