"""Whether two runs differ by more than chance: against figures worked out otherwise, and what is kept of a run."""

import json
from itertools import product
from pathlib import Path

import pytest

from kaas.__main__ import main
from kaas.evaluation.keeping import RETRIEVAL, KeepingError, differences, digest_of, keep, names, read_kept
from kaas.evaluation.significance import compare

EARLIER = {f"q{n}": one for n, one in enumerate([0.5, 0.4, 0.6, 0.3, 0.5, 0.7, 0.2, 0.9, 0.1, 0.5])}
LATER = {f"q{n}": one for n, one in enumerate([0.6, 0.6, 0.6, 0.6, 0.4, 0.9, 0.2, 0.9, 0.4, 0.7])}


def test_chance_is_what_counting_every_turn_of_signs_gives() -> None:
    moved = [LATER[one] - EARLIER[one] for one in EARLIER if LATER[one] != EARLIER[one]]
    turns = [
        abs(sum(s * by for s, by in zip(signs, moved, strict=True)))
        for signs in product((1, -1), repeat=len(moved))
    ]
    exact = sum(turn >= abs(sum(moved)) - 1e-9 for turn in turns) / len(turns)
    found = compare(EARLIER, LATER)
    assert found.p == pytest.approx(exact, abs=0.01)
    assert found.by == pytest.approx(sum(moved) / 10)
    assert found.low < found.by < found.high and found.low > 0
    assert set(found.better[:2]) == {"q3", "q8"} and found.better[-1] == "q0" and len(found.better) == 6
    assert found.worse == ("q4",)


def test_the_same_runs_always_give_the_same() -> None:
    assert compare(EARLIER, LATER) == compare(dict(reversed(EARLIER.items())), LATER)
    assert compare(EARLIER, LATER).p == compare(LATER, EARLIER).p


def test_what_does_not_differ_is_chance() -> None:
    found = compare(EARLIER, EARLIER)
    assert (found.p, found.by, found.low, found.high, found.better, found.worse) == (1.0, 0, 0, 0, (), ())


def test_one_question_is_no_proof() -> None:
    assert compare({"q": 0.0}, {"q": 1.0}).p == 1.0


def test_a_clear_difference_is_no_chance() -> None:
    found = compare({f"q{n}": 0.1 for n in range(40)}, {f"q{n}": 0.1 + 0.01 * (n % 7) for n in range(40)})
    assert found.p < 0.001


@pytest.mark.parametrize("later", [{}, {"other": 1.0}, {"q0": 1.0}], ids=["none", "others", "fewer"])
def test_other_questions_are_not_compared(later: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not the same questions"):
        compare(EARLIER, later)


def kept(name: str, figures: dict[str, float], state: Path, *, data: str = "asked") -> None:
    each = {question: {"ndcg@10": one} for question, one in figures.items()}
    keep(name, kind=RETRIEVAL, data=digest_of(data), each=each, state=state)


def test_a_kept_run_is_read_back_and_never_overwritten(tmp_path: Path) -> None:
    kept("one", EARLIER, tmp_path)
    assert read_kept("one", state=tmp_path).each["q1"] == {"ndcg@10": 0.4}
    assert (tmp_path / "evaluations" / "one.json").stat().st_mode & 0o077 == 0
    with pytest.raises(KeepingError, match="kept already"):
        kept("one", LATER, tmp_path)
    assert names(tmp_path) == ["one"]


@pytest.mark.parametrize(
    "name", ["", "../one", "a/b", ".hidden", "x" * 61], ids=["empty", "up", "folder", "dot", "long"]
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeepingError, match="a name is"):
        kept(name, EARLIER, tmp_path)


def test_runs_over_other_questions_are_refused(tmp_path: Path) -> None:
    kept("one", EARLIER, tmp_path)
    kept("two", LATER, tmp_path, data="something else")
    with pytest.raises(KeepingError, match="same questions"):
        differences(read_kept("one", state=tmp_path), read_kept("two", state=tmp_path))


def test_the_command_tells_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAAS_STATE_DIR", str(tmp_path))
    kept("one", EARLIER, tmp_path)
    kept("two", LATER, tmp_path)
    assert main(["evaluate", "compare", "one", "two"]) == 0
    told = capsys.readouterr().out
    assert (
        "+0.1200" in told and "6 of 10 questions better by ndcg@10" in told and "worse by ndcg@10: q4" in told
    )
    assert main(["evaluate", "compare", "one", "two", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)["ndcg@10"]
    assert plain["worse"] == ["q4"] and plain["difference"] == pytest.approx(0.12)


def test_the_command_says_which_runs_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAAS_STATE_DIR", str(tmp_path))
    kept("one", EARLIER, tmp_path)
    (tmp_path / "evaluations" / "bad.json").write_text("[]")
    assert main(["evaluate", "compare", "one", "three"]) == 2
    assert "no run named three is kept; there are: bad, one" in capsys.readouterr().err
    assert main(["evaluate", "compare", "one", "bad"]) == 2
    assert "no kept run" in capsys.readouterr().err


RUN = {
    "name": "bad",
    "kind": RETRIEVAL,
    "made": "2026-11-22",
    "data": "d",
    "version": "0",
    "each": {"q": {"f": 1}},
}


@pytest.mark.parametrize(
    "text",
    [
        *("", "null", "[]", "{}", "[" * 100_000, '{"name": "bad"}', json.dumps({**RUN, "more": 1})),
        *(
            json.dumps({**RUN, "each": each})
            for each in ([], {"q": []}, {"q": {"f": None}}, {"q": {"f": "x"}})
        ),
        *(json.dumps({**RUN, "each": {"q": {"f": value}}}) for value in (True, float("nan"), 10**400)),
        *(json.dumps({**RUN, "made_with": made}) for made in ([], None, {"model": 1}, {"\x1b[2J": "x"})),
        *(json.dumps({**RUN, key: None}) for key in ("name", "data", "version")),
        *(json.dumps({**RUN, "made": 1}), json.dumps({**RUN, "kind": "retrieval\x1b[2J"})),
        *(json.dumps({**RUN, "kind": "other"}), json.dumps({**RUN, "name": "\ud800"})),
    ],
    ids=[str(number) for number in range(25)],
)
def test_a_file_of_another_form_is_told_of_and_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    monkeypatch.setenv("KAAS_STATE_DIR", str(tmp_path))
    kept("one", EARLIER, tmp_path)
    (tmp_path / "evaluations" / "bad.json").write_text(text)
    with pytest.raises(KeepingError, match=r"bad\.json is no kept run: "):
        read_kept("bad", state=tmp_path)
    for arguments in (["kept"], ["kept", "--json"]):
        assert main(["evaluate", *arguments]) == 0
        said = capsys.readouterr()
        assert "bad.json is no kept run" in said.err and "\x1b" not in said.out + said.err
        assert "one" in said.out and "bad" not in said.out


def test_a_run_is_read_as_it_was_kept(tmp_path: Path) -> None:
    keep("one", kind=RETRIEVAL, data="d", each={"質問": {"f": 1}}, state=tmp_path, made_with={"model": "m"})
    (tmp_path / "evaluations" / "two.json").write_text(json.dumps(RUN))
    one, two = (read_kept(name, state=tmp_path) for name in ("one", "two"))
    assert (one.each, one.made_with) == ({"質問": {"f": 1.0}}, {"model": "m"})
    assert (two.each, two.made_with) == ({"q": {"f": 1.0}}, {})
