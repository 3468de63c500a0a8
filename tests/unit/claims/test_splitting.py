"""Sections are cut into the claims they number, and into nothing else."""

import pytest

from portfolios.claims.claim import Office, Status
from portfolios.claims.reading import read_claims, read_numbered
from portfolios.claims.splitting import split


def _numbers(section: str) -> list[int]:
    return [piece.number for piece in split(section)]


def _texts(section: str) -> list[str]:
    return [section[piece.start : piece.end] for piece in split(section)]


@pytest.mark.parametrize(
    ("section", "texts"),
    [
        (
            "What is claimed is:\n1. A device.\n2. The device of claim 1.",
            ["A device.", "The device of claim 1."],
        ),
        (
            "We claim:\n\n  1) A device.\n\n  2) The device of claim 1.\n",
            ["A device.", "The device of claim 1."],
        ),
        ("Claim 1: A device.\nClaim 2: A method.", ["A device.", "A method."]),
        (
            "1. A device. 2. The device of claim 1. 3. A method.",
            ["A device.", "The device of claim 1.", "A method."],
        ),
        (
            "Patentansprüche\n1. Vorrichtung.\n2. Vorrichtung nach Anspruch 1.",
            ["Vorrichtung.", "Vorrichtung nach Anspruch 1."],
        ),
        (
            "Revendications\n1. Dispositif.\n2. Dispositif selon la revendication 1.",
            ["Dispositif.", "Dispositif selon la revendication 1."],
        ),
        (
            "【書類名】特許請求の範囲\n【請求項１】\n　装置。\n【請求項２】\n　請求項１に記載の装置。",
            ["装置。", "請求項１に記載の装置。"],
        ),
        (
            "【請求項1】装置\n【数1】\nx=1\nを満たす装置。\n【請求項2】方法。\n【書類名】明細書\n本文",
            ["装置\n【数1】\nx=1\nを満たす装置。", "方法。"],
        ),
        (
            "权利要求书\n1、一种装置。\n2．根据权利要求1所述的装置。",
            ["一种装置。", "根据权利要求1所述的装置。"],
        ),
        (
            "1.一种装置，长度为\n1.5毫米。\n2.根据权利要求1所述的装置。",
            ["一种装置，长度为\n1.5毫米。", "根据权利要求1所述的装置。"],
        ),
        ("【청구항 1】장치.\n【청구항 2】제1항에 있어서, 장치.", ["장치.", "제1항에 있어서, 장치."]),
        ("A vehicle comprising an engine.", ["A vehicle comprising an engine."]),
        ("", []),
        ("   \n", []),
    ],
)
def test_cuts(section: str, texts: list[str]) -> None:
    assert _texts(section) == texts


def test_a_list_inside_a_claim_stays_inside() -> None:
    section = "1. A kit comprising:\n2. a wheel,\n7. a door, and\n2. a roof.\n2. The kit of claim 1."
    assert _numbers(section) == [1, 2]
    assert _texts(section)[1] == "The kit of claim 1."


def test_a_cancelled_range_makes_cancelled_claims() -> None:
    section = "4. (Original) A device.\n5-7. (Canceled)\n8. (Currently Amended) The device of claim 6, having a lens."
    claims = read_claims(section, office=Office.US)
    assert [claim.number for claim in claims] == [4, 5, 6, 7, 8]
    assert [claim.status for claim in claims] == [
        Status.ORIGINAL, Status.CANCELLED, Status.CANCELLED, Status.CANCELLED, Status.AMENDED,
    ]  # fmt: skip
    assert [claim.elements for claim in claims[1:4]] == [(), (), ()]
    assert "parent_cancelled" in claims[-1].flags


@pytest.mark.parametrize(
    ("identifier", "status"),
    [
        ("(Original)", Status.ORIGINAL),
        ("(Currently Amended)", Status.AMENDED),
        ("(Previously Presented)", Status.PREVIOUSLY_PRESENTED),
        ("(Cancelled)", Status.CANCELLED),
        ("(Withdrawn - Currently Amended)", Status.WITHDRAWN),
        ("(New)", Status.NEW),
        ("(Not Entered)", Status.NOT_ENTERED),
        ("[Reinstated]", Status.REINSTATED),
    ],
)
def test_status_identifiers(identifier: str, status: Status) -> None:
    (claim,) = read_claims(f"1. {identifier} A device comprising a lens.", office=Office.US)
    assert (claim.status, claim.text) == (status, "A device comprising a lens.")


def test_a_deleted_japanese_claim() -> None:
    claims = read_claims(
        "【請求項１】装置。\n【請求項２】（削除）\n【請求項３】請求項２に記載の装置。", office=Office.JP
    )
    assert [claim.status for claim in claims] == [Status.ORIGINAL, Status.CANCELLED, Status.ORIGINAL]
    assert claims[2].flags == ("parent_cancelled",)


def test_a_number_printed_in_the_text_is_passed_over() -> None:
    (claim,) = read_numbered(
        [(12, "12. (New) The device of claim 3, wherein the lens is flat.")], office=Office.US
    )
    assert claim.status is Status.NEW
    assert claim.text[claim.lead :].startswith("The device")
    assert claim.subject == "device"
    assert claim.text[claim.refs[0].start : claim.refs[0].end] == "claim 3"


def test_offsets_lead_back_to_the_section() -> None:
    section = "What is claimed is:\n1. A device.\n2. The device of claim 1."
    claims = read_claims(section, office=Office.US)
    assert [section[c.offset : c.offset + len(c.text)] for c in claims] == [c.text for c in claims]
