"""Hidden documents that come and go in one database, and everything a person can read meanwhile, drawn by chance.

What is read is found in the code: every address that answers GET, the ways to ask and search, and every command that
reads for somebody. A new address is read with an id of nothing until somebody says here what it takes.
"""

import io
import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from governance.access.models import Marking
from governance.access.scopes import Denied, NotFound
from kaas.operations.commands.failures import explain
from portfolios.catalogue import list_documents
from portfolios.ingestion import _withdraw
from portfolios.models import Document
from tests.databases import Server, connected
from tests.slow.writing import Writer, title_of, write
from tests.verification import personas
from tests.verification.logins import Raw, person, take_in
from tests.verification.twins import Masked, Visitor

# Their roles read content, and none of them is cleared for what haunts the company.
BLIND = ["engineer2", "cn-engineer", "strategist", "executive", "hr", "partner"]
PORTFOLIOS = ["", "common", "borealis", "aurora", "the drawer"]
ONLY_GHOSTS = "the drawer"
MOST_GHOSTS = 4
ASKING = ("api/v1/search", "api/v1/ask", "ask/", "ask/stream")
# Ways to read that take tens of milliseconds, besides asking and commands.
DEAR = {("get", ""), ("get", "api/v1/schema/"), ("get", "search/")}
# Reading these costs nothing to compare, or changes who reads.
LEFT_OUT = {"sign-in/", "sign-out/", "healthz", "readyz"}


@dataclass(frozen=True, slots=True)
class Probe:
    """Something that somebody reads: at an address, or by a command. `{ghost0}` stands for the id of a ghost."""

    who: str
    method: str
    where: str
    fields: tuple[tuple[str, str], ...] = ()


class House:
    """A company's database in which documents appear and vanish that some people may not read."""

    def __init__(self, server: Server, database: str, folder: Path, dice: random.Random) -> None:
        self.server, self.database, self.folder, self.dice = server, database, folder, dice
        self.writer = Writer(dice)
        self.seen: list[str] = []
        self.hidden = self._hidden()

    def _hidden(self) -> list[str]:
        """The markings that none of the blind may read."""
        with connected(self.server, "app", self.database):
            readable = set()
            for name in BLIND:
                with person(name):
                    readable |= set(Marking.objects.values_list("name", flat=True))
        with self.server.superuser(self.database) as root:
            names = {name for (name,) in root.execute("select name from access_marking").fetchall()}
        return sorted(names - readable)

    def furnish(self) -> None:
        """Documents for everybody, about the same things as the ghosts."""
        with connected(self.server, "worker", self.database):
            for number in range(4):
                self.seen.append(self.writer.document())
                file = write(self.folder, f"visible{number}.md", self.seen[-1])
                assert not take_in(file, portfolio="common", marking="public").failed

    def haunt(self) -> list[str]:
        """Let some ghosts in; their ids."""
        with connected(self.server, "worker", self.database):
            before = set(Document.objects.values_list("id", flat=True))
            for _ in range(self.dice.randint(2, MOST_GHOSTS)):
                portfolio = self.dice.choice(["common", "borealis", ONLY_GHOSTS])
                report = take_in(self._ghost(), portfolio=portfolio, marking=self.dice.choice(self.hidden))
                assert not report.failed
            ghosts = set(Document.objects.values_list("id", flat=True)) - before
        return sorted(str(one) for one in ghosts)

    def _ghost(self) -> Path:
        """The very bytes of a visible document, a text under its title, or a text of its own."""
        drawn, seen = self.dice.random(), self.dice.choice(self.seen)
        self.writer.written += 1
        text = seen if drawn < 0.3 else self.writer.document(title_of(seen) if drawn < 0.6 else "")
        return write(self.folder, f"g{self.writer.written}.md", text)

    def lay(self, ghosts: Sequence[str]) -> None:
        """Withdraw them all, as ingestion withdraws what a newer version replaces."""
        with connected(self.server, "worker", self.database), transaction.atomic():
            for document in Document.objects.filter(id__in=ghosts):
                _withdraw(document)

    def reading(self, probes: Sequence[Probe], ghosts: Sequence[str] = ()) -> list[str]:
        """What each probe is told, masked. What reading writes is undone, so that every time is the first."""
        nothing = [str(uuid.UUID(int=4 << 76 | 8 << 60 | number)) for number in range(MOST_GHOSTS)]
        ids = [*ghosts, *nothing][:MOST_GHOSTS]
        with connected(self.server, "app", self.database), transaction.atomic():
            visitors = {name: Visitor(name) for name in BLIND}
            told = [_read(visitors[probe.who], probe, ids) for probe in probes]
            transaction.set_rollback(True)
        return told

    def size_for(self, username: str) -> int:
        """How many documents somebody may read."""
        with connected(self.server, "app", self.database), person(username) as acting:
            return len(list_documents(scope=acting, limit=10_000))


def _read(visitor: Visitor, probe: Probe, ids: Sequence[str]) -> str:
    names = {f"{{ghost{number}}}": one for number, one in enumerate(ids)}
    where, fields = probe.where, dict(probe.fields)
    for name, one in names.items():
        where = where.replace(name, one)
        fields = {field: value.replace(name, one) for field, value in fields.items()}
    visitor.masked.ids.clear()
    if probe.method == "kaas":
        told = commanded(where, probe.who, fields, visitor.masked)
    else:
        told = getattr(visitor, probe.method)(where, **fields)
    for one in ids:
        told = told.replace(one, "GHOST")
    return told


def commanded(verb: str, username: str, fields: dict[str, str], masked: Masked) -> str:
    """What a command prints and how it ends."""
    given = [fields["words"], *(["--portfolio", fields["portfolio"]] if fields["portfolio"] else [])]
    command = next(one for one in personas.verbs() if one.name == verb)
    printed = io.StringIO()
    with redirect_stdout(printed):
        try:
            with transaction.atomic():
                ended = str(command.run(*given, "--as", username))
        except (Denied, NotFound) as error:
            ended = str(explain(error))
    return masked(f"{ended}\n{printed.getvalue()}")


def ways_to_read() -> list[tuple[str, str]]:
    """Every method and address at which something is read, and every command that reads for somebody."""
    ways = [("get", route) for route, _ in personas.routes() if route not in LEFT_OUT]
    ways += [("send" if route.startswith("api/") else "post", route) for route in ASKING]
    return ways + [("kaas", verb.name) for verb in personas.verbs() if verb.name in personas.READING]


def draw(house: House, root: Raw, *, times: int, dear: int) -> list[Probe]:
    """Each way to read that many times, by people and with words, portfolios and ids drawn by chance."""
    public = _public(root)
    return [
        _probe(house, method, where, public)
        for method, where in ways_to_read()
        for _ in range(dear if (method, where) in DEAR or method != "get" else times)
    ]


def _public(root: Raw) -> list[str]:
    rows = root.execute(
        "select d.id::text from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name = 'public' order by d.path, d.id"
    ).fetchall()
    return [one for (one,) in rows]


def _probe(house: House, method: str, where: str, public: Sequence[str]) -> Probe:
    dice = house.dice
    who, words, portfolio = dice.choice(BLIND), house.writer.question(), dice.choice(PORTFOLIOS)
    if method == "kaas":
        return Probe(who, method, where, (("words", words), ("portfolio", portfolio)))
    path = "/" + where
    if "<" in path:
        begin, _, rest = path.partition("<")
        wanted, _, end = rest.partition(">")
        one = dice.choice([dice.choice(public), *(f"{{ghost{n}}}" for n in range(MOST_GHOSTS))])
        path = begin + (one if wanted.startswith("uuid:") else "unheard-of") + end
    if method != "get":
        words_of = "query" if where == "api/v1/search" else "question"
        return Probe(who, method, path, ((words_of, words), ("portfolio", portfolio)))
    asked = (("q", words), ("portfolio", portfolio)) if "<" not in where else ()
    return Probe(who, method, path, (*asked, *_more(where, dice, public)))


def _more(where: str, dice: random.Random, public: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What the search page may be asked besides: the like of a document, or why one is missing."""
    named = dice.choice([dice.choice(public), *(f"{{ghost{n}}}" for n in range(MOST_GHOSTS))])
    field = dice.choice(["", "like", "missed"])
    return ((field, named),) if where == "search/" and field else ()


def compare(first: Sequence[str], again: Sequence[str], probes: Sequence[Probe]) -> Iterator[str]:
    """Where two readings differ."""
    for one, other, probe in zip(first, again, probes, strict=True):
        if one != other:
            yield f"{probe}:\n{one}\n--- but then ---\n{other}"
