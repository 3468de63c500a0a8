"""Checksums of weights: a list is made once and never replaced, and every difference from it is found."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kaas.inference.weights import (
    Fault,
    ManifestError,
    Problem,
    digest_of,
    find_manifest,
    verify_weights,
    write_manifest,
)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder of three files, one of them below a folder."""
    folder = tmp_path / "weights"
    (folder / "original").mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(bytes(range(256)) * 40_000)
    (folder / "original" / "名.bin").write_bytes(b"")
    return folder


def test_a_list_is_that_of_sha256sum(weights: Path) -> None:
    manifest = write_manifest(weights)
    assert manifest == find_manifest(weights)
    lines = manifest.read_text(encoding="utf-8").splitlines()
    assert [line[66:] for line in lines] == ["config.json", "model.safetensors", "original/名.bin"]
    assert lines[0][:64] == hashlib.sha256(b"{}").hexdigest()
    assert digest_of(manifest) == hashlib.sha256(manifest.read_bytes()).hexdigest()
    assert verify_weights(weights, manifest) == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_either_program_reads_the_others_list(weights: Path) -> None:
    command = "sha256sum -c weights.sha256 && rm weights.sha256 && find . -type f -exec sha256sum {} + > ../list && "
    command += "mv ../list published.sha256"
    write_manifest(weights)
    subprocess.run(["sh", "-c", command], cwd=weights, check=True, capture_output=True, timeout=60)
    assert verify_weights(weights, find_manifest(weights)) == []


def grow(folder: Path) -> None:
    (folder / "original" / "extra.py").write_text("import os", encoding="utf-8")


def change(folder: Path) -> None:
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(5_000_000)
        file.write(b"\x00\x00")


def link(folder: Path) -> None:
    (folder / "config.json").rename(folder.parent / "config.json")
    (folder / "config.json").symlink_to(folder.parent / "config.json")


def link_folder(folder: Path) -> None:
    (folder / "more").symlink_to(folder / "original")


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (grow, Problem("original/extra.py", Fault.EXTRA)),
        (change, Problem("model.safetensors", Fault.CHANGED)),
        (lambda folder: (folder / "config.json").unlink(), Problem("config.json", Fault.MISSING)),
        (link, Problem("config.json", Fault.ODD)),
        (link_folder, Problem("more", Fault.ODD)),
        (lambda folder: os.mkfifo(folder / "pipe"), Problem("pipe", Fault.ODD)),
    ],
    ids=["extra", "changed", "missing", "link", "linked folder", "pipe"],
)
def test_every_difference_is_found(weights: Path, harm: Callable[[Path], None], problem: Problem) -> None:
    manifest = write_manifest(weights)
    harm(weights)
    assert verify_weights(weights, manifest) == [problem]
    assert str(problem).startswith(problem.path)


def test_differences_are_all_told_in_order(weights: Path) -> None:
    manifest = write_manifest(weights)
    change(weights)
    grow(weights)
    (weights / "config.json").unlink()
    found = verify_weights(weights, manifest)
    assert [problem.fault for problem in found] == [Fault.MISSING, Fault.CHANGED, Fault.EXTRA]


def test_progress_reaches_the_end_and_never_turns_back(weights: Path) -> None:
    seen: list[tuple[int, int]] = []
    verify_weights(weights, write_manifest(weights), progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert len(seen) > 2
    assert seen[-1] == (256 * 40_000 + 2,) * 2


def test_a_list_is_never_replaced(weights: Path) -> None:
    before = write_manifest(weights).read_bytes()
    change(weights)
    with pytest.raises(ManifestError, match="is there already"):
        write_manifest(weights)
    assert find_manifest(weights).read_bytes() == before


def test_links_and_odd_names_are_not_listed(weights: Path) -> None:
    (weights / "a\nb").write_bytes(b"")
    with pytest.raises(ManifestError, match="no plain file"):
        write_manifest(weights)
    (weights / "a\nb").unlink()
    link(weights)
    with pytest.raises(ManifestError, match="copy the file itself"):
        write_manifest(weights)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "config.json",
        f"{'a' * 63}  config.json",
        f"{'a' * 64}  ../other",
        f"{'a' * 64}  /etc/passwd",
        f"{'a' * 64}  config.json\n{'b' * 64}  ./config.json",
    ],
    ids=["empty", "no digest", "short", "outside", "absolute", "twice"],
)
def test_what_is_no_list_is_refused(weights: Path, line: str) -> None:
    manifest = weights / "weights.sha256"
    manifest.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ManifestError):
        verify_weights(weights, manifest)


def test_there_is_one_list_or_none_is_used(weights: Path) -> None:
    with pytest.raises(ManifestError, match="holds no list"):
        find_manifest(weights)
    write_manifest(weights)
    (weights / "other.sha256").write_bytes(b"")
    with pytest.raises(ManifestError, match="holds 2 lists"):
        find_manifest(weights)


def test_a_folder_that_is_none_or_empty_is_said(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="is not a folder"):
        write_manifest(tmp_path / "nowhere")
    with pytest.raises(ManifestError, match="holds no file"):
        write_manifest(tmp_path)
