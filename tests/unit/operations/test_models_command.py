"""`kaas models verify` and `manifest`: what stands between weights on a disk and a model that is started."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CARD = ROOT / "deploy" / "models" / "gpt-oss-20b.toml"


def kaas(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """The command on a machine that has Python and the sources, and no package, no database and no setting."""
    return subprocess.run(
        [sys.executable, "-S", "-m", "kaas", "models", *map(str, arguments)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder of weights that nobody has listed."""
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights" * 1000)
    return folder


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A copy of a shipped card, with its licence."""
    (tmp_path / "Apache-2.0.txt").write_bytes((CARD.parent / "Apache-2.0.txt").read_bytes())
    copy = tmp_path / CARD.name
    copy.write_bytes(CARD.read_bytes())
    return copy


def fill_in(card: Path, digest: str) -> None:
    text = card.read_text(encoding="utf-8")
    assert 'digest = ""' in text
    card.write_text(text.replace('digest = ""', digest), encoding="utf-8")


def test_from_weights_to_a_model_that_may_start(weights: Path, card: Path) -> None:
    listed = kaas("manifest", weights)
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.startswith('digest = "')
    assert kaas("verify", card, weights).returncode == 1
    fill_in(card, listed.stdout.strip())
    verified = kaas("verify", card, weights)
    assert (verified.returncode, verified.stdout) == (0, "gpt-oss-20b: every file is the listed one\n")


def test_a_shipped_card_starts_nothing(weights: Path) -> None:
    kaas("manifest", weights)
    refused = kaas("verify", CARD, weights)
    assert refused.returncode == 1
    assert "digest is empty: nobody has verified these weights" in refused.stderr


def test_changed_weights_start_nothing(weights: Path, card: Path) -> None:
    fill_in(card, kaas("manifest", weights).stdout.strip())
    (weights / "model.safetensors").write_bytes(b"Weights" * 1000)
    (weights / "more.py").write_bytes(b"")
    refused = kaas("verify", card, weights)
    assert refused.returncode == 1
    assert refused.stdout.splitlines() == [
        "model.safetensors is not the file on the list",
        "more.py is in the folder and not on the list",
    ]


def test_who_changes_weights_and_list_together_is_found_out(weights: Path, card: Path) -> None:
    fill_in(card, kaas("manifest", weights).stdout.strip())
    (weights / "model.safetensors").write_bytes(b"Weights" * 1000)
    (weights / "weights.sha256").unlink()
    assert kaas("manifest", weights).returncode == 0
    refused = kaas("verify", card, weights)
    assert refused.returncode == 1
    assert "is not the list that" in refused.stderr


def listed(folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """`kaas models` on a machine where the database is away, which it does not need."""
    settings = {"KAAS_DATABASE_URL": f"postgresql://kaas_app@/kaas?host={folder}", "KAAS_SECRET_KEY": "k"}
    return subprocess.run(
        [sys.executable, "-m", "kaas", "models", "--json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "KAAS_STATE_DIR": str(folder)}
        | settings
        | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_list_needs_settings_and_no_database(tmp_path: Path) -> None:
    done = listed(tmp_path, KAAS_CHAT_ENDPOINTS="http://127.0.0.1:9", KAAS_CHAT_MODEL="gpt-oss-120b")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {"gpt-oss-120b", "gpt-oss-20b"} <= {card["served_name"] for card in told["cards"]}
    (problem,) = told["problems"]
    assert problem.startswith("http://127.0.0.1:9 does not answer")
    refused = listed(tmp_path, KAAS_MODEL_CARDS=str(tmp_path / "nowhere"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("kaas: ")
    assert refused.stderr.count("\n") == 1


def test_what_cannot_be_read_is_one_line(weights: Path, card: Path, tmp_path: Path) -> None:
    for arguments in (("verify", tmp_path / "none.toml", weights), ("verify", card, weights)):
        refused = kaas(*arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith("kaas: ")
        assert refused.stderr.count("\n") == 1
