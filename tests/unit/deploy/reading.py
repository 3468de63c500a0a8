"""The files of deploy/, read."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
FLAGS = {"vllm": "gpt-oss.yaml", "vllm-embed": "embedder.yaml"}


@cache
def compose() -> dict[str, Any]:
    """compose.yaml, anchors merged."""
    read = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def services() -> dict[str, dict[str, Any]]:
    """The services of compose.yaml."""
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def flags(service: str) -> dict[str, Any]:
    """vLLM's flags for a service."""
    read = yaml.safe_load((DEPLOY / "vllm" / FLAGS[service]).read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def card(name: str) -> dict[str, Any]:
    """A model card as it is written."""
    return tomllib.loads((DEPLOY / "models" / f"{name}.toml").read_text(encoding="utf-8"))


def unit(path: Path) -> list[tuple[str, str]]:
    """The settings of a unit in order; continued lines are joined."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


def settings(path: Path, key: str) -> list[str]:
    """All values of one setting of a unit."""
    return [value for name, value in unit(path) if name == key]


def env_file(path: Path) -> dict[str, str]:
    """NAME=value lines, commented ones (`#NAME=`) too."""
    lines = [line.removeprefix("#") for line in path.read_text(encoding="utf-8").splitlines()]
    named = [line.partition("=") for line in lines if "=" in line and line.partition("=")[0].isupper()]
    return {name: value for name, _, value in named if " " not in name}
