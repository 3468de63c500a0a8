"""Prior-art dates by statute: DOMAIN 2.1 and hard cases 9 and 10, each at its boundary."""

from datetime import date

import pytest

from portfolios.families import Counted, Document, Subject, prior_art_dates
from portfolios.families.prior_art_rules import EARLIER_RIGHTS, PUBLIC
from tests.unit.families.records import day

_FILED = date(2020, 6, 1)
_SOMEBODY, _OTHER = frozenset({"A"}), frozenset({"B"})


def _subject(office: str, filed: date = _FILED, **rest: object) -> Subject:
    return Subject(office=office, filing_date=filed, inventors=_SOMEBODY, applicants=_SOMEBODY, **rest)  # type: ignore[arg-type]


def _document(published: str, filed: str = "", office: str = "", **rest: object) -> Document:
    given = {"inventors": _OTHER, "applicants": _OTHER, **rest}
    return Document(
        publication_number="D1",
        publication_date=day(published),
        filing_date=day(filed) if filed else None,
        office=office,
        **given,  # type: ignore[arg-type]
    )


def _by_ground(document: Document, subject: Subject) -> dict[str, Counted]:
    return {one.ground: one for one in prior_art_dates(document, subject)}


@pytest.mark.parametrize(
    ("office", "ground", "published", "is_before", "asks"),
    [
        ("JP", "29(1)", "2018-01-01", True, 0),
        ("JP", "29(1)", "2020-06-01", None, 2),  # the hour decides, and Art. 30 may
        ("JP", "29(1)", "2020-06-02", False, 0),
        ("JP", "29(1)", "2019-06-01", True, 1),  # Art. 30: one year before the filing
        ("JP", "29(1)", "2019-05-31", True, 0),
        ("US", "102(a)(1)", "2020-05-31", True, 1),
        ("US", "102(a)(1)", "2020-06-01", False, 0),
        ("US", "102(a)(1)", "2019-06-01", True, 1),
        ("US", "102(a)(1)", "2019-05-31", True, 0),
        ("EP", "54(2)", "2020-05-31", True, 1),  # Art. 55, six months
        ("EP", "54(2)", "2020-06-01", False, 0),
        ("EP", "54(2)", "2019-11-30", True, 0),
        ("CN", "22(5)", "2020-05-31", True, 1),
        ("CN", "22(5)", "2020-06-01", False, 0),
        ("CN", "22(5)", "2019-11-30", True, 0),
    ],
)
def test_what_was_public(office: str, ground: str, published: str, is_before: bool | None, asks: int) -> None:
    found = _by_ground(_document(published), _subject(office))[ground]
    assert (found.is_before, len(found.open_questions)) == (is_before, asks)
    assert found.counts_as_of == day(published)
    assert found.use == ("novelty", "inventive_step")
    assert found.statute


@pytest.mark.parametrize(
    ("office", "ground", "filed", "published", "is_before"),
    [
        ("JP", "29-2", "2020-05-31", "2021-06-01", True),
        ("JP", "29-2", "2020-06-01", "2021-06-01", False),  # filed the same day
        ("JP", "29-2", "2020-01-01", "2020-05-31", False),  # public already: 29(1)
        ("US", "102(a)(2)", "2020-05-31", "2021-06-01", True),
        ("US", "102(a)(2)", "2020-06-01", "2021-06-01", False),
        ("US", "102(a)(2)", "2020-01-01", "2020-05-31", True),  # also where it is public already
        ("EP", "54(3)", "2020-05-31", "2021-06-01", True),
        ("EP", "54(3)", "2020-05-31", "2020-06-01", True),  # published on the very day
        ("EP", "54(3)", "2020-01-01", "2020-05-31", False),
        ("EP", "54(3)", "2020-06-01", "2021-06-01", False),
        ("CN", "22(2)", "2020-05-31", "2020-06-01", True),
        ("CN", "22(2)", "2020-06-01", "2021-06-01", False),
    ],
)
def test_filed_before_and_published_after(
    office: str, ground: str, filed: str, published: str, is_before: bool
) -> None:
    found = _by_ground(_document(published, filed, office), _subject(office))[ground]
    assert (found.is_before, found.counts_as_of) == (is_before, day(filed))
    assert found.use == (("novelty", "inventive_step") if office == "US" else ("novelty",))


@pytest.mark.parametrize("office", ["JP", "US", "EP", "CN"])
def test_an_application_of_another_office_is_no_earlier_right(office: str) -> None:
    found = _by_ground(_document("2021-06-01", "2020-05-31", "KR"), _subject(office))
    assert len(found) == 1


@pytest.mark.parametrize(("entered", "expected"), [(None, None), ("EP", True), ("US", "none")])
def test_an_international_application_counts_where_it_took_effect(
    entered: str | None, expected: bool | str | None
) -> None:
    document = _document(
        "2021-06-01", "2020-05-31", "WO", entered=None if entered is None else frozenset({entered})
    )
    found = _by_ground(document, _subject("EP"))
    if expected == "none":
        assert "54(3)" not in found
    else:
        assert found["54(3)"].is_before is expected
        assert bool(found["54(3)"].open_questions) is (entered is None)


def test_the_same_inventors_or_applicant_are_asked_about_and_not_decided() -> None:
    same = _document("2021-06-01", "2020-05-31", "JP", inventors=_SOMEBODY, applicants=_SOMEBODY)
    found = _by_ground(same, _subject("JP"))["29-2"]
    assert [told.partition(":")[0] for told in found.open_questions] == ["same_inventors", "same_applicants"]
    other = _by_ground(_document("2021-06-01", "2020-05-31", "JP"), _subject("JP"))["29-2"]
    assert other.open_questions == ()
    unknown = _document("2021-06-01", "2020-05-31", "JP", inventors=frozenset())
    assert "same_inventors not known" in _by_ground(unknown, _subject("JP"))["29-2"].open_questions[0]


def test_a_priority_that_is_not_examined_gives_both_answers() -> None:
    subject = _subject("EP", priority_date=date(2019, 6, 3))
    found = [one for one in prior_art_dates(_document("2019-12-01"), subject) if one.ground == "54(2)"]
    assert [(one.assuming, one.effective_date.isoformat(), one.is_before) for one in found] == [
        ("the priority holds", "2019-06-03", False),
        ("the priority does not hold", "2020-06-01", True),
    ]
    held = _subject("EP", priority_date=date(2019, 6, 3), priority_holds=True)
    assert [one.is_before for one in prior_art_dates(_document("2019-12-01"), held)] == [False]


def test_the_priority_of_the_document_decides_only_where_its_filing_is_too_late() -> None:
    late = _document("2021-12-01", "2020-07-01", "EP", priority_date=date(2019, 7, 2))
    assert _by_ground(late, _subject("EP"))["54(3)"].is_before is None
    early = _document("2021-12-01", "2020-05-01", "EP", priority_date=date(2019, 7, 2))
    assert _by_ground(early, _subject("EP"))["54(3)"].is_before is True
    lost = _document("2021-12-01", "2020-07-01", "EP", priority_date=date(2019, 7, 2), priority_holds=False)
    assert _by_ground(lost, _subject("EP"))["54(3)"].is_before is False


def test_the_japanese_grace_period_is_by_the_day_of_filing() -> None:
    old = Subject(office="JP", filing_date=date(2018, 6, 8))
    new = Subject(office="JP", filing_date=date(2018, 6, 9))
    document = _document("2017-11-01")
    assert [len(prior_art_dates(document, one)[0].open_questions) for one in (old, new)] == [0, 1]


def test_law_that_is_not_known_gives_no_answer() -> None:
    assert prior_art_dates(_document("2000-01-01"), _subject("US", date(2013, 3, 15))) == ()
    assert prior_art_dates(_document("2000-01-01"), _subject("BR")) == ()


def test_every_rule_has_a_statute() -> None:
    assert all(rule.statute for rule in (*PUBLIC, *EARLIER_RIGHTS))
