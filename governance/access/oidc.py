"""Signing in at the company's OpenID provider: code flow with PKCE (RFC 7636), OpenID Connect Core 1.0.

The provider says who somebody is, and by `acr` or `amr` whether they showed two factors. What they may do stands here; nobody
is made or changed by signing in (decision 0019).
"""

import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from governance.access.oidc_settings import Provider, ProviderAway, ProviderRefused
from governance.access.oidc_wire import Wire

SIGNED_WITH: Final = (
    "RS256",
    "PS256",
    "ES256",
    "EdDSA",
)  # by a key that only the provider has: never none, never HMAC
LEEWAY: Final = 60  # seconds that two clocks may differ
PENDING_FOR: Final = 600  # seconds that somebody may take at the provider
METADATA_FOR: Final = 300
HOW: Final = "token_endpoint_auth_methods_supported"
NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A sign-in under way, kept by the browser that began it: nobody else's answer fits it."""

    state: str
    nonce: str
    verifier: str = field(repr=False)
    redirect_uri: str
    begun_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """Whom the provider says that somebody is. `entry`: lasting id in the directory, where a claim for it is configured."""

    name: str
    entry: str
    factors: int


_metadata: dict[str, tuple[float, dict[str, Any]]] = {}


def begin(provider: Provider, *, redirect_uri: str, strongly: bool) -> tuple[str, dict[str, Any]]:
    """Where to send somebody, and what their browser keeps until then. Raises ProviderAway.

    `strongly`: the provider is asked for two factors, and to ask the person anew.
    """
    nonce, state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    asked: dict[str, str] = {"prompt": "login"} if strongly else {}
    if strongly and provider.strong_acr:
        asked["acr_values"] = " ".join(sorted(provider.strong_acr))
    with Wire(provider, redirect_uri=redirect_uri) as wire:
        address, _ = wire.create_authorization_url(
            _described(wire)["authorization_endpoint"],
            state=state,
            code_verifier=verifier,
            nonce=nonce,
            **asked,
        )
    kept = Pending(
        state=state, nonce=nonce, verifier=verifier, redirect_uri=redirect_uri, begun_at=int(time.time())
    )
    return address, asdict(kept)


def check_pending(kept: Mapping[str, Any] | None, state: str) -> Pending:
    """The sign-in that an answer belongs to. Raises ProviderRefused for an answer to none, or to another browser's."""
    try:
        pending = Pending(**(kept or {}))
    except TypeError:
        raise ProviderRefused("state") from None
    is_ours = hmac.compare_digest(pending.state.encode(), state.encode())
    if not is_ours or not 0 <= time.time() - pending.begun_at <= PENDING_FOR:
        raise ProviderRefused("state")
    return pending


def finish(provider: Provider, pending: Pending, code: str) -> Believed:
    """Exchange the code, and believe the signed answer once everything about it is right.

    Raises ProviderAway, ProviderRefused.
    """
    with Wire(provider, redirect_uri=pending.redirect_uri) as wire:
        described = _described(wire)
        if "client_secret_basic" not in described.get(HOW, ["client_secret_basic"]):
            wire.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 -- how, not what
        try:
            token = wire.fetch_token(
                described["token_endpoint"],
                code=code,
                code_verifier=pending.verifier,
                grant_type="authorization_code",
            )
        except (AuthlibBaseError, requests.RequestException, ValueError):
            raise ProviderRefused("code") from None
        claims = _verified(wire, described, dict(token), pending.nonce)
        return _believed(wire, described, claims)


def _described(wire: Wire) -> dict[str, Any]:
    """What the provider says of itself, if it is itself (OpenID Connect Discovery 1.0, 4.3)."""
    provider: Provider = wire.provider
    known = _metadata.get(provider.issuer)
    if known and time.monotonic() - known[0] < METADATA_FOR:
        return known[1]
    described = wire.document(f"{provider.issuer}/.well-known/openid-configuration")
    if described.get("issuer") != provider.issuer and described.get("issuer") != provider.issuer + "/":
        raise ProviderAway("broken")
    for name in NEEDED:
        if not isinstance(described.get(name), str) or not provider.may_ask(
            described[name].partition("?")[0]
        ):
            raise ProviderAway("elsewhere")
    _metadata[provider.issuer] = time.monotonic(), described
    return described


def _verified(
    wire: Wire, described: Mapping[str, Any], token: Mapping[str, Any], nonce: str
) -> dict[str, Any]:
    """The claims of the id token: signed by the provider now, for us, in answer to this question."""
    provider: Provider = wire.provider
    keys = wire.document(described["jwks_uri"])
    expected = {
        "iss": {"essential": True, "value": described["issuer"]},
        "aud": {"essential": True, "value": provider.client_id},
    }
    given = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    try:
        signed = jwt.decode(
            str(token.get("id_token", "")),
            KeySet.import_key_set(_public(keys)),
            registry=JWSRegistry(
                algorithms=SIGNED_WITH, strict_check_header=False
            ),  # providers add their own
        )
        claims = CodeIDToken(signed.claims, signed.header, expected, given)
        claims.validate(leeway=LEEWAY)
    except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError):
        raise ProviderRefused("token") from None
    return dict(claims)


def _public(keys: Mapping[str, Any]) -> Any:
    """The keys that can have signed: a shared secret among them would be no proof."""
    listed = keys.get("keys")
    if not isinstance(listed, list):
        raise ProviderAway("broken")
    return {
        "keys": [key for key in listed if isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"}]
    }


def _believed(wire: Wire, described: Mapping[str, Any], claims: dict[str, Any]) -> Believed:
    provider: Provider = wire.provider
    wanted = {provider.entry_claim or provider.name_claim} | (
        {provider.group_claim} if provider.needed_group else set()
    )
    told = claims
    if not wanted <= claims.keys() and isinstance(described.get("userinfo_endpoint"), str):
        more = wire.document(described["userinfo_endpoint"], withhold_token=False)
        if more.get("sub") != claims["sub"]:
            raise ProviderRefused("userinfo")
        told = more | claims  # what is signed comes first
    groups = told.get(provider.group_claim)
    if provider.needed_group and (not isinstance(groups, list) or provider.needed_group not in groups):
        raise ProviderRefused("group")
    found = Believed(
        name=_text(told, provider.name_claim),
        entry=_text(told, provider.entry_claim),
        factors=2 if _is_strong(provider, claims) else 1,
    )
    if not (found.entry if provider.entry_claim else found.name):
        raise ProviderRefused("name")
    return found


def _is_strong(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Whether the provider saw two factors, not long ago, by the words that the settings have for that; by none, never."""
    seen_at = claims.get("auth_time")
    if isinstance(seen_at, int | float) and time.time() - seen_at > provider.strong_for + LEEWAY:
        return False
    methods = claims.get("amr")
    shown = {one for one in methods if isinstance(one, str)} if isinstance(methods, list) else set()
    return _text(claims, "acr") in provider.strong_acr or bool(shown & provider.strong_amr)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name) if name else None
    return value if isinstance(value, str) and "\x00" not in value and len(value) <= 200 else ""
