"""Letters of the Japan Patent Office: reasons are declared once with their provisions (１．（新規性）…) and then
discussed by claims and documents (●理由１、２について ・請求項 １－３ ・引用文献等 １). The two are put together here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from portfolios.characters import record
from portfolios.officeactions.cited import Mention
from portfolios.officeactions.claim_lists import ClaimList
from portfolios.officeactions.letters.raised import Body, Findings, Raised, until_next, within
from portfolios.officeactions.provisions.provision import Provision, leave_out_wider

_MARK = r"[●○◎・■◆◇▼▽★*※\-]"
_ANCHOR = re.compile(
    rf"(?m)^(?:(?P<reason>(?P<mark>{_MARK}|[(<【\[《]|[0-9]{{1,2}}[.、])?(?:拒絶の)?理\n?由(?=[0-9(]))"
    r"|(?P<title>理由)$|(?P<memo>記)(?=$|\()"
    r"|(?P<angle>[<《【〔][^<>《》【】〔〕\n]{2,40}[>》】〕])"
    r"|(?P<list>引用文献等?一覧)"
    r"|(?P<number>[0-9]{1,2})[.、:)](?![0-9]))"
)
_KEY = re.compile(
    r"(?:理\n?由)?(?P<first>[0-9]{1,2})?(?:[-~](?P<last>[0-9]{1,2}))?(?P<name>\([^()\n]{1,24}\))?"
)
_KEY_JOINT = re.compile(r"[、,・]|及び|並びに|又は|と")
_HEADS = re.compile(r"に(?:ついて|関して|つき)|[)>】\]》:/・]|\n|$|請求項|\s")
_LISTED = re.compile(r"(?m)^適\n?用\n?条\n?文[^\n]*(?:\n第[^\n]*条[^\n]*)*")
_NO_REASON = re.compile("拒絶の?理由を発見しない")
_BULLET = re.compile(rf"(?m)^(?P<mark>{_MARK})?(?=請\n?求\n?項|引用文献|引用例|引例)")
_ALONE = re.compile(r"\)?(?:\n|$|[・/:、。]|について|に対して|引用文献|引用例|\()")
# The JPO's own names of its reasons (審査基準, chapters of parts II to IV), each the name of one provision.
_NAMES = {
    "新規性": "29(1)",
    "進歩性": "29(2)",
    "拡大先願": "29の2",
    "先願": "39",
    "産業上の利用可能性": "29柱書",
    "発明該当性": "29柱書",
    "発明該当性及び産業上の利用可能性": "29柱書",
    "実施可能要件": "36(4)i",
    "サポート要件": "36(6)i",
    "明確性": "36(6)ii",
    "明確性要件": "36(6)ii",
    "簡潔性要件": "36(6)iii",
    "単一性": "37",
    "発明の単一性": "37",
    "新規事項": "17の2(3)",
    "シフト補正": "17の2(4)",
}
_BULLET_END = re.compile(r"\n(?!引用|[0-9、及])|。")
_LONGEST_BULLET = 200
_MANY = 20


class _Part(NamedTuple):
    """A part of the letter under one heading. `keys` are the reasons it is about, "" the only one."""

    kind: str
    keys: tuple[tuple[str, str], ...]
    start: int
    head_end: int
    end: int


_Anchor = tuple[str, tuple[tuple[str, str], ...], int, int]


@record()
class _Item:
    """Claims discussed together and the documents named for them."""

    start: int
    end: int
    reach: int
    claims: tuple[ClaimList, ...]
    references: tuple[Mention, ...]
    warnings: tuple[str, ...] = ()


def read_body(body: Body) -> Findings:
    """The rejections of a Japanese letter."""
    text = body.copy.text
    heads = [match.span() for match in _LISTED.finditer(text)]
    findings = Findings(listed=[one for start, end in heads for one in within(body.provisions, start, end)])
    listed = set(findings.listed)
    stated = tuple(one for one in body.provisions if one not in listed)
    places = sorted([*(one.start for one in body.claims), *(one.start for one in stated)])
    parts = [*_telling(_parts(text), places)]
    declared = _declared(parts, stated)
    discussed: set[str] = set()
    for part in parts:
        if part.kind == "free":
            findings.allowable += within(body.claims, part.start, part.end)
        elif part.kind != "neutral":
            for item in _items(body, part):
                keys = _keys_of(part, declared)
                discussed.update(key for key, _ in keys)
                findings.raised += _raised(item, part, keys, declared)
    for key, provisions in declared.items():
        if key not in discussed:
            findings.raised.append(_without_claims(key, provisions))
    return findings


def _parts(text: str) -> Iterator[_Part]:
    """The letter cut at its headings."""
    held: _Anchor = ("head", (), 0, 0)
    for anchor in _anchors(text):
        yield _Part(*held, anchor[2])
        held = anchor
    yield _Part(*held, len(text))


def _telling(parts: Iterable[_Part], places: Sequence[int]) -> Iterator[_Part]:
    """The parts in which something was found: a letter made to be slow is all headings."""
    for one in parts:
        following = bisect_left(places, one.start)
        if following < len(places) and places[following] < one.end:
            yield one


def _anchors(text: str) -> Iterator[_Anchor]:
    """The headings: what a part has but for its end."""
    in_declarations = True
    for match in _ANCHOR.finditer(text):
        kind = match.lastgroup if match.lastgroup != "mark" else "reason"
        keys, end = _keys(text, match.end()) if kind == "reason" else ((), match.end())
        if kind == "reason" and not (keys and _is_heading(text, match, end, keys)):
            continue
        if kind == "number":
            if in_declarations:
                yield "number", ((match["number"], ""),), match.start(), match.end()
            continue
        in_declarations = in_declarations and kind not in ("reason", "memo")
        yield _kind(str(kind), match.group()), keys, match.start(), end


def _kind(kind: str, written: str) -> str:
    if kind == "angle":
        return "free" if _NO_REASON.search(written) else "neutral"
    return "neutral" if kind == "list" else kind


def _keys(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The reasons of a heading: "1(新規性)、理由2(進歩性)" → 1 and 2, each with the name given to it."""
    found: dict[str, str] = {}
    for _ in range(_MANY):
        match = _KEY.match(text, at)
        if match is None or not (match["first"] or match["name"]):
            break
        name = (match["name"] or "").strip("()")
        at = match.end()
        for key in _numbers(match["first"] or (name if name.isdecimal() else ""), match["last"]) or [name]:
            found.setdefault(key, name)
        joint = _KEY_JOINT.match(text, at)
        if joint is None or not _KEY.match(text, joint.end()).group():  # type: ignore[union-attr]
            break
        at = joint.end()
    return tuple(found.items()), at


def _numbers(first: str, last: str | None) -> list[str]:
    if not first:
        return []
    return [str(number) for number in range(int(first), max(int(last or first), int(first)) + 1)]


def _is_heading(text: str, match: re.Match[str], end: int, keys: tuple[tuple[str, str], ...]) -> bool:
    """Whether a line that begins with 理由1 is a heading and not the middle of a sentence."""
    return bool(match["mark"] or _HEADS.match(text, end) or any(name for _, name in keys))


def _declared(parts: list[_Part], stated: tuple[Provision, ...]) -> dict[str, list[Provision]]:
    """The provisions of each reason: where it is declared by number, else where it is first discussed."""
    declared: dict[str, list[Provision]] = {}
    if not stated:
        return declared
    for kinds in (("number",), ("reason",), ("title",), ("head", "memo")):
        for part in parts:
            said = _said(part, stated) if part.kind in kinds else []
            if said and (part.keys or not declared):
                for key, _ in part.keys or (("", ""),):
                    declared.setdefault(key, said)
    return declared


def _said(part: _Part, stated: tuple[Provision, ...]) -> list[Provision]:
    return leave_out_wider([*within(stated, part.start, part.end)])


def _keys_of(part: _Part, declared: dict[str, list[Provision]]) -> tuple[tuple[str, str], ...]:
    """The reasons a part is about; one that names none is about the only reason there is."""
    if part.keys:
        return part.keys
    return ((next(iter(declared)), ""),) if len(declared) == 1 else (("", ""),)


def _items(body: Body, part: _Part) -> Iterator[_Item]:
    claims = within(body.claims, part.start, part.end)
    if not claims:
        return
    references = within(body.mentions, part.start, part.end)
    bullets = [
        (match.end(), match["mark"]) for match in _BULLET.finditer(body.copy.text, part.start, part.end)
    ]
    marked = dict(bullets)
    text = body.copy.text
    leading = [
        one for one in claims if one.start in marked and (marked[one.start] or _ALONE.match(text, one.end))
    ]
    if not leading:
        yield _in_text(part, claims, references)
        return
    for one, reach in until_next(leading, part.end):
        yield _bulleted(text, one, reach, within(references, one.end, reach), marked)


def _bulleted(
    text: str, claims: ClaimList, reach: int, references: tuple[Mention, ...], marked: dict[int, str | None]
) -> _Item:
    """The documents of a claims bullet: those on its line and those of the bullet 引用文献等."""
    line_end = text.find("\n", claims.end)
    line_end = reach if line_end < 0 else line_end
    listed = [one for one in references if one.start < line_end]
    bulleted = next((one.start for one in references if one.start in marked), None)
    if bulleted is not None:
        listed += [one for one in references if _same_list(text, bulleted, one.start) and one not in listed]
    warnings = () if listed or not references else ("references_in_discussion",)
    held = tuple(listed or references)
    end = max([claims.end, *(one.end for one in listed)])
    return _Item(claims.start, end, reach, (claims,), held, warnings)


def _same_list(text: str, start: int, at: int) -> bool:
    """Whether a label belongs to the list begun at `start`: no sentence and no other line lies between."""
    return 0 <= at - start < _LONGEST_BULLET and not _BULLET_END.search(text, start, at)


def _in_text(part: _Part, claims: tuple[ClaimList, ...], references: tuple[Mention, ...]) -> _Item:
    start = part.start if part.keys else min([claims[0].start, *(one.start for one in references[:1])])
    end = max([claims[-1].end, *(one.end for one in references[-1:])])
    return _Item(start, end, part.end, claims, references)


def _by_name(name: str, part: _Part) -> tuple[Provision, ...]:
    """The provision that the name of a reason stands for: 進歩性 is Art. 29(2) and nothing else."""
    return (Provision(_NAMES[name], part.start, part.head_end),) if name in _NAMES else ()


def _raised(
    item: _Item, part: _Part, keys: tuple[tuple[str, str], ...], declared: dict[str, list[Provision]]
) -> Iterator[Raised]:
    for key, name in keys:
        provisions = tuple(declared.get(key, ()))
        by_name = () if provisions else _by_name(name, part)
        yield Raised(
            start=item.start,
            end=item.end,
            reach=item.reach,
            provisions=provisions or by_name,
            claims=item.claims,
            references=item.references,
            reason=key if key.isdecimal() else "",
            warnings=(*item.warnings, "statute_by_name") if by_name else item.warnings,
        )


def _without_claims(key: str, provisions: list[Provision]) -> Raised:
    start, end = provisions[0].start, provisions[-1].end
    return Raised(
        start=start,
        end=end,
        reach=end,
        provisions=tuple(provisions),
        reason=key if key.isdecimal() else "",
    )
