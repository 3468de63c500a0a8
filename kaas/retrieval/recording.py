"""What the trail keeps of a search: ids of what was shown; the query itself goes to the text store."""

import uuid

from governance.access.scopes import Scope
from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.retrieval.asking import Wanted
from kaas.retrieval.results import SearchResults, Survey
from kaas.retrieval.trail_names import named
from portfolios.catalogue import highest_labels


def record_search(results: SearchResults, wanted: Wanted, *, scope: Scope) -> None:
    """The event of a search, with what was shown, and the query in the text store."""
    search_id, text_id = uuid.uuid4(), uuid.uuid4()
    if results.query:
        texts.store(
            [(text_id, "query", results.query)],
            owner=scope.person_id,
            resource=f"search:{search_id}",
            label_ids=highest_labels(scope=scope, portfolio=wanted.within),
        )
    shown = [named(hit) for hit in results.hits]
    asked = {"like": wanted.asked.like, "why_not": wanted.asked.why_not}
    record(
        Action.PASSAGE_SEARCHED,
        resource=f"search:{search_id}",
        detail={
            "found": len(shown),
            "passages": shown,
            "portfolio": str(wanted.within or ""),
            "arms": list(results.arms),
            "failed": list(results.failed),
            **{name: str(document) for name, document in asked.items() if document},
            **(_beside(results.survey) if results.survey else {}),
        },
    )


def _beside(survey: Survey) -> dict[str, list[str]]:
    """The documents that are told of besides: those whose number was asked for, and the others of their families."""
    members = [one for standing in survey.standings.values() for one in standing.members]
    told = {"named": survey.numbered, "members": members}
    return {
        name: list(dict.fromkeys(str(one.id) for one in documents))
        for name, documents in told.items()
        if documents
    }
