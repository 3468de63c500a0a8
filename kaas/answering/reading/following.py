"""Whether a question is one only together with the one before it. Plain Python.

Only what has no verb of its own, or whose subject is a pronoun for the document, goes on from what was said: whoever asks
something new in the same conversation has it answered from all documents, and by its own words alone.
"""

import re
from collections.abc import Sequence

from kaas.answering.reading.asked_of import (
    asks_only_of_a_document,
    asks_only_side_by_side,
    asks_what_was_cited,
)
from kaas.answering.reading.heads import asks_for_its_day
from kaas.answering.reading.line_names import names_a_line
from kaas.answering.reading.makers import asks_who_made
from kaas.answering.reading.names import is_short_number, named_in
from kaas.answering.reading.rules import plain

TURNS = 3  # of a conversation that a question may go on from
FAR_BACK = 8  # where it speaks of several documents
LONGEST_NAMES = 80  # characters
LONGEST_NOUN = 48
MOST_NAMED = 8  # documents that one question goes on with
_LEAD = r"(?:(?:and|but|or|also|then|so|what about|how about|same for|what of),? )"
_VERB = (
    r"\b(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|may|might|must|shall|should|that|wh\w+|how"
    r"|show|list|give|tell|name|find|explain|describe|compare|summari[sz]e|quote|search|open|make|use|used|let)\b"
)
_FEW_WORDS = rf"(?!.*{_VERB})[^\s?.!]+(?: [^\s?.!]+){{0,5}} ?[?.!]*"
_FRAGMENT = re.compile(rf"\A{_LEAD}{_FEW_WORDS}\Z", re.IGNORECASE)
_NO_VERB = re.compile(rf"\A{_LEAD}?(?P<rest>{_FEW_WORDS})\Z", re.IGNORECASE)
PAPER = r"(?:document|patent|publication|application|report|claim|opposition|letter|agreement|specification)"
_AUX = r"(?:is|are|was|were|does|do|did|has|have|can|will|would|may|must)"
# What "it is" may be said of that is no thing.
NO_THING = (
    r"possible|true|necessary|known|safe|better|best|worth\w*|allowed|ok|okay|important|usual|enough|correct"
    r"|that|to|takes?|took|easy|hard|difficult|common|permitted|advisable"
)
_NO_THING = rf"(?! (?:{NO_THING}|clear|likely)\b)"
_DONE = r"(?:filed|granted|published|registered)"
_SUBJECT = rf"(?:it\b{_NO_THING}|they\b|(?:this|that|the same|the latter) {PAPER}\b|this (?={_DONE}\b))"
_POINTS_BACK = re.compile(
    rf"\A{_LEAD}?(?:(?:its|their) \w+"
    rf"|{_AUX} {_SUBJECT}"
    rf"|(?:what|when|who|where|why|how|which) (?:\w+ ){{0,2}}{_AUX} {_SUBJECT}"
    rf"|(?:what|when|who|where|how \w+) {_AUX} (?:its|their) \w+"
    rf"|what (?:about|of) (?:it|its \w+))\b",
    re.IGNORECASE,
)
_LEAD_JA = r"(?:(?:それでは|では|じゃあ|また|そして|あと|ちなみに)[、,]?)"
_ENDS_JA = r"(?:は|(?:に(?:ついて)?は|のほうは|の方は|の場合は|だと|なら)(?:どう|いかが)?(?:です|でしょう)?か?)[?。]*\Z"
_OF_PAPER = (
    r"(?:優先日|出願日|公開日|公表日|登録日|満了日|優先期間|異議申立期間|発明者|出願人|権利者|代理人|審査官|発明の名称"
    r"|要約|請求項\s*\d+|図\s*\d+|実施例\s*\d+|段落\s*\d+|引用文献|国際特許分類|出願番号|公開番号|登録番号)"
)
_POINTS_BACK_JA = re.compile(
    rf"\A{_LEAD_JA}?(?:その(?!他|ほか|後|ため|際|時|とき|まま|うち|上|中|場合|頃|ころ)|それ(?=[はがのをに](?!つれ))"
    r"|[この同](?:の)?(?:文書|特許|公報|出願|報告書|公開公報))"
    rf"|\A{_LEAD_JA}[^。?、はがをで]{{1,12}}{_ENDS_JA}|\A{_LEAD_JA}?{_OF_PAPER}{_ENDS_JA}"
)
# One noun, and that it is asked for. A greeting, an answer and a name are none.
_NO_NOUN_JA = r"(?:これ|それ|あれ|どれ|なぜ|何|誰|いつ|どこ|はい|いいえ)"
_ONE_NOUN = re.compile(
    r"\A(?!(?i:yes|no|ok|okay|why|how|what|who|when|where|which|really|sure|right|thanks|hello|hi|and|so|then|please|sorry)\b)"
    r"(?i:(?:and |so |then )?(?:the |its )?)(?:[A-Z]?[a-z]{3,}(?: [a-z]{3,})?) ?\?\Z"
    rf"|\A(?!{_NO_NOUN_JA})(?=[^?]*[\u3400-\u9fffァ-ヶー])[^\s。?、はがをでにともの・A-Za-z0-9]{{1,8}}(?:は|って)[?。]\Z"
)
# What speaks of more than one document; at the beginning, as 「それぞれ」 within a question is of what it says itself.
_PLURAL = re.compile(r"\b(?:they|their|them|these|those)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"\b(?:both|each|either|neither|which|all|any|one|none) of (?:them|these|those|the two)\b"
    rf"|\b(?:these|those|the two|both)(?: two| the)? {PAPER}s\b"
    rf"|\A{_LEAD}?(?:compare|list|show|quote|give)(?: me)? (?:them|their|both)\b"
    r"|\b(?:do|does|did|are|were|have) both\b|\b(?:of|in|between) both(?= ?[?.!]*\Z)"
    rf"|\A{_LEAD}?both\b",
    re.IGNORECASE,
)
_SEVERAL_JA = re.compile(
    rf"\A{_LEAD_JA}?(?:これら|それら|両者|両方|双方|両(?:特許|文書|公報|出願|報告書)|[二2](?:つ|件)の(?:特許|文書|公報|出願|報告書)"
    r"|どちら|どれ|いずれ|それぞれ|各(?:特許|文書|公報|出願|報告書))"
)
# Which one of those that were named is meant, by their order.
_IN_TURN = r"first|second|third|fourth|last|former|latter|other"
_BOOK = r"(?:one|document|patent|publication|application|report|specification)"
# Without a word for it, "the first" is one of them where the question ends, or a document can do what is said behind it.
_DOES = (
    r"(?:say|claim|disclose|describe|have|expire|lapse|belong|mention|conclude"
    r"|(?:end|run|report|cover|name|state|show|cite)(?= ?[?.!]*\Z| (?:out|the|an?|that)\b))"
)
_IS = r"(?:filed|granted|published|registered|issued|written|approved|signed|dated|in force|valid|ours|still)"
_ONE = re.compile(
    rf"\bthe (?P<which>{_IN_TURN})(?= ?[?.!]*\Z| {_BOOK}(?:'s\b| ?[?.!]*\Z| (?!(?:of|on|for|in|to|about|that|which|with)\b))"
    rf"| {_IS}\b)"
    rf"|\b(?:does|did|will) the (?P<which3>{_IN_TURN})(?= {_DOES}\b)"
    rf"|\A{_LEAD}?the (?P<which2>{_IN_TURN})(?: {_BOOK})?'s\b",
    re.IGNORECASE,
)
_BOOK_JA = r"の(?:特許|文書|公報|出願|報告書|方|もの|ほう)"
_PLACED_JA = r"(?:請求項|クレーム|図|実施例|段落|頁|ページ|工程|試験|試料|引用)"
_ONE_JA = re.compile(
    rf"\A{_LEAD_JA}?(?:その(?:うち)?の?)?(?:(?P<which>前者|後者)(?:{_BOOK_JA})?"
    rf"|(?P<which2>[1一2二3三4四]つ目)(?:{_BOOK_JA})?(?!の{_PLACED_JA})"
    rf"|(?P<which3>(?:[1一2二3三4四]番目|最初|最後|もう一方)){_BOOK_JA})(?=[のはがをに])"
)
_TURNS = {
    **dict.fromkeys(("first", "former", "前者", "1つ目", "一つ目", "1番目", "一番目", "最初"), 0),
    **dict.fromkeys(("second", "2つ目", "二つ目", "2番目", "二番目"), 1),
    **dict.fromkeys(("third", "3つ目", "三つ目", "3番目", "三番目"), 2),
    **dict.fromkeys(("fourth", "4つ目", "四つ目", "4番目", "四番目"), 3),
    **dict.fromkeys(("last", "latter", "後者", "最後"), -1),
}
_OTHER = frozenset({"other", "もう一方"})  # than the one that was spoken of last, of two
_OF_TWO = frozenset({"former", "latter", "前者", "後者", *_OTHER})
_AGAINST_IT = re.compile(
    rf"\bagainst (?:it|them|(?:this|that|the|these|those) {PAPER}s?)\b|\A[^のはがを]*(?:引用|引例|拒絶)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,5}-\d")
_SHORT = re.compile(r"(?<![A-Za-z0-9-])(?<!the )(?<!an )(?<!a )[A-Z]{2,4}-\d{1,4}(?![A-Za-z0-9-])")

_NUMBER = r"(?:(?:US|EP|JP|WO|CN|DE) ?[\d,/]{5,}(?: ?[A-Z]\d?)?|[A-Z]{1,5}-\d{1,4}[A-Z]?)"
_OF_TURN = rf"(?: of (?:the )?(?:{_IN_TURN}|both|each)(?: {_BOOK})?)?"
_PLACES = r"(?:[Cc]laims?|[Pp]aragraphs?|[Pp]ages?) \d+(?:(?:,| and| or| to) \d+)*"
_NAME = rf"(?:{_PLACES}{_OF_TURN}|{_NUMBER}|[A-Z][a-z]+|(?:that |this )?patent|it)"
_BEFORE = r"(?:(?:for|in|under|with|of|to|against|the|our|their|an?|new|amended|second|other|Ms|Mr|Dr) )*"
_NAMES = re.compile(rf"\A(?i:{_LEAD}){_BEFORE}{_NAME}(?:(?:,| and| or)? ?{_BEFORE}{_NAME})* ?[?.!]*\Z")
_PLACE_JA = r"(?:日本|米国|アメリカ|欧州|ドイツ|中国|韓国|台湾|インド|ノルウェー|シンガポール)"
_NAMES_JA = re.compile(
    rf"\A{_LEAD_JA}?(?:(?:請求項|クレーム)\s*\d+|特許第?\d+号?|{_NUMBER}|{_PLACE_JA}(?:で)?|[^。?、はがをで]{{1,6}}さん){_ENDS_JA}"
)


def points_back(question: str) -> bool:
    """Whether the question has no verb of its own, or a pronoun for a document as its subject, or is but a noun."""
    return is_one_noun(question) or _says_it_goes_on(question)


def _says_it_goes_on(question: str) -> bool:
    text = plain(question).strip()
    return any(form.search(text) for form in (_FRAGMENT, _POINTS_BACK, _POINTS_BACK_JA))


def is_one_noun(question: str) -> bool:
    """Whether a question says nothing but what is to be told, of something that was named before: 「期限は？」, "Owner?"."""
    text = plain(question).strip()
    return len(text) <= LONGEST_NOUN and (_ONE_NOUN.search(text) is not None or names_a_line(text))


def only_names(question: str) -> bool:
    """Whether the question only names another claim, product, place or person than the one before it ("And claim 8?")."""
    text = plain(question).strip()
    return len(text) <= LONGEST_NAMES and bool(_NAMES.search(text) or _NAMES_JA.search(text))


def wording(question: str, before: Sequence[str]) -> str:
    """The question in whose words it is asked: of one that only names a document, the latest before it that says more."""
    if not only_names(question):
        return question
    return next((one for one in reversed(before) if not only_names(one)), question)


def without_verb(question: str) -> str:
    """What a question of few words and no verb says behind "and"; empty where it has a verb."""
    found = _NO_VERB.search(plain(question).strip())
    return found["rest"] if found else ""


def resolved(question: str, before: Sequence[str]) -> str:
    """The question, with the documents named that it points back to, by their numbers or by titles in quotation marks.

    before: the questions before it, oldest first; the latest that names a document counts, and where it names several, all of
    them are meant: what "it" is among them nothing tells. A question that names one itself, or a product, needs none. Where a
    number may be of a product too, it is put in brackets, as it is a document here.
    """
    if named_in(question):
        return question
    named: Sequence[str] = _names_in(question, before)
    if not named and _CODE.search(plain(question)):
        return question
    if named:
        pass
    elif one := _one_of(question, before):
        named = [one]
    elif points_to_several(question) and len(together := _named_together(question, before)) > 1:
        named = together
    elif _says_it_goes_on(question) or (
        asks_what_was_cited(question) and _AGAINST_IT.search(plain(question))
    ):
        named = _spoken_of(before[-TURNS:]) or _named_in_turn(before)
    elif is_one_noun(question) or is_of_one(question):
        named = _named_in_turn(before)
    return " ".join([question, *map(_as_document, named[:MOST_NAMED])])


def is_of_one(question: str) -> bool:
    """Whether a question that names no document asks for what only one has: its days, its claims, who made it."""
    return asks_only_of_a_document(question) or asks_for_its_day(question) or bool(asks_who_made(question))


def means_none(question: str, before: Sequence[str]) -> bool:
    """Whether a question means one of several documents by its turn, and fewer were named ("Date of the third?" of two)."""
    which = "" if named_in(question) else _which(question)
    if not which or _one_of(question, before):
        return False
    turn = _TURNS.get(which, 1)
    known = len(_together(before, several=max(turn + 1, 2)))
    return known > 0 and not (known == 1 and turn in (0, -1))


def _as_document(name: str) -> str:
    return f"[{name}]" if is_short_number(name) else name


def points_to_several(question: str) -> bool:
    """Whether the question speaks of documents that were named before it as more than one, or asks which of them is first."""
    text = plain(question).strip()
    if _SEVERAL.search(text) or _SEVERAL_JA.search(text):
        return True
    which = text.casefold().startswith("which") and asks_only_side_by_side(text)
    return which or (_PLURAL.search(text) is not None and points_back(text))


def turns_back(question: str) -> int:
    """How many turns back a document may have been named that a question speaks of: more where it speaks of several, or of
    one of them by its turn, or is but a noun behind others of the kind, or asks who made a paper or of which day it is.
    """
    goes_far = (
        points_to_several(question) or _which(question) or is_one_noun(question) or only_names(question)
    )
    return FAR_BACK if goes_far or asks_for_its_day(question) or asks_who_made(question) else TURNS


def _which(question: str) -> str:
    """By which word a question says which of several documents it means; empty where it says none."""
    text = plain(question).strip()
    found = _ONE.search(text) or _ONE_JA.search(text)
    return next(filter(None, found.groups())).casefold() if found else ""


def _one_of(question: str, before: Sequence[str]) -> str:
    """The one of several documents that were named before it which the question means; empty where it says none."""
    which = _which(question)
    turn = _TURNS.get(which, 1)
    several = 2 if which in _OF_TWO else max(turn + 1, 2)
    named = _together(before, several=several, in_order=which not in _OF_TWO) if which else []
    if len(named) < 2:
        return ""
    if which in _OTHER:
        spoken = next(iter(_spoken_of(before[-1:], before[:-1])), "")
        return named[1 - named.index(spoken)] if len(named) == 2 and spoken in named else ""
    return named[turn] if turn < len(named) else ""


def named_before(before: Sequence[str]) -> Sequence[str]:
    """The documents that the latest of these questions names which names any."""
    return next((found for one in reversed(before) if (found := named_in(one))), [])


def _named_together(question: str, before: Sequence[str]) -> Sequence[str]:
    """The same, and those before them in whose words it was asked of them ("Who filed A?", "And B?").

    Where the question cannot mean one alone ("What do both have in common?"), those of as many as it takes.
    """
    text = plain(question).strip()
    return _together(before, several=2 if _SEVERAL.search(text) or _SEVERAL_JA.search(text) else 1)


def _together(before: Sequence[str], *, several: int, in_order: bool = False) -> Sequence[str]:
    """The documents that were named together, at least so many where there are; in order, all that were named one by one."""
    found: list[str] = []
    is_joined = False
    for at in reversed(range(len(before))):
        named = _names_in(before[at], before[:at])
        found = list(dict.fromkeys([*named, *found]))
        is_joined = is_joined or len(named) > 1
        if named and only_names(before[at]):
            is_joined = True
            continue
        one_by_one = in_order and not is_joined
        if found and len(found) >= several and not one_by_one:
            break
    return found


def _names_in(question: str, before: Sequence[str]) -> Sequence[str]:
    """The documents a question names; a number with one hyphen too that takes the place of another ("And JT-04?")."""
    named = named_in(question)
    if named or not only_names(question) or not (short := _SHORT.findall(plain(question))):
        return named
    last = next(
        (found for at in reversed(range(len(before))) if (found := _names_in(before[at], before[:at]))), []
    )
    return list(dict.fromkeys(short)) if any(map(is_short_number, last)) else []


def _spoken_of(before: Sequence[str], earlier: Sequence[str] = ()) -> Sequence[str]:
    """The documents that the latest of these questions means which names any, or one of several by its turn."""
    for at in reversed(range(len(before))):
        if found := _meant(before[at], [*earlier, *before[:at]]):
            return found
    return ()


def _meant(question: str, before: Sequence[str]) -> Sequence[str]:
    if named := _names_in(question, before):
        return named
    return [one] if (one := _one_of(question, before)) else []


def _named_in_turn(before: Sequence[str]) -> Sequence[str]:
    """The same, where every question since then goes on with that document."""
    for at in reversed(range(len(before))):
        one = before[at]
        if found := _meant(one, before[:at]):
            return found
        if not (points_back(one) or points_to_several(one) or is_of_one(one)):
            break
    return ()
