"""Guessing passwords: few tries for a name and an address, the same for names that there are not."""

import uuid
from typing import Any

import pytest
from django.db import connection

from governance.access import sessions
from governance.access.models import User
from governance.access.sessions import SignInRefused, SignInThrottled, sign_in
from governance.access.throttling import give_sign_in_back, spend_sign_in
from tests.conftest import role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("app_role")]
HERE, THERE = "192.0.2.1", "192.0.2.2"


def spent(username: str, address: str) -> int:
    """How many times in a row it may be tried."""
    count = 0
    while not spend_sign_in(username, address):
        count += 1
        assert count < 1000
    return count


def later(seconds: int) -> None:
    """Let time pass, as the counts see it."""
    with role("kaas_gate"), connection.cursor() as cursor:
        cursor.execute(
            "update access_signincount set spent_until = spent_until - make_interval(secs => %s)", [seconds]
        )


@pytest.mark.parametrize(
    "username", ["engineer", "nobody at all", "", "x" * 5000, "a\x00b", "\ud800"], ids=range(6)
)
def test_a_name_has_five_tries_at_one_address(username: str) -> None:
    assert spent(username, HERE) == 5
    wait = spend_sign_in(username, HERE)
    assert 1 <= wait <= 30
    assert spent(username, THERE) == 5
    later(31)
    assert spent(username, HERE) == 1


def test_writing_a_name_in_another_way_is_no_other_name() -> None:
    tries = [
        spend_sign_in(name, HERE)
        for name in ("mayumi", "MAYUMI", " mayumi ", "ｍａｙｕｍｉ", "Mayumi", "mayumi")
    ]
    assert [bool(wait) for wait in tries] == [False] * 5 + [True]


def test_a_name_has_thirty_tries_from_everywhere() -> None:
    assert (
        30 <= sum(spent("mayumi", f"198.51.100.{number}") for number in range(8)) < 40
    )  # more if it takes long
    later(11)
    assert not spend_sign_in("mayumi", HERE)


def test_an_address_has_a_hundred_tries_and_cannot_use_up_names() -> None:
    first_refused = next(number for number in range(5000) if spend_sign_in(f"name {number}", HERE))
    assert first_refused >= 100  # one comes back in a second
    assert spent(f"name {first_refused}", THERE) == 5
    assert spend_sign_in(f"name {first_refused}", "") == 0


def test_a_network_of_ipv6_is_one_address() -> None:
    tries = [spend_sign_in("mayumi", f"2001:db8::{number}") for number in range(1, 7)]
    assert [bool(wait) for wait in tries] == [False] * 5 + [True]
    assert not spend_sign_in("mayumi", "2001:db8:0:1::1")


def test_success_gives_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(200):
        assert spend_sign_in("mayumi", HERE) == 0
        give_sign_in_back("mayumi", HERE)
    assert spent("mayumi", HERE) == 5


def test_what_is_over_is_not_kept() -> None:
    for number in range(10):
        spend_sign_in(f"name {number}", "")
    later(1000)
    spend_sign_in("mayumi", "")
    with role("kaas_gate"), connection.cursor() as cursor:
        cursor.execute("select count(*) from access_signincount")
        assert cursor.fetchone()[0] <= 2


def test_a_name_that_was_typed_is_not_kept() -> None:
    """People type their password where the name belongs."""
    spend_sign_in("correct horse battery", HERE)
    with role("kaas_gate"), connection.cursor() as cursor:
        cursor.execute("select string_agg(convert_from(key, 'LATIN1'), ' ') from access_signincount")
        kept = cursor.fetchone()[0]
    assert "horse" not in kept
    assert HERE not in kept


def test_the_right_password_does_not_help_who_has_tried_too_often(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    with role("kaas_owner"):
        person = User.objects.get(username="strategist")
        person.set_password("open sesame")
        person.save()
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in("strategist", "wrong", place="", address=HERE)
    with pytest.raises(SignInThrottled) as throttled:
        sign_in("strategist", "open sesame", place="", address=HERE)
    assert 1 <= throttled.value.seconds <= 30
    assert isinstance(sign_in("strategist", "open sesame", place="", address=THERE), uuid.UUID)


def test_only_what_was_tried_is_on_the_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded: list[object] = []
    monkeypatch.setattr(sessions, "record", lambda *event, **details: recorded.append(event))
    monkeypatch.setattr(sessions, "authenticate", lambda **_: None)
    for _ in range(20):
        with pytest.raises(SignInRefused):
            sign_in("mayumi", "wrong", place="", address=HERE)
    assert len(recorded) == 5
