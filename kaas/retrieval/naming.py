"""A document as a person names it: its id, its number, or words of its title. What is hidden is named by nothing."""

import re
import uuid

from governance.access.scopes import NotFound, Scope
from kaas.retrieval.narrowing import narrow, numbered
from kaas.retrieval.parts import Part
from portfolios.identifiers import identify

LONGEST_NAME = 300
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_CLAIM = re.compile(r"(?P<document>.+?):\s*(?:claim|請求項)\s*(?P<claim>[0-9]{1,4})")


def document_named(name: str, *, scope: Scope) -> uuid.UUID:
    """The permitted document of that id or address, number or title. Raises NotFound for a hidden and a missing one alike."""
    name = name.replace("\0", "").encode(errors="ignore").decode().strip()[:LONGEST_NAME]
    if found := _ID.search(name):
        return uuid.UUID(found[0])  # whether it may be read is asked where it is read
    numbers = identify(name)
    if documents := numbered(numbers, scope=scope, within=None):
        said = {one.canonical for one in numbers}
        return min(documents, key=lambda one: one.publication_number not in said).id
    titled = narrow([Part("title", name, 0, 0)], scope=scope, within=None) if name else []
    if not titled:
        raise NotFound
    return titled[0]


def model_named(name: str, *, scope: Scope) -> tuple[uuid.UUID, str]:
    """A document, or "EP4991107B1:claim 3" for a claim of it, as id and claim. Raises NotFound."""
    claim = _CLAIM.fullmatch(name.strip())
    if claim:
        return document_named(claim["document"], scope=scope), claim["claim"]
    return document_named(name, scope=scope), ""
