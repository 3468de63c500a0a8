"""The ASGI application, served by uvicorn. It does not come up under a role that could see through the walls."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaas.settings")
# Static files are short and come from sync iterators; our own streams are asynchronous.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()

from kaas.operations.serving import come_up  # noqa: E402 - once Django is set up

come_up()
