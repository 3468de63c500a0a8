"""secrets.sh: everything that compose.yaml and the units name, made once, and readable by its owner alone."""

import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.deploy.reading import DEPLOY, UNITS, compose, settings

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


def make(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [DEPLOY / "secrets.sh", folder, "kaas.example", "proxy"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of secrets, made."""
    folder = tmp_path_factory.mktemp("installation") / "secrets"
    make(folder)
    return folder


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_whatever_is_named_is_made(secrets: Path) -> None:
    for made in compose()["secrets"].values():
        assert (secrets / made["file"].removeprefix("./secrets/")).stat().st_size > 30
    for path in UNITS:
        for value in settings(path, "LoadCredential"):
            assert (secrets / value.partition(":")[2].removeprefix("/etc/kaas/secrets/")).exists(), value


def test_nobody_else_reads_them_and_git_takes_none(secrets: Path) -> None:
    assert [path for path in files(secrets) if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert (secrets / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_they_are_long_and_no_two_alike(secrets: Path) -> None:
    random = [secrets / "kaas" / name for name in ("secret_key", "gate_key", "text_key")]
    random += [secrets / "model" / "key", *(secrets / "database").iterdir()]
    values = [path.read_text(encoding="utf-8") for path in random]
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in values)
    assert len(set(values)) == len(values)


def test_what_two_must_know_both_know(secrets: Path) -> None:
    for url, role, whose in (
        ("database_url", "kaas_app", "app"),
        ("database_worker_url", "kaas_worker", "worker"),
        ("database_owner_url", "kaas_owner", "owner"),
    ):
        password = (secrets / "database" / f"{whose}_password").read_text(encoding="utf-8")
        assert (secrets / "kaas" / url).read_text(encoding="utf-8") == (
            f"postgresql://{role}:{password}@database:5432/kaas"
        )
    assert (secrets / "model" / "key").read_bytes() == (secrets / "kaas" / "chat_key").read_bytes()


def test_doing_it_again_changes_nothing(secrets: Path) -> None:
    before = {path: path.read_bytes() for path in files(secrets)}
    make(secrets)
    assert {path: path.read_bytes() for path in files(secrets)} == before


def test_what_is_missing_is_made_anew(tmp_path: Path) -> None:
    make(tmp_path)
    kept = (tmp_path / "proxy" / "server.key").read_bytes()
    (tmp_path / "front" / "front.pem").unlink()
    make(tmp_path)
    assert (tmp_path / "front" / "front.pem").stat().st_size > 0
    assert (tmp_path / "proxy" / "server.key").read_bytes() == kept


@pytest.mark.parametrize(
    ("certificate", "name", "purpose"),
    [
        ("proxy/server.pem", "proxy", "sslserver"),
        ("front/front.pem", "kaas.example", "sslserver"),
        ("kaas/model_client.pem", "kaas", "sslclient"),
    ],
)
def test_certificates_are_of_the_installations_own_authority(
    secrets: Path, certificate: str, name: str, purpose: str
) -> None:
    command = [
        "openssl",
        "verify",
        "-CAfile",
        "authority/ca.pem",
        "-purpose",
        purpose,
        "-verify_hostname",
        name,
    ]
    done = subprocess.run(
        [*command, certificate], cwd=secrets, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    other = "sslclient" if purpose == "sslserver" else "sslserver"
    command[command.index(purpose)] = other
    done = subprocess.run([*command, certificate], cwd=secrets, capture_output=True, check=False, timeout=60)
    assert done.returncode != 0


def test_it_asks_for_three_words() -> None:
    done = subprocess.run([DEPLOY / "secrets.sh"], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: secrets.sh FOLDER PORTAL_NAME PROXY_NAME")
