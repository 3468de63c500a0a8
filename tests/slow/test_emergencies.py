"""Emergencies attacked over HTTP: who opens one, what it opens, and that nothing of it is told once it is over.

Somebody who reads for their own project also guards; two processes of the portal take their requests by turns.
"""

import random
import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

import httpx
import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import Server
from tests.doubles.behaviours import Behaviour
from tests.slow.budget import Turn, turn
from tests.slow.several import Portals, Wanderer, portals, wait_until

pytestmark = pytest.mark.slow

GUARD, READER = (
    "security",
    "optics-engineer2",
)  # the one reads nothing; the other dorado only, on the track WEST
WALLED = "engineer2"
COMPARTMENT, PORTFOLIO = "borealis", "borealis"
QUESTION = "What was the residual zero drift at 80 °C with drift compensation?"
REASON = "a meter leaks at the pilot plant"
PAGE = "/administration/emergencies/"
WORD = "interferometer"
OPEN = "select count(*) from access_emergency where ended_at is null and expires_at > clock_timestamp()"
GIVE_ROLE = """
    insert into access_grant (id, person_id, role, valid_from, recorded_by)
    select gen_random_uuid(), id, 'security', clock_timestamp(), 'test' from access_user where username = %s
"""
TAKE_ROLE = """
    update access_grant set valid_to = clock_timestamp()
     where role = 'security' and valid_to is null and person_id = (select id from access_user where username = %s)
"""
AGE = """
    update access_emergency set opened_at = opened_at - interval '3 hours',
           expires_at = clock_timestamp() + make_interval(secs => 1.5) where id = %s
"""
WALL = """
    insert into access_wall (id, person_id, compartment_id, valid_from, recorded_by, reason)
    select gen_random_uuid(), id, %s, clock_timestamp(), 'test', 'a test' from access_user where username = %s returning id
"""
UNWALL = "update access_wall set valid_to = clock_timestamp() where id = %s"
INSIDE = """
    select d.id::text, d.title, l.level, l.compartments = array[c.id], l.reader_groups = '{}', l.export_tags = '{}',
           exists (select from access_track t where t.slug = 'WEST' and t.id = any (l.tracks))
      from portfolios_document d join access_label l on l.id = d.label_id
      join access_compartment c on c.id = any (l.compartments) where c.slug = %s
"""


@dataclass(slots=True)
class Company:
    """The portals, who is asked about, and what there is in the compartment by the ids and titles of its documents."""

    portals: Portals
    compartment: str
    titles: Mapping[str, str]
    opened: set[str] = field(default_factory=set)  # ids that an emergency opens to the reader

    @property
    def running(self) -> int:
        return int(str(self.portals.one(OPEN)[0]))


@pytest.fixture(scope="module")
def company(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    with django_db_blocker.unblock(), portals(server) as both:
        for username in (READER, WALLED):
            both.root.execute(GIVE_ROLE, [username])
        rows = both.root.execute(INSIDE, [COMPARTMENT]).fetchall()
        opened = {row[0] for row in rows if all(row[3:])}
        compartment = both.one("select id::text from access_compartment where slug = %s", COMPARTMENT)[0]
        titles = {row[0]: row[1] for row in rows}
        assert opened and opened < set(titles)
        yield Company(both, str(compartment), titles, opened)


@pytest.fixture(autouse=True)
def over(company: Company) -> Iterator[None]:
    """What a test that failed left open is over for the next one."""
    yield
    company.portals.root.execute(
        "update access_emergency set ended_at = clock_timestamp() where ended_at is null"
    )


@pytest.fixture(scope="module")
def share() -> Iterator[Turn]:
    with turn("emergencies") as share:
        yield share


def form(company: Company, **other: str) -> dict[str, str]:
    return {"compartment": company.compartment, "hours": "1", "reason": REASON} | other


def break_in(company: Company, visitor: Wanderer) -> str:
    """Open an emergency; its id."""
    response = visitor.post(PAGE, **form(company))
    assert response.status_code == 302, (response.status_code, response.text)
    return newest(company)


def newest(company: Company) -> str:
    return str(
        company.portals.one("select id::text from access_emergency order by opened_at desc limit 1")[0]
    )


def end(company: Company, visitor: Wanderer, emergency: str) -> int:
    return visitor.post(f"{PAGE}{emergency}/end/").status_code


def ids_at(visitor: Wanderer) -> set[str]:
    """The documents that the page of all of them names."""
    return set(re.findall(r"/documents/([0-9a-f-]{36})/", visitor.get("/documents/").text))


def test_nobody_else_opens_one(company: Company, share: Turn) -> None:
    both = company.portals
    guard = both.visitor(GUARD)
    for username in sorted(set(both.passwords) - {GUARD, READER, WALLED}):
        visitor = (
            Wanderer(both.addresses, username, both.passwords[username]) if signs_in(both, username) else None
        )
        if visitor is not None:
            assert visitor.post(PAGE, **form(company)).status_code == 403, username
            visitor.close()
            share.count(people=1)
    assert (
        both.visitor(READER).http.post(PAGE, data=form(company)).status_code == 403
    )  # without the form's token
    key = re.search(r"kaas\.[0-9a-f]{32}\.[\w-]+", issued_by(company, guard))
    assert key is not None
    with httpx.Client(base_url=both.addresses[0], headers={"Authorization": f"Bearer {key[0]}"}) as program:
        assert program.post(PAGE, data=form(company)).status_code in {302, 403}
        assert program.get(PAGE).status_code == 302
    assert company.running == 0


def signs_in(both: Portals, username: str) -> bool:
    """Whether somebody works here now: some have left, or begin later."""
    row = both.root.execute(
        "select from access_standing t join access_user u on u.id = t.person_id where u.username = %s"
        " and t.kind = 'active' and t.valid_from <= now() and (t.valid_to is null or t.valid_to > now())",
        [username],
    ).fetchone()
    return row is not None


def issued_by(company: Company, guard: Wanderer) -> str:
    """A page with a key that its maker could make in an emergency, which is over again."""
    emergency = break_in(company, guard)
    made = guard.post("/keys/", name="for later", scopes="document:read", ends="").text
    assert end(company, guard, emergency) == 302
    return made


WRONG = {
    "no-hours": {"hours": ""},
    "none": {"hours": "0"},
    "five": {"hours": "5"},
    "less": {"hours": "-1"},
    "part": {"hours": "1.5"},
    "float": {"hours": "1e0"},
    "wide": {"hours": "１"},
    "no-reason": {"reason": ""},
    "spaces": {"reason": " \n\t　"},
    "unseen": {"reason": "\u200b\u3164"},
    "nul": {"reason": "a\x00b"},
    "long": {"reason": "x" * 200_000},
    "nowhere": {"compartment": ""},
    "slug": {"compartment": "borealis"},
    "nul-there": {"compartment": "\x00"},
    "unknown": {"compartment": str(uuid.UUID(int=7))},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_sent_wrongly_opens_nothing(company: Company, share: Turn, wrong: dict[str, str]) -> None:
    assert company.portals.visitor(GUARD).post(PAGE, **form(company, **wrong)).status_code == 400
    assert company.running == 0
    share.count(wrong=1)


def test_many_at_one_moment_open_one(company: Company, share: Turn) -> None:
    visitors = [company.portals.visitor(GUARD) for _ in range(8)]
    gate, statuses = threading.Barrier(len(visitors)), []

    def send(visitor: Wanderer) -> None:
        gate.wait()
        statuses.append(visitor.post(PAGE, **form(company)).status_code)

    threads = [threading.Thread(target=send, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(statuses) == [302] + [400] * (len(visitors) - 1)
    assert company.running == 1
    events = "select count(*) from audit_event where action = 'emergency:opened' and detail ->> 'id' = %s"
    assert company.portals.one(events, newest(company)) == (1,)
    assert end(company, visitors[0], newest(company)) == 302
    share.count(at_one_moment=len(visitors))


def test_a_wall_an_export_tag_a_group_and_level_four_stay_closed(company: Company) -> None:
    both = company.portals
    walled, guard = both.visitor(WALLED), both.visitor(GUARD)
    before = ids_at(walled)
    row = both.one("select id::text from access_compartment where slug = 'aurora'")
    response = walled.post(PAGE, **form(company, compartment=str(row[0])))
    assert response.status_code == 302
    assert ids_at(walled) == before
    assert end(company, walled, newest(company)) == 302
    for slug in ("dorado", "secrecy-order", "ct-lih"):
        inside = both.root.execute(INSIDE, [slug]).fetchall()
        (thing,) = both.one("select id::text from access_compartment where slug = %s", slug)
        assert guard.post(PAGE, **form(company, compartment=str(thing))).status_code == 302
        expected = {
            i
            for i, _, level, alone, ungrouped, untagged, _ in inside
            if level < 4 and alone and ungrouped and untagged
        }
        seen = ids_at(guard) if expected else set()
        assert seen & {row[0] for row in inside} == expected, slug
        for document in {row[0] for row in inside} - expected:
            assert guard.get(f"/api/v1/documents/{document}").status_code in {403, 404}
        assert end(company, guard, newest(company)) == 302


def test_those_concerned_are_told_at_every_process(company: Company) -> None:
    both = company.portals
    guard = both.visitor(GUARD)
    emergency = break_in(company, guard)
    for username in (GUARD, "counsel", "auditor", "admin", "laser-lead"):
        told = both.visitor(username)
        page = "/matters/" if username == "laser-lead" else PAGE
        assert [REASON in told.get(page).text for _ in both.addresses] == [True] * len(both.addresses), (
            username
        )
    for username in ("engineer", "executive"):
        other = both.visitor(username)
        assert not any(REASON in other.get(page).text for page in (PAGE, "/matters/", "/", "/trail/"))
    assert end(company, both.visitor(READER), emergency) == 404  # who guards too, and did not open it
    assert end(company, both.visitor("counsel"), emergency) == 404
    assert end(company, both.visitor("admin"), emergency) == 302
    assert ids_at(guard) == set()
    events = both.root.execute(
        "select action from audit_event where detail ->> 'id' = %s order by occurred_at", [emergency]
    ).fetchall()
    assert events == [("emergency:opened",), ("emergency:ended",)]


def test_nothing_is_told_after_its_end(company: Company, share: Turn) -> None:
    for seed in share.rounds():
        dice = random.Random(seed)  # noqa: S311
        for way in dice.sample(WAYS, len(WAYS)):
            open_use_and_end(company, share, way)


def open_use_and_end(company: Company, share: Turn, way: "Way") -> None:
    both = company.portals
    with ExitStack() as stack:
        reader, guard = both.visitor(READER), both.visitor(GUARD)
        assert not told(company, reader, found_in(company, reader)), "before"
        emergency = break_in(company, reader)
        use = Use.of(company, reader)
        assert use.secrets and told(company, reader, use), "it opens nothing"
        both.model.usual, both.model.is_released = Behaviour(held_after=20), False
        events = stack.enter_context(reader.stream(QUESTION))
        assert next(events)[0] == "begin"
        undo = way(company, emergency, reader)
        assert "denied_access_changed" in list(events)[-1][1], way.__name__
        both.model.usual, both.model.is_released = Behaviour(), True
        for _ in both.addresses:
            late = told(company, reader, use) + told_by_key(company, use)
            assert not late, (way.__name__, late)
        assert missing_alike(reader, use)
        assert ids_at(guard) == set()  # an emergency is its person's alone
        undo()
        wait_until(lambda: both.model.open == 0, "nobody waits for the model any more")
        share.count(emergencies=1, secrets=len(use.secrets), **{f"ended_{way.__name__}": 1})
    assert company.running == 0


@dataclass(slots=True)
class Use:
    """What somebody did with an emergency: what they were told by it, and what they made of it."""

    documents: set[str]
    secrets: set[str]
    answer: str = ""
    key: str = ""

    @classmethod
    def of(cls, company: Company, reader: Wanderer) -> "Use":
        """Look at everything that was opened, ask about it, show the answer to somebody, doubt it, and make a key."""
        use = found_in(company, reader)
        assert use.documents == company.opened
        asked = reader.ask(QUESTION).json()
        use.answer = asked["id"]
        use.secrets |= {QUESTION, use.answer} | {one["text"] for one in asked["statements"]}
        assert {one["document"]["id"] for one in asked["citations"]} & company.opened
        path = f"/api/v1/answers/{use.answer}"
        shared = reader.call(f"{path}/shares", username="attorney")
        doubted = reader.call(f"{path}/feedback", ordinal=1, reason="other", note=f"it is {REASON}")
        referred = reader.call(f"{path}/referral")
        assert [one.status_code for one in (shared, doubted, referred)] == [201, 201, 201], doubted.text
        use.secrets.add(f"it is {REASON}")
        made = reader.http.post(
            "/keys/",
            data={"name": "k", "scopes": ["document:read", "question:ask", "answer:read_own"], "ends": ""},
            headers=reader.headers,
        )
        key = re.search(r"kaas\.[0-9a-f]{32}\.[\w-]+", made.text)
        assert key is not None
        use.key = key[0]
        return use


def found_in(company: Company, reader: Wanderer) -> Use:
    """The documents of the compartment that are listed for somebody; what is secret of it, whether listed or not."""
    titles = {company.titles[one] for one in company.opened}
    return Use(ids_at(reader) & set(company.titles), company.opened | titles)


Door = tuple[str, Callable[[Wanderer], httpx.Response]]


def see(path: str, visitor: Wanderer) -> httpx.Response:
    return visitor.get(path)


def send(path: str, body: Mapping[str, object], visitor: Wanderer) -> httpx.Response:
    return visitor.call(f"/api/v1/{path}", **body)


def doors(company: Company, use: Use) -> Iterator[Door]:
    """Every door that could tell something of the compartment or of what was asked about it."""
    document, answer = min(company.opened), use.answer or str(uuid.UUID(int=1))
    pages = [
        "/",
        "/documents/",
        "/questions/",
        "/shared/",
        "/trail/",
        PAGE,
        "/matters/",
        "/keys/",
        "/counsel/",
        "/administration/",
    ]
    pages += [
        f"/documents/{document}/",
        f"/search/?q={WORD}",
        f"/answers/{answer}/",
        f"/search/?q={WORD}&portfolio={PORTFOLIO}",
    ]
    calls = ["shared", "corrections", "markings", "referrals", "trail/events", f"documents/{document}"]
    calls += [f"answers/{answer}", f"answers/{answer}/shares"]
    for path in [*pages, *(f"/api/v1/{call}" for call in calls)]:
        yield path, partial(see, path)
    bodies: list[tuple[str, dict[str, object]]] = [
        ("search", {"query": WORD}), ("ask", {"question": f"How does the {WORD} work?"}),
        ("ask", {"question": "And how was it measured?", "follows": answer}),
        (f"answers/{answer}/feedback", {"ordinal": 1, "reason": "other", "note": "x"}),
        (f"answers/{answer}/referral", {}), (f"answers/{answer}/shares", {"username": "counsel"}),
    ]  # fmt: skip
    for path, body in bodies:
        yield f"POST {path}", partial(send, path, body)


def told(company: Company, reader: Wanderer, use: Use) -> list[tuple[str, str]]:
    """What is told of the secrets, and at which door. That a page repeats its own address tells nothing."""
    found = []
    for name, visit in doors(company, use):
        response = visit(reader)
        assert response.status_code < 500, (name, response.status_code)
        text = response.text
        for own in re.findall(r"[0-9a-f-]{36}", name):
            text = text.replace(own, "")
        found += [(name, secret) for secret in use.secrets if secret in text]
    return found


def told_by_key(company: Company, use: Use) -> list[tuple[str, str]]:
    """The same for a program with the key that was made meanwhile."""
    found = []
    for address in company.portals.addresses:
        with httpx.Client(
            base_url=address, headers={"Authorization": f"Bearer {use.key}"}, timeout=60
        ) as program:
            asked = [
                program.get(f"/api/v1/{path}")
                for path in (f"documents/{min(company.opened)}", f"answers/{use.answer}", "shared")
            ]
            asked.append(program.post("/api/v1/search", json={"query": WORD}))
        for response in asked:
            text = response.text.replace(str(response.request.url), "")
            found += [(str(response.request.url), secret) for secret in use.secrets if secret in text]
    return found


def missing_alike(reader: Wanderer, use: Use) -> bool:
    """Whether what was readable and what never was are the same answer."""
    for kind, gone in (("answers", use.answer), ("documents", min(use.documents))):
        one, other = (reader.get(f"/api/v1/{kind}/{which}") for which in (gone, uuid.uuid4()))
        bodies = [{**response.json(), "request_id": ""} for response in (one, other)]
        if one.status_code != other.status_code or bodies[0] != bodies[1]:
            return False
    return True


Undo = Callable[[], object]
Way = Callable[[Company, str, Wanderer], Undo]


def by_themselves(company: Company, emergency: str, reader: Wanderer) -> Undo:
    assert end(company, reader, emergency) == 302
    return lambda: None


def by_an_administrator(company: Company, emergency: str, _: Wanderer) -> Undo:
    assert end(company, company.portals.visitor("admin"), emergency) == 302
    return lambda: None


def by_the_clock(company: Company, emergency: str, _: Wanderer) -> Undo:
    root = company.portals.root
    root.execute("set session_replication_role = replica")
    root.execute(AGE, [emergency])
    root.execute("set session_replication_role = origin")
    wait_until(lambda: company.running == 0, "its time is over")
    return lambda: None


def with_the_role(company: Company, emergency: str, reader: Wanderer) -> Undo:
    company.portals.root.execute(TAKE_ROLE, [READER])

    def undo() -> None:
        by_an_administrator(company, emergency, reader)
        company.portals.root.execute(GIVE_ROLE, [READER])

    return undo


def by_a_wall(company: Company, emergency: str, reader: Wanderer) -> Undo:
    row = company.portals.one(WALL, company.compartment, READER)

    def undo() -> None:
        by_an_administrator(company, emergency, reader)
        company.portals.root.execute(UNWALL, [row[0]])

    return undo


# How it ends; each returns what makes everything as it was, where that is more than the end.
WAYS = [by_themselves, by_an_administrator, by_the_clock, with_the_role, by_a_wall]
