"""Claims end where the document they stand in goes on."""

import pytest

from portfolios.claims.claim import Office
from portfolios.claims.reading import read_claims
from portfolios.claims.splitting import split

JAPANESE = (
    "【書類名】特許請求の範囲\n【請求項１】\n装置。\n【請求項２】\n請求項１に記載の装置を製造する方法。\n"
)
ENGLISH = "What is claimed is:\n1. A device.\n2. The device of claim 1, further comprising a lens.\n"
GERMAN = "Patentansprüche\n1. Vorrichtung.\n2. Vorrichtung nach Anspruch 1.\n"
CHINESE = "权利要求书\n1.一种装置。\n2.根据权利要求1所述的装置。\n"
OLD = "２．特許請求の範囲\n（１）装置。\n（２）請求項１に記載の装置。\n"


def _texts(section: str) -> list[str]:
    return [section[piece.start : piece.end] for piece in split(section)]


@pytest.mark.parametrize(
    ("claims", "behind"),
    [
        *(
            (JAPANESE, behind)
            for behind in (
                "【書類名】明細書\n【発明の名称】装置\n【０００１】本発明は装置に関する。\n",
                "【明細書】\n【発明の名称】装置\n",
                "【発明の名称】装置\n",
                "　【技術分野】\n　【０００１】\n",
                "【発明の詳細な説明】\n【産業上の利用分野】\n",
                "【発明を実施するための形態】\n",
                "【図面の簡単な説明】\n【図１】断面図である。\n",
                "【要約書】\n【要約】\n【課題】軽い装置を提供する。\n",
                "【課題】軽い装置を提供する。【解決手段】軽くする。【選択図】図１\n",
                "【図面】\n【図１】\n",
                "【０００１】\n本発明は装置に関する。\n",
                "【手続補正２】\n【補正対象書類名】明細書\n",
                "明細書\n1. 技術分野\n",
            )
        ),
        *(
            (ENGLISH, behind)
            for behind in (
                "DESCRIPTION\n3. A third thing is described.\n",
                "Description\nThe device is light.\n",
                "DETAILED DESCRIPTION OF THE PREFERRED EMBODIMENTS\nThe device is light.\n",
                "Brief Description of the Drawings\nFIG. 1 is a view.\n",
                "\n  ABSTRACT\n\nA light device.\n",
                "ABSTRACT OF THE DISCLOSURE\nA light device.\n",
                "BACKGROUND OF THE INVENTION\n3. The art is heavy.\n",
                "TECHNICAL FIELD\n[0001] Devices.\n",
                "REMARKS\nClaims 1 and 2 are pending.\n",
                "[0001] This application claims priority.\n",
            )
        ),
        (GERMAN, "Beschreibung\n3. Die Vorrichtung ist leicht.\n"),
        (GERMAN, "ZUSAMMENFASSUNG\nLeicht.\n"),
        (CHINESE, "说明书\n技术领域\n3.本发明涉及装置。\n"),
        (CHINESE, "说明书摘要\n一种装置。\n"),
        (OLD, "３．発明の詳細な説明\n（３）軽い装置。\n"),
        (OLD, "発明の詳細な説明\n（３）軽い装置。\n"),
    ],
)
def test_claims_end_at_the_next_heading(claims: str, behind: str) -> None:
    alone = _texts(claims)
    assert len(alone) == 2
    assert _texts(claims + behind) == alone


def test_the_last_claim_before_a_description_is_read_as_it_is_alone() -> None:
    alone = read_claims(JAPANESE, office=Office.JP)
    assert [claim.subject for claim in alone] == ["装置", "方法"]
    whole = f"{JAPANESE}【書類名】明細書\n【発明の名称】装置\n【技術分野】\n【０００１】装置に関する。\n"
    assert read_claims(whole, office=Office.JP) == alone
    assert read_claims(whole.replace("\n【書", "【書"), office=Office.JP)[1].subject == "方法"


@pytest.mark.parametrize(
    "claim",
    [
        "1. A book with\na title,\nabstract\nand drawings.",
        "1. A method of printing, wherein the page has an\nAbstract\nand a title.",
        "1. A crystal cut along the\n[0001] direction of the lattice.",
        "1. A system with a field for\ndescription of the goods\nand a price.",
        "【請求項１】\n次式を満たす組成物。\n【化１】\n【数２】\nx=1\n【数式】\n【表】\n（式中、xは1である。）",
        "【請求項１】【化学式１】で表される化合物。【表１】",
        "1. 図面を表示する装置であって、\n図面\nを読む装置。",
        "【청구항 1】【화학식 1】로 표시되는 화합물.\n【수학식 2】",
    ],
)
def test_what_stands_in_a_claim_ends_none(claim: str) -> None:
    (text,) = _texts(claim)
    assert claim.endswith(text)
    assert len(text) > len(claim) - 12


def test_other_claims_may_follow_a_heading() -> None:
    contents = "1. Field\n2. Background\nABSTRACT\nA device.\nWhat is claimed is:\n3. A device.\n"
    assert [piece.number for piece in split(contents)] == [1, 2, 3]
    amended = "【手続補正１】\n【請求項１】\n装置。\n【手続補正２】\n【補正の内容】\n【請求項２】\n方法。\n"
    assert _texts(amended) == ["装置。", "方法。"]
