"""What programs are told of a search."""

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

Browse = Callable[[str], Client]


def _search(client: Client, status: int = 200, **body: Any) -> Any:
    response = client.post("/api/v1/search", json.dumps(body), content_type="application/json")
    assert response.status_code == status
    return response.json()


def test_what_was_understood_and_counted_is_told(browse: Browse) -> None:
    told = _search(browse("engineer"), query="“界面抵抗” office:JP 2020-123456", limit=2)
    assert [(part["field"], part["value"]) for part in told["understood"]["parts"]] == [
        ("phrase", "界面抵抗"),
        ("office", "JP"),
    ]
    assert [one["number"] for one in told["understood"]["numbers"][0]["readings"]] == [
        "特願2020-123456",
        "特開2020-123456",
    ]
    assert told["total"] > 2 and not told["is_cut"]
    assert {facet["field"] for facet in told["facets"]} >= {"office", "kind", "level"}
    assert any(piece["marked"] for piece in told["hits"][0]["snippet"])
    more = _search(browse("engineer"), query="“界面抵抗” office:JP 2020-123456", limit=2, first=2)
    assert [hit["rank"] for hit in more["hits"]] == [3, 4]


def test_reasons_are_given_when_asked_for(browse: Browse) -> None:
    told = _search(
        browse("engineer"), query="interface resistance", explain=True, why_not="US19041873B2", limit=1
    )
    why = told["hits"][0]["why"]
    assert abs(sum(word["points"] for word in why["words"]) + why["pairs"] - why["lexical"]) < 0.01
    assert why["ranks"] == {"words": 1}
    assert told["why_not"]["rank"] > 1


def test_like_a_claim(browse: Browse) -> None:
    told = _search(browse("engineer"), like="EP4991107B1:claim 1", limit=5)
    assert told["like"]["publication_number"] == "EP4991107B1"
    assert told["hits"] and all(
        "EP4991107" not in hit["document"]["publication_number"] for hit in told["hits"]
    )


def test_names_of_hidden_and_missing_documents_are_alike(browse: Browse) -> None:
    client = browse("engineer")
    for field in ("like", "why_not"):
        answers = [
            _search(client, 404, query="drift", **{field: name})
            for name in ("US20240991734A1", "US20249917999A1")
        ]
        for answer in answers:
            answer.pop("request_id")
        assert answers[0] == answers[1]


def test_a_variant_comes_from_what_may_be_read(browse: Browse) -> None:
    told = _search(browse("engineer"), query="interfase")
    assert [(one["word"], one["instead"]) for one in told["variants"]] == [("interfase", "interface")]
    assert _search(browse("engineer"), query="Coriolos")["variants"] == []


def test_names_of_nothing_are_refused_or_missing(browse: Browse) -> None:
    for name in ("\ud800", "\0", "x" * 300, "%_'\"", "00000000-0000-4000-8000-000000000000"):
        body = json.dumps({"query": "drift", "why_not": name})
        answer = browse("engineer").post("/api/v1/search", body, content_type="application/json")
        assert answer.status_code in (400, 404), name


def test_where_a_document_stands_is_told_with_it(browse: Browse) -> None:
    client = browse("engineer")
    found = _search(client, query="EP4991107A1")["numbered"]
    (held,) = [one["id"] for one in found if one["publication_number"] == "EP4991107A1"]
    standing = client.get(f"/api/v1/documents/{held}").json()["standing"]
    members = [one["publication_number"] for one in standing.pop("members")]
    assert {"EP4991107B1", "EP4991107B9", "JP9911071B2"} <= {*members} and "EP4991107A1" not in members
    assert standing == {
        "legal_status": "in_force",
        "flags": ["opposition_pending", "unitary_effect"],
        "granted_as": "EP4991107B1",
        "ends_on": "2043-03-13",
        "may_move": False,
    }


def test_a_value_that_is_none_comes_with_those_that_there_are(browse: Browse) -> None:
    (unread,) = _search(browse("engineer"), query="drift status:inforced")["understood"]["unread"]
    assert (unread["text"], unread["field"]) == ("status:inforced", "status")
    assert {"in_force", "pending"} <= {*unread["values"]} and "expired" not in unread["values"]


def test_a_field_with_nothing_behind_it_is_told(browse: Browse) -> None:
    understood = _search(browse("engineer"), query="separator title:")["understood"]
    assert (understood["words"], understood["unread"], understood["lacking"]) == ("separator", [], ["title:"])


def test_what_only_shares_a_word_is_not_like_it(browse: Browse) -> None:
    """Of a battery's separator: nothing of flow meters and gravimeters, which counsel may read as well."""
    told = _search(browse("counsel"), like="US19204511B2", limit=100)
    titles = {hit["document"]["title"].lower() for hit in told["hits"]}
    assert any("electrolyte" in title for title in titles)
    assert not [one for one in titles if "coriolis" in one or "gravimeter" in one or "fm-60" in one]
