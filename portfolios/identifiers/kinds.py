"""Kind codes (WIPO ST.16) with their meaning, office by office: the same letter is not the same thing.

An EP A1 is an application, a CN C and a US A of before 2001 are grants.
"""

from typing import Literal, NamedTuple

Stage = Literal["application", "grant", "examined", "report", "correction", "translation"]


class Kind(NamedTuple):
    """What a kind code says of a document."""

    stage: Stage
    en: str
    ja: str


_US_GRANT = Kind("grant", "Patent", "特許")
_US_PUBLISHED = Kind("application", "Patent application publication", "特許出願公開")
_EP_CORRECTION_A = Kind("correction", "Corrected application document", "出願公開の訂正")
_DE_GRANT = Kind("grant", "Patent specification", "特許明細書")

KINDS: dict[str, dict[str, Kind]] = {
    "JP": {
        "A": Kind("application", "Published application (Kokai, Kohyo)", "公開特許公報・公表特許公報"),
        "A1": Kind("application", "Domestic re-publication of a PCT application", "再公表特許"),
        "B": Kind("grant", "Patent gazette", "特許公報"),
        "B1": Kind("grant", "Patent gazette, not published before", "特許公報(未公開)"),
        "B2": Kind(
            "grant", "Patent gazette, published before; examined publication to 1996", "特許公報・特公"
        ),
        "U": Kind("application", "Published or registered utility model", "公開・登録実用新案公報"),
        "Y": Kind("grant", "Utility model gazette", "実用新案公報"),
        "Y1": Kind("examined", "Utility model gazette, not published before", "実用新案公報(未公開)"),
        "Y2": Kind("examined", "Examined utility model, published before", "実公"),
        "S": Kind("grant", "Registered design", "意匠公報"),
    },
    "US": {
        "A": Kind("grant", "Patent (to 2000)", "特許(2000年まで)"),
        "A1": _US_PUBLISHED,
        "A2": Kind("application", "Republished application", "再公開"),
        "A9": Kind("correction", "Corrected application publication", "公開の訂正"),
        "B": _US_GRANT,
        "B1": Kind("grant", "Patent without earlier publication", "特許(事前公開なし)"),
        "B2": Kind("grant", "Patent with earlier publication", "特許(事前公開あり)"),
        "E": Kind("grant", "Reissue patent", "再発行特許"),
        "E1": Kind("grant", "Reissue patent", "再発行特許"),
        "S": Kind("grant", "Design patent", "意匠特許"),
        "S1": Kind("grant", "Design patent", "意匠特許"),
        "P": Kind("grant", "Plant patent", "植物特許"),
        "P1": Kind("application", "Plant patent application publication", "植物特許出願公開"),
        "P2": Kind("grant", "Plant patent without earlier publication", "植物特許(事前公開なし)"),
        "P3": Kind("grant", "Plant patent with earlier publication", "植物特許(事前公開あり)"),
        "H": Kind("application", "Statutory invention registration", "法定発明登録"),
        "H1": Kind("application", "Statutory invention registration", "法定発明登録"),
        **{kind: Kind("application", "Defensive publication", "防衛公開") for kind in ("I", "I4", "I5")},
        **{f"C{n}": Kind("grant", "Re-examination certificate", "再審査証明書") for n in range(1, 6)},
    },
    "EP": {
        "A": _US_PUBLISHED._replace(en="Published application"),
        "A1": Kind("application", "Application published with search report", "出願公開(調査報告付き)"),
        "A2": Kind("application", "Application published without search report", "出願公開(調査報告なし)"),
        "A3": Kind("report", "Search report", "調査報告"),
        "A4": Kind("report", "Supplementary search report", "補充調査報告"),
        "A8": _EP_CORRECTION_A,
        "A9": _EP_CORRECTION_A,
        "B": Kind("grant", "Patent specification", "特許明細書"),
        "B1": Kind("grant", "Patent specification", "特許明細書"),
        "B2": Kind("grant", "Patent specification after opposition", "異議後の特許明細書"),
        "B3": Kind("grant", "Patent specification after limitation", "限定後の特許明細書"),
        "B8": Kind("correction", "Corrected first page of a specification", "特許明細書の訂正"),
        "B9": Kind("correction", "Corrected specification", "特許明細書の訂正"),
    },
    "WO": {
        "A": Kind("application", "International publication", "国際公開"),
        "A1": Kind("application", "Published with international search report", "国際公開(国際調査報告付き)"),
        "A2": Kind("application", "Published without search report", "国際公開(国際調査報告なし)"),
        "A3": Kind("report", "Search report published later", "国際調査報告"),
        "A4": Kind("application", "Amended claims or statement published later", "補正された請求の範囲"),
        "A8": Kind("correction", "Corrected first page", "国際公開の訂正"),
        "A9": Kind("correction", "Corrected publication", "国際公開の訂正"),
    },
    "CN": {
        "A": Kind("application", "Published application", "発明専利出願公開"),
        "B": Kind("grant", "Granted patent (since 2010)", "発明専利"),
        "C": Kind("grant", "Granted patent (before 2010)", "発明専利(2010年以前)"),
        "U": Kind("grant", "Utility model", "実用新型専利"),
        "Y": Kind("grant", "Utility model (before 2010)", "実用新型専利(2010年以前)"),
        "S": Kind("grant", "Design", "外観設計専利"),
        "D": Kind("grant", "Design (before 2010)", "外観設計専利(2010年以前)"),
    },
    "KR": {
        "A": Kind("application", "Published application", "公開特許"),
        "B1": Kind("grant", "Patent", "登録特許"),
        "B2": Kind("grant", "Patent published after examination", "登録特許"),
        "U": Kind("application", "Published utility model application", "公開実用新案"),
        "Y1": Kind("grant", "Registered utility model", "登録実用新案"),
        "S": Kind("grant", "Registered design", "登録デザイン"),
    },
    "DE": {
        "A": Kind("application", "Published application", "出願公開"),
        "A1": Kind("application", "Published application", "出願公開"),
        "A5": Kind("application", "PCT application in German", "PCT出願(独語)"),
        "B": Kind("grant", "Patent specification", "特許明細書"),
        "B1": Kind("grant", "Examined publication (before 1981)", "審査済公告"),
        "B2": Kind("grant", "Examined publication (before 1981)", "審査済公告"),
        "B3": Kind("grant", "Patent without earlier publication", "特許明細書(事前公開なし)"),
        "B4": Kind("grant", "Patent after earlier publication", "特許明細書(事前公開あり)"),
        "C": _DE_GRANT,
        "C1": _DE_GRANT,
        "C2": _DE_GRANT,
        "C3": _DE_GRANT,
        "C5": Kind("grant", "Limited patent specification", "限定後の特許明細書"),
        "D1": _DE_GRANT,
        "D2": _DE_GRANT,
        "T0": Kind("translation", "Translated claims of an EP application", "EP出願の請求の範囲の翻訳"),
        "T1": Kind("translation", "Translation of an EP patent", "EP特許の翻訳"),
        "T2": Kind("translation", "Translation of an EP patent", "EP特許の翻訳"),
        "T3": Kind("translation", "Translation of an EP patent after opposition", "EP特許の翻訳"),
        "T4": Kind("translation", "Corrected translation of an EP patent", "EP特許の翻訳の訂正"),
        "T5": Kind("translation", "Translated PCT application", "PCT出願の翻訳"),
        "U": Kind("grant", "Utility model", "実用新案"),
        "U1": Kind("grant", "Utility model", "実用新案"),
    },
}


def kind_meaning(office: str, kind: str) -> Kind | None:
    """What the code says at that office; None for a code the office does not use."""
    return KINDS.get(office, {}).get(kind)


def is_kind(office: str, kind: str) -> bool:
    """Whether the office uses that code."""
    return kind in KINDS.get(office, {})
