"""`kaas identify`: the JSON that others rely on."""

import argparse
import io
import json

import pytest

from kaas.operations.commands import identify


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    identify.describe(parser)
    return identify.run(parser.parse_args(arguments))


def test_the_json_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("特開２０２０－１２３４５６号公報", "--json") == 0
    (number,) = json.loads(capsys.readouterr().out)["numbers"]
    assert {
        "text",
        "start",
        "end",
        "office",
        "type",
        "canonical",
        "docdb",
        "kind",
        "kind_inferred",
        "check",
        "warnings",
    } <= set(number)
    assert (number["canonical"], number["start"], number["end"]) == ("JP2020123456A", 0, 16)


def test_what_is_ambiguous_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("2020-123456") == 0
    assert "2020-123456  is ambiguous: JP-APP 2020-123456 or JP2020123456A" in capsys.readouterr().out


def test_standard_input_and_nothing_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("特許法第29条第2項".encode())))
    assert _run("-") == 1
    assert "no number found" in capsys.readouterr().out


def test_input_that_is_not_utf_8_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    assert _run("-", "--json") == 2
    assert "not UTF-8" in capsys.readouterr().err
