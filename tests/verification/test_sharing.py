"""An answer shown to others: they see it while they may read all it rests on, and nobody learns who may."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from governance.access.middleware import COOKIE_KEY
from governance.access.permissions import Permission
from governance.access.scopes import Denied, NotFound, Scope
from governance.access.sessions import sign_in_as_operator
from kaas.answering import sharing
from kaas.answering.answers import AnswerView, get_answer
from kaas.answering.ask import ask
from kaas.answering.desk import Desk
from kaas.answering.sharing import NobodySuch, list_shared, list_shares, share, withdraw
from tests.databases import Server, connected
from tests.doubles.chat_model import ScriptedModel, quotes_first
from tests.verification.logins import Raw, attempt, identify, person

REFUSED = "42501"
QUESTION = "What was the residual zero drift at 80 °C with drift compensation?"
OWNER = "engineer2"
MAY, MAY_NOT = "laser-lead", "engineer"  # who may read the sources, and who may not
THOUGHT = "zqxthoughtwort"
WALL = (
    "insert into access_wall (id, person_id, compartment_id, reason, recorded_by)"
    " select gen_random_uuid(), u.id, c.id, 'for this test', 'test' from access_user u, access_compartment c"
    " where u.username = %s and c.slug = 'borealis'"
)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def answer(app: str) -> AnswerView:
    desk = Desk(chat=ScriptedModel(quotes_first(analysis=THOUGHT)), salt_key=b"k")
    return ask(QUESTION, session_id=sign_in_as_operator(OWNER), desk=desk, marking="borealis")


def shown(username: str, answer: AnswerView) -> bool:
    """By its page and in the list, which always agree."""
    with person(username) as acting:
        listed = answer.id in {found.answer_id for found in list_shared(scope=acting)}
        try:
            found = get_answer(answer.id, scope=acting)
        except NotFound:
            assert not listed
            return False
        assert listed
        assert found.shared_by == "Maya Tillery"
        assert found.statements == answer.statements
        assert found.citations == answer.citations
        assert THOUGHT not in (found.analysis, found.withheld)
        return True


def by_owner(verb: Callable[[Scope], Any]) -> Any:
    with person(OWNER) as acting:
        return verb(acting)


def test_one_who_may_read_the_sources_sees_it_and_nobody_else(answer: AnswerView) -> None:
    assert not shown(MAY, answer)
    made = by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    assert shown(MAY, answer)
    for other in ("attorney", "cto", "counsel"):  # who may read the sources as well
        assert not shown(other, answer)
    assert by_owner(lambda acting: withdraw(made.id, scope=acting)) == answer.id
    assert not shown(MAY, answer)


def test_a_circle_of_readers_sees_it_as_it_is_now(answer: AnswerView, root: Raw) -> None:
    by_owner(lambda acting: share(answer.id, scope=acting, reader_group="flow-lab"))
    assert shown(MAY, answer)
    assert not shown("cto", answer)
    member = (
        "from access_user u, access_readergroup g where u.username = 'laser-lead' and g.slug = 'flow-lab'"
    )
    closed = f"update access_readergroupmembership m set valid_to = clock_timestamp() {member} and m.person_id = u.id"
    root.execute(f"{closed} and m.reader_group_id = g.id and m.valid_to is null")
    assert not shown(MAY, answer)
    root.execute(
        "insert into access_readergroupmembership (id, person_id, reader_group_id, valid_from, recorded_by)"
        f" select gen_random_uuid(), u.id, g.id, clock_timestamp(), 'test' {member}"
    )
    assert shown(MAY, answer)


def test_it_is_decided_again_at_each_view(answer: AnswerView, root: Raw) -> None:
    by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    assert shown(MAY, answer)
    wall = root.execute(
        "insert into access_wall (id, person_id, compartment_id, valid_from, recorded_by, reason)"
        " select gen_random_uuid(), u.id, c.id, clock_timestamp(), 'test', 'because'"
        " from access_user u, access_compartment c where u.username = %s and c.slug = 'borealis' returning id",
        [MAY],
    ).fetchone()
    assert not shown(MAY, answer)
    root.execute("update access_wall set valid_to = clock_timestamp() where id = %s", wall)
    assert shown(MAY, answer)


def test_sharing_tells_nothing_of_what_the_other_may_read(
    answer: AnswerView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the one who shares, all is the same byte by byte but for the name typed; also after the other looked."""
    told, counted = {}, {}
    for other in (MAY, MAY_NOT):
        client = signed_in(OWNER)
        made = client.post(
            f"/api/v1/answers/{answer.id}/shares",
            json.dumps({"username": other}),
            content_type="application/json",
        )
        assert made.status_code == 201
        shown(other, answer)
        page = client.post(f"/answers/{answer.id}/share/", {"username": other}, follow=True)
        listed = client.get(f"/api/v1/answers/{answer.id}/shares").json()
        assert client.get("/trail/").status_code == 403
        told[other] = (
            {name: value for name, value in made.json().items() if name not in {"id", "shared_at"}},
            page.redirect_chain,
            page.status_code,
        )
        counted[other] = len(listed)
        client.delete(f"/api/v1/shares/{made.json()['id']}")
    masked = {other: json.dumps(said, default=str).replace(other, "NAME") for other, said in told.items()}
    assert masked[MAY] == masked[MAY_NOT]
    assert counted == {MAY: 1, MAY_NOT: 1}
    assert not shown(MAY_NOT, answer)


def test_who_shares_sees_nothing_of_the_views(answer: AnswerView, server: Server, app: str) -> None:
    by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    assert shown(MAY, answer)
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(OWNER))
        seen = raw.execute(
            "select action from audit_event where resource = %s order by 1",
            [f"question:{answer.question_id}"],
        ).fetchall()
    assert [action for (action,) in seen] == ["answer:asked", "answer:composed", "answer:shared"]


@pytest.mark.parametrize(
    ("language", "name", "circle"),
    [("en", "Maya Tillery", "All staff"), ("ja", "マヤ・ティレリー", "全社員")],
)
def test_who_shows_it_to_whom_is_named_in_the_reader_s_language(
    answer: AnswerView, language: str, name: str, circle: str
) -> None:
    by_owner(lambda acting: share(answer.id, scope=acting, reader_group="everyone"))
    with translation.override(language):
        assert [one.shared_with for one in by_owner(lambda acting: list_shares(answer.id, scope=acting))] == [
            circle
        ]
        with person(MAY) as acting:
            (listed,) = [one for one in list_shared(scope=acting) if one.answer_id == answer.id]
            assert (listed.shared_by, get_answer(answer.id, scope=acting).shared_by) == (name, name)


def test_each_verb_is_on_the_trail(answer: AnswerView, root: Raw) -> None:
    made = by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))  # once is enough
    assert shown(MAY, answer)
    by_owner(lambda acting: withdraw(made.id, scope=acting))
    rows = root.execute(
        "select e.action, u.username, e.detail ->> 'share' from audit_event e"
        " join access_user u on u.id::text = e.on_behalf_of where e.resource = %s and e.action ~ '^(share|answer:(sh|v))'"
        " order by e.occurred_at",
        [f"question:{answer.question_id}"],
    ).fetchall()
    assert rows == [
        ("answer:shared", OWNER, str(made.id)),
        ("answer:viewed", MAY, str(made.id)),
        ("share:withdrawn", OWNER, str(made.id)),
    ]


def test_who_lost_access_still_ends_the_sharing(root: Raw, answer: AnswerView) -> None:
    made = by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    root.execute(WALL, [OWNER])
    try:
        with person(OWNER) as acting:
            with pytest.raises(NotFound):
                list_shares(answer.id, scope=acting)
            assert withdraw(made.id, scope=acting) is None
            with pytest.raises(NotFound):
                withdraw(made.id, scope=acting)
        assert not shown(MAY, answer)
    finally:
        root.execute("update access_wall set valid_to = statement_timestamp() where reason = 'for this test'")


def test_only_the_owner_shares_and_withdraws(answer: AnswerView) -> None:
    made = by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    with person(MAY) as acting:
        for refused in (
            lambda: share(answer.id, scope=acting, username="cto"),
            lambda: list_shares(answer.id, scope=acting),
            lambda: withdraw(made.id, scope=acting),
            lambda: withdraw(uuid.uuid4(), scope=acting),
            lambda: share(uuid.uuid4(), scope=acting, username="cto"),
        ):
            with pytest.raises(NotFound):
                refused()
    with person("auditor") as acting, pytest.raises(Denied):
        list_shared(scope=acting)


@pytest.mark.parametrize(
    "given",
    [{"username": name} for name in ("nobody", "", OWNER, "engineer%", "ENGINEER", "lab")]
    + [{"reader_group": slug} for slug in ("battery-lab", "no-such")],
    ids=lambda given: "-".join(f"{key}={value}" for key, value in given.items()),
)
def test_names_are_exact_and_circles_ones_own(answer: AnswerView, given: dict[str, str]) -> None:
    with person(OWNER) as acting, pytest.raises(NobodySuch):
        share(answer.id, scope=acting, **given)


def test_circles_are_those_one_is_in(app: str) -> None:
    with person(OWNER) as acting:
        assert [circle.slug for circle in sharing.list_circles(scope=acting)] == ["everyone", "flow-lab"]


FORGED = (
    "insert into answering_share (id, owner, label_ids, question_id, person, shared_by, shared_with)"
    " select gen_random_uuid(), {owner}, '{{1}}', %s, u, 'x', 'x' from (select {person} as u) t"
)


def test_the_database_keeps_sharing_to_the_owner(answer: AnswerView, server: Server, app: str) -> None:
    """SQL injected into somebody's connection shares nothing of others, in nobody's name, and does not undo a withdrawal."""
    own = FORGED.format(owner="identified_person()", person="gen_random_uuid()")
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(MAY))
        assert attempt(raw, own, [answer.question_id]) == REFUSED
        to_self = FORGED.format(owner="gen_random_uuid()", person="identified_person()")
        assert attempt(raw, to_self, [answer.question_id]) == REFUSED
    made = by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(MAY))
        taken = raw.execute(
            "update answering_share set withdrawn_at = now() where id = %s returning id", [made.id]
        ).fetchall()
        assert taken == []
    by_owner(lambda acting: withdraw(made.id, scope=acting))
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(OWNER))
        back = "update answering_share set withdrawn_at = null where id = %s"
        assert attempt(raw, back, [made.id]) == REFUSED
        assert attempt(raw, "delete from answering_share") == REFUSED
        assert attempt(raw, "update answering_share set person = gen_random_uuid()") == REFUSED


def test_a_conversation_is_not_shared_with_its_last_answer(answer: AnswerView) -> None:
    session = sign_in_as_operator(OWNER)
    second = ask(QUESTION, session_id=session, follows=answer.id, marking="borealis")
    by_owner(lambda acting: share(second.id, scope=acting, username=MAY))
    with person(MAY) as acting:
        assert get_answer(second.id, scope=acting).follows is None
        with pytest.raises(NotFound):
            get_answer(answer.id, scope=acting)
    with pytest.raises(NotFound):
        ask(QUESTION, session_id=sign_in_as_operator(MAY), follows=second.id)


def test_what_rests_on_a_question_bears_its_labels_whatever_is_claimed(answer: AnswerView, root: Raw) -> None:
    by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    rows = root.execute(
        "select s.label_ids = q.label_ids from answering_share s join answering_question q on q.id = s.question_id"
    ).fetchall()
    assert set(rows) == {(True,)}


def test_a_missing_and_a_hidden_answer_read_the_same(answer: AnswerView) -> None:
    by_owner(lambda acting: share(answer.id, scope=acting, username=MAY_NOT))
    client = signed_in(MAY_NOT)
    for address in ("/answers/{}/", "/api/v1/answers/{}", "/api/v1/answers/{}/shares"):
        hidden, missing = client.get(address.format(answer.id)), client.get(address.format(uuid.uuid4()))
        assert (hidden.status_code, missing.status_code) == (404, 404)


def signed_in(username: str) -> Client:
    client = Client()
    session = client.session
    session[COOKIE_KEY] = str(sign_in_as_operator(username))
    session.save()
    client.cookies["kaas_session"] = session.session_key or ""
    return client


def test_a_key_without_the_permission_sees_nothing_shared(answer: AnswerView) -> None:
    from governance.access.scopes import scope
    from governance.access.sessions import issue_key

    by_owner(lambda acting: share(answer.id, scope=acting, username=MAY))
    with scope(sign_in_as_operator(MAY)) as acting:
        narrow = issue_key(acting, name="narrow", scopes=[Permission.DOCUMENT_READ])
        wide = issue_key(acting, name="wide", scopes=[Permission.DOCUMENT_READ, Permission.ANSWER_READ_OWN])
    statuses = {
        key: Client()
        .get(f"/api/v1/answers/{answer.id}", headers={"Authorization": f"Bearer {key}"})
        .status_code
        for key in (narrow, wide)
    }
    assert list(statuses.values()) == [403, 200]


def test_the_owner_may_share_under_a_label_of_choice(server: Server, demo: str) -> None:
    """A question's own label is kept, is of the asker's choice among what they may read, and is in the answer's."""
    with connected(server, "app", demo):
        session = sign_in_as_operator(OWNER)
        chosen = ask(QUESTION, session_id=session, marking="internal")
        assert chosen.own_label.markings == ("internal",)
        assert chosen.own_label.level == 1 < chosen.label.level
        default = ask(QUESTION, session_id=session)
        assert default.own_label.level == 3
        for unreadable in ("aurora", "no such marking"):
            with pytest.raises(NotFound):
                ask(QUESTION, session_id=session, marking=unreadable)
