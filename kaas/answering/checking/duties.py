"""What must be, may be, or had better be: what is preferred is no duty, and what is forbidden is not allowed."""

import re

MUST = re.compile(
    r"(?i)\b(?:must|shall|(?:is|are) (?:required|obliged|obligatory|mandatory|compulsory)|(?:has|have) to)\b"
    r"|なければ(?:なら|なり|いけ)|ねばなら|必須|義務|必要がある|必要とする"
)
ALWAYS = re.compile(r"(?i)\b(?:always|without exception|under all circumstances)\b|必ず|例外なく")
PREFERRED = re.compile(
    r"(?i)\b(?:prefer\w*|desirab\w+|recommend\w*|ideally|advisab\w+|favou?rab\w+)\b|好まし|望まし|推奨|が良い"
)
MAY = re.compile(
    r"(?i)\b(?:(?-i:may)|can|could|might|allow(?:s|ed)|permit(?:s|ted)|optional\w*|entitled|free to|at will|needs?|only)\b"
    r"|てもよ|ても良|でき[るなま]|可能|任意|うる|(?<![をが])得る|許|認め|限"
)
LEAVE = re.compile(
    r"(?i)\b(?:optional\w*|voluntar\w*|if (?:they|he|she|it|one) (?:wish|like|want|choose)\w*|free to|at will|need not)\b"
    r"|てもよい|ても良い|任意|なくてもよ"
)
ALLOWED = re.compile(
    r"(?i)\b(?:(?-i:may)|can|(?:is|are) (?:allowed|permitted))\b(?! (?:not|only|no)\b)|てもよ|ても良|できる"
)
FORBIDDEN = re.compile(
    r"(?i)\b(?:must|may|shall|can) (?:not|never|neither|no longer)\b|\bcannot\b|\b(?:prohibited|forbidden|banned)\b"
    r"|\bnot (?:be )?(?:allowed|permitted)\b|\b(?:no|nothing|nobody|none)\b[^.;]{0,60}\b(?:may|must|shall)\b"
    r"|ては(?:なら|いけ)|禁止|禁じ|不可|(?<=[しれ])ないこと"
)
NEED_NOT = re.compile(
    r"(?i)\bneed(?: not|n't)\b|\b(?:does|do) not (?:have|need) to\b|\b(?:is|are) not (?:required|obliged)\b|必要(?:は|が)な"
    r"|なくて(?:も)?(?:よ|良|い)|義務(?:は|が)な"
)
# What was not done, or has not been yet.
WAS_NOT = re.compile(
    r"(?i)\b(?:was|were|did|has|have|had) not\b|(?:was|were|did|has|have|had)n't\b|てい(?:ない|ません)|なかった"
)
WITH_LEAVE = re.compile(
    r"(?i)\b(?:only|unless|if|when|where|with|without|after|until|except\w*|approv\w+|consent\w*)\b"
    r"|場合|限|のみ|だけ|れば|とき|承認|同意|なければ|まで|後|以外|除"
)
# What each of the words begins with by which an English sentence says any of it.
SIGN = re.compile(
    r"(?i)\b(?:must|shall|required|oblig|mandatory|compulsory|has to|have to|may|can|allow"
    r"|permit|option|volunt|wish|like|want|free|will|need|prefer|desirab|recommend|ideally|advisab|favo)"
)


def duties_agree(sentence: str, quoted: str) -> bool:
    """Whether a sentence makes no duty of what is allowed or preferred, and allows nothing that is a duty or forbidden."""
    if sentence.isascii() and not SIGN.search(sentence):
        return True
    is_forbidden = FORBIDDEN.search(sentence) is not None
    if is_forbidden and NEED_NOT.search(quoted) and not FORBIDDEN.search(quoted):
        return False
    if PREFERRED.search(sentence):
        return bool(PREFERRED.search(quoted)) or not (ALWAYS.search(quoted) or MUST.search(quoted))
    if is_forbidden and WAS_NOT.search(quoted) and not FORBIDDEN.search(quoted):
        return MUST.search(quoted) is not None
    if not is_forbidden and MUST.search(sentence):
        return MUST.search(quoted) is not None or not (PREFERRED.search(quoted) or _is_mere_leave(quoted))
    if LEAVE.search(sentence) and not MAY.search(quoted):
        return False
    return not (
        not is_forbidden
        and ALLOWED.search(sentence)
        and FORBIDDEN.search(quoted)
        and not (ALLOWED.search(quoted) or WITH_LEAVE.search(sentence))
    )


def _is_mere_leave(quoted: str) -> bool:
    """Whether a text allows something and says nothing else of how it is to be done."""
    return ALLOWED.search(quoted) is not None and not WITH_LEAVE.search(quoted)
