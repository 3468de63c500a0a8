"""`kaas family` prints families, terms, status and what does not fit."""

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kaas.operations.commands import family

_FAMILY: list[dict[str, Any]] = [
    {
        "application_number": "特願2019-123456",
        "filing_date": "2019-06-03",
        "events": [{"date": "2021-02-01", "code": "R150"}, {"date": "2021-03-01", "code": "ZZZ"}],
    },
    {
        "application_number": "PCT/JP2020/012345",
        "filing_date": "2020-05-29",
        "links": [{"number": "特願2019-123456", "date": "2019-06-03"}],
    },
    {
        "application_number": "US 17/123,456",
        "filing_date": "2020-05-29",
        "links": [{"number": "PCT/JP2020/012345", "kind": "pct_entry"}, {"number": "特願2019-123456"}],
        "additions": [
            {"code": "pta", "days": 100},
            {"code": "terminal_disclaimer"},
            {"code": "pte"},
        ],
        "publications": [{"number": "US 2022/0123456 A1", "date": "2022-04-21"}],
    },
]


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    family.describe(parser)
    return family.run(parser.parse_args(arguments))


def _file(tmp_path: Path, records: object) -> str:
    path = tmp_path / "applications.json"
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_family_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(_file(tmp_path, _FAMILY), "--as-of", "2026-11-21") == 0
    printed = capsys.readouterr().out
    assert "simple family: JP-APP 2019-123456, PCT/JP2020/012345, US-APP-17/123456\n" in printed
    assert "US-APP-17/123456: term ends 2040-09-06\n" in printed
    assert "  2040-09-06  patent term adjustment  35 U.S.C. 154(b)  100 days\n" in printed
    assert "  JP: in_force since 2021-02-01\n" in printed
    assert "    unknown event: 2021-03-01 ZZZ\n" in printed
    assert "the registers of the offices are authoritative" in printed


def test_json_holds_everything_there_is_to_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(_file(tmp_path, _FAMILY), "--as-of", "2026-11-21", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert len(printed["docdb_families"]) == len(printed["inpadoc_families"]) == 1
    assert printed["statuses"]["JP-APP 2019-123456"][0]["status"] == "in_force"
    assert [node["number"] for node in printed["drawing"]["nodes"]] == printed["docdb_families"][0]["members"]
    assert printed["terms"][2]["expires_on"] == "2040-09-06"
    assert printed["as_of"] == "2026-11-21"


def test_what_does_not_fit_is_the_answer_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = [{**_FAMILY[1], "filing_date": "2020-07-01"}, _FAMILY[0]]
    assert _run(_file(tmp_path, late), "--as-of", "2026-11-21") == 1
    assert "look at  PCT/JP2020/012345  priority_period_exceeded" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff", "not UTF-8"),
        (b"{", "no JSON"),
        (b"{}", "give a JSON list of applications"),
        (b'[{"filing_date": "2020-01-01"}]', "application 1: no 'application_number'"),
        (b'[{"application_number": "X", "additions": [{"code": "pta", "until": "soon"}]}]', "soon is no day"),
        (b'[{"application_number": "X", "additions": [{"code": "pta", "days": -1}]}]', "no number of days"),
    ],
    ids=["bytes", "no json", "no list", "no number", "no day", "no days"],
)
def test_unreadable_input_is_one_line(
    content: bytes,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert _run(str(path)) == 2
    assert told in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert _run("-") == 2
    assert _run(str(tmp_path / "nothing.json")) == 2
