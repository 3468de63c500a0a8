"""Periods for answering: as letters state them, and the rules of the offices that may govern them.

Rules beyond those of portfolios.dates are parameters of the same kind, each with its source.
"""

import re
from datetime import date

from portfolios.characters import record
from portfolios.claims.claim import Office
from portfolios.claims.numerals import number_of
from portfolios.dates import RULES, Rule
from portfolios.officeactions.action import Kind, Period
from portfolios.officeactions.copying import Copy

_FURTHER_RULES = (
    Rule(
        office="US",
        code="restriction",
        basis="notification",
        months=2,
        extension_months=4,
        statutory_months=6,
        source="35 U.S.C. 133, 37 CFR 1.134 and 1.136(a), MPEP 810",
        since=date(2013, 12, 18),
    ),
    Rule(
        office="US",
        code="issue_fee",
        basis="notification",
        months=3,
        source="35 U.S.C. 151, 37 CFR 1.311(a)",
        since=date(2013, 12, 18),
    ),
    Rule(
        office="EP",
        code="intention_to_grant",
        basis="date of communication",
        months=4,
        source="Rule 71(3) EPC, R. 126(2) EPC as in force from 2023-11-01",
        since=date(2023, 11, 1),
    ),
    Rule(
        office="CN",
        code="reexamination",
        basis="receipt",
        months=3,
        source="Patent Law (CN) Art. 41(1)",
        since=date(2024, 1, 20),
    ),
)
_CODES = {
    (Office.JP, Kind.NOTICE_OF_REASONS): ("resident", "abroad"),
    (Office.JP, Kind.DECISION_OF_REFUSAL): ("appeal", "appeal_abroad"),
    (Office.US, Kind.NON_FINAL_ACTION): ("action",),
    (Office.US, Kind.FINAL_ACTION): ("action",),
    (Office.US, Kind.RESTRICTION_REQUIREMENT): ("restriction",),
    (Office.US, Kind.NOTICE_OF_ALLOWANCE): ("issue_fee",),
    (Office.EP, Kind.COMMUNICATION): ("communication",),
    (Office.EP, Kind.INTENTION_TO_GRANT): ("intention_to_grant",),
    (Office.CN, Kind.OPINION): ("first_action", "later_action"),
    (Office.CN, Kind.DECISION_OF_REFUSAL): ("reexamination",),
}


def rules_for(office: Office, kind: Kind, *, ordinal: int | None, on: date) -> list[Rule]:
    """The rules that may govern a letter of that kind dispatched on that day."""
    codes = _CODES.get((office, kind), ())
    if kind is Kind.OPINION and ordinal:
        codes = codes[:1] if ordinal == 1 else codes[1:]
    return [
        rule
        for code in codes
        for rule in (*RULES, *_FURTHER_RULES)
        if (rule.office, rule.code) == (office.value.upper(), code) and rule.is_in_force(on)
    ]


_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_TENS = {"thirty": 30, "sixty": 60, "ninety": 90}
_ENGLISH_NUMBER = rf"(?P<number>[0-9]{{1,3}}|(?i:{'|'.join((*_WORDS[1:], *_TENS))}))"
_ENGLISH_UNIT = r"(?:\s?\([0-9a-z-]{1,7}\))?[\s_-]{1,3}(?P<unit>(?i:month|day))(?i:\(s\)|s)?"
_ASIAN_NUMBER = r"(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3}|两)"


@record()
class _Form:
    kinds: frozenset[Kind]
    pattern: re.Pattern[str]


_ANSWERED = frozenset({Kind.NON_FINAL_ACTION, Kind.FINAL_ACTION, Kind.RESTRICTION_REQUIREMENT})
_ALL = frozenset(Kind)
_FORMS: dict[Office, tuple[_Form, ...]] = {
    Office.JP: (
        _Form(_ALL, re.compile(rf"発\n?送\n?の?\n?日\n?か\n?ら\n?{_ASIAN_NUMBER}\n?(?P<unit>日|[箇ヶケか個]?月)\n?以\n?内")),
        _Form(
            frozenset({Kind.DECISION_OF_REFUSAL}),
            re.compile(
                rf"(?:送\n?達\n?[^。、(]{{0,12}}日\n?か\n?ら|在\n?外\n?者\n?に\n?あ\n?っ\n?て\n?は、?)\n?{_ASIAN_NUMBER}\n?"
                r"(?P<unit>日|[箇ヶケか個]?月)\n?以\n?内"
            ),
        ),
    ),
    Office.US: (
        _Form(
            _ANSWERED,
            re.compile(
                rf"[Pp](?i:eriod\sfor\s(?:reply|response)[^.]{{0,40}}?(?:is\s)?set\sto\sexpire)\s{{1,2}}{_ENGLISH_NUMBER}{_ENGLISH_UNIT}"
            ),
        ),
        _Form(
            frozenset({Kind.NOTICE_OF_ALLOWANCE}),
            re.compile(rf"[Mm](?i:ust\sbe\spaid\swithin)\s{_ENGLISH_NUMBER}{_ENGLISH_UNIT}"),
        ),
    ),
    Office.EP: (
        _Form(
            _ALL,
            re.compile(rf"[Ww](?i:ithin\sa\s(?:non-extendable\s)?period\sof)\s{_ENGLISH_NUMBER}{_ENGLISH_UNIT}"),
        ),
    ),
    Office.CN: (
        _Form(
            _ALL,
            re.compile(rf"(?:之\n?)?日\n?起\n?的?\n?{_ASIAN_NUMBER}\n?(?P<unit>日|个?\n?月)\n?[之以]?\n?内"),
        ),
    ),
}  # fmt: skip


def find_periods(copy: Copy, office: Office, kind: Kind) -> list[Period]:
    """The periods for answering that the letter states, each length once, in order."""
    found: dict[tuple[int, int], Period] = {}
    for form in _FORMS.get(office, ()):
        for match in form.pattern.finditer(copy.text) if kind in form.kinds else ():
            one = _period(copy, match)
            found.setdefault((one.months, one.days), one)
    return sorted(found.values(), key=lambda one: one.start)


def _period(copy: Copy, match: re.Match[str]) -> Period:
    place = copy.place(match.start("number"), match.end())
    length, in_days = _length(match["number"].lower()), match["unit"].lower() in ("日", "day")
    return Period(
        text=place.text,
        start=place.start,
        end=place.end,
        months=0 if in_days else length,
        days=length if in_days else 0,
    )


def _length(written: str) -> int:
    if written == "两":
        return 2
    if written in _TENS:
        return _TENS[written]
    return _WORDS.index(written) if written in _WORDS else number_of(written)
