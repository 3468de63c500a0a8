"""Like this document, like this claim: a long text becomes a query of the words that set it apart.

Words are chosen by what they count for among the person's own permitted passages, so that what is hidden has no part in it.
"""

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from governance.access.scopes import NotFound, Scope
from kaas.retrieval.boilerplate import is_boilerplate
from kaas.retrieval.matches import matches
from kaas.retrieval.registered import NOTHING, registered
from kaas.retrieval.standing import SIBLINGS
from kaas.retrieval.suggesting import UNKNOWN
from portfolios.analysis import index_terms
from portfolios.catalogue import DocumentSummary, get_document
from portfolios.passages import FoundPassage, rarity

CHOSEN, LIKELY = 25, 60  # words searched with (more find no better, fewer worse); words they are chosen from
FULL_WEIGHT = 16
LONGEST = 6_000  # characters that are read of a document
MOST_LEXEMES = 500
_OWN_PASSAGES = "select id from portfolios_passage where document_id = any (%s)"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What to search with so as to find the like of a text, and what is left out: the document, its application, family."""

    document: DocumentSummary
    claim: str
    text: str
    weights: dict[str, int]
    without: frozenset[uuid.UUID | str]


def likeness(document_id: uuid.UUID, claim: str, *, scope: Scope) -> Likeness:
    """Of a permitted document, or of one of its claims. Raises NotFound for what is hidden, missing, or no claim of it."""
    view = get_document(document_id, scope=scope)
    passages = _claimed(view.passages, claim) if claim else _telling(view.passages)
    if not passages:
        raise NotFound
    text = "\n".join(passage.text for passage in passages)[:LONGEST]
    application = ""
    if view.bibliography and view.bibliography.application_number:
        application = f"{view.bibliography.office} {view.bibliography.application_number}"
    number = view.summary.publication_number
    family = registered([number], on=timezone.localdate(), scope=scope).get(number, NOTHING).family
    own: set[uuid.UUID | str] = {document_id, *(one for one in (application, family) if one)}
    return Likeness(view.summary, claim, text, _chosen(text, document_id, scope), frozenset(own))


def _claimed(passages: Sequence[FoundPassage], claim: str) -> list[FoundPassage]:
    return [one for one in passages if (one.locator_kind, one.locator_value) == ("claim", claim)]


def _telling(passages: Sequence[FoundPassage]) -> list[FoundPassage]:
    """Title, abstract and the first claim, which tell most of a patent; of other documents how they begin."""
    first_claim = next((one.locator_value for one in passages if one.locator_kind == "claim"), None)
    told = [
        one
        for one in passages
        if one.section in ("title", "abstract")
        or (one.locator_kind == "claim" and one.locator_value == first_claim)
    ]
    return told if first_claim else list(passages)


def _chosen(text: str, document_id: uuid.UUID, scope: Scope) -> dict[str, int]:
    """The words that count most by impact and rarity together, as far as somebody else holds them too."""
    impacts = {
        lexeme: impact
        for lexeme, impact in index_terms(text).items()
        if lexeme[0] != "b" and not is_boilerplate(lexeme)
    }
    asked = sorted(impacts, key=lambda lexeme: (-impacts[lexeme], -len(lexeme), lexeme))[:MOST_LEXEMES]
    rare = rarity([*asked, UNKNOWN], scope=scope)
    unknown = rare.pop(UNKNOWN)
    likely = sorted(asked, key=lambda lexeme: (-impacts[lexeme] * rare[lexeme], lexeme))[:LIKELY]
    own = _own_counts(likely, document_id, scope)
    elsewhere = [lexeme for lexeme in likely if _holders(rare[lexeme], unknown) > own[lexeme] + 0.5]
    return dict.fromkeys((elsewhere or likely)[:CHOSEN], FULL_WEIGHT)


def _own_counts(lexemes: Sequence[str], document_id: uuid.UUID, scope: Scope) -> dict[str, int]:
    """How many passages of the document and its application hold each."""
    with connection.cursor() as cursor:
        cursor.execute(SIBLINGS, [[document_id]])
        own = {document_id, *(sibling for _document, sibling in cursor.fetchall())}
        cursor.execute(_OWN_PASSAGES, [list(own)])
        passages = [row[0] for row in cursor.fetchall()]
    held = matches(passages, lexemes, scope=scope).values()
    return {lexeme: sum(impacts[at] > 0 for impacts in held) for at, lexeme in enumerate(lexemes)}


def _holders(idf: int, unknown: int) -> float:
    """How many passages hold a word of that idf, in 64ths; `unknown` is the idf of a word that none holds."""
    passages = (math.exp(unknown / 64) - 1) / 2 - 0.5
    ratio = math.exp(idf / 64) - 1
    return (passages + 0.5 - 0.5 * ratio) / (1 + ratio)
