"""Names each request, so that what it did on the trail can be found again."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from governance.audit.trail import request_id


class RequestIdentifier:
    """Puts a fresh id into the context of the request and on its response. A caller's own id is never believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(str(uuid.uuid4()))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)
