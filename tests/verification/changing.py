"""Changes of access as tests make them: proposed by one administrator, approved by another."""

import uuid
from typing import Any

import pytest

from governance.access import changes
from governance.access.changes import Change, ChangeItem, Doing, Kind
from governance.access.refusals import SENTENCES, ChangeRefused
from portfolios.catalogue import list_documents
from tests.verification.logins import person


def opened(kind: Kind, whom: uuid.UUID, **content: Any) -> ChangeItem:
    return ChangeItem(do=Doing.OPEN, kind=kind, person=whom, **content)


def proposed(*items: ChangeItem, by: str = "first-admin", note: str = "moved to the project") -> Change:
    with person(by) as acting:
        return changes.propose(acting, items, note=note)


def approved(change: Change, by: str = "second-admin") -> Change:
    with person(by) as acting:
        return changes.approve(acting, change.id)


def refused(code: str, *items: ChangeItem, by: str = "first-admin", note: str = "why not") -> None:
    """What is proposed is refused with this code, which has a sentence."""
    with pytest.raises(ChangeRefused) as caught:
        proposed(*items, by=by, note=note)
    assert caught.value.code == code
    assert caught.value.sentence == SENTENCES[code] != code


def titles(username: str) -> set[uuid.UUID]:
    with person(username) as acting:
        return {document.id for document in list_documents(scope=acting)}
