"""What stands out in a claim, as flags: short codes that pages put into words.

self_ref, forward_ref, invalid_ref, unknown_claim, parent_cancelled (references); improper_multiple,
unclear_reference, multi_multi, multi_multi_indirect, cites_multi_multi (multiple.py); needs_construction,
proposed_elements (anatomy); means_plus_function, possible_means_plus_function, means_style (wording);
use_claim, transitory_medium, program_signal, program_product (categories.py).
"""

from collections.abc import Sequence
from datetime import date

from portfolios.claims.categories import category_flags
from portfolios.claims.claim import (
    Claim,
    Function,
    Mode,
    Office,
    Status,
    TransitionType,
    bit_of,
    bits_below,
)
from portfolios.claims.multiple import multiple_flags


def flags_of(claim: Claim, folded: str, *, proposed: bool) -> tuple[str, ...]:
    """The flags a claim has by itself."""
    if claim.status is Status.CANCELLED:
        return ()
    parents = claim.rests_on
    functions = {element.function for element in claim.elements}
    named = (
        ("invalid_ref", any(ref.mode is Mode.INVALID for ref in claim.refs)),
        ("self_ref", parents & bit_of(claim.number) != 0),
        ("forward_ref", parents & ~bits_below(claim.number + 1) != 0),
        ("needs_construction", claim.transition.type is TransitionType.OPEN_UNSURE),
        ("proposed_elements", proposed),
        ("means_plus_function", claim.office is Office.US and Function.INVOKED in functions),
        ("possible_means_plus_function", claim.office is Office.US and Function.POSSIBLE in functions),
        ("means_style", claim.office is Office.JP and "手段" in folded),
    )
    own = [flag for flag, applies in named if applies]
    return (*own, *category_flags(claim.category, folded[: max(claim.transition.start, 300)], claim.office))


def set_flags(claims: Sequence[Claim], *, office: Office, filed: date | None) -> dict[int, list[str]]:
    """The flags claims have among each other, by number."""
    numbers = sum(bit_of(number) for number in {claim.number for claim in claims})
    ended = {claim.number for claim in claims if claim.status is Status.CANCELLED}
    cancelled = sum(bit_of(number) for number in ended)
    flags = multiple_flags(claims, office=office, filed=filed)
    for claim in claims:
        parents = claim.rests_on
        named = (
            ("unknown_claim", len(claims) > 1 and parents & ~numbers != 0),
            ("parent_cancelled", parents & cancelled != 0),
        )
        flags[claim.number].extend(flag for flag, applies in named if applies)
    return flags
