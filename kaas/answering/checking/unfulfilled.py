"""What was refused, forgotten, promised, asked for or only claimed, and is told as if it had been so. Plain Python.

A word that governs another says of it that it did not happen, or that somebody says so. A sentence that has the governed word
and nothing that governs, denies or limits it says too much.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from kaas.answering.checking.denial import denies
from kaas.answering.checking.spotting import latin, others
from kaas.answering.checking.words import words

# What is not done by it, or not yet: the verb stands behind.
NOT_DONE = re.compile(
    r"(?i)\b(?:refus(?:e[sd]?|ing) to|promis(?:e[sd]?|ing) to|(?:forgot|forgets?|forgotten) to|declin(?:e[sd]?|ing) to"
    r"|(?:tried|tries|try|attempt(?:s|ed)?) to|offer(?:s|ed)? to|threaten(?:s|ed)? to|neglect(?:s|ed)? to|omit(?:s"
    r"|ted)? to"
    r"|ask(?:s|ed)? (?:\w+ ){0,3}?to|demand(?:s|ed)? that|request(?:s|ed)? (?:that|\w+ to)|urg(?:e[sd]) \w+ to"
    r"|hesitat(?:e[sd]?) to"
    r"|den(?:y|ies|ied) (?:having|that)|refrain(?:s|ed)? from|avoid(?:s|ed)?(?= \w+ing\b)"
    r"|(?:was|were|is|are) (?:asked|urged|requested|told|reminded) to) (?P<done>(?:been |have "
    r"|be )?(?P<verb>\w+)(?:(?! and | but )[^.;,\n]){0,80})"
)
TO_CONSIDER = re.compile(
    r"(?i)\b(?:agree[sd]?|offer(?:s|ed)?|promise[sd]?|undertook|decided?) to (?:consider|discuss|examine|review"
    r"|explore|negotiate)"
    r" (?P<what>[^.;,\n]{3,60})"
)
CONSIDERS = re.compile(
    r"(?i)\b(?:consider\w*|discuss\w*|examin\w*|review\w*|explor\w*|negotiat\w*|talks?|look\w*)\b|検討|協議|交渉"
)
# What somebody says: the sentence stands behind.
CLAIMED = re.compile(
    r"(?i)\b(?:claim(?:s|ed)?|argu(?:e[sd]?)|assert(?:s|ed)?|alleg(?:e[sd]?)|contend(?:s|ed)?|pretend(?:s"
    r"|ed)?|believ(?:e[sd]?)"
    r"|suspect(?:s|ed)?|complain(?:s|ed)?|fear(?:s|ed)?|hint(?:s|ed)?|insist(?:s|ed)?|den(?:y|ies"
    r"|ied)) that (?P<said>[^.;\n]{3,160})"
)
SPEAKER = (
    "customer|supplier|applicant|opponent|vendor|manufacturer|competitor|licensee|licensor|plaintiff|defendant|witness|operator"
    "|buyer|seller"
)
ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?:(?:the|an?|our|one) (?:{SPEAKER})s?|(?!Table|Fig|Claim|Example|Article|Section|Annex"
    rf"|Appendix|Patent"
    r"|Rule|Standard|Embodiment|Paragraph|Directive|Japanese|European)[A-Z][a-z]{2,})(?= ?[,.]| [a-z])(?! \d)"
    r"|(?:顧客|供給者|供給元|出願人|異議申立人|請求人|他社|競合|取引先|原告|被告|証人|[\u30a1-\u30ff]{4,}社?)(?:側)?によれば"
)
SAYS_SO = re.compile(
    r"(?i)\b(?:according|claim(?:s|ed)? (?!\d)|argu\w+|assert\w*|alleg\w*|contend\w*|believ\w*|said"
    r"|says?|stat(?:es?|ed|ement)|told|tells"
    r"|report(?:s|ed|edly)|view|opinion|opinions|complain\w*|complaints?|suspect\w*|suspicion|insist\w*|mention\w*"
    r"|assertion|supposed\w*"
    r"|pretend\w*|fears?|hint\w*|den(?:y|ies|ied|ial)|would|should|thinks?|considers?|maintains)\b"
    r"|によれ|によると|主張|述べ|訴え|報告|言う|いう|という|とされ|見解|意見|疑|苦情|指摘|認識|との(?:こと|連絡)"
)
GOVERNS = re.compile(
    r"(?i)\b(?:refus\w*|promis\w*|forg[eo]t\w*|declin\w*|tried|tr(?:y|ies)|attempt\w*|offer\w*|threat\w*|neglect\w*"
    r"|omit\w*|omission|ask\w*"
    r"|demand\w*|request\w*|urg\w+|agreed?|consider\w*|discuss\w*|examin\w*|review\w*|explor\w*|negotiat\w*|talks"
    r"|hesitat\w*|den\w+|refrain\w*"
    r"|avoid\w*|want\w*|will|would|shall|should|must|may|might|could|plan\w*|intend\w*|commit\w*|undert\w+|pledg\w*"
    r"|to be|unwilling"
    r"|willing\w*|remind\w*|told|instead|without|oblig\w*|reject\w*|fail\w*|ready)\b"
)
# The same in Japanese, where the verb stands before.
NOT_DONE_JAPANESE = re.compile(
    r"(?P<done>[\u30a1-\u30ff\u3400-\u9fff]{2,8}?)(?:する|すること|したこと|をしたこと)?[をとの]?(?:拒[みんむ]|拒否し|拒絶し|断[っり]|約束し|忘れ|怠っ"
    r"|否定し|試み|要求し|要請し|検討し|提案し|依頼し|申し入れ|申し出|ためら|見送)"
)
GOVERNS_JAPANESE = re.compile(
    r"拒|断|約束|忘れ|怠|否定|試み|要求|要請|検討|提案|依頼|申し|ためら|見送|求め|予定|つもり|意向|べき|可能性|未|ない|ず[、。にと]|ません"
)
DID_JAPANESE = r"(?:を|が)?(?:し(?!な|ませ|よう|たい)|され(?!な|ませ)|済|完了)"
HAD = re.compile(
    r"\bHad [^.;\n]{2,90}?,[^.;\n]{0,120}?\b(?:would|could|might) (?:not )?have\b|\b(?:would"
    r"|could) have [^.;\n]{2,90} if\b"
)
IF = re.compile(r"(?i)\b(?:if|had|would|could|unless|not|never|because|since)\b|n't\b")
ASKED_FOR = re.compile(
    r"(?i)\b(?:ask(?:s|ed)? (?:[\w.]+ ){1,4}?for|request(?:s|ed)?|appl(?:y|ies|ied) (?:to \w+ )?for|demand(?:s|ed)?)\b"
    r" (?P<what>[^.;,\n]{3,60})"
)
GAVE = re.compile(
    r"(?i)\b(?:ga[vi]e[sn]?|gives|grant(?:s|ed)|receiv(?:es|ed)|obtain(?:s|ed)|got|provid(?:es|ed)|has (?:a|an|the)"
    r"|sold|licen[cs]ed|awarded"
    r"|allowed|suppli(?:es|ed)|took)\b"
)
# Given up before it came to it.
GIVEN_UP = re.compile(
    r"(?i)\b(?:withdrawn|withdrew|abandon(?:s|ed)|cancel(?:s|led|ed)|stopped|dropped|aborted|terminated|lapsed"
    r"|broken off|called off|died"
    r"|interrupted|discontinued)\b[^.;,\n]{0,30}? before (?:the |its |their |his |her )?(?P<what>[a-z]{5,})"
)
BEFORE = re.compile(
    r"(?i)\b(?:before|withdr[ae]w\w*|abandon\w*|cancel\w*|stop\w*|dropp\w*|abort\w*|terminat\w*|laps\w*|prior"
    r"|discontin\w*|no)\b"
)
WAS_DONE = re.compile(r"(?i)\b(?:is|are|was|were|been) (?P<done>[a-z]{4,})")
# What may be done with a thing is not what is done.
CAN_BE = re.compile(
    r"(?i)\bcan be (?P<done>used|sold|licensed|applied|operated|extended|terminated|revoked|transferred|assigned"
    r"|withdrawn|granted"
    r"|replaced|opposed|sublicensed|produced|shipped)\b"
)
POSSIBLY = re.compile(
    r"(?i)\b(?:can|could|may|might|possib\w*|able|suit\w*|allow\w*|\w{3,}[ai]ble|option\w*|if|when|whe\w+)\b"
)
WEAK, PROVES = (
    re.compile(r"(?i)\b(?:suggest\w*|hint\w*|point(?:s|ed)? to|indicat\w*)\b|示唆|うかがえ"),
    re.compile(
        r"(?i)\b(?:pro(?:ve[sdn]?|ven|of)|demonstrat\w+|confirm\w*|establish(?:es|ed)?|show\w*)\b|証明|実証|立証|確認|示し|示され"
    ),
)
STEM = 5  # letters that a verb and its noun share: published, publication
MOST, PART = 8, 0.6
SIGNS = latin(
    """refuse refused refuses refusing promise promised promises promising forgot forgets forget forgotten decline
    declined declines declining tried tries try attempt attempts attempted offer offers offered threaten threatens
    threatened neglect neglects neglected omit omits omitted ask asks asked demand demands demanded request requests
    requested urges urged agree agreed agrees hesitate hesitated hesitates deny denies denied refrain refrains
    refrained avoid avoids avoided told reminded claim claims claimed argue argues argued assert asserts asserted
    allege alleges alleged contend contends contended pretend pretends pretended believe believes believed suspect
    suspects suspected complain complains complained fear fears feared hint hints hinted insist insists insisted
    according had would could apply applies applied before can suggest suggests suggested indicate indicates indicated
    undertook decide decided"""
)
SIGNS_JAPANESE = frozenset("拒断約忘怠否試要検提依申見示よ")


def was_so(sentence: str, said: str) -> bool:
    """Whether a sentence does not tell as so what the passage says was refused, claimed, asked for or only possible."""
    if SIGNS.isdisjoint(latin(said)) and SIGNS_JAPANESE.isdisjoint(others(said)):
        return True
    if denies(sentence):
        return True
    return not any(tells(sentence, said) for tells in _CHECKS)


def _tells_as_done(sentence: str, said: str) -> bool:
    if GOVERNS.search(sentence):
        return False
    own = words(sentence)
    for found in islice(NOT_DONE.finditer(said), MOST):
        verb, rest = words(found["verb"]), _without(said, found.span("done"))
        done = words(found["done"]) - rest
        if verb and verb <= own - rest and len(done & own) >= PART * len(done):
            return True
    return False


def _tells_as_agreed(sentence: str, said: str) -> bool:
    """Whether what is only to be considered is told to be agreed to."""
    if CONSIDERS.search(sentence):
        return False
    own = words(sentence)
    return any(
        words(found["what"]) & own - _without(said, found.span())
        for found in islice(TO_CONSIDER.finditer(said), MOST)
    )


def _tells_as_done_in_japanese(sentence: str, said: str) -> bool:
    if GOVERNS_JAPANESE.search(sentence):
        return False
    return any(
        re.search(re.escape(found["done"]) + DID_JAPANESE, sentence) is not None
        and not re.search(re.escape(found["done"]) + DID_JAPANESE, said)
        for found in islice(NOT_DONE_JAPANESE.finditer(said), MOST)
    )


def _tells_as_true(sentence: str, said: str) -> bool:
    """Whether nearly all that a sentence says is what somebody claims, and it does not say that anybody does."""
    if SAYS_SO.search(sentence):
        return False
    own = words(sentence)
    return any(
        len(own & words(claim)) > len(own & _without(said, span))
        and len(own & words(claim)) >= PART * len(own)
        for claim, span in islice(_claims(said), MOST)
    )


def _claims(said: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in CLAIMED.finditer(said):
        yield found["said"], found.span("said")
    for found in ACCORDING.finditer(said):
        begin = max(said.rfind(stop, 0, found.start()) for stop in (". ", "。", "\n", ";")) + 1
        ends = [at for stop in (". ", "。", "\n", ";") if (at := said.find(stop, found.end())) >= 0]
        end = min(ends, default=len(said))
        yield said[begin : found.start()] + " " + said[found.end() : end], (begin, end)


def _without(text: str, span: tuple[int, int]) -> frozenset[str]:
    """The words of a text but for a stretch of it."""
    return words(text[: span[0]] + " . " + text[span[1] :])


def _tells_what_would_have_been(sentence: str, said: str) -> bool:
    found = HAD.search(said)
    if found is None or IF.search(sentence):
        return False
    own = words(sentence)
    begin = said.rfind(". ", 0, found.start()) + 1
    end = said.find(". ", found.end())
    span = (begin, end if end >= 0 else len(said))
    return len(own & words(said[slice(*span)]) - _without(said, span)) >= PART * len(own)


def _tells_as_given(sentence: str, said: str) -> bool:
    """Whether what was asked for is told to have been given."""
    if GOVERNS.search(sentence) or GAVE.search(said) or not GAVE.search(sentence):
        return False
    return any(
        words(found["what"]) & words(sentence) - _without(said, found.span("what"))
        for found in islice(ASKED_FOR.finditer(said), MOST)
    )


def _tells_what_it_never_came_to(sentence: str, said: str) -> bool:
    if BEFORE.search(sentence):
        return False
    done = {found["done"].lower()[:STEM] for found in WAS_DONE.finditer(sentence)}
    return any(found["what"].lower()[:STEM] in done for found in islice(GIVEN_UP.finditer(said), MOST))


def _tells_as_used(sentence: str, said: str) -> bool:
    """Whether what can be done with a thing is told to be done."""
    if POSSIBLY.search(sentence):
        return False
    done = {found["done"].lower() for found in WAS_DONE.finditer(sentence)}
    return any(
        said.lower().count(found["done"].lower()) == 1 and found["done"].lower() in done
        for found in islice(CAN_BE.finditer(said), MOST)
    )


def _proves(sentence: str, said: str) -> bool:
    return (
        WEAK.search(said) is not None
        and PROVES.search(sentence) is not None
        and not (PROVES.search(said) or WEAK.search(sentence))
    )


_CHECKS: tuple[Callable[[str, str], bool], ...] = (
    _tells_as_done,
    _tells_as_agreed,
    _tells_as_done_in_japanese,
    _tells_as_true,
    _tells_what_would_have_been,
    _tells_as_given,
    _tells_what_it_never_came_to,
    _tells_as_used,
    _proves,
)
