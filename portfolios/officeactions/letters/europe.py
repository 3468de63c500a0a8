"""Communications of the European Patent Office in English."""

import re

from portfolios.claims.claim import Office
from portfolios.officeactions.letters.raised import Body, Findings
from portfolios.officeactions.letters.sentencewise import Ground, Wording
from portfolios.officeactions.letters.sentencewise import read_body as read_sentences

_GROUNDS = (
    Ground(
        "novelty",
        (
            "new",
            "nov",
            "anticipated",
        ),
        re.compile(r"(?i:not\s(?:appear\sto\sbe\s)?(?:new|novel)|lacks?\s(?:of\s)?novelty|anticipated)"),
    ),
    Ground(
        "inventive step",
        (
            "inventive",
            "obvio",
        ),
        re.compile(
            r"(?i:(?:lacks?|lacking|not\s(?:appear\sto\s)?involve|devoid\sof|absence\sof)\s(?:of\s)?(?:an\s|any\s)?inventive\sstep"
            r"|not\sinventive|(?<!not\s)(?<!nor\s)(?<!not\srendered\s)(?<!nor\srendered\s)(?<!non-)obvious)"
        ),
    ),
    Ground(
        "clarity and support",
        (
            "clear",
            "clarity",
            "upported",
            "conc",
        ),
        re.compile(
            r"(?i:not\sclear|unclear|lacks?\s(?:of\s)?clarity|not\ssupported|not\sconcise|lack\sof\sconciseness)"
        ),
    ),
    Ground(
        "sufficiency",
        ("disclo",),
        re.compile(
            r"(?i:insufficient(?:ly)?\sdisclos|not\s(?:sufficiently\s)?disclos(?:ed|e)\s[^.]{0,60}(?:clear|carried\sout))"
        ),
    ),
    Ground("added subject-matter", ("beyond",), re.compile(r"(?i:extends?\sbeyond|beyond\sthe\scontent)")),
    Ground(
        "unity",
        (
            "unity",
            "linked",
        ),
        re.compile(r"(?i:lacks?\s(?:of\s)?unity|not\s(?:so\s)?linked)"),
    ),
)
_FAULT = re.compile(
    r"(?i:\bnot\b|\bnor\b|\black(?:s|ing)?\b|\bunclear\b|\bcontrary\sto\b|\bobjections?\b|\binfring|\bextends?\sbeyond\b"
    r"|\bbeyond\sthe\scontent\b|\bexcluded\b|\bdevoid\b|\banticipated\b|\bobvious\b|\binsufficient|\bcontraven|\bviolat|\babsence\b|\bfails?\b)"
)
_NO_FAULT = Ground(
    "no fault",
    ("objection", "longer", "if", "should", "order", "present", "applicant"),
    re.compile(
        r"(?i:\bobjections?\s[^.]{0,60}(?:overcome|withdrawn|no\slonger|not\smaintained)|\bno\sobjection|\bno\slonger\b"
        r"|\bif\s(?:the\sapplicant|the\sdeficienc|these|any)|\bshould\s(?:the\sapplicant|it)\b|\bcare\sshould\b|\bin\sorder\sto\smeet\b"
        r"|\bpresent\sassessment\b|\bthe\sapplicant\s(?:argues|submits|contends)\b)"
    ),
)
_ALLOWABLE = Ground(
    "allowable",
    ("new", "nov", "allowable", "neither", "involve"),
    re.compile(
        r"(?i:\b(?:is|are|appears?\sto\sbe)\s(?:therefore\s|thus\s|considered\s(?:to\sbe\s)?)?(?:new|novel|allowable)\b"
        r"|\bneither\s(?:known|disclosed|anticipated)\b[^.;]{0,60}\snor\s[^.;]{0,30}\bobvious\b"
        r"|(?<!not\s)\binvolves?\san\sinventive\sstep\b)"
    ),
)
_SATISFIED = re.compile(
    r"(?i:\b(?:meets?|fulfils?|satisf(?:y|ies)|compl(?:y|ies)\swith)\sthe\srequirements?\b)"
)
_HEADING = re.compile(
    r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}\.?\s|[A-Z]\.\s|\(?[ivx]{1,4}\)\s)?[A-Z][A-Za-z ,/&-]{2,60}"
    r"(?:\s?[\(,:-]\s?(?:Articles?|Art\.?|Rules?|R\.)\s[^.]{1,60})?$"
    r"|(?:Articles?|Art\.|Rules?)\s[0-9][^.]{0,60}$"
)
# The headings of the articles themselves: Art. 54 "Novelty", Art. 56 "Inventive step", and so on.
_BY_NAME = {
    "novelty": "54",
    "inventive step": "56",
    "unity": "82",
    "sufficiency": "83",
    "clarity and support": "84",
}
_CONCLUSION = re.compile(
    r"\s*(?:[0-9.]{1,8}\s)?(?:Hence|Therefore|Thus|Consequently|Accordingly|As\sa\sresult|It\sfollows|In\sview\sof)"
)
_WORDING = Wording(
    office=Office.EP,
    asian=False,
    fault=_FAULT,
    no_fault=_NO_FAULT,
    grounds=_GROUNDS,
    allowable=_ALLOWABLE,
    satisfied=_SATISFIED,
    heading=_HEADING,
    by_name=_BY_NAME,
    conclusion=_CONCLUSION,
    leading=("52(1)", "54(1)"),
)


def read_body(body: Body) -> Findings:
    """The objections of a communication in English."""
    return read_sentences(body, _WORDING)
