"""compose.yaml: no way out, nothing to gain, nothing started on weights that nobody verified."""

import re
from typing import Any

import pytest

from kaas.answering.streams import ENDING
from tests.unit.deploy.reading import DEPLOY, FLAGS, compose, env_file, flags, services

NAMES = sorted(services())
ONCE = {"prepare", "verify-chat", "verify-embed"}
SILENT = ONCE | {"worker", "directory"}
BUILT_HERE = "kaas:current"
MODELS = "${MODELS:-/srv/models}"


def service(name: str) -> dict[str, Any]:
    return services()[name]


def sources(name: str) -> list[tuple[str, str, str]]:
    """What a service mounts: from, to, how. `${MODELS:-…}` holds a colon of its own."""
    mounts = [entry.replace(MODELS, "$MODELS").split(":") for entry in service(name).get("volumes", [])]
    return [(parts[0], parts[1], parts[2] if len(parts) > 2 else "rw") for parts in mounts]


def given_secrets(name: str) -> list[str]:
    entries = service(name).get("secrets", [])
    return [entry["source"] if isinstance(entry, dict) else entry for entry in entries]


@pytest.mark.parametrize("name", NAMES)
def test_every_image_has_a_tag_of_its_own(name: str) -> None:
    image = service(name)["image"]
    assert image == BUILT_HERE or re.fullmatch(r"[\w./-]+:v?\d[\w.-]*|[\w./-]+@sha256:[0-9a-f]{64}", image)
    assert not image.endswith(":latest")


@pytest.mark.parametrize("name", NAMES)
def test_every_service_gains_nothing(name: str) -> None:
    made = service(name)
    assert made["read_only"] is True
    assert made["cap_drop"] == ["ALL"]
    assert made["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", made["user"])
    assert not {"privileged", "cap_add", "pid", "ipc", "devices", "userns_mode"} & made.keys()
    assert made.get("network_mode", "none") == "none"
    assert "docker.sock" not in str(made)


@pytest.mark.parametrize("name", NAMES)
def test_every_service_is_limited(name: str) -> None:
    assert service(name)["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}


@pytest.mark.parametrize("name", NAMES)
def test_every_service_says_how_it_is(name: str) -> None:
    check = service(name).get("healthcheck")
    if name in SILENT:
        assert check == {"disable": True}
    elif name == "portal":
        assert check is None
        assert "HEALTHCHECK" in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    else:
        assert check is not None
        assert check["test"][0] == "CMD"
        assert check["retries"] > 1


def test_only_the_front_leads_anywhere() -> None:
    networks = compose()["networks"]
    open_ones = {name for name, made in networks.items() if not made.get("internal")}
    assert open_ones == {"edge", "outside"}
    assert [name for name in NAMES if "outside" in service(name).get("networks", [])] == ["gateway"]
    assert [name for name in NAMES if "edge" in service(name).get("networks", [])] == ["front"]
    assert [name for name in NAMES if "ports" in service(name)] == ["front"]
    assert all("networks" in service(name) or service(name)["network_mode"] == "none" for name in NAMES)


def test_who_shares_a_network() -> None:
    sharing = {
        network: {name for name in NAMES if network in service(name).get("networks", [])}
        for network in compose()["networks"]
    }
    assert sharing == {
        "edge": {"front"},
        "desk": {"front", "portal"},
        "outside": {"gateway"},
        "company": {"portal", "directory", "gateway"},
        "data": {"portal", "worker", "directory", "prepare", "database"},
        "models": {"portal", "worker", "proxy"},
        "engines": {"proxy", "vllm", "vllm-embed"},
    }


def test_each_is_given_its_own_secrets_and_no_others() -> None:
    assert {name: set(given_secrets(name)) for name in NAMES if given_secrets(name)} == {
        "front": {"front_certificate", "front_key"},
        "portal": {"database_url", "secret_key", "gate_key", "text_key", "chat_key", *TO_MODELS, *TO_COMPANY},
        "directory": {"database_owner_url", "secret_key", "ldap_password"},
        "worker": {"database_worker_url", "secret_key", "chat_key", *TO_MODELS},
        "prepare": {"database_owner_url", "secret_key", "gate_key"},
        "database": {f"database_{whose}_password" for whose in ("superuser", "owner", "app", "worker")},
        "proxy": {"proxy_certificate", "proxy_key", "proxy_clients"},
        "vllm": {"model_key"},
        "vllm-embed": {"model_key"},
    }


TO_COMPANY = ("ldap_password", "oidc_client_secret")
TO_MODELS = ("model_ca", "model_client_certificate", "model_client_key")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_variable_points_at_is_mounted(name: str) -> None:
    given = {f"/run/secrets/{secret}" for secret in given_secrets(name)}
    variables = service(name).get("environment", {})
    assert {value for value in variables.values() if str(value).startswith("/run/secrets/")} <= given
    assert not [
        value
        for key, value in variables.items()
        if key.endswith(("KEY", "PASSWORD", "_URL")) and value[0] != "/"
    ]


def test_every_secret_is_declared_and_used() -> None:
    used = {secret for name in NAMES for secret in given_secrets(name)}
    assert used == compose()["secrets"].keys()
    assert all(made["file"].startswith("./secrets/") for made in compose()["secrets"].values())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_mounted_is_there(name: str) -> None:
    for source, _, how in sources(name):
        if source.startswith("."):
            assert (DEPLOY / source).resolve().exists(), source
            assert how == "ro"
        else:
            assert source.startswith("$MODELS/") or source in compose()["volumes"]


@pytest.mark.parametrize(("server", "verifier"), [("vllm", "verify-chat"), ("vllm-embed", "verify-embed")])
def test_no_model_starts_on_weights_that_were_not_verified(server: str, verifier: str) -> None:
    assert service(server)["depends_on"] == {verifier: {"condition": "service_completed_successfully"}}
    folder = flags(server)["model"]
    name = flags(server)["served-model-name"]
    assert service(verifier)["command"] == ["kaas", "models", "verify", f"/cards/{name}.toml", folder]
    assert (DEPLOY / "models" / f"{name}.toml").exists()
    for one in (server, verifier):
        assert (f"$MODELS/{name}", folder, "ro") in sources(one)
    assert service(server)["entrypoint"][:2] == ["/kaas/serve.sh", f"/kaas/{FLAGS[server]}"]
    assert service(server)["env_file"] == ["vllm/vllm.env"]


def test_no_two_model_servers_share_a_gpu() -> None:
    devices = [
        service(name)["deploy"]["resources"]["reservations"]["devices"][0]["device_ids"] for name in FLAGS
    ]
    assert devices == [["0"], ["1"]]


def test_settings_are_ones_that_there_are() -> None:
    known = env_file(DEPLOY / "kaas.env.sample").keys() | {"KAAS_DATABASE_ROLE", "KAAS_DATABASE_POOL"}
    for name in NAMES:
        variables = [key for key in service(name).get("environment", {}) if key.startswith("KAAS_")]
        assert {key.removesuffix("_FILE") for key in variables} <= known


def test_what_follows_the_directory_is_started_where_there_is_one_only() -> None:
    assert [name for name in NAMES if "profiles" in service(name)] == ["directory", "gateway"]
    assert service("directory")["command"] == ["kaas", "directory", "follow"]
    assert "ports" not in service("directory")


def test_the_gateway_leads_to_two_addresses_and_by_their_own_names() -> None:
    text = (DEPLOY / "proxy" / "company.conf").read_text(encoding="utf-8")
    assert re.findall(r"listen (\S+?);", text) == ["636", "443", "127.0.0.1:8080"]
    leads_to = re.findall(r"proxy_pass (\S+?);", text)
    assert all(re.fullmatch(r"[\d.]+:\d+", address) for address in leads_to)
    assert len(leads_to) == 2
    names = service("gateway")["networks"]["company"]["aliases"]
    assert [name.partition(":-")[0] for name in names] == ["${LDAP_NAME", "${OIDC_NAME"]


def test_the_portal_waits_for_the_tables_and_they_for_the_database() -> None:
    for name in ("portal", "worker", "directory"):
        assert service(name)["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert service("prepare")["depends_on"]["database"] == {"condition": "service_healthy"}
    assert [name for name in NAMES if service(name)["restart"] == "no"] == sorted(ONCE)


def test_the_portal_is_not_killed_while_it_keeps_what_was_released() -> None:
    patience = int(
        re.findall(r'"--timeout-graceful-shutdown", "(\d+)"', (DEPLOY / "Dockerfile").read_text())[0]
    )
    assert service("portal")["stop_grace_period"] == "30s"
    assert patience + ENDING < 30
