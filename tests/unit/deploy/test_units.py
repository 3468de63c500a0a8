"""The systemd units: hardened alike, given what they use, and accepted by systemd where it is installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.deploy.reading import DEPLOY, UNITS, env_file, settings

ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
each = pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
HARDENED = {
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "SystemCallArchitectures": "native",
    "LimitCORE": "0",
    "UMask": "0077",
}
# Of ten, what systemd itself says of a unit; a service without any of this has 9.6.
WORST_EXPOSURE = {"kaas-vllm": 30, "kaas-vllm-embed": 30}
USUAL_EXPOSURE = 20


def test_every_service_has_a_unit() -> None:
    names = {"portal", "worker", "prepare", "directory", "vllm", "vllm-embed", "proxy"}
    assert {path.stem for path in UNITS} == {f"kaas-{name}" for name in names}


@each
def test_every_unit_is_hardened(path: Path) -> None:
    assert {key: settings(path, key) for key in HARDENED} == {key: [value] for key, value in HARDENED.items()}
    (user,) = settings(path, "User")
    assert user.startswith("kaas")
    (families,) = settings(path, "RestrictAddressFamilies")
    assert set(families.split()) <= {"AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK"}
    assert settings(path, "SystemCallFilter")
    if "vllm" not in path.stem:
        assert settings(path, "PrivateDevices") == settings(path, "MemoryDenyWriteExecute") == ["yes"]
    else:
        assert settings(path, "DevicePolicy") == ["closed"]


@each
def test_every_unit_is_given_exactly_what_it_uses(path: Path) -> None:
    loaded = {value.partition(":")[0] for value in settings(path, "LoadCredential")}
    environment = " ".join(settings(path, "Environment"))
    assert set(re.findall(r"%d/(\S+)", environment)) == loaded
    assert not re.search(r"(?:KEY|PASSWORD|_URL)=[^%]", environment)
    known = env_file(DEPLOY / "kaas.env.sample").keys() | {"KAAS_DATABASE_ROLE", "KAAS_DATABASE_POOL"}
    named = {name.removesuffix("_FILE") for name in re.findall(r"(KAAS_\w+)=", environment)}
    assert named <= known


def test_the_owners_login_is_given_to_nothing_that_serves() -> None:
    having = [path.stem for path in UNITS if "database_owner_url" in path.read_text(encoding="utf-8")]
    assert having == ["kaas-directory", "kaas-prepare"]


@pytest.fixture
def standing(tmp_path: Path) -> Path:
    """The units as on a machine where every program that they start is there."""
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        started = re.sub(r"^(Exec\w+=)/(?:opt|usr/sbin)/\S+", rf"\1{shutil.which('true')}", text, flags=re.M)
        (tmp_path / path.name).write_text(started, encoding="utf-8")
    return tmp_path


@needs_systemd
@each
def test_systemd_accepts_the_unit(path: Path, standing: Path) -> None:
    done = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", "--recursive-errors=no", standing / path.name],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = [line for line in done.stderr.splitlines() if path.name in line]
    assert (done.returncode, said) == (0, []), done.stderr


@needs_systemd
@each
def test_systemd_finds_little_exposed(path: Path, standing: Path) -> None:
    threshold = WORST_EXPOSURE.get(path.stem, USUAL_EXPOSURE)
    command = [str(ANALYZE), "security", "--no-pager", "--offline=true", f"--threshold={threshold}"]
    done = subprocess.run(
        [*command, standing / path.name], capture_output=True, text=True, check=False, timeout=120
    )
    if "unrecognized option" in done.stderr or "Unknown" in done.stderr:
        pytest.skip("this systemd-analyze cannot judge a unit that is not installed")
    assert done.returncode == 0, done.stdout[-400:] + done.stderr
