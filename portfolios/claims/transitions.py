"""The words between preamble and body in English, German, French and Chinese claims.

An improvement ("wherein the improvement comprises") comes first, then two-part forms, then the earliest
of the rest; "selected from the group consisting of" is no transition (MPEP 2111.03, 2129).
"""

import re
from typing import NamedTuple

from portfolios.claims.claim import TransitionType as Type


class Found(NamedTuple):
    """A transition in folded text; `type` none, and nothing between, where there is none."""

    start: int
    end: int
    type: Type


_JEPSON = re.compile(
    r"(?<!\w)(?:(?:wherein|in\s+which|where),?\s+)?(?:the|said)\s+improvements?\s+"
    r"(?:which\s+)?(?:compris(?:es|ed|ing|e)|consist(?:s|ing)?\s+(?:of|in)|resid(?:es|ing)\s+in|being|includ(?:es|ing))(?!\w)"
    r"|wobei\s+die\s+verbesserung\s+(?:umfasst|darin\s+besteht)"
)
_TWO_PART = re.compile(
    r"(?:being\s+|is\s+|and\s+is\s+)?characteri[sz]ed\s+(?:in\s*that|by(?:\s+the\s+fact\s+that)?|in)(?!\w)"
    r"|dadurch\s+gekennzeichnet,?\s*da(?:ss|ß)|gekennzeichnet\s+durch"
    r"|caractérisée?s?\s+(?:en\s+ce\s+que?(?!\w)|en\s+ce\s+qu'|par(?!\w))"
    r"|其特征(?:在于|是|为)|其改进(?:在于|是)|特征在于"
)
_LISTED = re.compile(r"[,:]?\s*(?:包括|包含)(?:以下|如下|下列)?(?:步骤|部件|组分)?(?=\s*:)")
_FIRST = (
    (_JEPSON, Type.JEPSON, ("improvement", "verbesserung")),
    (_TWO_PART, Type.TWO_PART, ("characteri", "gekennzeichnet", "caract", "特征", "改进")),
)
_PLAIN = re.compile(
    r"(?=[cibuaehm包含具由基])(?:"
    r"(?P<semi>consist(?:s|ing)?\s+essentially\s+of|im\s+wesentlichen\s+besteh\w+\s+aus|consistant\s+essentiellement\s+en"
    r"|基本(?:上)?由)"
    r"|(?P<closed>(?<!\w)consist(?:s|ing)?\s+(?:only\s+)?of(?!\w)|bestehend\s+aus|besteht\s+aus|constituée?s?\s+(?:de|par)(?!\w)"
    r"|consistant\s+en|由(?=[^。；;]{1,200}组成))"
    r"|(?P<strong>(?<!\w)(?:compris(?:ing|es|e)|umfassend|umfasst|comprenant|comportant|comprend|aufweisend|enthaltend)(?!\w)"
    r"|包括|包含|含有|具有|具备)"
    r"|(?P<weak>(?<!\w)(?:includ(?:ing|es|e)|contain(?:ing|s)|aufweist|enthält)(?!\w))"
    r"|(?P<unsure>(?<!\w)(?:having|has|composed\s+of|made\s+up\s+of)(?!\w))"
    r"|(?P<comprised>(?<!\w)comprised\s+of(?!\w)))"
)
_TYPES = {
    "semi": Type.SEMI,
    "closed": Type.CLOSED,
    "strong": Type.OPEN,
    "weak": Type.OPEN,
    "unsure": Type.OPEN_UNSURE,
    "comprised": Type.OPEN,
}
_GROUP = re.compile(r"(?:group|gruppe|groupe|组)\s*,?$")
_WITH = re.compile(r"(?<!\w)(?:which|that|and|die|der|das|qui|它|其)\s*$")
_COLON = re.compile(
    r"(?:\s+(?:at\s+least\s+)?(?:the\s+)?(?:following\s+)?(?:steps?|acts?|components?|elements?)(?:\s+of)?)?\s*[:：;]"
)
_STEPS = re.compile(
    r"\s+(?:at\s+least\s+)?(?:the\s+)?(?:following\s+)?(?:steps?|acts?|operations?)\s*(?:of)?(?=\s*[:：\n(])"
)
# Every alternative starts with one certain character, so that the search runs from candidate to candidate.
_WHEREIN = re.compile(
    r"w(?<!\ww)(?:here(?:in|by)?|obei)(?!\w)|i(?<!\wi)n\s+which(?!\w)|b(?<!\wb)ei\s+de[mr](?!\w)"
    r"|d(?<!\wd)ans\s+le(?:quel|s\s*quels)(?!\w)|o(?<!\wo)ù(?!\w)|其中"
)


def find_transition(text: str, start: int = 0) -> Found:
    """The transition of a claim in folded text, looked for from `start`."""
    for pattern, kind, hints in _FIRST:
        if any(hint in text for hint in hints) and (found := pattern.search(text, start)):
            listed = _LISTED.match(text, found.end())
            return Found(found.start(), listed.end() if listed else found.end(), kind)
    return _earliest(text, start)


def body_start(text: str, start: int = 0) -> int:
    """Where the body begins without a transition: at the first "wherein"; -1 where there is none."""
    found = _WHEREIN.search(text, start)
    return found.start() if found else -1


def _earliest(text: str, start: int) -> Found:
    wherein = body_start(text, start)
    weak: Found | None = None
    for found in _PLAIN.finditer(text, start):
        if _GROUP.search(text, max(start, found.start() - 12), found.start()):
            continue
        hit = _hit(text, found, start)
        if wherein != -1 and hit.start > wherein:
            break
        if found.lastgroup not in {"weak", "unsure"} or _COLON.match(text, hit.end):
            return hit if weak is None or _COLON.match(text, hit.end) else weak
        weak = weak or hit
    return weak or Found(start, start, Type.NONE)


def _hit(text: str, found: re.Match[str], start: int) -> Found:
    """With the words that belong to it: "which comprises", "comprising the steps of"."""
    pronoun = _WITH.search(text, max(start, found.start() - 8), found.start())
    steps = _STEPS.match(text, found.end())
    start = pronoun.start() if pronoun else found.start()
    return Found(start, steps.end() if steps else found.end(), _TYPES[found.lastgroup or "strong"])
