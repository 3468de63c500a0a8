"""`kaas officeaction` prints what a letter says."""

import argparse
import io
import json
from pathlib import Path

import pytest

from kaas.__main__ import COMMANDS
from kaas.operations.commands import officeaction
from portfolios.officeactions.contract import check_json
from tests.unit.officeactions.test_letters import HERE, letter


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    officeaction.describe(parser)
    return officeaction.run(parser.parse_args(arguments))


def test_it_is_a_verb() -> None:
    assert COMMANDS["officeaction"].role == ""


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(str(HERE / "letters" / "jp_notice.txt"), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    check_json(printed)
    assert printed["application"]["canonical"] == "JP-APP 2021-012345"


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(str(HERE / "letters" / "us_non_final.txt")) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "US non final action on US-APP-17/123456"
    assert "rejection 102(a)(1) (novelty): claims 1-3, 5 over Smith" in lines
    assert "due 2026-04-30, at the latest 2026-07-31: US action, from notification" in lines
    assert "The docket system is authoritative." in lines


def test_a_day_is_never_shown_bare(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(str(HERE / "letters" / "jp_refusal.txt")) == 0
    shown = capsys.readouterr().out
    for needed in (
        "JP appeal",
        "from service",
        "counted from 2024-08-13",
        "calendar: JP, holidays ",
        "[several_rules]",
    ):
        assert needed in shown


@pytest.mark.parametrize(
    ("flag", "rule"),
    [("--abroad", "JP appeal_abroad"), ("--resident", "JP appeal")],
    ids=["abroad", "resident"],
)
def test_where_the_applicant_lives_may_be_said(
    flag: str, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(str(HERE / "letters" / "jp_refusal.txt"), flag, "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    check_json(printed)
    assert [one["rule"] for one in printed["deadline"]["dues"]] == [rule]


def test_doubts_are_shown_beside_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(str(HERE / "letters" / "ep_communication.txt")) == 0
    shown = capsys.readouterr().out
    assert "closed on 2026-06-27: Saturday (R. 134(1) EPC)" in shown
    assert "[closing_days_not_known 2026]" in shown


def test_the_old_japanese_encoding_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(letter("jp_notice").encode("cp932"))
    assert _run(str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["office"] == "jp"


def test_a_word_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    document = docx.Document()
    for line in letter("us_final").splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "letter.docx"))
    assert _run(str(tmp_path / "letter.docx"), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["claims"]) for one in found["rejections"]][:2] == [
        ("103(a)", [1, 3, 4, 5, 6, 7, 9]),
        ("112(d)", [2]),
    ]


def test_the_docket_may_know_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (
        str(HERE / "letters" / "us_advisory.txt"),
        "--office",
        "us",
        "--dispatched",
        "2026-01-05",
        "--json",
    )
    assert _run(*arguments) == 0
    assert json.loads(capsys.readouterr().out)["dispatched"]["iso"] == "2026-01-05"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(letter("cn_first").encode())))
    assert _run("-") == 0
    assert capsys.readouterr().out.startswith("CN opinion no. 1 on CN-APP-202010123456.2")


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other, broken = tmp_path / "other.txt", tmp_path / "broken.pdf"
    other.write_text("Dear Sir", encoding="utf-8")
    broken.write_bytes(b"%PDF-1.7 nothing")
    assert [_run(str(path)) for path in (other, broken, tmp_path / "absent")] == [1, 2, 2]
    assert capsys.readouterr().err.count("\n") == 2
