"""The claim tree as it is drawn, and antecedents along it."""

from portfolios.claims.antecedents import lacking_antecedents
from portfolios.claims.claim import Function, Office
from portfolios.claims.reading import read_claims
from portfolios.claims.tree import MOST_EDGES, draw_tree

SECTION = """What is claimed is:
1. A device comprising: a lens; and a mirror.
2. The device of claim 1, wherein the lens is flat.
3. The device of claim 1 or 2, wherein the frame is round.
4. A vehicle comprising the device of claim 3.
5. A method comprising: heating a wire; and cooling said wire.
6. The method of claim 9, wherein the wire is thin.
"""


def test_children_stand_under_their_first_parent() -> None:
    tree = draw_tree(read_claims(SECTION, office=Office.US))
    assert [(node.number, node.depth, node.parent) for node in tree.nodes] == [
        (1, 0, None),
        (2, 1, 1),
        (3, 1, 1),
        (4, 2, 3),
        (5, 0, None),
        (6, 0, None),
    ]
    assert [(edge.child, edge.parent, edge.first) for edge in tree.edges] == [
        (2, 1, True),
        (3, 1, True),
        (3, 2, False),
        (4, 3, True),
    ]
    assert [node.row for node in tree.nodes] == list(range(6))


def test_a_tree_with_more_lines_than_can_be_seen_is_condensed() -> None:
    named = "".join(f"{n}. The device of any of claims 1-{n - 1}.\n" for n in range(3, 221))
    tree = draw_tree(read_claims(f"1. A device.\n2. The device of claim 1.\n{named}", office=Office.US))
    assert tree.condensed
    assert len(tree.edges) < MOST_EDGES
    assert [(one.parent, one.last, one.first) for one in tree.edges if one.child == 200] == [
        (1, 1, True),
        (2, 199, False),
    ]
    assert [(node.number, node.depth, node.parent) for node in tree.nodes[-2:]] == [(219, 1, 1), (220, 1, 1)]


def test_a_tree_that_can_be_seen_has_an_edge_for_every_claim_named() -> None:
    tree = draw_tree(read_claims(SECTION, office=Office.US))
    assert not tree.condensed
    assert all(edge.last == edge.parent for edge in tree.edges)


def test_what_is_wrong_with_a_reference_is_said() -> None:
    claims = read_claims(SECTION, office=Office.US)
    assert {"forward_ref", "unknown_claim"} <= set(claims[5].flags)


def test_only_what_was_never_introduced_lacks_its_antecedent() -> None:
    lacking = lacking_antecedents(read_claims(SECTION, office=Office.US))
    assert {number: [part.text for part in parts] for number, parts in lacking.items() if parts} == {
        3: ["the frame"]
    }


def test_japanese_antecedents() -> None:
    section = (
        "【請求項１】\nカメラと、レンズと、を備える装置。\n"
        "【請求項２】\n前記カメラは前記制御部に接続される、請求項１に記載の装置。"
    )
    lacking = lacking_antecedents(read_claims(section, office=Office.JP))
    assert [part.text for part in lacking[2]] == ["前記制御部"]


def test_means_plus_function() -> None:
    text = "A device comprising: means for heating; a module configured to cool; a wire heated by means of gas; and a lens."
    (claim,) = read_claims(text, office=Office.US)
    assert [element.function for element in claim.elements] == [
        Function.INVOKED,
        Function.POSSIBLE,
        Function.NONE,
        Function.NONE,
    ]
    assert {"means_plus_function", "possible_means_plus_function"} <= set(claim.flags)


def test_means_are_a_matter_of_style_in_japan() -> None:
    (claim,) = read_claims("加熱手段と、冷却手段と、を備える装置。", office=Office.JP)
    assert claim.flags == ("means_style",)


def test_a_medium_that_may_be_a_signal() -> None:
    stored, safe = (
        read_claims(f"A {kind}computer-readable medium storing instructions.", office=Office.US)[0]
        for kind in ("", "non-transitory ")
    )
    assert "transitory_medium" in stored.flags
    assert "transitory_medium" not in safe.flags


def test_limitations_belong_to_the_element_before() -> None:
    (claim,) = read_claims(
        "A device comprising: a lens, wherein the lens is flat; and a frame.", office=Office.US
    )
    assert [(element.id, element.parent) for element in claim.elements] == [
        ("1A", None),
        ("1B", "1A"),
        ("1C", None),
    ]
