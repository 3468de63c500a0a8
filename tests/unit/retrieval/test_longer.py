"""A name of several words behind a field, without quotation marks."""

from datetime import date
from typing import Any

import pytest

from kaas.retrieval import longer as room
from kaas.retrieval.parts import Part
from kaas.retrieval.understanding import understand

NOBODY: Any = None
BORNE = {
    ("party", "Aizawa Electric Co."),
    ("party", "Aizawa Electric"),
    ("party", "Aizawa Electric Co., Ltd."),
    ("title", "solid electrolyte"),
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("party:Aizawa Electric separator", 'party:"Aizawa Electric" separator'),
        ("cell party:Aizawa Electric Co. L2", 'cell party:"Aizawa Electric Co." L2'),
        ("title:solid   electrolyte", 'title:"solid electrolyte"'),
        ("出願人：Aizawa Electric", 'party:"Aizawa Electric"'),
        ("party:Aizawa title:Electric", None),
        ("party:Aizawa, Electric", None),
        ('party:"Aizawa" Electric', None),
        ("-party:Aizawa Electric", None),
        ("party:Aizawa", None),
        ("kind:patent Electric", None),
        ("Aizawa Electric", None),
        ("title:nothing of this", None),
        ("party:Aizawa Electric Co., Ltd. separator", 'party:"Aizawa Electric Co., Ltd." separator'),
    ],
    ids=range(13),
)
def test_as_many_words_as_somebody_bears(
    query: str, found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def narrow(parts: list[Part], **_: Any) -> list[int]:
        return [1] if (parts[0].field, parts[0].value) in BORNE else []

    monkeypatch.setattr(room, "narrow", narrow)
    said = room.longer(understand(query, today=date(2026, 11, 22)), scope=NOBODY, within=None)
    assert (said.query if said else None) == found
