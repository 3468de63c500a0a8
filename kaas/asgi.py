"""The ASGI application, served by uvicorn. It does not come up under a role that could see through the walls."""

import os
import sys
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaas.settings")
# Static files are short and come from sync iterators; our own streams are asynchronous.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()

# Once Django is set up: what is broken or unsafe shows now and not at somebody's first question.
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from kaas.operations.checks.installation import problems_that_forbid_serving  # noqa: E402
from kaas.wiring import desk  # noqa: E402
from portfolios.analysis import query_terms  # noqa: E402

if problems := problems_that_forbid_serving():
    sys.exit("kaas does not serve: " + " ".join(problems))
try:
    desk()
except ImproperlyConfigured as error:
    sys.exit(f"kaas does not serve: {error}")
_ = get_resolver().url_patterns
query_terms("辞書を読み込む load the dictionary")
