"""What kind of letter it is, by its title or by the words only that kind has."""

import re
from typing import NamedTuple

from portfolios.claims.claim import Office
from portfolios.officeactions.action import Kind
from portfolios.officeactions.copying import Copy
from portfolios.officeactions.letters.boxes import box_before


class Title(NamedTuple):
    """A kind and the words that say it: `title` alone in its line or on the form, `phrase` in the text, which
    is asked only where there is no title.
    """

    office: Office
    kind: Kind
    title: re.Pattern[str]
    phrase: re.Pattern[str]


def _title(office: Office, kind: Kind, title: str, phrase: str = "(?!)") -> Title:
    return Title(office, kind, re.compile(title), re.compile(phrase))


_UNDER = r"[Cc](?i:ommunication\s(?:pursuant\sto|under)\s"
_TITLES = (
    _title(
        Office.JP,
        Kind.DISMISSAL_OF_AMENDMENT,
        r"(?m)^補正の?却下の?決定(?:書)?$",
        r"補正は、?[^。]{0,40}却下(?:する|します)。",
    ),
    _title(Office.JP, Kind.DECISION_OF_REFUSAL, r"(?m)^拒絶査定(?:書)?$", r"この査定に不服があるときは"),
    _title(
        Office.JP,
        Kind.NOTICE_OF_REASONS,
        r"(?m)^拒絶理由通知(?:書)?$",
        r"次の理由(?:\([^)]{0,20}\))?によって\n?拒絶をすべきもの",
    ),
    _title(Office.JP, Kind.DECISION_TO_GRANT, r"(?m)^特許査定(?:書)?$", r"この出願については、?特許をすべき"),
    _title(Office.US, Kind.NOTICE_OF_ALLOWANCE, r"[Nn](?i:otice\sof\s(?:allowance|allowability))"),
    _title(
        Office.US,
        Kind.ADVISORY_ACTION,
        r"(?m)[Aa](?<=^[Aa])(?i:dvisory\saction(?:\sbefore\sthe\sfiling|$))",
    ),
    _title(
        Office.US,
        Kind.RESTRICTION_REQUIREMENT,
        r"(?m)[RrEe](?<=^[RrEe])(?:(?<=[Rr])(?i:equirement\sfor\srestriction(?:/election)?)"
        r"|(?<=[Ee])(?i:lection/restrictions?))$",
    ),
    _title(Office.EP, Kind.COMMUNICATION, _UNDER + r"art(?:icle|\.)\s94\s?\(3\)\sEPC)"),
    _title(Office.EP, Kind.INTENTION_TO_GRANT, _UNDER + r"rule\s71\s?\(3\)\sEPC)"),
    _title(
        Office.EP,
        Kind.SEARCH_OPINION,
        r"(?m)[EeSsOo](?<=^[EeSsOo])(?:(?<=[Ee])(?i:uropean\ssearch\sopinion|xtended\seuropean\ssearch\sreport)"
        r"|(?<=[Ss])(?i:earch\sopinion)|(?<=[Oo])(?i:pinion\saccompanying\s[^\n]{0,60}search\sreport))$",
    ),
    _title(Office.EP, Kind.SUMMONS, r"[Ss](?i:ummons\sto\sattend\soral\sproceedings)"),
    _title(Office.CN, Kind.OPINION, r"(?m)^(?:第[0-9一二三四五六七八九十]{1,3}次)?审查意见通知书(?:\(|$)"),
    _title(Office.CN, Kind.DECISION_OF_REFUSAL, r"(?m)^驳回决定(?:书)?$", r"决定驳回|驳回(?:该|本|上述)"),
    _title(
        Office.CN,
        Kind.DECISION_TO_GRANT,
        r"(?m)^(?:授予(?:发明)?专利权通知书|办理登记手续通知书)$",
    ),
)
_FINAL_BOX = re.compile(r"[Tt](?i:his\saction\sis\s(?P<final>non-?\s?final|final))")
_FINAL_WORDS = re.compile(
    r"(?m)[TtFf](?:(?<=[Tt])(?i:his\saction\sis\smade\sfinal)"
    r"|(?<=^[Ff])(?i:inal\s(?:rejection|office\saction|action)$))"
)
_NON_FINAL_WORDS = re.compile(r"(?m)[Nn](?<=^[Nn])(?i:on-final\s(?:rejection|office\saction|action))$")
_LAST_NOTICE = re.compile(r"[<《]{1,4}最\n?後[>》]{1,4}|最後の拒絶理由通知書?(?:です|である)|\(最後\)")
_ORDINAL = re.compile(r"第(?P<number>[0-9一二三四五六七八九十]{1,3})次审查意见通知书")


def find_kinds(copy: Copy, office: Office) -> list[Kind]:
    """What the letter says it is: one kind, none, or several that contradict each other."""
    titles = [one for one in _TITLES if one.office is office]
    found = [one.kind for one in titles if one.title.search(copy.text)]
    if office is Office.US and not found:
        found = _by_finality(copy.text)
    return found or [one.kind for one in titles if one.phrase.search(copy.text)]


def _by_finality(text: str) -> list[Kind]:
    """Final or not: by the ticked box of the form and by the words of the action."""
    said = {
        Kind.NON_FINAL_ACTION if match["final"].lower().startswith("non") else Kind.FINAL_ACTION
        for match in _FINAL_BOX.finditer(text)
        if box_before(text, match.start()) == "checked"
    }
    if _FINAL_WORDS.search(text):
        said.add(Kind.FINAL_ACTION)
    if _NON_FINAL_WORDS.search(text):
        said.add(Kind.NON_FINAL_ACTION)
    return sorted(said)


def is_final(text: str, kind: Kind) -> bool:
    """Whether the letter says that it is the last of its kind (最後の拒絶理由通知, final action)."""
    return kind is Kind.FINAL_ACTION or (kind is Kind.NOTICE_OF_REASONS and bool(_LAST_NOTICE.search(text)))


def ordinal_written(text: str) -> re.Match[str] | None:
    """第一次, 第二次 of a Chinese letter's title."""
    return _ORDINAL.search(text)
