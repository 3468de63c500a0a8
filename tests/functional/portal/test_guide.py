"""The guide to the demo company: in both languages, before signing in, and only where the demo company is."""

from pathlib import Path
from typing import Any

import pytest

from kaas.portal.guide import read_guide
from tests.functional.portal.reading_aids import Browse, text_of

STEPS = 10


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "demo-accounts.txt").write_text("engineer  password  engineer\n")
    settings.STATE_DIR = tmp_path


@pytest.mark.parametrize("language", ["ja", "en"])
def test_both_languages_have_the_same_steps_and_questions(language: str) -> None:
    guide, other = read_guide(language), read_guide("en" if language == "ja" else "ja")
    assert len(guide) == len(other) == STEPS + 1
    questions = [block.question for step in guide for block in step.blocks if block.question]
    assert len(questions) >= 6
    assert len(questions) == len([b for step in other for b in step.blocks if b.question])


@pytest.mark.parametrize(("language", "words"), [("en", "Ten steps"), ("ja", "デモ")])
@pytest.mark.parametrize("person", ["", "engineer"])
def test_it_is_shown_to_everybody_who_tries(
    browse: Browse, demo: None, person: str, language: str, words: str
) -> None:
    client = browse(person)
    client.cookies["kaas_language"] = language
    page = text_of(client.get("/guide/"))
    assert words in page
    assert 'href="/?q=' in page
    assert "/guide/" in text_of(client.get("/sign-in/", follow=True))


def test_there_is_none_where_a_company_has_its_own_documents(
    browse: Browse, settings: Any, tmp_path: Path
) -> None:
    settings.STATE_DIR = tmp_path
    client = browse("engineer")
    assert client.get("/guide/").status_code == 404
    assert "/guide/" not in text_of(client.get("/"))
