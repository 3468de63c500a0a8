"""The claims of a patent, drawn as the tree they form, beside their text."""

import re
import uuid

import pytest

from kaas.portal.claimtree import ClaimBranch, claim_tree, count_claims
from portfolios.catalogue import list_documents
from portfolios.passages import FoundPassage
from tests.conftest import Acting
from tests.functional.portal.reading_aids import Browse, text_of


def passages(*claims: str) -> list[FoundPassage]:
    return [
        FoundPassage(
            uuid.UUID(int=number), uuid.UUID(int=0), number, "claims", "claim", str(number), (), text, "en"
        )
        for number, text in enumerate(claims, start=1)
    ]


def shape(branches: tuple[ClaimBranch, ...]) -> list[object]:
    return [(branch.number, shape(branch.children)) for branch in branches]


def test_each_claim_stands_under_the_first_it_takes_over() -> None:
    tree = claim_tree(
        passages(
            "A meter comprising a tube.",
            "The meter of claim 1, wherein the tube is bent.",
            "The meter of claim 1 or 2, comprising a laser.",
            "A method of measuring, comprising vibrating a tube.",
            "The method of claim 4, wherein the tube is warm.",
        ),
        office="US",
    )
    assert shape(tree) == [(1, [(2, []), (3, [])]), (4, [(5, [])])]
    assert [branch.is_independent for branch in tree] == [True, True]
    assert tree[0].children[1].also == ("2",)
    assert count_claims(tree) == 5
    assert tree[0].passage_id == uuid.UUID(int=1)


def test_claims_taken_over_in_a_row_are_named_as_one() -> None:
    before = ["A meter.", *["The meter of claim 1, further warm."] * 5]
    tree = claim_tree(passages(*before, "The meter of any of claims 1 to 4, or 6."), office="US")
    assert tree[0].children[-1].also == ("2–4", "6")


def test_the_rows_of_a_tree_too_large_to_draw_line_by_line() -> None:
    claims = ["A meter.", *(f"The meter of any of claims 1-{n}, further warm." for n in range(1, 230))]
    tree = claim_tree(passages(*claims), office="US")
    assert [branch.also for branch in tree[0].children] == [
        (), ("2",), ("2", "3"), *((f"2–{n}",) for n in range(4, 230))
    ]  # fmt: skip


def test_japanese_claims() -> None:
    tree = claim_tree(
        passages(
            "固体電解質と、結着材とを備えるセパレータ。",
            "前記結着材が表層で多い、請求項１に記載のセパレータ。",
            "請求項１または請求項２に記載のセパレータを備える電池。",
        ),
        office="JP",
    )
    assert shape(tree)[0] == (1, [(2, []), (3, [])])


@pytest.mark.parametrize(
    ("claims", "office"),
    [((), "US"), (("A meter.",), "US"), (("Ein Zähler.", "Zähler nach 1."), "XX"), ((), "")],
)
def test_what_is_no_tree_is_not_drawn(claims: tuple[str, ...], office: str) -> None:
    assert claim_tree(passages(*claims), office=office) == ()


def test_a_long_claim_in_several_passages_is_one_claim() -> None:
    first, second = passages("A meter comprising a tube and", "The meter of claim 1.")
    more = FoundPassage(uuid.uuid4(), first.document_id, 9, "claims", "claim", "1", (), "a laser.", "en")
    assert shape(claim_tree([first, more, second], office="US")) == [(1, [(2, [])])]


def test_the_page_draws_it_with_links_to_the_claims(browse: Browse, acting_as: Acting) -> None:
    with acting_as("attorney") as acting:
        found = list_documents(scope=acting)
    patent = next(one for one in found if one.publication_number == "US19204511B2")
    note = next(one for one in found if "LN-21" in one.title)
    client = browse("attorney")
    page = text_of(client.get(f"/documents/{patent.id}/"))
    links = re.findall(r'<a href="#(p-[0-9a-f-]+)"><span class="claim-number">(\d+)</span>', page)
    assert len(links) > 5
    assert sorted(int(number) for _, number in links) == list(range(1, len(links) + 1))
    assert all(f'id="{anchor}"' in page for anchor, _ in links)
    assert "claim-tree" not in text_of(client.get(f"/documents/{note.id}/"))
