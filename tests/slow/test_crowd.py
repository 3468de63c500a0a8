"""A hundred readers at once of whom a third leave, and one of two model servers killed: nothing stuck, lost or leaked."""

import asyncio
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import httpx
import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import DEMO, Server
from tests.doubles.behaviours import Behaviour
from tests.doubles.model_server import GPT_OSS, ModelServer
from tests.slow.budget import Turn, turn
from tests.slow.crowds import Connected, Footprint, Reader, Told
from tests.slow.installation import children_of
from tests.slow.serving import Caller, read_passwords, serving
from tests.verification.logins import Raw

pytestmark = pytest.mark.slow

READERS = 100
LEAVING = 3  # every third of them
IMPATIENT = 10  # others, who leave before their answer has begun
WAVES = 3
AT_ONCE = 40  # questions of one person; so few that places that are not given back would soon be missed
LONGEST = 100.0  # seconds after which whoever still waits is stuck
POOL = 12  # connections to the database that the portal may hold
SETTLED = 2  # waves after which memory stays as it is, but for as much:
GROWTH_KIB = 64 * 1024
ASKING = ["engineer", "engineer2", "attorney"]
ANSWERED = {"answered_by_model"}
CUT = {"failed_model_broke_off", "answered_by_quoting_model_away"}
TRAIL = """
    select a.id::text, array_agg(c.outcome) filter (where c.id is not null)
      from audit_event a left join audit_event c on c.resource = a.resource and c.action = 'answer:composed'
     where a.action = 'answer:asked' and a.occurred_at >= %s group by a.id
"""
CONNECTIONS = """
    select count(*), count(*) filter (where state <> 'idle') from pg_stat_activity
     where usename = 'kaas_app' and datname = current_database()
"""


@dataclass(slots=True)
class Scene:
    """The portal as it is served, the two model servers behind it, and people who may ask them something."""

    address: str
    process: int
    root: Raw
    one: ModelServer
    other: ModelServer
    readers: list[tuple[Caller, str]] = field(default_factory=list)
    footprints: list[Footprint] = field(default_factory=list)

    @property
    def open(self) -> int:
        """Streams that the model servers have not ended."""
        return self.one.open + self.other.open

    def reader(self, number: int) -> Reader:
        """People by turns, otherwise than leavers are, and each with their questions by turns."""
        username = ASKING[(number + number // LEAVING) % len(ASKING)]
        theirs = [one for one in self.readers if one[0].username == username]
        return Reader.of(*theirs[number // len(ASKING) % len(theirs)])


@pytest.fixture
def scene(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), ExitStack() as stack:
        one, other = (stack.enter_context(ModelServer()) for _ in range(2))
        models = {
            "KAAS_CHAT_ENDPOINTS": f"{one.url},{other.url}",
            "KAAS_CHAT_MODEL": GPT_OSS,
            "KAAS_QUESTIONS_AT_ONCE": str(AT_ONCE),
        }
        database = server.fresh()
        address = stack.enter_context(serving(Connected(server.cluster, **models), database))
        process = next(pid for pid, name in children_of(os.getpid()) if address.rpartition(":")[2] in name)
        root = stack.enter_context(server.superuser(database))
        scene = Scene(address, process, root, one, other)
        passwords = read_passwords(server.cluster.state.path / "demo-accounts.txt")
        for username in ASKING:
            caller = Caller(address, username, passwords[username])
            stack.callback(caller.close)
            scene.readers += [(caller, text) for text in questions_of(username)]
        asyncio.run(keep_what_the_model_answers(scene))
        yield scene


def questions_of(username: str) -> list[str]:
    """What the demo company's own questions have for somebody."""
    lines = (DEMO / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [said["text"] for said in map(json.loads, lines) if said["as"] == username]


async def keep_what_the_model_answers(scene: Scene) -> None:
    """Ask everything once; some of it the model's card does not permit, or nothing is found for it."""
    async with httpx.AsyncClient(base_url=scene.address, timeout=LONGEST, trust_env=False) as http:
        told = [await Reader.of(caller, question).read(http) for caller, question in scene.readers]
    scene.readers = [one for one, said in zip(scene.readers, told, strict=True) if said.outcome in ANSWERED]
    assert {caller.username for caller, _ in scene.readers} == set(ASKING)


def test_nothing_is_stuck_lost_or_leaked(scene: Scene) -> None:
    with turn("crowd") as share:
        for seed in share.rounds():
            dice = random.Random(seed)  # noqa: S311
            for _ in range(WAVES):
                wave(share, scene, dice)
            grown = scene.footprints[-1].memory - scene.footprints[SETTLED - 1].memory
            share.figures["grown_kib"] = max(share.figures["grown_kib"], grown)
            assert grown < GROWTH_KIB, scene.footprints


def wave(share: Turn, scene: Scene, dice: random.Random) -> None:
    """A crowd comes, and is gone again without a trace but the trail."""
    (since,) = scene.root.execute("select clock_timestamp()").fetchone() or ()
    began = time.monotonic()
    wait_until_both_serve(scene)
    opened = scene.one.counts["opened"], scene.other.counts["opened"]
    told, outcomes = asyncio.run(crowd(scene, dice))
    assert (
        min(scene.one.counts["opened"] - opened[0], scene.other.counts["opened"] - opened[1]) > READERS // 4
    )
    assert set(outcomes) <= ANSWERED | CUT and set(outcomes) & ANSWERED and set(outcomes) & CUT, outcomes
    settled(share, scene, since, told)
    scene.other.start()
    share.count(streams=READERS, impatient=IMPATIENT, **outcomes)
    share.figures["longest_wave_in_s"] = max(
        share.figures["longest_wave_in_s"], round(time.monotonic() - began)
    )


async def crowd(scene: Scene, dice: random.Random) -> tuple[list[Told], Counter[str]]:
    """What everybody was told whose answer began, and the outcomes of those who stayed.

    All of the answers have begun and none has ended when a third of the readers leave and a server is killed.
    """
    held = Behaviour(held_after=dice.choice([4, 30, 60]))
    for server in (scene.one, scene.other):
        server.usual, server.is_released = held, False
    time_to_leave = asyncio.Event()
    leavers = [scene.reader(number) for number in range(0, READERS, LEAVING)]
    stayers = [scene.reader(number) for number in range(READERS) if number % LEAVING]
    limits = httpx.Limits(max_connections=None)
    async with (
        asyncio.timeout(LONGEST),
        httpx.AsyncClient(base_url=scene.address, timeout=LONGEST, limits=limits, trust_env=False) as http,
        asyncio.TaskGroup() as group,
    ):
        for number in range(IMPATIENT):
            group.create_task(goes_at_once(scene.reader(number), http, dice.uniform(0, 1)))
        leaving = [group.create_task(reader.read(http, time_to_leave)) for reader in leavers]
        staying = [group.create_task(reader.read(http)) for reader in stayers]
        for reader in (*leavers, *stayers):
            await reader.has_begun.wait()
        await until(lambda: scene.open >= READERS)
        time_to_leave.set()
        await asyncio.gather(*leaving)
        await until(lambda: scene.open == len(stayers))  # though no model server has written another word
        await asyncio.to_thread(scene.other.kill)
        scene.one.release()
        told = await asyncio.gather(*staying)
    assert all(reader.told.model for reader in (*leavers, *stayers))
    return [reader.told for reader in (*leavers, *stayers)], Counter(said.outcome for said in told)


async def goes_at_once(reader: Reader, http: httpx.AsyncClient, seconds: float) -> None:
    """Ask, and not wait for the answer."""
    try:
        await asyncio.wait_for(reader.read(http), seconds)
    except TimeoutError:
        return


def settled(share: Turn, scene: Scene, since: object, told: list[Told]) -> None:
    """Every answer that began is on the trail with its end, and nothing is held for any of them any more."""
    asyncio.run(until(lambda: scene.open == 0 and scene.one.connections == 0))
    events = {said.event for said in told}
    asyncio.run(until(lambda: all(trail(scene, since).get(event) for event in events)))
    asyncio.run(until(lambda: in_use(scene) == 0))
    asked = trail(scene, since)
    for said in told:
        assert asked[said.event] == [said.outcome or "failed_interrupted"]
    without_answer = [event for event, composed in asked.items() if not composed]
    assert len(without_answer) <= IMPATIENT  # whoever left before the answer began is told of no answer
    assert all(len(composed or "1") == 1 for composed in asked.values())
    held, _ = scene.root.execute(CONNECTIONS).fetchone() or (0, 0)
    assert held <= POOL
    for path in ("healthz", "readyz"):
        assert httpx.get(f"{scene.address}/{path}", timeout=30, trust_env=False).status_code == 200
    asyncio.run(until(lambda: Footprint.of(scene.process).files <= POOL + 40))
    scene.footprints.append(Footprint.of(scene.process))
    share.count(on_the_trail=len(asked), left_before_it_began=len(without_answer))
    share.figures["memory_kib"] = scene.footprints[-1].memory
    share.figures["threads"] = scene.footprints[-1].threads
    share.figures["files"] = scene.footprints[-1].files
    share.figures["connections"] = held


def trail(scene: Scene, since: object) -> dict[str, list[str] | None]:
    """The event of each question since then, and the outcomes of its answers."""
    return dict(scene.root.execute(TRAIL, [since]).fetchall())


def in_use(scene: Scene) -> int:
    row = scene.root.execute(CONNECTIONS).fetchone()
    assert row is not None
    return int(row[1])


def wait_until_both_serve(scene: Scene) -> None:
    """A server that failed rests for up to half a minute before it is asked again."""
    for server in (scene.one, scene.other):
        server.usual, server.is_released = Behaviour(), True
    opened = scene.other.counts["opened"]
    deadline = time.monotonic() + LONGEST

    async def ask() -> None:
        async with httpx.AsyncClient(base_url=scene.address, timeout=LONGEST, trust_env=False) as http:
            await scene.reader(0).read(http)

    while scene.other.counts["opened"] == opened:
        assert time.monotonic() < deadline, "the server that came back is not asked any more"
        asyncio.run(ask())
        time.sleep(0.2)


async def until(is_so: Callable[[], bool]) -> None:
    """Return when it is so; fail when it does not come to pass."""
    deadline = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        await asyncio.sleep(0.05)
