"""An insider with a browser, a key or injected SQL tries to see, to count, to forge and to break."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from governance.access.middleware import COOKIE_KEY
from governance.access.permissions import Permission
from governance.access.scopes import scope
from governance.access.sessions import issue_key, sign_in_as_operator, sign_out
from tests.databases import Server
from tests.verification.logins import Raw, attempt, identify

SEARCH = "/api/v1/search"
ASK = "/api/v1/ask"


@pytest.fixture
def raw(server: Server, app: str) -> Iterator[Raw]:
    with server.login("app", app) as login:
        yield login


def browser(username: str, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    session = client.session
    session[COOKIE_KEY] = str(sign_in_as_operator(username))
    session.save()
    client.cookies["kaas_session"] = session.session_key or ""
    return client


def program(username: str, *scopes: Permission) -> dict[str, str]:
    with scope(sign_in_as_operator(username)) as acting:
        return {"Authorization": f"Bearer {issue_key(acting, name='script', scopes=scopes)}"}


def send(client: Client, path: str, headers: dict[str, str] | None = None, **body: Any) -> Any:
    return client.post(path, body, content_type="application/json", headers=headers)


def test_a_key_does_over_http_what_its_scopes_say(app: str) -> None:
    nobody = Client(raise_request_exception=False)
    reads = program("counsel", Permission.DOCUMENT_READ)
    assert send(nobody, SEARCH, reads, query="drift").status_code == 200
    assert send(nobody, ASK, reads, question="drift").status_code == 403
    assert nobody.get("/api/v1/trail/events", headers=reads).status_code == 403
    asks = program("counsel", Permission.QUESTION_ASK)
    assert send(nobody, SEARCH, asks, query="drift").status_code == 403
    for path in ("/", "/documents/", "/questions/", "/trail/"):
        assert nobody.get(path, headers=reads).status_code == 302, path


def test_a_key_beats_the_cookie_it_comes_with(app: str) -> None:
    """Whoever holds both acts as the key: no request is half of each."""
    counsel = browser("counsel")
    weak = program("engineer", Permission.DOCUMENT_READ)
    assert counsel.get("/api/v1/trail/events").status_code == 200
    assert counsel.get("/api/v1/trail/events", headers=weak).status_code == 403


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer x",
        f"Bearer kaas.{'0' * 32}.x",
        "Basic YTpi",
        "Bearer " + "a" * 9000,
        "Bearer kaas.\xff.y",
    ],
)
def test_what_is_no_key_is_nobody(app: str, header: str) -> None:
    answer = send(Client(raise_request_exception=False), SEARCH, {"Authorization": header}, query="drift")
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_session_id_is_no_key_and_no_cookie(app: str) -> None:
    """Knowing the id of counsel's session, from a log or a backup, is worth nothing."""
    session = sign_in_as_operator("counsel")
    client = Client(raise_request_exception=False)
    for secret in ("x", "", str(session), session.hex):
        assert (
            send(
                client, SEARCH, {"Authorization": f"Bearer kaas.{session.hex}.{secret}"}, query="x"
            ).status_code
            == 401
        )
    for cookie in (str(session), json.dumps({COOKIE_KEY: str(session)}), f"{session}:x:y"):
        client.cookies["kaas_session"] = cookie
        assert send(client, SEARCH, query="x").status_code == 401


def test_a_kept_cookie_is_worth_nothing_after_signing_out(app: str) -> None:
    client = browser("engineer")
    kept = client.cookies["kaas_session"].value
    assert client.get("/documents/").status_code == 200
    assert client.post("/sign-out/").status_code == 302
    client.cookies["kaas_session"] = kept
    assert client.get("/documents/").status_code == 302
    assert send(client, SEARCH, query="drift").status_code == 401


def test_a_cookie_needs_its_csrf_token(app: str) -> None:
    client = browser("engineer", enforce_csrf_checks=True)
    assert send(client, ASK, question="drift").status_code == 403
    for path in ("/ask/", "/ask/stream", "/sign-out/", "/sign-in/"):
        assert client.post(path, {"question": "drift"}).status_code == 403, path


def test_no_answer_is_kept_by_a_cache(app: str) -> None:
    client = browser("engineer")
    for path in (
        "/",
        "/documents/",
        "/questions/",
        "/search/?q=drift",
        "/nowhere",
        "/api/v1/documents/" + str(uuid.uuid4()),
    ):
        assert "no-store" in client.get(path)["Cache-Control"], path
    assert "no-store" in send(client, SEARCH, query="drift")["Cache-Control"]
    stream: Any = client.post(
        ASK, {"question": "drift"}, content_type="application/json", headers={"Accept": "text/event-stream"}
    )
    assert "no-store" in stream["Cache-Control"]
    b"".join(stream.streaming_content)


BODIES = [
    b"",
    b"null",
    b"[]",
    b"1",
    b"{",
    b'{"question": ["x"]}',
    b'{"question": {"x": 1}}',
    b'{"question": "\\u0000"}',
    b'{"question": "\\ud800"}',
    b'{"question": "x", "portfolio": "\\u0000"}',
    b'{"question": "x", "portfolio": "\\ud800"}',
    b'{"question": NaN}',
    b"\xff\xfe",
    b'{"question": "\xc3("}',
    b"[" * 100_000,
    b'{"question": "' + b"a" * 100_000 + b'"}',
    b'{"question": "' + b"a" * 1_200_000 + b'"}',
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:30]))
def test_a_bad_body_is_a_problem_of_the_sender(app: str, body: bytes) -> None:
    for accept in ("application/json", "text/event-stream"):
        answer = browser("engineer").post(
            ASK, body, content_type="application/json", headers={"Accept": accept}
        )
        assert answer.status_code in {400, 413}
        assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "day", ["9999-12-31", "0001-01-01", "2026-13-01", "x", "-1", "2026-11-21\0", "99999999999-01-01"]
)
def test_no_day_breaks_the_trail(app: str, day: str) -> None:
    counsel = browser("counsel")
    for path in ("/api/v1/trail/events", "/trail/"):
        assert counsel.get(path, {"day": day}).status_code in {200, 400}, path


def test_documents_cannot_speak_html(server: Server, app: str) -> None:
    """A title, a heading, a file name and a passage of a hostile author are text on every page."""
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}{% debug %}"
    with server.superuser(app) as root:
        root.execute(
            "update portfolios_document set title = %s where publication_number = 'US19087456B2'", [bad]
        )
        root.execute(
            "update portfolios_passage set text = %s || text, headings = array[%s] where document_id in"
            " (select id from portfolios_document where publication_number = 'US19087456B2')",
            [bad, bad],
        )
        row = root.execute(
            "select id from portfolios_document where publication_number = 'US19087456B2'"
        ).fetchone()
    assert row is not None
    client = browser("engineer")
    question = "What does US19087456B2 claim: the ultrasonic transducer, the flow, the apparatus?"
    stream: Any = client.post("/ask/stream", {"question": question, "portfolio": "common"})
    pages = [
        client.get("/documents/"),
        client.get(f"/documents/{row[0]}/"),
        client.get("/search/", {"q": "script alert onerror"}),
        client.post("/ask/", {"question": "script alert onerror debug"}, follow=True),
        client.get("/"),
        client.get("/questions/"),
    ]
    for page in pages:
        assert page.status_code == 200
        body = page.content.decode()
        assert "<script>alert" not in body and "<img src=x" not in body
    assert bad in "".join(page.content.decode() for page in pages).replace("&lt;", "<").replace(
        "&gt;", ">"
    ).replace("&quot;", '"').replace("&#x27;", "'")
    events = b"".join(stream.streaming_content).decode()
    assert all(line.startswith(("event: ", "data: ")) for line in events.splitlines() if line)


def test_an_event_stream_is_not_split_by_what_it_carries(server: Server, app: str) -> None:
    forged = 'a sentence on drift.\n\nevent: end\ndata: {"outcome": "forged"}\n\n'
    answer: Any = browser("engineer2").post(
        ASK,
        {"question": f"zero drift {forged}"},
        content_type="application/json",
        headers={"Accept": "text/event-stream"},
    )
    body = b"".join(answer.streaming_content).decode()
    ends = [block for block in body.split("\n\n") if block.startswith("event: end")]
    assert len(ends) == 1 and "forged" not in ends[0]


def test_the_next_page_is_ours(app: str) -> None:
    client = browser("engineer")
    for address in (
        "//evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "http:evil.example",
    ):
        assert client.get("/sign-in/", {"next": address})["Location"] == "/"
        assert client.post("/preferences/theme/", {"theme": "dark", "next": address})["Location"] == "/"
        assert client.post("/preferences/language/", {"language": "ja", "next": address})["Location"] == "/"


def test_injected_functions_give_no_more_than_their_person(server: Server, raw: Raw, app: str) -> None:
    """The index functions called past the product, with everything an insider may put in."""
    with server.superuser(app) as root:
        hidden = root.execute(
            "select array_agg(l.lexeme) from index_lexeme l where not exists (select 1 from index_posting p"
            " join access_marking m on m.label_id = p.label_id where p.lexeme_id = l.id"
            " and m.name in ('public', 'internal', 'borealis', 'borealis-secret'))"
        ).fetchone()
        portfolio = root.execute("select id from portfolios_portfolio where name = 'aurora'").fetchone()
        spans = root.execute("select array_agg(distinct label_id), max(nth) from index_span").fetchone()
    assert hidden and portfolio and len(hidden[0]) > 200
    assert spans and spans[1] < 2
    identify(raw, sign_in_as_operator("engineer2"))
    search = "select count(factor) from search_postings(%s, %s)"
    for most in (1, 80):
        for begin in range(0, len(hidden[0]), most):
            some = hidden[0][begin : begin + most]
            assert raw.execute(search, [some, [16] * len(some)]).fetchone() == (0,)
            if most == 1 and begin > 50:
                break
    places = [label << 32 | place for label in spans[0] for place in range(4096)]
    guessed = (
        "select count(*), count(p.id) from search_places(%s, %s, %s, null, %s) f"
        " left join portfolios_passage p on p.id = f.passage_id"
    )
    reached, own = raw.execute(guessed, [places, [1] * len(places), None, 10**6]).fetchone() or (0, 0)
    assert reached == own > 0, "of all places that there are, those of permitted passages"
    assert raw.execute(guessed, [places, [1] * len(places), portfolio[0], 10**6]).fetchone() == (0, 0)
    rarity = raw.execute(
        "select distinct idf from search_rarity(%s || array['e:nosuchword'])", [hidden[0]]
    ).fetchall()
    assert len(rarity) == 1
    for call in (
        "hmac_sha256('x')",
        "identity_seal(gen_random_uuid())",
        "live_person()",
        "search_postings(null, null) limit 0",
        "search_places(null, null, null, null, null) limit 0",
    ):
        assert attempt(raw, f"select {call}") in {"42501", ""}, call
    own = raw.execute("select count(*) from portfolios_passage").fetchone()
    assert own is not None
    for trick in (
        "select count(*) from portfolios_passage where label_id > 0 or true",
        "select count(*) from portfolios_passage union all select -1 limit 1",
        "select count(p.*) from portfolios_passage p full join (select 1) x on true",
        "with everything as materialized (select * from portfolios_passage) select count(*) from everything",
    ):
        row = raw.execute(trick).fetchone()
        assert row is not None and row[0] <= own[0], trick


def test_a_function_in_a_filter_sees_no_hidden_row(server: Server, raw: Raw, app: str) -> None:
    """An error raised by a filter would tell of a row that the policy hides: the policy must come first."""
    identify(raw, sign_in_as_operator("engineer2"))
    for table, column in (
        ("portfolios_document", "title"),
        ("portfolios_passage", "text"),
        ("access_label", "level::text"),
    ):
        probe = (
            f"select 1 from {table} where 1 / (case when {column} ~ '勾配型|試料LN' then 0 else 1 end) > 9"
        )
        assert attempt(raw, probe) == "", table
    for word in ("勾配型", "lithium niobate coating"):
        probe = "select 1 from portfolios_passage where 1 / (case when position(%s in text) > 0 then 0 else 1 end) > 9"
        assert attempt(raw, probe, [word]) == "", word
        assert (
            attempt(
                raw,
                "select 1 from portfolios_document where length(title) > 0 and cast(title as int) > 0 and path like %s",
                ["%aurora%"],
            )
            == ""
        )


def test_references_and_uniqueness_tell_nothing(server: Server, raw: Raw, app: str) -> None:
    """No foreign key from what the application writes into what it may not read, and no unique name it could try."""
    with server.superuser(app) as root:
        crossing = root.execute(
            "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'"
            " and conrelid::regclass::text ~ '^(answering|audit)_' and confrelid::regclass::text !~ '^(answering|audit)_'"
        ).fetchall()
        assert crossing == []
        unique = root.execute(
            "select i.indrelid::regclass::text from pg_index i where i.indisunique and not i.indisprimary"
            " and has_table_privilege('kaas_app', i.indrelid, 'insert')"
        ).fetchall()
        # Of a person there is one factor in force, one referral of a question, one report of a kind: a policy refuses
        # another's row before the index is asked.
        ones_own = {"access_secondfactor", "answering_referral", "answering_feedback"}
        assert {name for (name,) in unique} <= {"audit_key", "answering_answer"} | ones_own
        people = root.execute(
            "select id from access_user where username in ('counsel', 'attorney')"
        ).fetchall()
        factor = (
            "insert into access_secondfactor (id, person_id, kind, recorded_by)"
            " values (gen_random_uuid(), %s, 'totp', 'x')"
        )
        root.execute(factor, people[0])
    identify(raw, sign_in_as_operator("engineer2"))
    assert [attempt(raw, factor, person) for person in people] == ["42501", "42501"]
    user = "(id, username, display_name, language, password, created_at)"
    for statement in (
        "insert into portfolios_portfolio (id, name) values (gen_random_uuid(), 'aurora')",
        "insert into access_marking (id, name, label_id) values (gen_random_uuid(), 'aurora', 1)",
        f"insert into access_user {user} values (gen_random_uuid(), 'counsel', '', '', '', now())",
    ):
        assert attempt(raw, statement) == "42501"


def test_many_sessions_of_one_person_end_one_by_one(app: str) -> None:
    first, second = sign_in_as_operator("engineer"), sign_in_as_operator("engineer")
    sign_out(first)
    with scope(second) as acting:
        assert acting.username == "engineer"
