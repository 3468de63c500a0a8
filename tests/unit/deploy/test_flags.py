"""vLLM's flags, its environment and what starts it: the same for containers and services, and as the design argues for."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.unit.deploy.reading import DEPLOY, FLAGS, card, env_file, flags, services, settings

SERVE = DEPLOY / "vllm" / "serve.sh"
UNITS = {"vllm": "kaas-vllm.service", "vllm-embed": "kaas-vllm-embed.service"}
NEVER = {
    "api-key",
    "trust-remote-code",
    "enable-scale-out",
    "tokens-only",
    "enable-lora",
    "allowed-origins",
    "host",
    "port",
}


def test_gpt_oss_is_served_as_the_design_argues() -> None:
    assert flags("vllm") == flags("vllm") | {
        "enable-prefix-caching": True,
        "prefix-caching-hash-algo": "sha256",
        "reasoning-parser": "openai_gptoss",
        "tool-call-parser": "openai",
        "enable-auto-tool-choice": True,
        "enable-log-requests": False,
        "enable-log-outputs": False,
    }
    assert 1 <= flags("vllm")["stream-interval"] <= 4
    assert 16_384 <= flags("vllm")["max-model-len"] <= 131_072


@pytest.mark.parametrize("server", sorted(FLAGS))
def test_no_server_logs_what_is_asked_or_shows_more_than_it_must(server: str) -> None:
    assert flags(server)["disable-uvicorn-access-log"] is True
    assert flags(server)["disable-fastapi-docs"] is True
    assert flags(server)["enable-log-requests"] is False
    assert not NEVER & flags(server).keys()
    assert flags(server)["served-model-name"] == card(flags(server)["served-model-name"])["served_name"]


def test_nothing_is_fetched_or_reported() -> None:
    told = env_file(DEPLOY / "vllm" / "vllm.env")
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "VLLM_NO_USAGE_STATS", "DO_NOT_TRACK"):
        assert told[name] == "1"
    assert told["VLLM_MAX_N_SEQUENCES"] == "4"
    assert not {"VLLM_SERVER_DEV_MODE", "VLLM_ALLOW_RUNTIME_LORA_UPDATING", "VLLM_API_KEY"} & told.keys()


@pytest.mark.parametrize("server", sorted(FLAGS))
def test_containers_and_services_start_it_alike(server: str) -> None:
    unit = DEPLOY / "systemd" / UNITS[server]
    (start,) = settings(unit, "ExecStart")
    name = flags(server)["served-model-name"]
    assert start.split()[:2] == ["/opt/kaas/deploy/vllm/serve.sh", f"/opt/kaas/deploy/vllm/{FLAGS[server]}"]
    assert services()[server]["entrypoint"][1].endswith(f"/{FLAGS[server]}")
    assert settings(unit, "EnvironmentFile") == ["/opt/kaas/deploy/vllm/vllm.env"]
    (verify,) = settings(unit, "ExecStartPre")
    assert verify.endswith(f"-m kaas models verify /etc/kaas/models/{name}.toml {flags(server)['model']}")
    upstreams = (DEPLOY / "proxy" / "upstreams.local.conf").read_text(encoding="utf-8")
    assert f"server {':'.join(start.split()[2:])};" in upstreams
    upstreams = (DEPLOY / "proxy" / "upstreams.compose.conf").read_text(encoding="utf-8")
    assert f"server {server}:{services()[server]['entrypoint'][3]};" in upstreams


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with a `vllm` that says what it was started with."""
    program = tmp_path / "vllm"
    program.write_text('#!/bin/sh\necho "$@"\necho "$VLLM_API_KEY"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def serve(machine: Path, key: str) -> "subprocess.CompletedProcess[str]":
    (machine / "key").write_text(key, encoding="utf-8")
    return subprocess.run(
        [SERVE, "flags.yaml", "127.0.0.1", "8001"],
        env={"PATH": f"{machine}:{os.environ['PATH']}", "MODEL_KEY_FILE": str(machine / "key")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_key_comes_from_a_file_and_stands_in_no_command_line(machine: Path) -> None:
    done = serve(machine, "a key\n")
    assert done.stdout.splitlines() == ["serve --config flags.yaml --host 127.0.0.1 --port 8001", "a key"]


def test_without_a_key_nothing_is_served(machine: Path) -> None:
    done = serve(machine, "")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is empty" in done.stderr
    (machine / "key").unlink()
    gone = subprocess.run(
        [SERVE, "flags.yaml", "127.0.0.1", "8001"],
        env={"PATH": f"{machine}:{os.environ['PATH']}", "MODEL_KEY_FILE": str(machine / "key")},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (gone.returncode != 0, gone.stdout) == (True, b"")
