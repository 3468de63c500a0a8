"""The ASGI application, served by uvicorn. It does not come up under a role that could see through the walls."""

import os
import sys

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaas.settings")

application = get_asgi_application()

from kaas.operations.checks.installation import problems_that_forbid_serving  # noqa: E402  # needs Django set up

if problems := problems_that_forbid_serving():
    sys.exit("kaas does not serve: " + " ".join(problems))
