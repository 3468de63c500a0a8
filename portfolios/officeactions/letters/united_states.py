"""Office actions of the USPTO: "Claims 1-3 and 5 are rejected under 35 U.S.C. 103 as being unpatentable over Smith
(US 2018/0123456) in view of Jones". One sentence says claims, provision and documents; what follows discusses it.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from portfolios.characters import in_any_case
from portfolios.officeactions.action import Nature
from portfolios.officeactions.claim_lists import ClaimList, list_at
from portfolios.officeactions.letters.boxes import is_unchecked
from portfolios.officeactions.letters.names import Names
from portfolios.officeactions.letters.raised import Body, Findings, Raised, until_next, within
from portfolios.officeactions.provisions.provision import Provision, leave_out_wider
from portfolios.officeactions.provisions.united_states import is_same_invention
from portfolios.officeactions.sentences import Sentences

_AUXILIARY = (
    r"\s?(?:(?:is/are|are/is|is|are|stands?|remains?)\s)?"
    r"(?:(?:also|further|additionally|newly|provisionally|finally|again)\s){0,2}"
)
# "claim 4 … 35 U.S.C. 112(b)": a quotation that leaves the verb out
_VERB = re.compile(
    rf"(?:\s?\([^()]{{0,60}}\))?{_AUXILIARY}"
    r"(?:(?P<verb>rejected|objected\sto|allowed|allowable|interpreted)(?![A-Za-z])|…(?=\s?3 ?5\s?U))"
)
_FORM_LINE = re.compile(
    r"[CcAa](?:(?<=[Cc])(?i:laim(?:\(s\)|s)?\s(?P<verb>rejected|allowed):\s?)"
    r"|(?<=[Aa])(?i:llowed\sclaim(?:\(s\)|s)?\s(?:is/are|is|are)\s))(?=[0-9])"
)
_WOULD_BE = re.compile(r"would\sbe\s(?:found\s)?allowable")
_UNDER = re.compile(r"\sunder\s|\son\sthe\s(?:ground|basis)|\sbecause|\sas\sbeing|\sfor\s")
_SCOPE = re.compile(
    rf"(?:{in_any_case('interpreted', 'interpretation', 'treated', 'invoke[sd]?')})"
    r"(?i:\s(?:[a-z]+\s){0,4}(?:under\s)?)(?=35 U|3 ?5\s?U)"
)
_RESTRICTION = re.compile(
    r"[Rr](?i:estriction\s(?:to\sone\sof\sthe\sfollowing\sinventions\s)?is\srequired\sunder)"
)
_GROUP = re.compile(r"(?:^|\n)(?:(?i:group|invention)\s)?(?:[IVX]{1,5}|[0-9]{1,2})[.,):]\s?(?=(?i:claim))")
_OTHER_OBJECTION = re.compile(
    rf"(?P<what>{in_any_case('drawings?', 'specification', 'disclosure', 'abstract', 'title', 'amendment')})"
    r"(?i:\s(?:[^.\n]{0,80}\s)?(?:is|are)\sobjected\sto)"
)
_LONGEST_RESTRICTION = 4_000


def read_body(body: Body) -> Findings:
    """The rejections, objections and notices of an American letter."""
    findings = Findings()
    sentences, names = Sentences(body.copy.text, asian=False), Names(body)
    for claims in body.claims:
        match = _VERB.match(body.copy.text, claims.end)
        if match and not is_unchecked(body.copy.text, claims.start):
            _sort_in(findings, body, sentences.around(match.end() - 1)[1], names, claims, match)
    _read_form(findings, body)
    findings.raised += [
        *_interpretations(body, sentences),
        *_restrictions(body, sentences),
        *_objections(body, sentences),
    ]
    findings.raised.sort(key=lambda one: one.start)
    findings.raised = [
        one._replace(reach=max(one.end, end)) for one, end in until_next(findings.raised, len(body.copy.text))
    ]
    findings.names = [mention for one in findings.raised for mention in one.references]
    return findings


def _sort_in(
    findings: Findings, body: Body, end: int, names: Names, claims: ClaimList, match: re.Match[str]
) -> None:
    """What is said of the claims: allowable, on the form, or a rejection with its sentence, which ends at `end`."""
    verb = " ".join((match["verb"] or "rejected").split())
    if verb in ("allowed", "allowable"):
        findings.allowable.append(claims)
    elif verb == "interpreted":
        return
    elif not match["verb"] or _UNDER.match(body.copy.text, match.end()):
        nature = Nature.REJECTION if verb == "rejected" else Nature.OBJECTION
        findings.raised.append(_one(body, names, claims, match, end, nature))
        if _WOULD_BE.search(body.copy.text, match.end(), end):
            findings.allowable.append(claims)
    elif verb == "rejected":
        findings.summary.append(claims)


def _one(
    body: Body, names: Names, claims: ClaimList, match: re.Match[str], end: int, nature: Nature
) -> Raised:
    text = body.copy.text
    provisions = leave_out_wider([*within(body.provisions, match.end(), end)])
    if any(one.code == "101" for one in provisions) and is_same_invention(text[match.end() : end]):
        provisions = [
            one._replace(code="101 double patenting") if one.code == "101" else one for one in provisions
        ]
    if nature is Nature.OBJECTION and not provisions:
        provisions = [Provision("objection", match.start("verb"), match.end("verb"))]
    after = provisions[-1].end if provisions else match.end()
    return Raised(
        start=claims.start,
        end=end,
        reach=end,
        provisions=tuple(provisions),
        claims=(claims,),
        references=tuple(names.find(after, end)),
        nature=nature,
    )


def _read_form(findings: Findings, body: Body) -> None:
    """The lines of forms that name claims behind the verb: "Claim(s) rejected: 1-20"."""
    for match in _FORM_LINE.finditer(body.copy.text):
        listed = list_at(body.copy.text, match.end(), body.office)
        if listed:
            rejected = (match["verb"] or "").lower() == "rejected"
            (findings.summary if rejected else findings.allowable).append(listed)


def _interpretations(body: Body, sentences: Sentences) -> Iterator[Raised]:
    """Notices that 35 U.S.C. 112(f) is applied."""
    found = [*_SCOPE.finditer(body.copy.text)]
    for match, following in zip_longest(found, found[1:]):
        start, end = sentences.around(match.start())
        reach = (
            min(end, following.start()) if following else end
        )  # the next notice says what stands behind it
        said = [one for one in within(body.provisions, match.end(), reach) if one.code == "112(f)"]
        if said:
            yield Raised(
                start=start,
                end=end,
                reach=end,
                provisions=tuple(said),
                claims=within(body.claims, start, end),
                nature=Nature.INTERPRETATION,
            )


def _restrictions(body: Body, sentences: Sentences) -> Iterator[Raised]:
    text = body.copy.text
    found = [*_RESTRICTION.finditer(text)]
    for match, following in zip_longest(found, found[1:]):
        start, end = sentences.around(match.start())
        provisions = tuple(one for one in within(body.provisions, match.start(), end) if one.code == "121")
        reach = min(following.start() if following else len(text), end + _LONGEST_RESTRICTION)
        heads = {group.end() for group in _GROUP.finditer(text, match.end(), reach)}
        groups = tuple(one for one in within(body.claims, match.end(), reach) if one.start in heads)
        if provisions:
            last = max([end, *(one.end for one in groups)])
            yield Raised(
                start=start,
                end=last,
                reach=last,
                provisions=provisions,
                claims=groups,
                nature=Nature.RESTRICTION,
            )


def _objections(body: Body, sentences: Sentences) -> Iterator[Raised]:
    """Objections to drawings, specification or an amendment."""
    for match in _OTHER_OBJECTION.finditer(body.copy.text):
        start, end = sentences.around(match.start())
        said = within(body.provisions, match.end(), end) or (
            Provision("objection", match.start("what"), match.end()),
        )
        yield Raised(start=start, end=end, reach=end, provisions=said, nature=Nature.OBJECTION)
