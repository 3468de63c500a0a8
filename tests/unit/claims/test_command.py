"""`kaas claims` prints the contract."""

import argparse
import io
import json
from pathlib import Path

import pytest

from kaas.operations.commands import claims
from portfolios.claims.contract import check_json


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    claims.describe(parser)
    return claims.run(parser.parse_args(arguments))


def test_a_file_is_taken_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.txt"
    path.write_text("\ufeff1. A device comprising a lens.\n2. The device of claim 1.\n", encoding="utf-8")
    assert _run(str(path), "--office", "us") == 0
    printed = json.loads(capsys.readouterr().out)
    assert [claim["number"] for claim in printed["claims"]] == [1, 2]
    for claim in printed["claims"]:
        check_json(claim)


def test_rules_hold_from_a_filing_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.txt"
    section = "【請求項１】装置。【請求項２】請求項１に記載の装置。【請求項３】請求項１又は２に記載の装置。"
    path.write_text(section + "【請求項４】請求項１から３のいずれか一項に記載の装置。", encoding="utf-8")
    flags = []
    for filed in ("2022-03-31", "2022-04-01"):
        assert _run(str(path), "--office", "jp", "--filed", filed) == 0
        flags.append(json.loads(capsys.readouterr().out)["claims"][3]["flags"])
    assert flags == [[], ["multi_multi"]]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("ＡとＢとからなる組成物。".encode())))
    assert _run("-", "--office", "jp") == 0
    assert [e["text"] for e in json.loads(capsys.readouterr().out)["claims"][0]["elements"]] == ["Ａ", "Ｂ"]


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary.txt"
    empty.write_text("", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00")
    assert [_run(str(path), "--office", "us") for path in (empty, binary, tmp_path / "absent")] == [1, 2, 2]
    assert capsys.readouterr().err.count("\n") == 2
