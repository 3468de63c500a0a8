"""The category of a claim, from what it is directed to and how."""

import re

from portfolios.claims.claim import Category, Office

_MADE_BY = re.compile(
    r"(?<!\w)(?:obtained|obtainable|made|produced|producible|prepared|manufactured|formed|resulting)\s+(?:directly\s+)?"
    r"(?:by|from|through|according|using|with|in|via|per)(?!\w)[^;:]{0,80}$|(?<!\w)product\s+of\s+(?:the|a)\s+(?:method|process)"
    r"|erhältlich|hergestellt\s+nach|obtenu|制备得到|制造得到|得到的"
)
_MEDIUM = re.compile(
    r"(?:readable|usable|accessible|storage|recording|recordable|program|memory|transitory|executable)[\w\s,/()-]{0,60}"
    r"(?:medium|media|mediums|memory|memories|storage|device|devices)(?!\w)|speichermedium|support\s+d'enregistrement|存储介质|可读介质"
)
_BY_HEAD: tuple[tuple[Category, str], ...] = (
    (Category.USE, r"^(?:the\s+)?(?:use|verwendung|utilisation)(?!\w)|用途$|应用$"),
    (Category.METHOD, r"(?:method|process|procedure|technique|verfahren|procédé|méthode)s?$|方法$|工艺$"),
    (Category.CRM, r"(?:medium|media|mediums)$|介质$"),
    (Category.PROGRAM, r"program(?:me)?s?(?:\s+(?:product|code|element)s?)?$|software$|程序(?:产品)?$"),
    (Category.DATA_STRUCTURE, r"data\s+structures?$|datenstruktur$|数据结构$"),
    (Category.SIGNAL, r"(?:signals?|carrier\s+waves?)$|信号$"),
    (Category.KIT, r"(?<!\w)kits?$|试剂盒$"),
    (Category.SYSTEM, r"(?:system|systems|network|système)$|系统$"),
    (
        Category.COMPOSITION,
        (
            r"(?:compositions?|compounds?|alloys?|formulations?|polymers?|copolymers?|mixtures?|resins?|materials?|solutions?|emulsions?"
            r"|peptides?|polypeptides?|proteins?|nucleic\s+acids?|antibod(?:y|ies)|salts?|films?|zusammensetzung|verbindung|composé|powders?"
            r"|vaccines?|adhesives?|catalysts?|inks?)$|组合物$|化合物$|合金$|材料$"
        ),
    ),
)
_HEADS = tuple((category, re.compile(pattern)) for category, pattern in _BY_HEAD)
_JAPANESE = (
    (Category.METHOD, re.compile(r"(?:方法|製法|プロセス|工法)$")),
    (Category.USE, re.compile(r"使用$")),
    (Category.CRM, re.compile(r"媒体$|メディア$")),
    (Category.DATA_STRUCTURE, re.compile(r"データ構造$")),
    (Category.PROGRAM, re.compile(r"(?:プログラム|プログラム製品|モデル|ソフトウェア|ソフトウエア)$")),
    (Category.SIGNAL, re.compile(r"信号$")),
    (Category.KIT, re.compile(r"キット$")),
    (Category.SYSTEM, re.compile(r"システム$")),
    (
        Category.COMPOSITION,
        re.compile(
            r"(?:組成物|化合物|合金|樹脂|剤|材料|材|フィルム|塩|ポリマー|重合体|共重合体|ペプチド|抗体|粉末)$"
        ),
    ),
)


_KOREAN = (
    (Category.USE, re.compile(r"(?:용도|사용)$")),
    (Category.METHOD, re.compile(r"(?:방법|공정|제조법|제법)$")),
    (Category.CRM, re.compile(r"매체$")),
    (Category.PROGRAM, re.compile(r"(?:프로그램|소프트웨어)(?: 제품)?$")),
    (Category.DATA_STRUCTURE, re.compile(r"데이터 ?구조$")),
    (Category.SIGNAL, re.compile(r"신호$")),
    (Category.KIT, re.compile(r"키트$")),
    (Category.SYSTEM, re.compile(r"시스템$")),
    (
        Category.COMPOSITION,
        re.compile(r"(?:조성물|화합물|혼합물|합금|수지|재료|소재|필름|중합체|공중합체|항체|펩타이드|분말)$"),
    ),
)


def category_of(head: str, opening: str, *, refers: bool) -> Category:
    """The category of a claim with that head and that folded opening (up to transition or reference)."""
    if refers and not _HEADS[1][1].search(head) and _MADE_BY.search(opening):
        return Category.PRODUCT_BY_PROCESS
    for category, pattern in _HEADS:
        if pattern.search(head):
            return category
    return Category.CRM if _MEDIUM.search(opening[:300]) else Category.APPARATUS


def japanese_category(subject: str) -> Category:
    """The category by the end of the 主題名."""
    return next((category for category, pattern in _JAPANESE if pattern.search(subject)), Category.APPARATUS)


def korean_category(subject: str) -> Category:
    """The category by the end of what the claim is directed to."""
    return next((category for category, pattern in _KOREAN if pattern.search(subject)), Category.APPARATUS)


def category_flags(category: Category, opening: str, office: Office) -> list[str]:
    """What an office may object to in a category; `opening` is the folded opening of the claim."""
    if office is Office.US:
        transitory = category is Category.CRM and not re.search(
            r"non[\s-]?transitory|non[\s-]?volatile", opening
        )
        named = (("use_claim", category is Category.USE), ("transitory_medium", transitory))
        return [flag for flag, applies in named if applies]
    if office is Office.JP:
        named = (
            ("program_signal", "プログラム信号" in opening),
            ("program_product", "プログラム製品" in opening),
        )
        return [flag for flag, applies in named if applies]
    return []
