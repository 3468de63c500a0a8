"""The ASGI application, served by uvicorn. It does not come up under a role that could see through the walls."""

import os
import warnings
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaas.settings")
# Static files are short and come from sync iterators; our own streams are asynchronous.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

django.setup(set_prefix=False)

from kaas.answering.streams import end_all  # noqa: E402 - once Django is set up
from kaas.operations.handling import InOneTurn  # noqa: E402
from kaas.operations.serving import come_up  # noqa: E402

respond = InOneTurn()
come_up()


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Mapping[str, Any]]],
    send: Callable[[Mapping[str, Any]], Awaitable[None]],
) -> None:
    """Requests are Django's. Before the process ends, the answers under way keep what was released."""
    if scope["type"] != "lifespan":
        await respond(scope, receive, send)
        return
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await end_all()
    await send({"type": "lifespan.shutdown.complete"})
