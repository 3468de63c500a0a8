"""Carrying out a call, with the functions that the ask itself uses and under the scope that is open for the asker."""

import logging
import traceback
from collections.abc import Callable, Mapping

from django.db import DatabaseError, DataError, transaction

from governance.access.scopes import Denied, NotFound
from kaas.answering.draft import Draft
from kaas.answering.endings import DATABASE_AWAY
from kaas.answering.places import places_in
from kaas.answering.reading.past_policy import past_policy
from kaas.answering.tools.asked import Asked, Code
from kaas.answering.tools.comparing import same_elements
from kaas.answering.tools.looked import SENT, Looked, looked, whole
from kaas.answering.tools.numbered import find_by_number
from kaas.answering.tools.offered import Name
from kaas.retrieval.queries import QueryError
from kaas.retrieval.search import Hit, read_places

log = logging.getLogger(__name__)
ENDS_ALL = (Denied, NotFound, DatabaseError, *DATABASE_AWAY)


def carry_out(asked: Asked, draft: Draft) -> Looked:
    """Look up what was asked for. What is hidden is as what does not exist.

    The words are a model's, so whatever else goes wrong with them ends this call alone. Raises Denied and what the database
    raises, but for values that it does not take.
    """
    try:
        with transaction.atomic():
            return TOOLS[asked.tool](asked, draft)
    except Exception as error:
        if isinstance(error, ENDS_ALL) and not isinstance(error, DataError):
            raise
        log.error("a call of %s failed: %s at %s", asked.tool, *_named(error))  # noqa: TRY400
        return Looked(Code.FAILED)


def _named(error: Exception) -> tuple[str, str]:
    """Its kind and place. Its message may hold words of the query, which no log has."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return type(error).__name__, f"{last.filename}:{last.lineno}"


def _search(asked: Asked, draft: Draft) -> Looked:
    query = asked.arguments["query"]
    if past_policy(query) is not None:
        return Looked(Code.REFUSED, about=query)
    try:
        return looked(draft.find(query).hits[:SENT], query)
    except QueryError:
        return Looked(Code.WRONG_ARGUMENTS)


def _open_passage(asked: Asked, draft: Draft) -> Looked:
    hit = _shown(asked.arguments["passage"], draft)
    if hit is None:
        return Looked(Code.UNKNOWN_PASSAGE)
    place = asked.arguments.get("place", "")
    about = f"{hit.document.title} {place}".strip()
    if place:
        wanted = [(one.kind, one.value) for one in places_in(place)]
        return looked(read_places(wanted, [hit.document.id], scope=draft.scope)[:SENT], about)
    near = [
        one
        for one in whole(hit.document.id, draft)
        if one.passage.id != hit.passage.id and abs(one.passage.ordinal - hit.passage.ordinal) <= SENT // 2
    ]
    return looked(near, about)


def _compare_claims(asked: Asked, draft: Draft) -> Looked:
    sides = []
    for passage, claim in (("passage", "claim"), ("other_passage", "other_claim")):
        hit, number = _shown(asked.arguments[passage], draft), str(asked.arguments[claim])
        if hit is None:
            return Looked(Code.UNKNOWN_PASSAGE)
        sides.append((hit, number, read_places([("claim", number)], [hit.document.id], scope=draft.scope)))
    about = " / ".join(f"{hit.document.title} claim {number}" for hit, number, _ in sides)
    one, other = (found for _, _, found in sides)
    if not (one and other):
        return Looked(Code.NOTHING_FOUND, about=about)
    return Looked(Code.DONE, (*one, *other), about, same_elements(one, other))


def _shown(marker: int, draft: Draft) -> Hit | None:
    shown = draft.writing.shown if draft.writing else []
    return shown[marker - 1] if 1 <= marker <= len(shown) else None


TOOLS: Mapping[Name, Callable[[Asked, Draft], Looked]] = {
    Name.SEARCH: _search,
    Name.OPEN_PASSAGE: _open_passage,
    Name.FIND_BY_NUMBER: find_by_number,
    Name.COMPARE_CLAIMS: _compare_claims,
}
