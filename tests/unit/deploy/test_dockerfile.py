"""The image of portal and worker: locked packages, no root, nothing but what is named, and the same server as `kaas run`."""

import fnmatch
import json
import re

from kaas.operations.processes import web
from tests.unit.deploy.reading import DEPLOY, ROOT

TEXT = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]


def instructions(name: str) -> list[str]:
    return [line.partition(" ")[2].strip() for line in LINES if line.startswith(f"{name} ")]


def test_the_base_is_a_python_that_is_new_enough_and_pinned() -> None:
    (base,) = instructions("ARG")
    pinned = re.fullmatch(r"PYTHON=python:3\.(\d+)\.\d+-slim-\w+", base)
    assert pinned is not None
    assert int(pinned[1]) >= 11
    assert instructions("FROM") == ["${PYTHON} AS build", "${PYTHON}"]


def test_packages_come_by_hash_or_not_at_all() -> None:
    installs = re.findall(r"pip install [^&|;\n]*", TEXT)
    assert len(installs) == 2
    assert all("--require-hashes" in install or "--no-index" in install for install in installs)
    assert not re.search(r"\b(apt-get|apk|curl|wget|git)\b", TEXT)
    assert instructions("ADD") == []


def test_it_runs_as_nobody_in_particular() -> None:
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", instructions("USER")[-1])
    assert LINES.index(f"USER {instructions('USER')[-1]}") > max(
        number for number, line in enumerate(LINES) if line.startswith(("COPY", "RUN"))
    )


def test_no_secret_is_built_in() -> None:
    named = re.findall(r"(\w+)=", " ".join(instructions("ENV") + instructions("ARG")))
    assert not [name for name in named if re.search(r"KEY|PASSWORD|SECRET|TOKEN|_URL$", name)]


def test_everything_that_is_copied_is_there_and_reaches_the_builder() -> None:
    rules = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    admitted = [rule.removeprefix("!") for rule in rules if rule.startswith("!")]
    assert "*" in rules
    for copied in instructions("COPY"):
        if copied.startswith("--from"):
            continue
        for source in copied.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert any(source == rule or fnmatch.fnmatch(source, f"{rule}/*") for rule in admitted), source
    assert not [rule for rule in admitted if rule.startswith(("var", "deploy/secrets", ".", "tests"))]
    assert {"kaas", "portfolios", "governance"} <= set(admitted)


def test_health_is_asked_where_the_portal_answers() -> None:
    (check,) = instructions("HEALTHCHECK")
    assert "http://127.0.0.1:8000/healthz" in check
    assert instructions("EXPOSE") == ["8000"]


def test_the_server_is_started_as_by_kaas_run() -> None:
    command = json.loads(instructions("CMD")[0])
    ours = ["python", *web(8000).arguments]
    for option, meant in (("--host", "0.0.0.0"), ("--timeout-graceful-shutdown", "10")):  # noqa: S104
        ours[ours.index(option) + 1] = meant
    # Before the container stands a proxy that says who asks; before `kaas run` nothing does.
    ours.remove("--no-proxy-headers")
    assert [part for part in command if part not in {"--forwarded-allow-ips", "*"}] == ours


def test_the_image_for_a_company_adds_locked_packages_and_runs_as_nobody() -> None:
    text = (DEPLOY / "Dockerfile.company").read_text(encoding="utf-8").replace("\\\n", " ")
    installs = re.findall(r"pip install [^&|;\n]*", text)
    assert len(installs) == 2
    assert all("--require-hashes" in install for install in installs)
    admitted = (DEPLOY / "Dockerfile.company.dockerignore").read_text(encoding="utf-8").splitlines()
    for lock in re.findall(r"deploy/locks/\S+\.txt", text):
        assert (ROOT / lock).exists()
        assert f"!{lock}" in admitted
    assert re.findall(r"^USER (\S+)$", text, flags=re.M)[-1] == instructions("USER")[-1]
