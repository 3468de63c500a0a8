"""Pairs of companies that differ only in hidden documents made by chance: who may not read them sees the same bytes.

Ghosts come in between the others, before and after them. They use the same words and words of their own, have the titles
and numbers of visible documents, are the very bytes of a visible document under another label, or fill a portfolio that
nobody else sees.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from governance.access.company import load_company
from governance.access.models import Marking
from governance.access.permissions import Permission
from governance.access.scopes import can
from portfolios.catalogue import list_documents
from tests.databases import DEMO, EMPTY, Server, company, connected
from tests.slow.budget import Turn, turn
from tests.slow.databases import drop
from tests.slow.writing import Writer, title_of, write
from tests.verification.ghosts import House, compare, draw
from tests.verification.logins import person, take_in
from tests.verification.twins import Visitor

pytestmark = pytest.mark.slow

PEOPLE = ["engineer", "engineer2", "cn-engineer", "attorney", "counsel", "strategist", "executive", "admin"]
PORTFOLIOS = ["common", "aurora", "borealis"]
ONLY_GHOSTS = "the drawer"
ASKERS, ACTS = 4, 25  # people of one pair of companies, and what each of them does


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file on its way into a company; a ghost arrives in one of the two only."""

    file: Path
    portfolio: str
    marking: str
    is_ghost: bool


@pytest.fixture(scope="module")
def staffed(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo company's people and markings, and no document."""
    with django_db_blocker.unblock():
        database = server.fresh(EMPTY)
        with connected(server, "owner", database):
            load_company(company(), keep=lambda passwords: None)
        yield database


@pytest.fixture(scope="module")
def sees(server: Server, staffed: str) -> dict[str, set[str]]:
    """The markings that each person may read."""
    found = {}
    with connected(server, "app", staffed):
        for name in PEOPLE:
            with person(name):
                found[name] = set(Marking.objects.values_list("name", flat=True))
    return found


def test_ghosts_are_nowhere(
    server: Server,
    staffed: str,
    sees: dict[str, set[str]],
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
) -> None:
    with django_db_blocker.unblock(), turn("ghosts") as share:
        for seed in share.rounds():
            folder = tmp_path / str(seed)
            folder.mkdir()
            dice = random.Random(seed)  # noqa: S311  # made again from its seed
            if seed % 3 == 0:
                haunt(server, staffed, sees, share, dice, folder)
            else:
                come_and_go(server, share, dice, folder)


def come_and_go(server: Server, share: Turn, dice: random.Random, folder: Path) -> None:
    """Ghosts in one company, there and gone again, and everything that the blind can read, before, with and after."""
    database = server.fresh()
    try:
        house = House(server, database, folder, dice)
        house.furnish()
        with server.superuser(database) as root:
            probes = draw(house, root, times=6, dear=4)
        first = house.reading(probes)
        for _ in range(2):
            ghosts = house.haunt()
            with_them = house.reading(probes, ghosts)
            house.lay(ghosts)
            for told in (with_them, house.reading(probes)):
                differences = list(compare(first, told, probes))
                assert not differences, differences[0]
                share.count(comparisons=len(probes))
        share.count(companies=1, ghosts=len(ghosts))
    finally:
        drop(server, database)


def haunt(
    server: Server, staffed: str, sees: dict[str, set[str]], share: Turn, dice: random.Random, folder: Path
) -> None:
    """One pair of companies, and some people who may not read what haunts one of them."""
    hidden = dice.choice(
        ["aurora", "aurora-secret", "borealis", "borealis-secret", "jda-lindfeldt", "cn-local"]
    )
    blind = [name for name in PEOPLE if hidden not in sees[name]]
    writer = Writer(dice)
    arrivals = gather(writer, folder, hidden, visible=sorted(set.union(*sees.values()) - {hidden}))
    pair = {with_ghosts: server.fresh(staffed) for with_ghosts in (True, False)}
    try:
        for with_ghosts, database in pair.items():
            with connected(server, "worker", database):
                for arrival in arrivals:
                    if with_ghosts or not arrival.is_ghost:
                        report = take_in(arrival.file, portfolio=arrival.portfolio, marking=arrival.marking)
                        assert not report.failed
        for name in dice.sample(blind, min(ASKERS, len(blind))):
            plan = [act(writer) for _ in range(ACTS)]
            haunted, plain = (walk(server, pair[with_ghosts], name, plan) for with_ghosts in (True, False))
            assert len(haunted) == len(plain)
            for (what, one), (_, other) in zip(haunted, plain, strict=True):
                assert one == other, (name, hidden, what)
            share.count(comparisons=len(haunted), readers=1)
        share.count(pairs=1, ghosts=sum(arrival.is_ghost for arrival in arrivals))
        share.count(pairs_told_apart_by_who_may=sighted(server, pair, hidden, sees))
    finally:
        for database in pair.values():
            drop(server, database)


def gather(writer: Writer, folder: Path, hidden: str, *, visible: list[str]) -> list[Arrival]:
    """Visible documents and ghosts, in the order in which they arrive."""
    dice = writer.dice
    texts = [writer.document() for _ in range(dice.randint(3, 9))]
    arrivals = [
        Arrival(write(folder, f"v{number}.md", text), dice.choice(PORTFOLIOS), dice.choice(visible), False)
        for number, text in enumerate(texts)
    ]
    grant = DEMO / "documents" / "common" / "US19087456B2.xml"
    if dice.random() < 0.3:
        arrivals.append(Arrival(grant, "common", "public", False))
    for number in range(dice.randint(1, 5)):
        drawn = dice.random()
        if drawn < 0.25:
            file = dice.choice([arrival.file for arrival in arrivals if not arrival.is_ghost])
        elif drawn < 0.35:
            file = grant
        else:
            title = title_of(dice.choice(texts)) if drawn < 0.6 else ""
            file = write(folder, f"g{number}.md", writer.document(title))
        arrivals.append(Arrival(file, dice.choice([*PORTFOLIOS, ONLY_GHOSTS]), hidden, True))
    dice.shuffle(arrivals)
    return arrivals


Act = tuple[str, str, dict[str, str]]


def act(writer: Writer) -> Act:
    """Something that a person does at one of the doors."""
    dice = writer.dice
    where = dice.choice(["", "", *PORTFOLIOS, ONLY_GHOSTS, "nowhere"])
    question = writer.question()
    return dice.choice(
        [
            ("send", "/api/v1/search", {"query": question, "portfolio": where}),
            ("send", "/api/v1/ask", {"question": question, "portfolio": where}),
            ("get", "/search/", {"q": question, "portfolio": where}),
            ("post", "/ask/stream", {"question": question, "portfolio": where}),
            ("post", "/ask/", {"question": question, "portfolio": where}),
            ("get", "/documents/", {"portfolio": where}),
            ("get", "/questions/", {}),
            ("get", "/", {}),
        ]
    )


def sighted(server: Server, pair: dict[bool, str], hidden: str, sees: dict[str, set[str]]) -> int:
    """1 when somebody who may read the ghosts has more to read where there are some: the comparison can fail."""
    name = next(name for name in PEOPLE if hidden in sees[name])
    counts = []
    for with_ghosts in (True, False):
        with connected(server, "app", pair[with_ghosts]):
            counts.append(len(readable(name)))
    assert counts[0] > counts[1]
    return 1


def walk(server: Server, database: str, name: str, plan: list[Act]) -> list[tuple[object, str]]:
    """What a person is told at every step of the plan; before and after it they read what they may."""
    with connected(server, "app", database):
        visitor = Visitor(name)
        told = list(read_all(visitor, name))
        told += [(step, getattr(visitor, step[0])(step[1], **step[2])) for step in plan]
        told += read_all(visitor, name)
    return told


def read_all(visitor: Visitor, name: str) -> Iterator[tuple[object, str]]:
    for number, document in enumerate(readable(name)):
        for path in (f"/documents/{document}/", f"/api/v1/documents/{document}"):
            yield number, visitor.get(path)


def readable(name: str) -> list[uuid.UUID]:
    """The ids in an order of their own: two documents may have one title. None for who may not read at all."""
    with person(name) as acting:
        found = list_documents(scope=acting) if can(acting, Permission.DOCUMENT_READ) else []
    return [document.id for document in sorted(found, key=lambda d: (d.title, d.digest, d.marking))]
