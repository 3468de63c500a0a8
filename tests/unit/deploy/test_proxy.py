"""The proxy before the model servers and the front before the portal, in a real nginx where one is installed."""

import http.client
import json
import os
import shutil
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.unit.deploy.reading import DEPLOY

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]
PATIENCE = 30.0
ALLOWED = {
    "/v1/completions": "POST",
    "/v1/chat/completions": "POST",
    "/v1/embeddings": "POST",
    "/v1/rerank": "POST",
    "/v1/models": "GET",
    "/health": "GET",
}


# What else vLLM serves, and ways of writing an address so that two servers might read it differently.
OTHERS = """
    / /invocations /metrics /tokenize /detokenize /score /rerank /pooling /classify /load /ping /version /docs /openapi.json
    /inference/v1/generate /v1/responses /v1/messages /v1/load_lora_adapter /sleep /v1/completions/ /v1/completions/render
    /v1/models/x /V1/models /healthz
    /v1/models/../../metrics /v1/%2e%2e/metrics //metrics /v1/models%00 /health/../invocations
"""
TWISTED = "/v1/responses/../models /v1/responses/%2e%2e/models //v1/models /invocations/../v1/models /v1/models?x=/metrics"


class Behind(BaseHTTPRequestHandler):
    """A server that allows everything: tells what reached it, or streams until nobody listens."""

    protocol_version = "HTTP/1.1"
    heard = threading.Event()
    left = threading.Event()

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if body == b"stream":
            self.stream()
            return
        told = {"method": self.command, "path": self.path, "headers": dict(self.headers), "size": len(body)}
        sent = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = answer

    def stream(self) -> None:
        """One word, and another once the first was read; then on and on until the reader is gone."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"first ")
        self.wfile.flush()
        self.heard.wait(PATIENCE)
        try:
            while True:
                self.wfile.write(b"another ")
                time.sleep(0.01)
        except OSError:
            self.left.set()
        self.close_connection = True

    def log_message(self, *said: object) -> None:
        """Say nothing."""


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder with a short name, for sockets; the proxy's files and certificates in it."""
    with tempfile.TemporaryDirectory(prefix="kaas-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        command = [DEPLOY / "secrets.sh", folder / "s", "front", "proxy"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        (folder / "tls").mkdir()
        for made in [*(folder / "s" / "proxy").iterdir(), *(folder / "s" / "front").iterdir()]:
            shutil.copy(made, folder / "tls")
        for name in ("nginx.conf", "allowed.conf", "front.conf"):
            text = (DEPLOY / "proxy" / name).read_text(encoding="utf-8").replace("/tmp/", f"{folder}/")  # noqa: S108
            for port in ("127.0.0.1:8080", "8443", "8444"):
                text = text.replace(f"listen {port}", f"listen unix:{folder}/{port[-4:]}-{name[:5]}")
            (folder / name).write_text(
                ("user root;\n" if name != "allowed.conf" and os.geteuid() == 0 else "") + text
            )
        chat = f"upstream chat {{ server unix:{folder}/behind; }}\n"
        gone = f"upstream embedding {{ server unix:{folder}/gone; }}\n"
        (folder / "upstreams.conf").write_text(chat + gone, encoding="utf-8")
        portal = f"upstream portal {{ server unix:{folder}/behind; }}\n"
        (folder / "front_upstream.conf").write_text(portal, encoding="utf-8")
        with Server(str(folder / "behind"), Behind) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            yield folder
            server.shutdown()
            thread.join()


def running(place: Path, configuration: str) -> Iterator[None]:
    command = [str(NGINX), "-e", "stderr", "-c", str(place / configuration)]
    subprocess.run([*command, "-t"], check=True, capture_output=True, timeout=PATIENCE)
    with subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL) as nginx:
        try:
            alive = place / f"8080-{configuration[:5]}"
            deadline = time.monotonic() + PATIENCE
            while not answers(alive):
                assert time.monotonic() < deadline
                assert nginx.poll() is None
                time.sleep(0.05)
            yield
        finally:
            nginx.terminate()
            nginx.wait(PATIENCE)


def answers(path: Path) -> bool:
    with closing(socket.socket(socket.AF_UNIX)) as probe:
        return probe.connect_ex(str(path)) == 0


@pytest.fixture(scope="module")
def proxy(place: Path) -> Iterator[Path]:
    """The proxy, running."""
    for _ in running(place, "nginx.conf"):
        yield place


@pytest.fixture(scope="module")
def front(place: Path) -> Iterator[Path]:
    """The front, running."""
    for _ in running(place, "front.conf"):
        yield place


class Connection(http.client.HTTPConnection):
    """HTTP over TLS over a unix socket."""

    def __init__(self, path: Path, context: ssl.SSLContext, name: str) -> None:
        super().__init__(name, timeout=PATIENCE)
        self.path, self.context = path, context

    def connect(self) -> None:
        plain = socket.socket(socket.AF_UNIX)
        plain.settimeout(PATIENCE)
        try:
            plain.connect(str(self.path))
            self.sock = self.context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def connection(place: Path, *, port: str = "8443-nginx", known: bool = True) -> Connection:
    context = ssl.create_default_context(cafile=str(place / "s/kaas/model_ca.pem"))
    if known:
        context.load_cert_chain(place / "s/kaas/model_client.pem", place / "s/kaas/model_client.key")
    return Connection(place / port, context, "front" if "front" in port else "proxy")


def ask(
    place: Path, method: str, path: str, body: bytes = b"", *, port: str = "8443-nginx", **headers: str
) -> tuple[int, dict[str, object]]:
    with closing(connection(place, port=port)) as made:
        made.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = made.getresponse()
        content = answer.read()
    return answer.status, json.loads(content) if content.startswith(b"{") else {}


@pytest.mark.parametrize("path", sorted(ALLOWED))
def test_what_kaas_uses_goes_through(proxy: Path, path: str) -> None:
    status, told = ask(proxy, ALLOWED[path], path, b"x" * 1000)
    assert (status, told["path"], told["method"], told["size"]) == (200, path, ALLOWED[path], 1000)


@pytest.mark.parametrize("path", sorted(ALLOWED))
def test_by_another_method_it_is_not_there(proxy: Path, path: str) -> None:
    for method in {"GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} - {ALLOWED[path]}:
        assert ask(proxy, method, path) == (404, {"error": "not found"})


@pytest.mark.parametrize("path", OTHERS.split())
def test_nothing_else_is_there(proxy: Path, path: str) -> None:
    for method in ("GET", "POST"):
        status, told = ask(proxy, method, path)
        assert status in {400, 404}
        assert "path" not in told


@pytest.mark.parametrize("path", TWISTED.split())
def test_an_address_written_oddly_arrives_plainly_or_not_at_all(proxy: Path, path: str) -> None:
    status, told = ask(proxy, "GET", path)
    assert (status, told.get("path")) in {(200, "/v1/models"), (400, None), (404, None)}


def test_nobody_overtakes_and_the_key_goes_through(proxy: Path) -> None:
    given = {"X_Vllm_Priority": "-5", "X_Session_ID": "a", "X_data_parallel_rank": "0"}
    _, told = ask(proxy, "POST", "/v1/completions", Authorization="Bearer k", X_Request_Id="r", **given)
    headers = {name.lower(): value for name, value in dict(told["headers"]).items()}  # type: ignore[call-overload]
    assert not {name.replace("_", "-").lower() for name in given} & headers.keys()
    assert (headers["authorization"], headers["x-request-id"], headers["host"]) == ("Bearer k", "r", "model")


def test_without_a_certificate_nobody_is_let_in(proxy: Path) -> None:
    with closing(connection(proxy, known=False)) as made:
        made.request("GET", "/v1/models")
        assert made.getresponse().status == 400


def test_a_prompt_has_a_largest_size(proxy: Path) -> None:
    assert ask(proxy, "POST", "/v1/completions", b"x" * 4_000_000)[1]["size"] == 4_000_000
    with closing(connection(proxy)) as made:
        made.request("POST", "/v1/completions", b"", {"Content-Length": "5000000"})
        assert made.getresponse().status == 413


def test_a_server_that_is_away_is_said_at_once(proxy: Path) -> None:
    assert ask(proxy, "POST", "/v1/embeddings", port="8444-nginx")[0] == 502


def test_a_stream_comes_as_it_is_written_and_ends_with_its_reader(proxy: Path) -> None:
    Behind.heard.clear()
    Behind.left.clear()
    with closing(connection(proxy)) as made:
        made.request("POST", "/v1/completions", b"stream")
        answer = made.getresponse()
        assert answer.read(6) == b"first "
        Behind.heard.set()
        assert answer.read(8) == b"another "
        answer.close()
    assert Behind.left.wait(PATIENCE)


def test_the_front_says_who_asked_and_that_it_was_by_tls(front: Path) -> None:
    status, told = ask(
        front, "GET", "/api/v1/x?y=1", port="8443-front", X_Forwarded_Proto="http", Host="front"
    )
    headers = dict(told["headers"])  # type: ignore[call-overload]
    assert (status, told["path"]) == (200, "/api/v1/x?y=1")
    assert (headers["X-Forwarded-Proto"], headers["Host"]) == ("https", "front")
    assert ask(front, "POST", "/", b"x" * 1_100_000, port="8443-front")[0] == 413
