"""The product's settings for the test run: keys of no value, and a database that the session fixture fills in."""

import os

os.environ.setdefault("KAAS_SECRET_KEY", "a key for tests only")
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # The processes of a test run have people of the same ids, whose open questions are counted by installation.
    os.environ["KAAS_SECRET_KEY"] = f"a key for tests only, {worker}"
os.environ.setdefault("KAAS_GATE_KEY", "11" * 32)
os.environ.setdefault("KAAS_TEXT_KEY", "22" * 32)
os.environ.setdefault("KAAS_DATABASE_URL", "postgresql://kaas_app@/kaas")
os.environ.setdefault("KAAS_ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")

os.environ.setdefault("KAAS_EMBEDDING_MODEL", "none")  # whatever is installed here
os.environ.setdefault("KAAS_DICTIONARY", "none")

from kaas.settings import *  # noqa: F403
