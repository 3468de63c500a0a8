"""Letters of the China National Intellectual Property Administration."""

import re

from portfolios.claims.claim import Office
from portfolios.officeactions.letters.raised import Body, Findings
from portfolios.officeactions.letters.sentencewise import Ground, Wording
from portfolios.officeactions.letters.sentencewise import read_body as read_sentences

_GROUNDS = (
    Ground("novelty", ("新",), re.compile(r"(?:不\n?具\n?[备有]|缺乏|没有|无)\n?[^。,;]{0,20}新\n?颖\n?性")),
    Ground(
        "inventive step",
        ("创",),
        re.compile(r"(?:不\n?具\n?[备有]|缺乏|没有|无)\n?[^。,;]{0,20}创\n?造\n?性"),
    ),
    Ground(
        "practical applicability", ("实用性",), re.compile(r"(?:不\n?具\n?[备有]|缺乏)[^。,;]{0,20}实用性")
    ),
    Ground(
        "support and clarity",
        (
            "清",
            "支持",
            "依据",
        ),
        re.compile(r"不\n?清\n?楚|得不到[^。]{0,12}支持|未以说明书为依据|没有以说明书为依据"),
    ),
    Ground("unity", ("单一性",), re.compile(r"(?:不具备|不具有|缺乏)[^。,;]{0,12}单一性")),
    Ground("amendment beyond the original disclosure", ("超出",), re.compile(r"超出了?原(?:说明书|申请)")),
)
_FAULT = re.compile(
    r"不\n?具\n?[备有]|不\n?符\n?合|不\n?满\n?足|不\n?清\n?楚|不\n?能|不允许|缺\n?乏|得不到|未\n?以|没有|超\n?出|不\n?属\n?于|属\n?于|违反|无法"
)
_NO_FAULT = Ground(
    "no fault",
    ("如果", "若", "即使", "申请人", "克服"),
    re.compile(r"^\s*(?:如果|若|倘若|即使|申请人(?:认为|主张|陈述))|克服了?[^。]{0,30}(?:缺陷|问题)"),
)
_ALLOWABLE = Ground(
    "allowable",
    ("具备", "授予", "未发现"),
    re.compile(r"(?<!不)具备[^。,;不]{0,30}(?:新颖性|创造性)|可以被?授予专利权|未发现[^。]{0,20}驳回"),
)
_SATISFIED = re.compile(r"符合[^。;]{0,30}(?:规定|要求)")
_HEADING = re.compile(
    r"(?:关于)?[^。]{0,40}(?:新颖性|创造性|清楚|支持|单一性|实用性|修改)[^。]{0,30}$|[^。]{0,20}第[^。]{1,12}款[^。]{0,12}$"
)
# What Art. 22 itself calls these: 新颖性 in its second paragraph, 创造性 in its third, 实用性 in its fourth.
_BY_NAME = {"novelty": "22.2", "inventive step": "22.3", "practical applicability": "22.4", "unity": "31"}
_CONCLUSION = re.compile(r"\s*(?:因此|因而|所以|综上|由此|可见|故)")
_WORDING = Wording(
    office=Office.CN,
    asian=True,
    fault=_FAULT,
    no_fault=_NO_FAULT,
    grounds=_GROUNDS,
    allowable=_ALLOWABLE,
    satisfied=_SATISFIED,
    heading=_HEADING,
    by_name=_BY_NAME,
    conclusion=_CONCLUSION,
)


def read_body(body: Body) -> Findings:
    """The objections of a Chinese letter. What the form's ticked boxes say the text says again."""
    return read_sentences(body, _WORDING)
