"""What holds for a person holds over all processes of the portal: sessions, tries, questions at once, answers under way."""

import base64
import json
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest
from pytest_django import DjangoDbBlocker

from governance.access.one_time_codes import code_at
from tests.databases import Server
from tests.doubles.behaviours import Behaviour
from tests.slow.budget import Turn, turn
from tests.slow.installation import children_of
from tests.slow.serving import TOKEN, Caller
from tests.slow.several import Portals, portals, wait_until
from tests.verification.revoking import Revocation

pytestmark = pytest.mark.slow

AT_ONCE = 3
QUESTION = "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。"
HELD = Behaviour(held_after=60)
TRIES = 5  # of a name at an address, in a row
BASE32 = r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}"


@pytest.fixture(scope="module")
def share() -> Iterator[Turn]:
    with turn("several") as share:
        yield share


@pytest.fixture(scope="module")
def both(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[Portals]:
    with django_db_blocker.unblock(), portals(server, KAAS_QUESTIONS_AT_ONCE=str(AT_ONCE)) as both:
        yield both


@pytest.fixture(autouse=True)
def whole(both: Portals, share: Turn) -> Iterator[None]:
    """The model server answers as usual before and after each test, and nobody has a question open."""
    yield
    both.model.usual, both.model.is_released = Behaviour(), True
    wait_until(lambda: both.model.open == 0, "nothing is asked of the model server any more")
    share.count(tests=1)


def hold(both: Portals) -> None:
    both.model.usual, both.model.is_released = HELD, False


def begin(caller: Caller, stack: ExitStack) -> Iterator[tuple[str, str]]:
    """The events of an answer under way, after the first."""
    events = stack.enter_context(caller.stream(QUESTION))
    name, _ = next(events)
    assert name == "begin"
    return events


def outcome(events: Iterator[tuple[str, str]]) -> str:
    """How an answer under way ends."""
    name, said = list(events)[-1]
    assert name == "end"
    return str(json.loads(said)["outcome"])


def test_a_session_ended_at_one_is_over_at_the_other(both: Portals) -> None:
    here, there = both.addresses
    someone = both.visitor("engineer")
    at_one, at_other = someone.at(here), someone.at(there)
    assert [one.search("drift").status_code for one in (at_one, at_other)] == [200, 200]
    hold(both)
    with ExitStack() as stack:
        events = begin(at_other, stack)
        token = {"csrfmiddlewaretoken": at_one.headers["X-CSRFToken"]}
        assert at_one.http.post("/sign-out/", data=token).status_code == 302
        assert outcome(events) == "denied_session_ended"
    assert at_other.search("drift").status_code == 401
    assert at_other.get("/documents/").status_code == 302
    assert QUESTION not in at_other.get("/questions/").text


def test_questions_at_once_are_counted_over_all(both: Portals) -> None:
    """Any of them gives a place back, and nobody else's are taken."""
    someone, other = both.visitor("engineer"), both.visitor("attorney")
    at = [someone.at(address) for address in both.addresses]
    hold(both)
    with ExitStack() as stack:
        open_ones = [begin(at[0], stack), begin(at[0], stack)]
        with ExitStack() as last:
            open_ones += [begin(at[1], last), begin(other.at(both.addresses[0]), last)]
            for one in at:
                assert one.ask(QUESTION).status_code == 429
                assert one.ask(QUESTION, accept="text/event-stream").status_code == 429
        wait_until(lambda: both.model.open == 2, "the model server is left by the two that went")
        both.model.script(Behaviour(), Behaviour())  # which are not held
        wait_until(lambda: at[0].ask(QUESTION).status_code == 200, "the place is given back")
        assert at[1].ask(QUESTION).status_code == 200
        open_ones.append(begin(at[1], stack))
        assert at[0].ask(QUESTION).status_code == 429


def test_tries_at_signing_in_are_counted_over_all(both: Portals) -> None:
    clients = [httpx.Client(base_url=address, timeout=30, trust_env=False) for address in both.addresses]
    statuses = []
    for number in range(TRIES + 2):
        client = clients[number % len(clients)]
        token = TOKEN.search(client.get("/sign-in/").text)
        assert token is not None
        fields = {
            "username": "executive",
            "password": "a guess",
            "next": "/",
            "csrfmiddlewaretoken": token[1],
        }
        statuses.append(client.post("/sign-in/", data=fields).status_code)
    assert statuses == [400] * TRIES + [429] * 2
    for client in clients:
        client.close()


def test_a_code_counts_once_over_all(both: Portals) -> None:
    """Two sessions of a person send the same code to both of them at the same moment."""
    first = both.visitor("attorney")
    shown = first.post("/account/second-factor/set-up/", password=both.passwords["attorney"]).text
    secret = re.search(BASE32, shown)
    assert secret is not None
    key = base64.b32decode(secret[0].replace(" ", ""))
    step = int(time.time()) // 30
    assert first.post("/account/second-factor/confirm/", code=code_at(key, step - 1)).status_code == 200
    callers = [both.visitor("attorney").at(address) for address in both.addresses for _ in range(3)]
    code, statuses, gate = code_at(key, step + 1), [], threading.Barrier(len(callers))

    def prove(caller: Caller) -> None:
        gate.wait()
        sent = caller.http.post("/account/second-factor/", data={"code": code}, headers=caller.headers)
        statuses.append(sent.status_code)

    threads = [threading.Thread(target=prove, args=[caller]) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(statuses)[0] == 302
    assert statuses.count(302) == 1 and len(statuses) == len(callers), statuses
    raised = (
        "select count(*) from access_session where factor_level = 2 and method = 'password' and person_id ="
    )
    row = both.one(f"{raised} (select id from access_user where username = 'attorney')")
    assert row == (2,)  # of setting it up, and of one of the six


def test_what_one_writes_is_read_through_the_other(both: Portals) -> None:
    """While it is written it is not yet an answer; whole it is the same everywhere."""
    someone = both.visitor("engineer")
    at = [someone.at(address) for address in both.addresses]
    hold(both)
    with ExitStack() as stack:
        events = stack.enter_context(at[0].stream(QUESTION))
        begun = json.loads(next(events)[1])
        path = f"/api/v1/answers/{begun['answer']}"
        assert at[1].get(path).status_code in {200, 404}
        assert at[1].get("/questions/").status_code == 200
        assert at[1].get(f"/answers/{begun['answer']}/").status_code in {200, 404}
        both.model.release()
        assert outcome(events) == "answered_by_model"
    one, other = (caller.get(path).json() for caller in at)
    assert one == other and one["statements"]


def test_what_is_revoked_ends_answers_everywhere(both: Portals) -> None:
    someone = both.visitor("engineer")
    person = str(both.one("select id from access_user where username = 'engineer'")[0])
    hold(both)
    with ExitStack() as stack:
        under_way = [begin(someone.at(address), stack) for address in both.addresses]
        revocation = Revocation(both.root, "compartmentmembership", person)
        revocation.close()
        try:
            assert {outcome(events) for events in under_way} == {"denied_access_changed"}
            for address in both.addresses:
                assert "LN-21" not in someone.at(address).search("LN-21 界面抵抗").text.replace(
                    "LN-21 界面抵抗", ""
                )
        finally:
            revocation.give_back()


def test_a_process_that_is_killed_keeps_nothing(both: Portals) -> None:
    """Its streams break off and their questions are listed as interrupted; their places are free, and the others go on."""
    someone = both.visitor("engineer")
    staying = someone.at(both.addresses[0])
    hold(both)
    with ExitStack() as stack, both.another() as third:
        leaving = someone.at(third)
        others = begin(staying, stack)
        events = stack.enter_context(leaving.stream(QUESTION))
        begun = json.loads(next(events)[1])
        second = begin(leaving, stack)
        assert staying.ask(QUESTION).status_code == 429
        os.kill(number_of(third), signal.SIGKILL)
        with pytest.raises(httpx.TransportError):
            list(events)
        with pytest.raises(httpx.TransportError):
            list(second)
        wait_until(lambda: both.model.open == 1, "the model server is left by what was killed")
        again = begin(staying, stack)
        both.model.release()
        assert [outcome(one) for one in (others, again)] == ["answered_by_model"] * 2
    listed = staying.get("/questions/").text
    assert begun["answer"] not in listed and "Interrupted" in listed
    assert staying.get(f"/api/v1/answers/{begun['answer']}").status_code == 404


def test_a_process_that_is_stopped_keeps_what_was_released(both: Portals) -> None:
    """As for an upgrade: whoever is in the middle of a long answer finds later what they were told."""
    someone = both.visitor("engineer")
    both.model.usual = Behaviour(between=0.1)
    with ExitStack() as stack, both.another(UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN="1") as third:
        events = stack.enter_context(someone.at(third).stream(QUESTION))
        begun = json.loads(next(events)[1])
        released = next(json.loads(said)["text"] for name, said in events if name == "statement")
        os.kill(number_of(third), signal.SIGTERM)
        with suppress(httpx.TransportError):
            assert list(events)
    kept = someone.get(f"/api/v1/answers/{begun['answer']}")
    assert kept.status_code == 200
    assert kept.json()["outcome"] == "failed_interrupted"
    assert released in [statement["text"] for statement in kept.json()["statements"]]


def number_of(address: str) -> int:
    """The number of the process that serves there."""
    return next(pid for pid, name in children_of(os.getpid()) if address.rpartition(":")[2] in name)
