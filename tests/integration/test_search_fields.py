"""Fields of a query as people write them who do not know them well."""

import pytest

from kaas.retrieval.results import Survey
from kaas.retrieval.search import search
from tests.conftest import Acting


def surveyed(acting_as: Acting, query: str) -> Survey:
    with acting_as("engineer") as acting:
        survey = search(query, scope=acting).survey
    assert survey is not None
    return survey


@pytest.mark.parametrize(
    "query",
    [
        "party:星嶺計測 株式会社",
        "出願人：星嶺計測　株式会社",
        'party:"星嶺計測 株式会社"',
        "party:株式会社 星嶺計測",
    ],
    ids=range(4),
)
def test_the_legal_form_of_a_company_may_stand_apart(acting_as: Acting, query: str) -> None:
    whole = surveyed(acting_as, "party:星嶺計測株式会社")
    apart = surveyed(acting_as, query)
    assert apart.total == whole.total > 0


@pytest.mark.parametrize("query", ["title:", "題名：", "status: "], ids=range(3))
def test_a_field_with_nothing_behind_it_is_no_word(acting_as: Acting, query: str) -> None:
    survey = surveyed(acting_as, query)
    assert (survey.total, survey.understood.words) == (0, "")
    assert [one.text for one in survey.understood.lacking] == [query.strip()]
    assert surveyed(acting_as, f"separator {query}").total == surveyed(acting_as, "separator").total
