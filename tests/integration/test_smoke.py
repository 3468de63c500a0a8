from kaas.retrieval.search import search
from tests.conftest import Acting


def test_search_finds_for_the_permitted_only(acting_as: Acting) -> None:
    with acting_as("engineer") as acting:
        own = search("界面抵抗 勾配型", scope=acting)
    with acting_as("engineer2") as acting:
        other = search("界面抵抗 勾配型", scope=acting)
    assert any(hit.document.portfolio == "aurora" for hit in own.hits)
    assert not any(hit.document.portfolio == "aurora" for hit in other.hits)
