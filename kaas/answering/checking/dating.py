"""Of what a date is the date: filing is not publication, in either language; and Monday is not Friday. Plain Python."""

import re
from functools import lru_cache

from kaas.answering.checking.days import Day, days
from kaas.answering.checking.spotting import latin, others
from kaas.answering.checking.words import clause_bounds

KINDS = {
    "filing": re.compile(r"(?i)\b(?:filing|filed)\b|出願(?!公開|番号|人)"),
    "publication": re.compile(r"(?i)\bpubli(?:cation|shed)\b|公開|公表|発行"),
    "grant": re.compile(r"(?i)\bgrant(?:ed)?\b|\bregist(?:ered|ration)\b|登録|特許査定"),
    "priority": re.compile(r"(?i)\bpriority\b|優先"),
    "expiry": re.compile(r"(?i)\bexpir(?:es|ed|y|ation)\b|満了"),
    "lapse": re.compile(r"(?i)\blaps(?:es|ed?)\b|消滅|失効"),
    "signing": re.compile(r"(?i)\bsign(?:ed|ing|ature)\b|\bconclu(?:ded|sion)\b|締結|署名|調印"),
    "start": re.compile(r"(?i)\b(?:entered into force|effective|started|began)\b|発効|開始"),
}
WEEKDAYS = re.compile(r"(?i)\b(?P<en>mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?P<ja>[月火水木金土日])曜")
ENGLISH = {"mon": "月", "tues": "火", "wednes": "水", "thurs": "木", "fri": "金", "satur": "土", "sun": "日"}
PARTED = re.compile(r"、|,\s|\s(?:and|after|before|having)\s|;\s")
# From when a period counts.
PERIOD = re.compile(r"(?i)\b(?:months?|years?|days|weeks?)\b|か月|年以内|年間|日以内|週間")
ORIGIN = re.compile(
    r"(?i)\b(?:from|after|since|of) (?P<en>(?:the |its )?(?:date of )?(?:the |its )?[a-z]{3,20}(?: date\b| of [a-z ]{3,20})?)"
    r"|(?P<ja>[^。、はが]{2,16}?)(?:から|以後|の後)"
)
PRIORITY_TO = re.compile(r"(?i)\bpriority (?:to|of|from|based on)\b|優先権")
OF_THIS = re.compile(
    r"(?i)\b(?:this|the present) (?:application|patent)\b|^it\b|(?:この|本)(?:出願|特許)|本願"
)
MOST = 16  # dates of a text that are looked at
SIGNS, SIGNS_JAPANESE = (
    re.compile("fil|publi|grant|regist|prior|expir|laps|sign|conclu|effect|start|began|enter"),
    frozenset("願公表発登査優満消失締署調始"),
)


def dates_agree(sentence: str, near: str) -> bool:
    """Whether no date is put down to another kind of event than its source puts it down to, and no weekday is another."""
    return (
        _are_of_a_kind(sentence, near)
        and _counts_from_the_same(sentence, near)
        and not _is_of_the_priority(sentence, near)
        and _weekdays_agree(sentence, near)
    )


def _is_of_the_priority(sentence: str, near: str) -> bool:
    """Whether this application is told to have been filed when the one was whose priority it claims."""
    if not OF_THIS.search(sentence) or KINDS["priority"].search(sentence):
        return False
    claimed = {match.end() for match in PRIORITY_TO.finditer(near)}
    there = days(near) if claimed else ()
    theirs = [
        day
        for day in there
        if any(end <= day.start and not any(end <= o.start < day.start for o in there) for end in claimed)
    ]
    return any(
        one.agrees(day) and not any(one.agrees(other) for other in there if other not in theirs)
        for one in days(sentence)
        for day in theirs
    )


def _counts_from_the_same(sentence: str, near: str) -> bool:
    """Whether a period does not begin with another event: nine months from grant, not from filing."""
    if not PERIOD.search(sentence):
        return True
    ours = _origins(sentence)
    return not ours or bool(ours & (theirs := _origins(near))) or not theirs


def _origins(text: str) -> frozenset[str]:
    found = (match["en"] or match["ja"] for match in ORIGIN.finditer(text))
    return frozenset[str]().union(*map(_kinds, found))


def _are_of_a_kind(sentence: str, near: str) -> bool:
    ours = _kinds_of_dates(sentence)
    theirs = _kinds_of_dates(near) if any(kinds for _, kinds in ours) else ()
    for day, kinds in ours:
        known = [other for one, other in theirs if one.agrees(day)]
        told = frozenset[str]().union(*known)
        if kinds and told and all(known) and not kinds & told:
            return False
    return True


@lru_cache(maxsize=512)
def _kinds_of_dates(text: str) -> tuple[tuple[Day, frozenset[str]], ...]:
    """Each date with the kinds of events that its clause names nearer to it than to another date."""
    if SIGNS_JAPANESE.isdisjoint(others(text)) and not any(map(SIGNS.match, latin(text))):
        return ()
    found = days(text)[:MOST]
    return tuple((day, _kinds(_stretch(text, day, found))) for day in found)


def _stretch(text: str, day: Day, found: tuple[Day, ...]) -> str:
    begin, end = clause_bounds(text, day.start, day.end)
    for other in found:
        if begin <= other.start < day.start:
            begin = max(begin, _parting(text, other.end, day.start))
        elif day.start < other.start < end:
            end = min(end, _parting(text, day.end, other.start))
    return f"{text[begin : day.start]} {text[day.end : end]}"


def _parting(text: str, left: int, right: int) -> int:
    parted = PARTED.search(text, left, right)
    return parted.end() if parted else right


def _kinds(stretch: str) -> frozenset[str]:
    return frozenset(name for name, pattern in KINDS.items() if pattern.search(stretch))


def _weekdays_agree(sentence: str, near: str) -> bool:
    if "day" not in sentence and "曜" not in sentence:
        return True
    ours, theirs = _weekdays(sentence), _weekdays(near)
    return not theirs or ours <= theirs


def _weekdays(text: str) -> set[str]:
    return {ENGLISH[match["en"].lower()] if match["en"] else match["ja"] for match in WEEKDAYS.finditer(text)}
