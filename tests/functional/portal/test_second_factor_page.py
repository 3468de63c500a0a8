"""The page of one's second factor, and of one's sign-ins, as a browser goes through them."""

import base64
import html
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from governance.access import one_time_codes, sessions
from governance.access.middleware import COOKIE_KEY
from governance.access.sessions import open_session
from kaas.portal.views import account
from tests.functional.portal.reading_aids import text_of

PAGE = "/account/second-factor/"
Enter = Callable[..., Client]


def person_of(username: str) -> uuid.UUID:
    with connection.cursor() as cursor:
        cursor.execute("select person from find_login(%s)", [username])
        return uuid.UUID(str(cursor.fetchone()[0]))


class Still:
    """Time that stands, so that no code changes between being typed and being read."""

    def time(self) -> float:
        return 1_800_000_015.0


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_time_codes, "time", Still())


@pytest.fixture
def enter(app_role: None, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """A browser in which somebody signed in with a password, which is "right" whenever it is asked for again."""

    def check(acting: Any, password: str, *, address: str = "") -> None:
        if password != "right":
            raise sessions.SignInRefused

    monkeypatch.setattr(sessions, "check_password_again", check)

    def open_client(username: str = "engineer", method: str = "password") -> Client:
        client = Client(raise_request_exception=True, enforce_csrf_checks=False)
        session = client.session
        opened = open_session(person_of(username), method=method, place="", lasts=timedelta(hours=12))
        session[COOKIE_KEY] = str(opened)
        session.save()
        client.cookies["kaas_session"] = session.session_key or ""
        return client

    return open_client


def secret_on(page: str) -> bytes:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found is not None
    return base64.b32decode(found.group(1).replace(" ", ""))


def code(secret: bytes, *, steps: int = 0) -> str:
    return one_time_codes.code_at(secret, int(Still().time()) // one_time_codes.STEP + steps)


def set_up(client: Client) -> tuple[bytes, list[str]]:
    """The secret and the recovery codes that the pages showed."""
    shown = text_of(client.post(f"{PAGE}set-up/", {"password": "right"}))
    secret = secret_on(shown)
    done = text_of(client.post(f"{PAGE}confirm/", {"code": code(secret, steps=-1)}))
    return secret, re.findall(r"<li><code>([^<]+)</code></li>", done)


def session_of(client: Client) -> str:
    return str(client.session[COOKIE_KEY])


def test_setting_up_shows_everything_once(enter: Enter) -> None:
    client = enter()
    before, token = session_of(client), client.cookies.get("csrftoken")
    shown = client.post(f"{PAGE}set-up/", {"password": "right"})
    page = text_of(shown)
    secret = secret_on(page)
    assert "<svg" in page
    assert " style=" not in page
    assert shown["Cache-Control"] == "no-store"
    again = text_of(client.get(PAGE))
    assert "secret" not in re.findall(r'class="([^"]*)"', again)
    done = client.post(f"{PAGE}confirm/", {"code": code(secret)})
    codes = re.findall(r"<li><code>([^<]+)</code></li>", text_of(done))
    assert len(codes) == 10
    assert session_of(client) != before
    assert token is None or client.cookies["csrftoken"].value != token.value
    page = text_of(client.get(PAGE))
    assert "This session has two factors" in page
    assert not [one for one in codes if one in page]


def test_the_drawing_is_the_address_of_the_secret(enter: Enter) -> None:
    secret = b"x" * 20
    address = one_time_codes.address_of(secret, "ken ji&<b>")
    assert address.startswith("otpauth://totp/kaas:ken%20ji%26%3Cb%3E?")
    drawn = html.unescape(account._drawn(address))
    assert drawn.startswith("<svg")
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_setting_up_needs_the_password_anew(enter: Enter) -> None:
    client = enter()
    for given in ("wrong", ""):
        page = client.post(f"{PAGE}set-up/", {"password": given})
        assert page.status_code == 400
        assert '<code class="secret">' not in text_of(page)
    assert client.get(f"{PAGE}set-up/")["Location"] == PAGE


def test_a_wrong_first_code_can_be_typed_again_without_the_secret(enter: Enter) -> None:
    client = enter()
    secret = secret_on(text_of(client.post(f"{PAGE}set-up/", {"password": "right"})))
    page = client.post(f"{PAGE}confirm/", {"code": "12"})
    assert page.status_code == 400
    assert "not right" in text_of(page)
    assert '<code class="secret">' not in text_of(page)
    assert client.post(f"{PAGE}confirm/", {"code": code(secret)}).status_code == 200


def test_signing_in_leads_by_way_of_the_second_factor(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, _ = set_up(enter())
    monkeypatch.setattr(
        sessions,
        "sign_in",
        lambda username, password, *, place, address: open_session(
            person_of(username), method="password", place=place, lasts=timedelta(hours=12)
        ),
    )
    client = Client()
    way = client.post("/sign-in/", {"username": "engineer", "password": "right", "next": "/search/?q=a"})
    assert way["Location"] == f"{PAGE}?next=%2Fsearch%2F%3Fq%3Da"
    asked = text_of(client.get(way["Location"]))
    assert 'name="next" value="/search/?q=a"' in asked
    assert 'href="/search/?q=a"' in asked  # with the password alone
    known = session_of(client)
    on = client.post(PAGE, {"code": code(secret), "next": "/search/?q=a"})
    assert on["Location"] == "/search/?q=a"
    assert session_of(client) != known
    kept = Client()  # what somebody knew who gave this browser its cookie
    session = kept.session
    session[COOKIE_KEY] = known
    session.save()
    kept.cookies["kaas_session"] = session.session_key or ""
    assert kept.get("/").status_code == 302
    other = client.post("/sign-in/", {"username": "engineer2", "password": "right"})
    assert other["Location"] == "/"


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_second_factor_leads_nowhere_else(enter: Enter, address: str) -> None:
    secret, _ = set_up(enter())
    client = enter()
    assert address not in text_of(client.get(PAGE, {"next": address}))
    assert client.post(PAGE, {"code": code(secret), "next": address})["Location"] == "/"


def test_guessing_is_slowed_down(enter: Enter) -> None:
    set_up(enter())
    client = enter()
    pages = [client.post(PAGE, {"code": "x"}) for _ in range(6)]
    assert [page.status_code for page in pages] == [400] * 5 + [429]
    assert 1 <= int(pages[-1]["Retry-After"]) <= 30


def test_a_recovery_code_opens_and_is_gone(enter: Enter) -> None:
    _, codes = set_up(enter())
    client = enter()
    assert client.post(PAGE, {"code": codes[0].upper()}).status_code == 302
    assert "9 recovery codes are left" in text_of(client.get(PAGE))
    again = enter()
    assert again.post(PAGE, {"code": codes[0]}).status_code == 400
    fresh = re.findall(r"<li><code>([^<]+)</code></li>", text_of(client.post(f"{PAGE}codes/")))
    assert len(fresh) == 10
    assert again.post(PAGE, {"code": codes[1]}).status_code == 400
    assert again.post(PAGE, {"code": fresh[1]}).status_code == 302


def test_with_one_factor_the_other_stays(enter: Enter) -> None:
    set_up(enter())
    client = enter()
    for way in ("remove/", "codes/"):
        assert client.post(PAGE + way).status_code == 403
    assert client.post(f"{PAGE}set-up/", {"password": "right"}).status_code == 400
    assert client.post(f"{PAGE}confirm/", {"code": "000000"}).status_code == 400
    assert "Go on with both factors" in text_of(client.get(PAGE))


def test_giving_it_up_leaves_one_signed_in_with_one(enter: Enter) -> None:
    client = enter()
    set_up(client)
    raised = session_of(client)
    removed = f"{PAGE}?removed=1"
    assert "is removed" not in text_of(client.get(removed))
    assert client.post(f"{PAGE}remove/")["Location"] == removed
    assert session_of(client) != raised
    page = text_of(client.get(removed))
    assert "You have none yet" in page and "The second factor is removed" in page
    assert "is removed" not in text_of(client.get(PAGE))


def test_what_ends_the_factor_or_its_codes_is_asked_twice(enter: Enter) -> None:
    client = enter()
    set_up(client)
    page = text_of(client.get(PAGE))
    asked = re.findall(r'<details class="sure">(.*?)</details>', page, re.DOTALL)
    assert [re.findall(r'action="([^"]+)"', one) for one in asked] == [[f"{PAGE}codes/"], [f"{PAGE}remove/"]]
    assert "of before count no more" in text_of(client.post(f"{PAGE}codes/"))


def test_none_of_it_is_done_by_another_sites_form(enter: Enter) -> None:
    client = enter()
    client.handler.enforce_csrf_checks = True
    ways = [PAGE, *(PAGE + way for way in ("set-up/", "confirm/", "codes/", "remove/"))]
    for way in (*ways, "/account/sign-ins/end/", f"/account/sign-ins/{uuid.uuid4()}/end/"):
        assert client.post(way, {"code": "1", "password": "right"}).status_code == 403, way
    for way in ways[2:]:
        assert client.get(way).status_code == 405, way


@pytest.mark.parametrize(
    ("username", "is_told"), [("engineer", False), ("cn-engineer", False), ("counsel", True)]
)
def test_that_there_is_more_to_see_is_told_of_the_clearance_alone(
    enter: Enter, username: str, is_told: bool
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(
            "select max(level) from access_clearance where person_id = %s", [person_id_of(username)]
        )
        level = cursor.fetchone()[0]
        cursor.execute("set local role kaas_app")
    assert ("cleared for level 4" in text_of(enter(username).get(PAGE))) == (level == 4) == is_told


def person_id_of(username: str) -> uuid.UUID:
    with connection.cursor() as cursor:
        cursor.execute("select id from access_user where username = %s", [username])
        return uuid.UUID(str(cursor.fetchone()[0]))


def test_the_companys_people_are_told_where_theirs_is_kept(enter: Enter) -> None:
    page = text_of(enter(method="oidc").get(PAGE))
    assert "is kept there" in page
    assert 'type="password"' not in page


def test_an_operators_session_changes_nothing(browse: Callable[[str], Client]) -> None:
    client = browse("engineer")
    assert "operator of the machine" in text_of(client.get(PAGE))
    assert client.post(PAGE, {"code": "123456"}).status_code == 403


def test_sign_ins_are_shown_and_ended(enter: Enter) -> None:
    here, there = enter(), enter()
    page = text_of(here.get("/account/sign-ins/"))
    assert page.count(">this one<") == 1
    assert f"/account/sign-ins/{session_of(there)}/end/" in page
    assert f"/account/sign-ins/{session_of(here)}/end/" not in page
    assert here.post(f"/account/sign-ins/{session_of(here)}/end/").status_code == 404
    assert here.post(f"/account/sign-ins/{session_of(there)}/end/").status_code == 302
    assert there.get("/").status_code == 302
    more = [enter() for _ in range(2)]
    assert here.post("/account/sign-ins/end/").status_code == 302
    assert [client.get("/").status_code for client in more] == [302, 302]
    assert here.get("/").status_code == 200
