"""Nobody without an identity, nobody with somebody else's."""

import hashlib
import hmac
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import ProgrammingError, connection

from governance.access.permissions import Permission
from governance.access.scopes import Denied, Scope, SessionEnded, can, check_permission, prove, scope
from governance.access.sessions import (
    SignInRefused,
    issue_key,
    read_key,
    sign_in,
    sign_in_as_operator,
    sign_out,
)
from kaas.answering.answers import open_answer
from kaas.answering.ask import ask
from kaas.answering.corrections import Reason, give_feedback
from kaas.answering.desk import Desk
from kaas.answering.referring import refer
from kaas.answering.sharing import share
from kaas.retrieval.search import search
from portfolios.catalogue import list_documents
from tests.databases import Server, connected
from tests.doubles.chat_model import ScriptedModel, says
from tests.verification.logins import Raw, attempt, identify, person

NOT_PROVED = "28000"
DENIED = "42501"

# Every relation and function through which the application reads; each must be loud without an identity.
READS = (
    "access_user",
    "access_compartment",
    "access_track",
    "access_readergroup",
    "access_label",
    "access_marking",
    "access_standing",
    "access_clearance",
    "access_grant",
    "access_compartmentmembership",
    "access_trackmembership",
    "access_readergroupmembership",
    "access_wall",
    "access_session",
    "access_opening",
    "access_exporttag",
    "access_exportlicence",
    "access_exportstatus",
    "access_compartmentownership",
    "access_emergency",
    "access_change",
    "access_agreement",
    "access_groupmapping",
    "access_secondfactor",
    "access_factorsecret",
    "access_recoverycode",
    "glossary_spelling",
    "register_application",
    "register_name",
    "register_status",
    "audit_event",
    "audit_text",
    "audit_key",
    "portfolios_portfolio",
    "portfolios_original",
    "portfolios_ingestionrun",
    "portfolios_ingestedfile",
    "portfolios_ingestionfailure",
    "portfolios_document",
    "portfolios_documentlabel",
    "portfolios_publication",
    "portfolios_passage",
    "answering_question",
    "answering_answer",
    "answering_statement",
    "answering_citation",
    "answering_heldback",
    "answering_share",
    "answering_referral",
    "answering_feedback",
    "embedding_space",
)
CALLS = (
    "permitted_labels()",
    "identified_person()",
    "identified_session()",
    "has_permission('document:read')",
    "search_postings('{e:flow}', '{16}')",
    "search_places('{1}', '{1}', null, null, 10)",
    "search_rarity('{e:flow}')",
    "search_matches(array[gen_random_uuid()], '{e:flow}')",
    "search_vocabulary('{e:fl}', 10)",
    "opened_resources()",
    "describe_markings()",
    "record_withheld(gen_random_uuid(), '')",
    "rest_on_more(gen_random_uuid(), '{}')",
    "counsel_may_read(gen_random_uuid())",
    "explain_access(gen_random_uuid(), gen_random_uuid(), null)",
    "shared_questions()",
    "referred_questions()",
    "counsels_notes()",
)


# A row in every table of those who look after access.
LOOKED_AFTER = """
    with person as (select id from access_user where username = 'engineer'),
         compartment as (select id from access_compartment limit 1),
         tag as (insert into access_exporttag (id, slug, name, regime, code, status, reviewer)
                 values (gen_random_uuid(), 'tag', 'Tag', 'FEFA', '1', 'classified', '') returning id),
         licence as (insert into access_exportlicence (id, tag_id, person_status, place, recorded_by)
                     select gen_random_uuid(), id, '', '', 'test' from tag),
         status as (insert into access_exportstatus (id, person_id, status, recorded_by)
                    select gen_random_uuid(), id, 'resident', 'test' from person),
         owner as (insert into access_compartmentownership (id, person_id, compartment_id, recorded_by)
                   select gen_random_uuid(), p.id, c.id, 'test' from person p, compartment c),
         emergency as (insert into access_emergency (id, person_id, compartment_id, reason, expires_at, ended_at)
                       select gen_random_uuid(), p.id, c.id, 'a fire', now() + interval '1 hour', now()
                         from person p, compartment c),
         change as (insert into access_change (id, items, note, basis, compartments, proposed_by, state)
                    select gen_random_uuid(), '[]', '', '', '{}', id, 'proposed' from person returning id),
         factor as (insert into access_secondfactor (id, person_id, kind, recorded_by)
                   select gen_random_uuid(), id, 'totp', 'test' from person returning id, person_id),
         secret as (insert into access_factorsecret (factor_id, person_id, key, sealed)
                    select id, person_id, gen_random_uuid(), 'sealed' from factor),
         code as (insert into access_recoverycode (id, factor_id, person_id, digest)
                  select gen_random_uuid(), id, person_id, 'digest' from factor)
    insert into access_agreement (id, change_id, person) select gen_random_uuid(), c.id, p.id from change c, person p
"""


@pytest.fixture(scope="module")
def lived_in(server: Server, demo: str) -> str:
    """A row in every table: a policy speaks only when there is a row to ask it about."""
    with connected(server, "app", demo):
        blind = Desk(chat=ScriptedModel(says("")).permitting(max_level=0), salt_key=b"k")
        session = sign_in_as_operator("engineer2")
        answer = ask("How is the optical zero offset obtained?", session_id=session, desk=blind)
        with person("counsel") as acting:
            open_answer(answer.event, scope=acting, reason="to have opened something")
        with person("engineer2") as acting:
            share(answer.id, scope=acting, username="engineer")
            refer(answer.id, scope=acting)
            give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.MISLEADING)
    with server.superuser(demo) as root:
        root.execute(
            "insert into embedding_space (name, dimensions, is_searched) values ('a model', 3, true)"
        )
        root.execute(
            "insert into access_groupmapping values (gen_random_uuid(), 'cn=all', 'role', 'engineer')"
        )
        root.execute("""
            insert into portfolios_ingestionfailure (id, file_id, label_id, member, reason, detail)
            select gen_random_uuid(), f.id, f.label_id, '', 'empty', '' from portfolios_ingestedfile f limit 1""")
        root.execute("""
            insert into glossary_spelling (entry, place, label_id, key, spelling)
            select gen_random_uuid(), 0, min(id), 'term', 'term' from access_label""")
        root.execute(LOOKED_AFTER)
        assert [
            name for name in READS if root.execute(f"select count(*) from {name}").fetchone() == (0,)
        ] == []
    return demo


@pytest.fixture
def raw(server: Server, lived_in: str, app: str) -> Iterator[Raw]:
    """The application's login, as injected SQL has it."""
    with server.login("app", app) as login:
        yield login


def refused(raw: Raw) -> None:
    """Nothing is read on this connection now, and every way of asking says so."""
    for name in READS:
        assert attempt(raw, f"select * from {name}") == NOT_PROVED, name
    for call in CALLS:
        assert attempt(raw, f"select {call}") == NOT_PROVED, call


def test_without_an_identity_every_read_raises(raw: Raw) -> None:
    refused(raw)
    assert attempt(raw, "update access_session set ended_at = now()") == NOT_PROVED
    for owned in ("audit_text", "audit_key", "answering_question", "access_opening"):
        assert attempt(raw, f"delete from {owned}") == DENIED, owned


def test_every_table_granted_to_the_application_is_on_the_list(server: Server, app: str) -> None:
    with server.superuser(app) as root:
        granted = root.execute("""
            select c.relname from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
               and has_any_column_privilege('kaas_app', c.oid, 'select') and c.relrowsecurity order by 1""").fetchall()
    assert {name for (name,) in granted} == {*READS, "access_rolepermission"}


def test_a_session_needs_its_own_mac(raw: Raw) -> None:
    mine, other = sign_in_as_operator("engineer"), sign_in_as_operator("counsel")
    call = "select identify(%s, %s)"
    assert attempt(raw, call, [mine, prove(mine)]) == ""
    for mac in (b"", b"\0" * 32, prove(other), prove(mine)[:-1], prove(mine) + b"\0"):
        assert attempt(raw, call, [mine, mac]) == NOT_PROVED
    assert attempt(raw, call, [mine, None]) == NOT_PROVED
    assert attempt(raw, call, [None, None]) == NOT_PROVED
    assert attempt(raw, call, [other, prove(mine)]) == NOT_PROVED
    unknown = uuid.uuid4()
    assert attempt(raw, call, [unknown, prove(unknown)]) == NOT_PROVED
    guessed = hmac.new(b"\x11" * 31, str(mine).encode(), hashlib.sha256).digest()
    assert attempt(raw, call, [mine, guessed]) == NOT_PROVED


def test_the_gate_computes_hmac_sha256(server: Server, app: str) -> None:
    """The database's own HMAC is RFC 2104's, for messages around its block length too."""
    with server.superuser(app) as root:
        for length in (0, 1, 36, 63, 64, 65, 200):
            row = root.execute("select hmac_sha256(%s)", [b"m" * length]).fetchone()
            assert row is not None
            assert bytes(row[0]) == hmac.digest(bytes.fromhex("11" * 32), b"m" * length, "sha256")


def test_an_identity_cannot_be_written_by_hand(raw: Raw) -> None:
    counsel, mine = sign_in_as_operator("counsel"), sign_in_as_operator("engineer2")
    with raw.transaction():
        identify(raw, mine)
        row = raw.execute("select current_setting('kaas.identity')").fetchone()
    assert row is not None
    session, _, seal = row[0].partition("/")
    assert session == str(mine)
    forged = [
        row[0],  # the identity of a transaction that is over
        f"{counsel}/{seal}",
        f"{counsel}/",
        str(counsel),
        f"{counsel}/{prove(counsel).hex()}",
        f"{mine}/{seal}/",
        "/",
        f"{seal}/{mine}",
        "x",
    ]
    for identity in forged:
        for local in (True, False):
            with raw.transaction(force_rollback=True):
                raw.execute("select set_config('kaas.identity', %s, %s)", [identity, local])
                assert attempt(raw, "select permitted_labels()") in {NOT_PROVED, "22P02"}, identity
                assert attempt(raw, "select * from portfolios_document") in {NOT_PROVED, "22P02"}, identity


def test_a_proved_seal_does_not_serve_another_session(raw: Raw) -> None:
    """In one transaction, so that process and time are the same."""
    counsel, mine = sign_in_as_operator("counsel"), sign_in_as_operator("engineer2")
    with raw.transaction(force_rollback=True):
        identify(raw, mine)
        raw.execute(
            "select set_config('kaas.identity', %s || '/' || split_part(current_setting('kaas.identity'), '/', 2), true)",
            [str(counsel)],
        )
        assert attempt(raw, "select identified_person()") == NOT_PROVED


def test_the_next_transaction_begins_with_nobody(raw: Raw) -> None:
    """As on a pooled connection: what one request proved is gone in the next, committed or not."""
    mine = sign_in_as_operator("engineer")
    for force_rollback in (False, True):
        with raw.transaction(force_rollback=force_rollback):
            identify(raw, mine)
            assert raw.execute("select count(*) > 0 from portfolios_document").fetchone() == (True,)
        refused(raw)


def test_an_identity_does_not_survive_a_failed_statement(raw: Raw) -> None:
    mine = sign_in_as_operator("engineer")
    raw.execute("savepoint before")
    identify(raw, mine)
    with pytest.raises(psycopg.errors.DivisionByZero):
        raw.execute("select 1 / 0")
    raw.execute("rollback to before")
    refused(raw)
    raw.rollback()


@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
def test_no_identity_where_a_revocation_would_not_be_seen(raw: Raw, isolation: str) -> None:
    mine = sign_in_as_operator("engineer")
    raw.execute(f"set transaction isolation level {isolation}")
    assert attempt(raw, "select identify(%s, %s)", [mine, prove(mine)]) == "25001"
    raw.rollback()


def test_an_ended_session_is_over_at_once_and_for_good(raw: Raw) -> None:
    ended, other = sign_in_as_operator("engineer"), sign_in_as_operator("engineer")
    identify(raw, ended)
    assert raw.execute("select cardinality(permitted_labels()) > 0").fetchone() == (True,)
    sign_out(ended)
    assert raw.execute("select permitted_labels()").fetchone() == ([],)
    assert raw.execute("select count(*) from portfolios_passage").fetchone() == (0,)
    raw.rollback()
    assert attempt(raw, "select identify(%s, %s)", [ended, prove(ended)]) == NOT_PROVED
    with pytest.raises(SessionEnded), scope(ended):
        pass
    identify(raw, other)
    for change in ("ended_at = null", "ended_at = now() + interval '1 hour'"):
        assert attempt(raw, f"update access_session set {change} where id = %s", [ended]) == "23514"
    for column in (
        "expires_at = 'infinity'",
        "person_id = gen_random_uuid()",
        "key_scopes = null",
        "method = 'x'",
    ):
        assert attempt(raw, f"update access_session set {column}") == DENIED
    assert attempt(raw, "delete from access_session") == DENIED
    raw.rollback()
    sign_out(ended)


def test_an_expired_session_is_over(server: Server, raw: Raw, app: str) -> None:
    expired = sign_in_as_operator("engineer")
    identify(raw, expired)
    with server.superuser(app) as root:
        root.execute("alter table access_session disable trigger user")
        root.execute("update access_session set expires_at = now() where id = %s", [expired])
        root.execute("alter table access_session enable trigger user")
    assert raw.execute("select permitted_labels()").fetchone() == ([],)
    raw.rollback()
    with pytest.raises(SessionEnded), scope(expired):
        pass


def test_an_inactive_person_is_nobody(server: Server, raw: Raw, app: str) -> None:
    leaving = sign_in_as_operator("executive")
    identify(raw, leaving)
    assert raw.execute("select cardinality(permitted_labels()) > 0").fetchone() == (True,)
    with server.superuser(app) as root:
        root.execute(
            "update access_standing set valid_to = now() where person_id ="
            " (select id from access_user where username = 'executive')"
        )
    assert raw.execute("select permitted_labels()").fetchone() == ([],)
    assert raw.execute("select has_permission('question:ask')").fetchone() == (False,)
    raw.rollback()
    with pytest.raises(SessionEnded), scope(leaving):
        pass
    with pytest.raises(SignInRefused):
        sign_in_as_operator("executive")


def test_refusals_of_sign_in_are_alike(server: Server, app: str) -> None:
    for name, password in (
        ("engineer", "wrong"),
        ("nobody", "wrong"),
        ("engineer", ""),
        ("", ""),
        ("a\0b", "x"),
    ):
        with pytest.raises(SignInRefused):
            sign_in(name, password, place="here")
    with server.superuser(app) as root:
        rows = root.execute(
            "select distinct actor, outcome, resource, detail::text from audit_event where action = 'session:refused'"
        ).fetchall()
    assert rows == [("anonymous", "denied", "", '{"place": "here"}')]


def a_key(username: str, *scopes: Permission) -> tuple[uuid.UUID, str]:
    with scope(sign_in_as_operator(username)) as acting:
        return read_key(issue_key(acting, name="script", scopes=scopes))


def test_a_key_opens_only_with_its_secret(app: str) -> None:
    session, secret = a_key("engineer", Permission.DOCUMENT_READ)
    with scope(session, secret=secret) as acting:
        assert list_documents(scope=acting)
    for wrong in (None, "", secret[:-1], secret + "x", hashlib.sha256(secret.encode()).hexdigest()):
        with pytest.raises(SessionEnded), scope(session, secret=wrong):
            pass
    with pytest.raises(SessionEnded), scope(sign_in_as_operator("counsel"), secret="anything"):
        pass


@pytest.mark.parametrize(
    "key", ["", "kaas", "kaas.", "kaas.x.y", f"kaas.{uuid.UUID(int=0).hex}.", "other.a.b"]
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(SessionEnded):
        read_key(key)


def test_a_key_does_no_more_than_its_scopes(app: str) -> None:
    session, secret = a_key("counsel", Permission.QUESTION_ASK)
    with scope(session, secret=secret) as acting:
        assert acting.permissions == {Permission.QUESTION_ASK}
        with pytest.raises(Denied, match="role_lacks_document:read"):
            list_documents(scope=acting)
        with pytest.raises(Denied, match="role_lacks_document:read"):
            search("flow", scope=acting)
        with pytest.raises(Denied, match="key_wider"):
            issue_key(acting, name="wider", scopes=[Permission.QUESTION_ASK, Permission.TEXT_OPEN])
    with pytest.raises(Denied, match="key_wider"):
        a_key("engineer", Permission.TRAIL_READ)


SESSION = (
    "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, key_digest, key_scopes,"
    " expires_at) values (%s, (select person from find_login(%s)), %s, 1, '', '', '', %s, %s, now() + interval '1 hour')"
)


def test_injected_sql_makes_no_key_for_somebody_else(raw: Raw) -> None:
    """The application would compute the MAC of any session a key names, so the row itself must be impossible."""
    digest = hashlib.sha256(b"known").digest()
    key = [uuid.uuid4(), "counsel", "key", digest, ["document:read"]]
    assert attempt(raw, SESSION, key) in {NOT_PROVED, DENIED}
    session, _ = a_key("engineer2", Permission.DOCUMENT_READ)
    for mine in (sign_in_as_operator("engineer2"), session):
        identify(raw, mine)
        assert attempt(raw, SESSION, key) == DENIED
        for method in ("password", "operator"):
            assert attempt(raw, SESSION, [uuid.uuid4(), "counsel", method, digest, ["document:read"]]) in {
                DENIED,
                NOT_PROVED,
            }
        assert attempt(raw, SESSION, [uuid.uuid4(), "engineer2", "key", digest, ["document:read"]]) == ""
        assert (
            attempt(raw, SESSION, [uuid.uuid4(), "engineer2", "key", digest, ["document:read", "text:open"]])
            == DENIED
        )
        raw.rollback()


def test_a_key_is_one_factor_and_stands_nowhere(raw: Raw) -> None:
    """Level 4 asks for a second factor, and a licence may ask for a place: a key brings neither, whoever writes its row."""
    identify(raw, sign_in_as_operator("engineer2"))
    key = "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, key_digest, key_scopes,"
    key += " expires_at) values (gen_random_uuid(), identified_person(), 'key', {}, '{}', '', '', 'x', '{{}}', 'infinity')"
    assert attempt(raw, key.format(1, "")) == ""
    assert attempt(raw, key.format(2, "")) == attempt(raw, key.format(1, "127.0.0.1")) == DENIED
    raw.rollback()


@pytest.mark.parametrize("kind", ["acknowledged", "trained"])
def test_who_has_still_to_acknowledge_or_train_is_told_so(server: Server, app: str, kind: str) -> None:
    whose = "where kind = %s and person_id = (select id from access_user where username = 'strategist')"
    with server.superuser(app) as root:
        with person("strategist") as acting:
            assert list_documents(scope=acting)
        root.execute("alter table access_standing disable trigger user")
        root.execute(f"update access_standing set kind = 'x' || kind {whose}", [kind])
        try:
            with person("strategist") as acting:
                for verb in (list_documents, lambda scope: search("flow", scope=scope)):
                    with pytest.raises(Denied, match=f"not_{kind}"):
                        verb(scope=acting)
                with connection.cursor() as cursor:
                    cursor.execute("select permitted_labels()")
                    assert cursor.fetchone() == ([],)
        finally:
            root.execute(f"update access_standing set kind = %s {whose}", [kind, f"x{kind}"])
            root.execute("alter table access_standing enable trigger user")


def test_an_injected_sign_in_is_worth_nothing_without_the_mac(raw: Raw) -> None:
    planted = uuid.uuid4()
    raw.execute(SESSION, [planted, "counsel", "password", None, None])
    for mac in (b"", planted.bytes, hashlib.sha256(planted.bytes).digest()):
        assert attempt(raw, "select identify(%s, %s)", [planted, mac]) == NOT_PROVED
    raw.rollback()


def test_a_scope_is_no_good_after_its_transaction(app: str) -> None:
    with scope(sign_in_as_operator("engineer")) as acting:
        list_documents(scope=acting)
    for verb in (list_documents, lambda scope: search("flow", scope=scope)):
        with pytest.raises(RuntimeError, match="closed"):
            verb(scope=acting)
    with scope(sign_in_as_operator("engineer2")), pytest.raises(RuntimeError, match="closed"):
        list_documents(scope=acting)


def test_a_scope_made_by_hand_is_none(app: str) -> None:
    made = Scope(uuid.uuid4(), uuid.uuid4(), "counsel", "", "en", frozenset(Permission))
    with pytest.raises(RuntimeError, match="closed"):
        list_documents(scope=made)
    with pytest.raises(SessionEnded):
        check_permission(None, Permission.DOCUMENT_READ)
    assert not can(None, Permission.DOCUMENT_READ)


def test_scopes_nest_for_one_session_only(app: str) -> None:
    mine, other = sign_in_as_operator("engineer"), sign_in_as_operator("counsel")
    with scope(mine) as outer:
        before = list_documents(scope=outer)
        with scope(mine) as inner:
            assert inner is outer
        with pytest.raises(RuntimeError, match="another person"), scope(other):
            pass
        with pytest.raises(ZeroDivisionError), scope(mine):
            raise ZeroDivisionError
        assert list_documents(scope=outer) == before
    with pytest.raises(ZeroDivisionError), scope(mine):
        raise ZeroDivisionError
    with scope(other) as acting:
        assert acting.username == "counsel"


def test_a_pool_carries_nobody_over(server: Server, app: str) -> None:
    """Many people in turn, some of them failing, on few pooled connections."""
    from django.conf import settings

    from kaas.settings import database

    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(
        database(server.cluster.url("app", database=app), role="app", pooled=True)
    )
    try:
        sessions = [sign_in_as_operator(name) for name in ("engineer", "engineer2", "cn-engineer", "counsel")]
        expected: dict[uuid.UUID, list[uuid.UUID]] = {}
        for turn in range(40):
            session = sessions[(turn * 7 + turn // 4) % 4]
            try:
                with scope(session) as acting:
                    found = [document.id for document in list_documents(scope=acting)]
                    assert expected.setdefault(session, found) == found
                    if turn % 5 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            with connection.cursor() as cursor:
                cursor.execute("select coalesce(current_setting('kaas.identity', true), '')")
                assert cursor.fetchone() == ("",)
            connection.close()
        assert len({tuple(found) for found in expected.values()}) == 4
    finally:
        connection.close()
        getattr(connection, "close_pool")()  # noqa: B009  # of the PostgreSQL backend
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)
        settings.DATABASES["default"] = connection.settings_dict


def test_a_statement_that_fails_is_told_as_itself(app: str) -> None:
    """Leaving the scope must not cover what went wrong in it."""
    with pytest.raises(ProgrammingError, match="no_such_table"), scope(sign_in_as_operator("engineer")):
        connection.cursor().execute("select 1 from no_such_table")
