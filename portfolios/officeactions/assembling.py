"""From what an office's reader found in the copy to rejections at their places in the letter."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from operator import attrgetter

from portfolios.claims.claim import Office
from portfolios.identifiers import PinCite, PinKind, find_pin_cites
from portfolios.officeactions.action import ClaimGroup, Nature, Place, Reference, Rejection, Remark
from portfolios.officeactions.cited import Documents, Mention, attribute
from portfolios.officeactions.claim_lists import ClaimList
from portfolios.officeactions.copying import Copy
from portfolios.officeactions.grounds import ground_of
from portfolios.officeactions.letters.chinese_places import find_chinese_places
from portfolios.officeactions.letters.raised import Body, Raised, within
from portfolios.officeactions.provisions.provision import Provision, is_within

_STRETCH = attrgetter("start", "end")
_NEEDS_REFERENCES = frozenset({"novelty", "inventive step", "non-obviousness", "secret prior right"})


def assemble(
    body: Body, raised: Sequence[Raised], documents: Documents, mentions: Sequence[Mention]
) -> list[Rejection]:
    """One rejection for each provision and group of claims, in order; what the letter says twice is one."""
    pins = _pins(body, mentions, documents) if any(one.references for one in raised) else []
    place = cache(body.copy.place)  # discussions side by side name the same claims
    found: dict[tuple[str, str, str, tuple[int, ...], bool], list[Rejection]] = {}
    for one in sorted(raised, key=lambda one: one.in_summary):
        for rejection in _rejections(body, one, documents, pins, place):
            about = rejection.reason if rejection.code else rejection.ground
            key = (rejection.nature, about, rejection.code, rejection.claims, rejection.all_claims)
            found.setdefault(key, []).append(rejection)
    joined = [_joined(same) for same in found.values()]
    return sorted(_without_summaries(joined, body, raised), key=lambda one: one.start)


def _by_code(provisions: Iterable[Provision]) -> dict[str, list[Provision]]:
    found: dict[str, list[Provision]] = {}
    for one in provisions:
        found.setdefault(one.code, []).append(one)
    return found or {"": []}


def _rejections(
    body: Body, one: Raised, documents: Documents, pins: Sequence[PinCite], place: Callable[[int, int], Place]
) -> Iterator[Rejection]:
    """A rejection for each provision that the objection names."""
    copy, stretch, claims = body.copy, place(one.start, one.end), _all_claims(one)
    claim_places = tuple([place(group.start, group.end) for group in one.claims])
    everything = any([group.all_claims for group in one.claims])
    reached = within(pins, one.start if one.since is None else one.since, one.reach) if one.references else ()
    for code, provisions in _by_code(one.provisions).items():
        ground = ground_of(body.office, code) or one.ground
        references = _references(one.references, documents, copy) if _is_over_documents(ground) else ()
        yield Rejection(
            text=stretch.text,
            start=stretch.start,
            end=stretch.end,
            nature=one.nature,
            code=code,
            ground=ground,
            claims=claims,
            provisions=tuple([place(said.start, said.end) for said in provisions]),
            claim_places=claim_places,
            references=references,
            pin_cites=_relocated(reached, copy) if references else (),
            reason=one.reason,
            all_claims=everything,
            warnings=tuple(_warnings(one, code, ground, references, claims=claims, everything=everything)),
        )


def _all_claims(one: Raised) -> tuple[int, ...]:
    """The claims of all its lists, each once, ascending; those of one list are so already."""
    if len(one.claims) == 1:
        return one.claims[0].claims
    return tuple(sorted(set[int]().union(*(group.claims for group in one.claims))))


def _is_over_documents(ground: str) -> bool:
    """Clarity and support are not rejected over documents, whatever the discussion mentions."""
    return (
        ground in _NEEDS_REFERENCES
        or "double patenting" in ground
        or ground in ("", "first to file", "independent patentability")
    )


def _warnings(
    one: Raised,
    code: str,
    ground: str,
    references: Sequence[Reference],
    *,
    claims: Sequence[int],
    everything: bool,
) -> Iterator[str]:
    rejects = one.nature is Nature.REJECTION
    if not code:
        yield "statute_not_stated"
    if rejects and not everything and not claims:
        yield "claims_not_stated"
    if everything:
        yield "all_claims"
    if rejects and not references and ground in _NEEDS_REFERENCES:
        yield "references_not_stated"
    if any(reference.readings for reference in references):
        yield "reference_ambiguous"
    yield from (said for said in one.warnings if references or not said.startswith("reference"))


def _references(mentions: Sequence[Mention], documents: Documents, copy: Copy) -> tuple[Reference, ...]:
    first: dict[str, Mention] = {}
    for one in mentions:
        first.setdefault(one.label, one)
    return tuple(documents.reference(one, copy) for one in first.values())


def _pins(body: Body, mentions: Sequence[Mention], documents: Documents) -> list[PinCite]:
    text = body.copy.text
    unwrapped = text if body.office in (Office.JP, Office.CN) else text.replace("\n", " ")
    found = [
        *find_pin_cites(unwrapped, numbers=documents.numbers.values()),
        *(find_chinese_places(text) if body.office is Office.CN else ()),
    ]
    own = {place for one in body.claims for place in range(one.start, one.end)}
    cited = (one for one in found if one.kind is not PinKind.CLAIM or one.start not in own)
    return attribute(sorted(cited, key=lambda one: one.start), mentions, text)


def _relocated(pins: Iterable[PinCite], copy: Copy) -> tuple[PinCite, ...]:
    """The pin-cites that are in a document, at their places in the letter."""
    placed = ((one, copy.place(one.start, one.end)) for one in pins if one.document)
    return tuple(replace(one, text=place.text, start=place.start, end=place.end) for one, place in placed)


def _joined(same: Sequence[Rejection]) -> Rejection:
    """What the letter says several times: one rejection with all the places."""
    if len(same) == 1:
        return same[0]
    references: dict[str, Reference] = {}
    for reference in chain.from_iterable(one.references for one in same):
        references.setdefault(reference.label, reference)
    warnings = dict.fromkeys(chain.from_iterable(one.warnings for one in same))
    if references:
        warnings.pop("references_not_stated", None)
    return replace(
        same[0],
        provisions=_once(one.provisions for one in same),
        claim_places=_once(one.claim_places for one in same),
        references=tuple(references.values()),
        pin_cites=tuple(dict.fromkeys(chain.from_iterable(one.pin_cites for one in same))),
        warnings=tuple(warnings),
    )


def _once(groups: Iterable[tuple[Place, ...]]) -> tuple[Place, ...]:
    """Each place once, told by where it is: that is quicker than by all that it is."""
    places = [*chain.from_iterable(groups)]
    return tuple(dict(zip(map(_STRETCH, places), places, strict=True)).values())


def _without_summaries(
    rejections: Iterable[Rejection], body: Body, raised: Sequence[Raised]
) -> Iterator[Rejection]:
    """Without those of the form's conclusions where the body rejects just these claims under that provision."""
    summaries = {body.copy.place(one.start, one.end) for one in raised if one.in_summary}
    held = list(rejections)
    if not summaries:
        yield from held
        return
    discussed: dict[str, set[int]] = {}
    for one in held:
        if not _is_summary(one, summaries):
            discussed.setdefault(one.code, set()).update(one.claims)
    for one in held:
        if not _is_summary(one, summaries):
            yield one
        elif discussed.get(one.code) != set(one.claims):
            differs = ("conclusion_differs",) if one.code in discussed else ()
            yield replace(one, warnings=(*one.warnings, *differs))


def _is_summary(one: Rejection, summaries: set[Place]) -> bool:
    return Place(text=one.text, start=one.start, end=one.end) in summaries


def claim_groups(copy: Copy, lists: Iterable[ClaimList]) -> tuple[ClaimGroup, ...]:
    """Lists of claims at their places in the letter, each group once."""
    found: dict[tuple[int, ...], ClaimGroup] = {}
    for one in lists:
        place = copy.place(one.start, one.end)
        group = ClaimGroup(text=place.text, start=place.start, end=place.end, claims=one.claims)
        if one.claims:
            found.setdefault(one.claims, group)
    return tuple(found.values())


def remarks_on_claims(
    body: Body, rejections: Sequence[Rejection], summary: Sequence[ClaimList]
) -> Iterator[Remark]:
    """Numbers that cannot be read, and a form that calls other claims rejected than the body does."""
    for one in body.claims:
        if one.problem:
            yield _remark(body.copy, f"claims_{one.problem}", one.start, one.end)
    if not summary:
        return
    rejected = set[int]().union(*(one.claims for one in rejections if one.nature is Nature.REJECTION))
    for one in summary:
        differing = sorted(rejected.symmetric_difference(one.claims))
        if rejected and differing:
            detail = ", ".join(map(str, differing))
            yield _remark(body.copy, "summary_differs", one.start, one.end, detail)


def remarks_on_provisions(
    body: Body, rejections: Sequence[Rejection], listed: Sequence[Provision]
) -> Iterator[Remark]:
    """Provisions the head of the letter lists and no rejection is under."""
    codes = {one.code for one in rejections}
    for one in listed:
        if not any(code == one.code or is_within(code, one.code) for code in codes):
            yield _remark(body.copy, "listed_provision_not_found", one.start, one.end, one.code)


def _remark(copy: Copy, code: str, start: int, end: int, detail: str = "") -> Remark:
    place = copy.place(start, end)
    return Remark(text=place.text, start=place.start, end=place.end, code=code, detail=detail)
