"""Somebody asks, looks into their history and at what others show them; then a fact is closed, and nothing of it is told.

Every door tells something that only those may know who may read the project's documents: their ids, or the question that
was asked about them.
"""

import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

from django.test import Client

from governance.access.middleware import COOKIE_KEY
from governance.access.scopes import Denied, scope
from governance.access.sessions import sign_in_as_operator
from kaas.answering.ask import ask
from kaas.answering.sharing import list_shared, share
from tests.databases import Server, connected
from tests.verification.logins import Raw, person
from tests.verification.revoking import KINDS, Revocation

PROJECT = "borealis"
OWNER, GUEST = "engineer2", "attorney"
QUESTION = (
    "How is the optical zero offset obtained from readings at the first and second amplitude"
    " so that the flow need not be stopped?"
)
# The doors, with how often each is taken; asking takes longest.
DOORS = {
    "answer": 6,
    "page of an answer": 4,
    "history": 6,
    "document": 6,
    "page of a document": 2,
    "list of documents": 2,
    "search": 4,
    "ask": 1,
    "stream": 1,
}
SESSION = "session"  # ended instead of a fact

ASKED_AGAIN = QUESTION.replace("How is", "In what way is")  # while less may be read it is another question

Door = Callable[[Client, uuid.UUID], str]


@dataclass(slots=True)
class Scene:
    """A person's session, their doors, and what each door tells as long as they may read."""

    who: str
    person: str
    session: uuid.UUID
    doors: Mapping[str, Door]
    tells: Mapping[str, frozenset[str]]


def get(path: str) -> Door:
    """A page repeats its own address, which tells nothing new."""
    return lambda client, _: client.get(path).content.decode().replace(path, "")


def post(path: str, **body: str) -> Door:
    return lambda client, _: client.post(path, body, content_type="application/json").content.decode()


def streamed(client: Client, _: uuid.UUID) -> str:
    response = client.post("/ask/stream", {"question": ASKED_AGAIN})
    pieces = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(pieces).decode()


def shown(_: Client, session: uuid.UUID) -> str:
    """What others show to the person, by the verb behind the page."""
    try:
        with scope(session) as acting:
            return repr(list_shared(scope=acting))
    except Denied:
        return ""


@contextmanager
def scenes(server: Server, database: str) -> Iterator[tuple[Raw, list[Scene]]]:
    """An owner who asked and shared, and a guest with whom the answer is shared, on the application's login."""
    with server.superuser(database) as root, connected(server, "app", database):
        sessions = {who: sign_in_as_operator(who) for who in (OWNER, GUEST)}
        answer = ask(QUESTION, session_id=sessions[OWNER])
        with person(OWNER) as acting:
            share(answer.id, scope=acting, username=GUEST)
        cited = frozenset(str(one.document_id) for one in answer.citations)
        yield root, [_scene(root, who, sessions[who], str(answer.id), cited) for who in sessions]


def _scene(root: Raw, who: str, session: uuid.UUID, answer: str, cited: frozenset[str]) -> Scene:
    row = root.execute("select id::text from access_user where username = %s", [who]).fetchone()
    ids = root.execute(
        "select d.id::text from portfolios_document d join access_label l on l.id = d.label_id"
        " join access_compartment c on c.id = any (l.compartments) where c.slug = %s",
        [PROJECT],
    ).fetchall()
    assert row is not None and ids
    hidden = frozenset(one for (one,) in ids)
    assert cited & hidden, "the question is answered from the project's documents"
    one = min(cited & hidden)
    title = root.execute("select title from portfolios_document where id = %s", [one]).fetchone()
    assert title is not None
    asked, titled = frozenset({QUESTION}), frozenset({escape(title[0]), title[0]})
    doors: dict[str, tuple[Door, frozenset[str]]] = {
        "answer": (get(f"/api/v1/answers/{answer}"), hidden | asked),
        "page of an answer": (get(f"/answers/{answer}/"), hidden | asked),
        "history": (get("/questions/") if who == OWNER else shown, asked),
        "document": (get(f"/api/v1/documents/{one}"), titled),
        "page of a document": (get(f"/documents/{one}/"), titled),
        "list of documents": (get("/documents/"), hidden),
        "search": (post("/api/v1/search", query=QUESTION), hidden),
        "ask": (post("/api/v1/ask", question=ASKED_AGAIN), hidden),
        "stream": (streamed, hidden),
    }
    assert set(doors) == set(DOORS)
    only, tells = (
        {name: door for name, (door, _) in doors.items()},
        {name: t for name, (_, t) in doors.items()},
    )
    return Scene(who, row[0], session, only, tells)


def revoke(root: Raw, scene: Scene, dice: random.Random, figures: Counter[str]) -> None:
    """See something at a door, lose a fact or the session, and see it at no door that is tried then."""
    kind = dice.choice([*KINDS, SESSION])
    before, after = (dice.choices(list(DOORS), list(DOORS.values()))[0] for _ in range(2))
    assert _told(scene, before), (scene.who, before)
    revocation = Revocation(root, kind, scene.person, PROJECT)
    if kind == SESSION:
        ending = "update access_session set ended_at = clock_timestamp() where id = %s"
        root.execute(ending, [scene.session])
    else:
        revocation.close()
    late = _told(scene, after)
    if kind == SESSION:
        scene.session = sign_in_as_operator(scene.who)
    else:
        revocation.give_back()
    assert not late, (scene.who, kind, after)
    figures.update(revocations=1, views_before=1, views_after=1)
    figures[f"of {kind}"] += 1


def _told(scene: Scene, door: str) -> bool:
    """Whether a door tells this person something of the project; each visit with the cookie they came with."""
    client = Client(raise_request_exception=False)
    session = client.session
    session[COOKIE_KEY] = str(scene.session)
    session.save()
    client.cookies["kaas_session"] = session.session_key or ""
    said = scene.doors[door](client, scene.session)
    return any(one in said for one in scene.tells[door])
