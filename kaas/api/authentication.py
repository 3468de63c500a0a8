"""Who calls: the portal's session or an API key. Both arrive as the scope the middleware opened."""

from typing import Any

from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from governance.access.scopes import Scope


class Caller:
    """The identified person as DRF's `request.user`."""

    is_authenticated = True

    def __init__(self, acting: Scope) -> None:
        self.acting = acting
        self.pk = acting.person_id


class PortalSession(BaseAuthentication):
    """The cookie of a signed-in person, with the CSRF token that a cookie needs."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        acting = getattr(request._request, "acting", None)
        if acting is None or request._request.by_key:  # type: ignore[attr-defined]
            return None
        refusal = CsrfViewMiddleware(lambda _: None).process_view(request._request, None, (), {})  # type: ignore[arg-type]
        if refusal is not None:
            raise PermissionDenied("The CSRF token is missing or wrong: send it in X-CSRFToken.")
        return Caller(acting), None


class BearerKey(BaseAuthentication):
    """`Authorization: Bearer` with an API key."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        acting = getattr(request._request, "acting", None)
        if not request._request.by_key:  # type: ignore[attr-defined]
            return None
        if acting is None:
            raise AuthenticationFailed("The key is unknown, has ended or is not whole.")
        return Caller(acting), None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Bearer"


class IsIdentified(BasePermission):
    """Somebody was identified. What they may do is each verb's own check."""

    def has_permission(self, request: Request, view: object) -> bool:  # noqa: ARG002
        return isinstance(request.user, Caller)


def acting_of(request: Request) -> Scope:
    """The scope of the caller."""
    caller: Any = request.user
    acting: Scope = caller.acting
    return acting
