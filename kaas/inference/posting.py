"""One request, one answer in JSON, from the first server that gives it."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from kaas.inference.endpoints import GRACE_SECONDS, Endpoint, Endpoints
from kaas.inference.engine_room import engine_room
from kaas.inference.replies import Ending
from kaas.inference.wire import WireError, broken, check_answer, parsed, read_at_most

RETRYABLE = frozenset({Ending.UNREACHABLE, Ending.BUSY, Ending.LATE, Ending.BROKE_OFF})


def post(
    endpoints: Endpoints, path: str, body: Mapping[str, Any], *, wishes: Mapping[str, Any], seconds: float
) -> dict[str, Any]:
    """The answer to this body. `seconds` is for all servers together. Raises WireError.

    wishes: fields that not every server knows; the body is sent again without them where the server refuses it with them.
    """
    try:
        return _post_once(endpoints, path, {**body, **wishes}, seconds)
    except WireError as error:
        if error.ending is not Ending.REJECTED:
            raise
    return _post_once(endpoints, path, body, seconds)


def _post_once(endpoints: Endpoints, path: str, body: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return engine_room().run(_post(endpoints, path, content, seconds), seconds + GRACE_SECONDS)


async def _post(endpoints: Endpoints, path: str, content: bytes, seconds: float) -> dict[str, Any]:
    faults: dict[Endpoint, WireError] = {}
    asked: Endpoint | None = None
    try:
        async with asyncio.timeout(seconds):
            while (asked := await endpoints.choose(faults)) is not None:
                try:
                    return await _post_to(asked, endpoints, path, content)
                except WireError as error:
                    endpoints.note(asked, error)
                    if not error.elsewhere:
                        raise
                    faults[asked] = error
    except TimeoutError:
        if asked is not None:
            endpoints.failed(asked)
        raise WireError(Ending.LATE, f"no answer within {seconds:g} s") from None
    raise next(reversed(faults.values()), WireError(Ending.UNREACHABLE, "no server is well"))


async def _post_to(endpoint: Endpoint, endpoints: Endpoints, path: str, content: bytes) -> dict[str, Any]:
    try:
        with endpoints.working(endpoint):
            async with endpoints.request("POST", endpoint, path, body=content) as response:
                await check_answer(response, "application/json")
                answer = parsed(await read_at_most(response))
    except (aiohttp.ClientError, OSError) as error:
        raise broken(error) from None
    endpoints.worked(endpoint)
    return answer
