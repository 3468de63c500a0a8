"""Claims that running text names: a question that names two means two."""

import pytest

from portfolios.officeactions.claim_lists import claims_named


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("What do claims 1 and 99 of EP4991107B1 say?", (1, 99)),
        ("請求項１及び９９は何を言うか", (1, 99)),
        ("請求項1から3まで、クレーム5", (1, 2, 3, 5)),
        ("claim 1 or claim 3, and claims 7-9", (1, 3, 7, 8, 9)),
        ("compare claim 5 with claim 2", (5, 2)),
        ("claims 1/2/3; claims 4 vs. 5", (1, 2, 3, 4, 5)),
        ("请比较权利要求1和3", (1, 3)),
        ("請求項1と請求項5の違い", (1, 5)),
        ("It claims 5% more; we filed 3 claims", ()),
        ("The claims of US 10,123,456 B2", ()),
    ],
)
def test_claims_named(text: str, claims: tuple[int, ...]) -> None:
    assert claims_named(text) == claims
