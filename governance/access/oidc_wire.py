"""Speaking to the company's OpenID provider: Authlib's client, held to the provider's own addresses, to time and size."""

import json
import time
from typing import Any, Final, cast

import requests
from authlib.integrations.requests_client import OAuth2Session
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as SlowError

from governance.access.oidc_settings import Provider, ProviderAway

MOST_BYTES: Final = 1_000_000
CHUNK: Final = 65_536


class Wire(OAuth2Session):  # type: ignore[misc]
    """A session of Authlib that follows no redirect, asks no other host, and reads nothing from the environment."""

    def __init__(self, provider: Provider, **more: Any) -> None:
        super().__init__(
            provider.client_id,
            provider.client_secret,
            scope="openid profile",
            code_challenge_method="S256",
            **more,
        )
        self.provider = provider
        self.trust_env = False
        self.verify = provider.authority or True

    def send(self, request: Any, **more: Any) -> requests.Response:
        """One answer, whole. Raises ProviderAway."""
        if not self.provider.may_ask(request.url):
            raise ProviderAway("elsewhere")
        until = time.monotonic() + self.provider.seconds
        held = {"allow_redirects": False, "stream": True, "timeout": self.provider.seconds}
        try:
            response = cast(requests.Response, super().send(request, **(more | held)))
            with response:
                response._content = _read(response, until)
        except (requests.Timeout, SlowError, TimeoutError):
            raise ProviderAway("slow") from None
        except (requests.RequestException, HTTPError, OSError):
            raise ProviderAway("unreachable") from None
        if response.status_code >= 500:
            raise ProviderAway("broken")
        return response

    def document(self, address: str, **more: Any) -> dict[str, Any]:
        """A JSON object of the provider's. Raises ProviderAway."""
        response = self.request("GET", address, **{"withhold_token": True, **more})
        try:
            found = json.loads(response.content)
        except ValueError:
            found = None
        if response.status_code != 200 or not isinstance(found, dict):
            raise ProviderAway("broken")
        return found


def _read(response: requests.Response, until: float) -> bytes:
    """The body, as long as it comes in time and in bounds: a drop now and then would keep a reader for ever."""
    body = bytearray()
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        body += chunk
        if time.monotonic() > until:
            raise ProviderAway("slow")
        if len(body) > MOST_BYTES:
            raise ProviderAway("broken")
    return bytes(body)
