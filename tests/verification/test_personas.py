"""Every address with every method, and every command, as every persona: what each is told stands in personas.txt.

What is found in the code and does not stand there fails, so that nothing new is served before somebody has said to whom.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from governance.access.scopes import Denied, NotFound
from governance.access.sessions import SignInRefused, sign_in_as_operator
from kaas.answering.ask import ask
from kaas.operations.commands.failures import Unusable
from tests.databases import Server
from tests.verification import personas
from tests.verification.logins import Raw
from tests.verification.personas import METHODS, PEOPLE, PERSONAS, Callers, Door, Verb

ADD = "add this row to tests/verification/personas.txt, or mend the one that is there:\n"
FEW = ("nobody", "counsel", "key:ask")
REFUSALS = {"401", "403", "404", "405"}  # of methods that an address does not offer
# What is sent to an address with POST. The rest is sent nothing.
NOTHING = "00000000-0000-4000-8000-000000000000"
QUESTION = "How is the zero offset obtained?"
FOR_COUNSEL = "Does the drift compensation of the FM-60 infringe claim 1?"
BODIES: dict[str, dict[str, str]] = {
    "ask/": {"question": QUESTION},
    "ask/stream": {"question": QUESTION},
    "api/v1/ask": {"question": QUESTION},
    "api/v1/search": {"query": "drift"},
    "api/v1/answers/<uuid:answer_id>/shares": {"username": "attorney"},
    "answers/<uuid:answer_id>/share/": {"username": "attorney"},
    "trail/<uuid:event_id>/open/": {"reason": "a test"},
    "answers/<uuid:answer_id>/doubt/": {"ordinal": "1", "reason": "misleading"},
    "api/v1/answers/<uuid:answer_id>/feedback": {"ordinal": "1", "reason": "misleading"},
    "counsel/<uuid:referral_id>/end/": {"note": "A test.", "ending": "answered"},
    "api/v1/referrals/<uuid:referral_id>": {"step": "take_up"},
}
# What a command that acts for somebody is given besides --as.
ARGUMENTS = {
    "kaas search": ["drift"],
    "kaas ask": [QUESTION],
    "kaas key": ["for a test"],
    "kaas access explain": ["engineer", NOTHING],
    "kaas access people": ["eng"],
    "kaas access person": ["engineer"],
    "kaas access list": ["markings"],
    "kaas access changes": [],
    "kaas access approve": [NOTHING],
    "kaas access reject": [NOTHING, "--reason", "a test"],
    "kaas access withdraw": [NOTHING],
}


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def callers(app: str, root: Raw) -> Callers:
    return Callers(root)


@pytest.fixture
def samples(app: str, root: Raw) -> dict[str, dict[str, str]]:
    """Things that addresses name: something for everybody, something hidden from most, and nothing."""
    asked = ask(QUESTION, session_id=sign_in_as_operator("engineer2"))
    referred = ask(FOR_COUNSEL, session_id=sign_in_as_operator("engineer2")).receipt
    assert referred is not None
    nothing = {"missing": NOTHING}
    documents = {marking: _document(root, marking) for marking in ("public", "borealis-secret")}
    return {
        "document_id": documents | nothing,
        "answer_id": {"of engineer2": str(asked.id)} | nothing,
        "referral_id": {"of engineer2": str(referred.id)} | nothing,
        "event_id": {"of engineer2": str(asked.event)} | nothing,
        "person_id": {"engineer": _id(root, "user where username = 'engineer'")} | nothing,
        "thing_id": {"borealis": _id(root, "compartment where slug = 'borealis'")} | nothing,
        "what": {"role": "role", "unheard-of": "unheard-of"},
        "kind": {"grant": "grant", "unheard-of": "unheard-of"},
    }


def _id(root: Raw, which: str) -> str:
    row = root.execute(f"select id from access_{which}").fetchone()
    assert row is not None, which
    return str(row[0])


def _document(root: Raw, marking: str) -> str:
    row = root.execute(
        "select d.id from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name = %s order by d.path limit 1",
        [marking],
    ).fetchone()
    assert row is not None, marking
    return str(row[0])


def test_every_door_as_every_persona(
    callers: Callers, samples: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever lies in this folder's var/.
    monkeypatch.setattr("kaas.portal.views.guide.is_demo", lambda: True)
    matrix, _ = personas.read_table()
    clients = {name: callers.client(name) for name in PERSONAS}
    wrong, calls, found = [], 0, list(personas.doors(samples))
    served = {door.thing for door in found if door.name in matrix or door.any_name in matrix}
    for door in found:
        expected = matrix.get(door.name) or matrix.get(door.any_name)
        spent = door.route == "sign-out/"  # which ends the session it is called with
        # A method that the table does not have is refused to everybody, and ANY says the same to everybody: a few stand
        # for them.
        is_alike = door.thing in served and door.name not in matrix and door.method != "GET"
        among = FEW if is_alike else PERSONAS
        told = {
            name: knock(callers.client(name, fresh=True) if spent else clients[name], door) for name in among
        }
        calls += len(told)
        is_right = (
            told == {name: expected[name] for name in among}
            if expected
            else door.thing in served and set(told.values()) <= REFUSALS
        )
        if not is_right:
            wrong.append(personas.written(door.name, {name: told.get(name, "?") for name in PERSONAS}))
    print(f"{calls:,} calls at {len(found)} doors as {len(PERSONAS)} personas")  # noqa: T201
    assert not wrong, ADD + "\n".join(wrong)


def knock(client: Client, door: Door) -> str:
    """What one persona is told at a door."""
    body: Any = BODIES.get(door.route, {})
    kind = {"content_type": "application/json"} if door.route.startswith("api/") else {}
    if door.method == "GET":
        return personas.told(client.get(door.path))
    return personas.told(getattr(client, door.method.lower())(door.path, body, **kind))


def test_every_command_as_every_persona(app: str, capsys: pytest.CaptureFixture[str]) -> None:
    matrix, roles = personas.read_table()
    wrong = []
    for verb in personas.verbs():
        if verb.acts_for_somebody:
            told = {persona: act(verb, persona) for persona in PERSONAS}
            if told != matrix.get(verb.name):
                wrong.append(personas.written(verb.name, told))
        elif roles.get(verb.name) != verb.role:
            wrong.append(f"{verb.name:{personas.WIDTH}}{verb.role}")
    capsys.readouterr()
    assert not wrong, ADD + "\n".join(wrong)


def act(verb: Verb, persona: str) -> str:
    """How a command ends that an operator gives for somebody; keys and cookies have no part in it."""
    if persona not in PEOPLE and persona != "nobody":
        return "-"
    assert verb.name in ARGUMENTS, f"say in test_personas.ARGUMENTS with what `{verb.name}` is tried"
    try:
        ended = verb.run(*ARGUMENTS[verb.name], "--as", PEOPLE.get(persona, "nobody-at-all"))
        return "unusable" if ended == 2 else "done"
    except SignInRefused:
        return "refused"
    except Denied:
        return "denied"
    except (NotFound, Unusable):
        return "missing"


def test_the_table_names_nothing_that_is_not_there() -> None:
    matrix, roles = personas.read_table()
    known = {verb.name for verb in personas.verbs()}
    addresses = {f"/{route}" for route, _ in personas.routes()}
    for name in (*matrix, *roles):
        if name.startswith("kaas "):
            assert name in known, name
        else:
            method, address = name.split(" [")[0].split()
            assert method in (*METHODS, "ANY") and address in addresses, name
