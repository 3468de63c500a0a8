"""Small gazettes as PDF in the layout of the Japan Patent Office, made for the tests."""

from collections.abc import Sequence

from tests.unit.parsing.files import placed_pdf

Placed = tuple[float, float, str]
LEFT, RIGHT, GUTTER, TOP, STEP = 50, 330, 290, 780, 16
FRONT: Sequence[Placed] = (
    (50, 810, "(19)日本国特許庁(JP)"),
    (230, 810, "(12)公開特許公報(A)"),
    (440, 810, "(11)公開番号"),
    (370, 794, "特開2026-990001"),
    (370, 778, "(43)公開日"),
    (440, 778, "令和8年5月7日"),
    (50, 750, "(51)Int.Cl."),
    (50, 734, "H01M 50/409"),
    (310, 750, "FI"),
    (310, 734, "H01M 50/409"),
    (310, 718, "テーマコード"),
    (310, 702, "5H021 EE03 EE15"),
    (50, 660, "(21)出願番号 特願2024-990123"),
    (50, 644, "(22)出願日 令和6年11月5日"),
    (310, 660, "(71)出願人 990000001"),
    (310, 644, "青葉株式会社"),
    (310, 628, "東京都青葉区一丁目"),
    (310, 612, "(72)発明者 佐藤 花子"),
    (310, 596, "東京都青葉区一丁目"),
    (50, 560, "(54)【発明の名称】電池用セパレータ"),
    (50, 530, "(57)【要約】"),
    (50, 514, "【課題】縮まない膜を得る。"),
    (50, 498, "【選択図】図１"),
)
CLAIMS = (
    "【特許請求の範囲】",
    "【請求項１】",
    "　粒子の層を有し、前記層の厚さが２μｍ以上",
    "である電池用セパレータ。",
    "【請求項２】",
    "　請求項１に記載の電池用セパレータ。",
    "【発明の詳細な説明】",
    "【技術分野】",
    "【０００１】",
    "　本発明は、電池に用いるセパレータであって、",
)
TEXT = (
    "粒子の層を有するものに関する。",
    "【背景技術】",
    "【０００２】",
    "　【特許文献１】には膜が記載されている。",
    "【図面の簡単な説明】",
    "【０００３】",
    "【図１】断面図である。",
    "【符号の説明】",
    "【０００４】",
    "　１　膜",
)


def column(x: float, lines: Sequence[str]) -> list[Placed]:
    """The lines below each other; what is set in is placed, not written."""
    return [
        (x + 10 * (len(line) - len(line.lstrip("　"))), TOP - STEP * at, line.lstrip("　"))
        for at, line in enumerate(lines)
    ]


def header(number: int) -> list[Placed]:
    return [(288, 815, f"({number})"), (400, 815, "JP"), (430, 815, "2026-990001"), (550, 815, "A")]


def line_numbers(*, x: float = GUTTER) -> list[Placed]:
    """The numbers of every tenth line, between the columns or in the margin."""
    return [(x, TOP - STEP * at, str(number)) for at, number in ((2, 10), (7, 20))]


def gazette(
    *,
    front: Sequence[Placed] = FRONT,
    body: Sequence[Placed] = (),
    drawings: Sequence[str] = ("【図１】", "１"),
) -> bytes:
    """A published application of three pages: front, two columns (or the body given), drawings."""
    columns = [*column(LEFT, CLAIMS), *line_numbers(), *column(RIGHT, TEXT)]
    return placed_pdf(
        [
            list(front),
            [*header(2), *(body or columns)],
            [*header(3), *column(LEFT, drawings)],
        ]
    )
