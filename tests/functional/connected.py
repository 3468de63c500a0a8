"""A chat model at the desk of the portal and of the API, for as long as a test lasts."""

import pytest

from kaas.answering.desk import Desk
from tests.doubles.chat_model import Script, ScriptedModel

PLACES = ("kaas.portal.views.ask.desk", "kaas.portal.views.home.desk", "kaas.api.views.desk")


def connect(monkeypatch: pytest.MonkeyPatch, script: Script, **limits: object) -> ScriptedModel:
    """Let a scripted model write the answers; `limits` change its card."""
    model = ScriptedModel(script).permitting(**limits)
    for place in PLACES:
        monkeypatch.setattr(place, lambda: Desk(chat=model, salt_key=b"k" * 32))
    return model
