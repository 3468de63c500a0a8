"""Roles, permissions and the words for events."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

import governance.audit
from governance.access.models import Level
from governance.access.permissions import ROLES, Permission, Role
from governance.audit.events import SENTENCES, Action, sentence

CONTENT = {Permission.DOCUMENT_READ, Permission.QUESTION_ASK, Permission.ANSWER_READ_OWN}


def test_every_role_is_in_the_matrix() -> None:
    assert set(ROLES) == set(Role)
    assert all(held for held in ROLES.values())


def test_administrators_and_auditors_read_no_content() -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert not ROLES[role] & (CONTENT | {Permission.TEXT_OPEN}), role


def test_one_role_opens_texts_and_no_role_manages_and_reads() -> None:
    assert {role for role, held in ROLES.items() if Permission.TEXT_OPEN in held} == {Role.COUNSEL}
    assert {role for role, held in ROLES.items() if Permission.TRAIL_READ in held} == {
        Role.COUNSEL,
        Role.AUDITOR,
    }
    assert {role for role, held in ROLES.items() if Permission.ACCESS_MANAGE in held} == {Role.ADMINISTRATOR}
    assert not any(Permission.ACCESS_MANAGE in held and held & CONTENT for held in ROLES.values())


def test_who_looks_after_access_reads_nothing_and_who_reads_is_not_told_who_may() -> None:
    """A verdict on a document tells that it exists, and a list of compartments what is going on: neither is for readers."""
    holders = {wanted: {role for role, held in ROLES.items() if wanted in held} for wanted in Permission}
    assert holders[Permission.ACCESS_EXPLAIN] == {Role.ADMINISTRATOR, Role.AUDITOR}
    assert holders[Permission.ACCESS_BREAK_GLASS] == {Role.SECURITY}
    assert holders[Permission.EXPORT_CLASSIFY] == {Role.EXPORT_CONTROL}
    assert holders[Permission.EMERGENCY_READ] >= {Role.COUNSEL, Role.ADMINISTRATOR, Role.SECURITY}
    for wanted in (Permission.ACCESS_READ, Permission.ACCESS_EXPLAIN, Permission.ACCESS_BREAK_GLASS):
        assert not any(ROLES[role] & (CONTENT | {Permission.TEXT_OPEN}) for role in holders[wanted]), wanted


def test_names_are_resource_and_action() -> None:
    for name in (*Permission, *Action):
        resource, _, done = name.value.partition(":")
        assert resource.isidentifier() and done.isidentifier(), name


def test_levels_are_zero_to_four() -> None:
    assert [level.value for level in Level] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_sentence_in_both_languages(action: Action) -> None:
    assert action in SENTENCES
    said = set()
    for language in ("ja", "en"):
        with translation.override(language):
            said.add(sentence(action, {}))
    assert len(said) == 2
    assert not any("{" in text for text in said)


def test_details_are_never_a_format_of_their_own() -> None:
    """What stands in an event is shown as it is, and reaches into nothing."""
    assert "{method.__class__}" in sentence(Action.SESSION_STARTED, {"method": "{method.__class__}"})
    assert sentence(Action.SESSION_STARTED, {})
    assert sentence("something:unknown", {"x": 1}) == "something:unknown"


def test_audit_imports_nothing_of_ours_above_it() -> None:
    folder = Path(governance.audit.__path__[0])
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not node.module.startswith(("governance.access", "portfolios", "kaas")), file
