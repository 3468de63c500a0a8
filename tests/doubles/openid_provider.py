"""An OpenID provider on a port of this machine that speaks the real wire, and can be told to be rude."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "kaas", "a secret between the two"

Claims = dict[str, Any]


class OpenIdProvider:
    """Discovery, authorize, token (RS256), jwks and userinfo. What tests set on it changes the next answers."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.stranger = RSAKey.generate_key(2048, {"kid": "first"})
        self.person: Claims = {"sub": "0001", "preferred_username": "engineer"}
        self.bend: Callable[[Claims], Claims] = lambda claims: claims
        self.sign: Callable[[Claims], str] = self.signed
        self.userinfo: Claims = {}
        self.metadata: Claims = {}
        self.slow = threading.Event()  # set: answers wait until it is cleared, or for a while
        self.drips = False
        self.token_status = 200
        self.token_redirect = ""
        self.asked: list[tuple[str, Claims]] = []
        self._codes: dict[str, Claims] = {}
        self._tokens: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.provider = self  # type: ignore[attr-defined]
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.slow.clear()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(20)

    def signed(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.key)

    def signed_by_a_stranger(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.stranger)

    def signed_by_nobody(self, claims: Claims) -> str:
        return f"{part({'alg': 'none'})}.{part(claims)}."

    def signed_with_the_public_key(self, claims: Claims) -> str:
        """HMAC with what everybody knows: the old confusion of algorithms."""
        signed = f"{part({'alg': 'HS256', 'kid': 'first'})}.{part(claims)}"
        digest = hmac.new(self.key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    def consent(self, address: str) -> str:
        """What a browser is sent to that follows `address` and whose person agrees."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append((parts.path, asked))
        assert parts.path == "/authorize"
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def described(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        } | self.metadata

    def exchange(self, form: Claims, authorization: str) -> tuple[int, Claims]:
        """The token endpoint: a code counts once, for its own client, address and verifier."""
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if form.get("client_secret") != SECRET and authorization != expected:
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        if (
            asked is None
            or asked["redirect_uri"] != form.get("redirect_uri")
            or asked["code_challenge"] != shown
        ):
            return 400, {"error": "invalid_grant"}
        if self.token_status != 200:
            return self.token_status, {"error": "server_error"}
        access, now = secrets.token_urlsafe(16), int(time.time())
        self._tokens.add(access)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.person
        return 200, {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.sign(self.bend(claims)),
        }

    def answer(self, path: str, bearer: str) -> tuple[int, Claims]:
        """What a GET is told."""
        if path == "/.well-known/openid-configuration":
            return 200, self.described()
        if path == "/jwks":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        if path == "/userinfo" and bearer in self._tokens:
            return 200, {"sub": self.person["sub"]} | self.userinfo
        return 401, {"error": "invalid_token"}


def part(value: Claims) -> str:
    """A part of a token (RFC 7515, 7.1)."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class Handler(BaseHTTPRequestHandler):
    """One request to the provider that its server belongs to."""

    @property
    def provider(self) -> OpenIdProvider:
        return self.server.provider  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        self.provider.asked.append((self.path, dict(self.headers)))
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.tell(*self.provider.answer(self.path, bearer))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.provider.asked.append((self.path, form))
        if self.provider.token_redirect:
            self.send_response(307)
            self.send_header("Location", self.provider.token_redirect)
            self.end_headers()
            return
        self.tell(*self.provider.exchange(form, self.headers.get("Authorization", "")))

    def tell(self, status: int, said: Claims) -> None:
        body = json.dumps(said).encode()
        while self.provider.slow.is_set():
            time.sleep(0.05)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        drops = [body[at : at + 1] for at in range(len(body))] if self.provider.drips else [body]
        try:
            for drop in drops:
                self.wfile.write(drop)
                self.wfile.flush()
                time.sleep(0.05 if self.provider.drips else 0)
        except OSError:
            pass  # whoever asked has gone

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[OpenIdProvider]:
    """A provider that listens until the block ends."""
    provider = OpenIdProvider()
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()
