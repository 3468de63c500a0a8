"""Without python-ldap, which has to be compiled, everything but the directory works."""

import os
import subprocess
import sys

import pytest

from tests.databases import ROOT

WITHOUT = (
    "import sys; sys.modules['ldap'] = None; from kaas.__main__ import main; sys.exit(main({arguments!r}))"
)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (
            ["directory", "show"],
            2,
            "kaas: The company's directory needs python-ldap, which is not installed.",
        ),
        (["directory", "--help"], 0, "follow"),
        (["identify", "JP 2019-123456 A"], 0, "JP"),
    ],
    ids=["directory", "help", "another command"],
)
def test_what_is_not_installed_is_said(arguments: list[str], status: int, said: str) -> None:
    environment = os.environ | {"KAAS_DATABASE_OWNER_URL": "postgresql://kaas_owner@/kaas"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(arguments=arguments)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
