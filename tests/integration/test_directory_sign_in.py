"""Passwords that a real directory checks: over TLS, within a time, and never by way of a referral."""

import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.conftest import role
from tests.doubles.slapd import PEOPLE, READER_PASSWORD, Slapd, ldif, require_slapd, running

require_slapd()

from governance.access.directory_mapping import load_mapping
from governance.access.directory_reading import as_typed, read_people
from governance.access.directory_settings import Directory, DirectoryAway
from governance.access.directory_sync import sync
from governance.access.directory_wire import normal, open_wire
from governance.access.models import User
from governance.access.scopes import scope
from governance.access.sessions import SignInRefused, SignInUnavailable, sign_in

pytestmark = pytest.mark.django_db


class Silence:
    """A port that takes connections and says nothing, and how many there were."""

    def __enter__(self) -> "Silence":
        self.connections = 0
        self._held: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()
        return self

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                self._held.append(self._listening.accept()[0])
                self.connections += 1

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(20)
        for one in self._held:
            one.close()


@pytest.fixture(scope="module")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    """A directory with Mayumi in the group of the staff, Kenji in none, and a referral to a server that listens for us."""
    with running(tmp_path_factory.mktemp("slapd") / "one") as directory:
        directory.add_group("staff", directory.add_person("mayumi"))
        directory.add_person("kenji")
        yield directory


@pytest.fixture
def settled(slapd: Slapd, settings: Any) -> Any:
    """This installation, set to the directory and following it."""
    settings.DIRECTORY = slapd.described()
    settings.LOCAL_ACCOUNTS = "none"
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # of those kept here; their price is no matter
    settings.AUTHENTICATION_BACKENDS = [
        "governance.access.authentication.LocalAccounts",
        "governance.access.directory_accounts.DirectoryAccounts",
    ]
    staff = normal("cn=staff,ou=groups,dc=borealis,dc=example")
    load_mapping({"group": [{"group": "staff", "roles": ["engineer"]}]}, find_group=lambda _: staff)
    sync(Directory.configured())
    return settings


def enter(username: str, password: str) -> uuid.UUID:
    with role("kaas_app"):
        return sign_in(username, password, place="")


def refused(username: str, password: str) -> bool:
    try:
        enter(username, password)
    except SignInRefused as error:
        return type(error) is SignInRefused
    return False


def test_the_directorys_password_signs_in(settled: Any) -> None:
    with role("kaas_app"), scope(enter("mayumi", "right")) as acting:
        assert acting.username == "mayumi"


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("mayumi", "wrong"),
        ("mayumi", ""),
        ("mayumi", "\x00"),
        ("mayumi", "right\x00"),
        ("nobody", "right"),
        ("", "right"),
        ("*", "right"),
        ("mayum*", "right"),
        ("mayumi)(uid=*", "right"),
        ("mayumi\x00", "right"),
        ("%(user)s", "right"),
        ("kenji", "right"),  # right, but in no group: nobody here
        ("m" * 200, "right"),
    ],
    ids=["wrong", "empty", "zero", "zero after", "unknown", "no name", "star", "half a star", "filter", "zero name",
         "format", "in no group", "long"],
)  # fmt: skip
def test_anything_else_does_not(settled: Any, username: str, password: str) -> None:
    assert refused(username, password)


def test_the_spelling_of_a_name_is_the_directorys_business() -> None:
    assert as_typed(" Mayumi ") == as_typed("ＭＡＹＵＭＩ") == as_typed("mayumi") == "mayumi"
    assert (
        as_typed("ma­yumi")
        == as_typed("mayumi\u200d")
        == as_typed("may\numi\x07")
        == as_typed("m" * 151)
        == ""
    )


@pytest.mark.parametrize("way", ["ldaps", "StartTLS"])
def test_it_is_asked_over_tls(slapd: Slapd, settled: Any, way: str) -> None:
    reached = {"url": slapd.tls_url} if way == "ldaps" else {"start_tls": True}
    settled.DIRECTORY = slapd.described(**reached)
    enter("mayumi", "right")
    assert sync(Directory.configured()).people == 1
    settled.DIRECTORY = slapd.described(
        authority="", **reached
    )  # one that only this test's authority vouches for
    with pytest.raises(SignInUnavailable):
        enter("mayumi", "right")
    with pytest.raises(DirectoryAway) as away, open_wire(Directory.configured()):
        pass
    assert away.value.code == "unreachable"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"url": "ldap://directory.example:389"}, "in the clear"),
        ({"url": "ldaps://directory.example,ldap://other.example"}, "in the clear"),
        ({"url": "ldaps://directory.example", "start_tls": True}, "KAAS_LDAP_START_TLS is for ldap://"),
        ({"url": "https://directory.example"}, "not an address"),
        ({"url": "ldaps://"}, "not an address"),
        ({"url": "ldaps://[::1"}, "not an address"),
        ({"url": " , "}, "not set"),
        ({"people": ""}, "KAAS_LDAP_PEOPLE is not set"),
        ({"groups": ""}, "KAAS_LDAP_GROUPS is not set"),
        ({"seconds": "soon"}, "KAAS_LDAP_SECONDS is 'soon'"),
        ({"every": "3600"}, "KAAS_LDAP_EVERY is '3600'"),
        ({"most_people": "0"}, "KAAS_LDAP_MOST_PEOPLE is '0'"),
    ],
    ids=[
        "plain",
        "one plain",
        "both",
        "web",
        "no host",
        "no address",
        "none",
        "people",
        "groups",
        "time",
        "rarely",
        "nobody",
    ],
)
def test_what_is_unsafe_or_unclear_is_not_begun_with(
    slapd: Slapd, settings: Any, changes: dict[str, Any], complaint: str
) -> None:
    settings.DIRECTORY = slapd.described(**changes)
    with pytest.raises(ImproperlyConfigured, match=complaint.replace("(", r"\(")):
        Directory.configured()


def test_a_protected_network_may_be_named_as_such(slapd: Slapd, settings: Any) -> None:
    settings.DIRECTORY = slapd.described(url="ldap://directory.example", plain=True)
    assert Directory.configured().urls == ("ldap://directory.example",)
    settings.DIRECTORY = slapd.described(url="ldap://directory.example", start_tls=True)
    assert Directory.configured().start_tls


def test_a_wrong_account_of_ours_is_told_apart(slapd: Slapd, settled: Any) -> None:
    settled.DIRECTORY = slapd.described(password="not " + READER_PASSWORD)
    with pytest.raises(SignInUnavailable):
        enter("mayumi", "right")
    with pytest.raises(DirectoryAway) as away, open_wire(Directory.configured()):
        pass
    assert away.value.code == "refused"


def test_the_first_server_that_answers_is_asked(slapd: Slapd, settled: Any) -> None:
    with Silence() as silence:
        pass
    settled.DIRECTORY = slapd.described(url=f"ldap://127.0.0.1:{silence.port}, {slapd.url}")
    enter("mayumi", "right")


def test_an_account_kept_here_is_for_those_who_are_named(settled: Any, slapd: Slapd) -> None:
    person = User.objects.get(username="admin")
    person.set_password("break the glass")
    person.save()
    assert refused("admin", "break the glass")
    settled.LOCAL_ACCOUNTS = "somebody, admin"
    enter("admin", "break the glass")
    with Silence() as silence:
        settled.DIRECTORY = slapd.described(url=f"ldap://127.0.0.1:{silence.port}", seconds="0.5")
        enter("admin", "break the glass")
        with pytest.raises(SignInUnavailable):
            enter("admin", "wrong")


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_a_directory_that_says_nothing_is_not_waited_for(settled: Any, slapd: Slapd, scheme: str) -> None:
    """It takes connections and does not answer. How long is too long is not measured here, only that there is an end."""
    with Silence() as silence:
        settled.DIRECTORY = slapd.described(url=f"{scheme}://127.0.0.1:{silence.port}", seconds="0.5")
        with pytest.raises(SignInUnavailable):
            enter("mayumi", "right")
        with pytest.raises(DirectoryAway) as away, open_wire(Directory.configured()):
            pass
        assert away.value.code in {"slow", "unreachable"}


def test_a_look_has_an_end_however_many_answers_there_are(
    slapd: Slapd, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DIRECTORY = slapd.described()
    monkeypatch.setattr("governance.access.directory_wire.WHOLE_LOOK", -1)  # it is over already
    with open_wire(Directory.configured()) as wire, pytest.raises(DirectoryAway) as away:
        wire.is_there(PEOPLE)
    assert away.value.code == "slow"


def test_a_referral_is_not_followed(tmp_path: Path, settled: Any) -> None:
    """The server that is referred to is told no password: it is never connected to."""
    with Silence() as silence:
        referral = ldif(
            f"ou=elsewhere,{PEOPLE}",
            {
                "objectClass": ["referral", "extensibleObject"],
                "ou": ["elsewhere"],
                "ref": [f"ldap://127.0.0.1:{silence.port}/{PEOPLE}"],
            },
        )
        with running(tmp_path / "slapd", [referral]) as directory:
            staff = directory.add_group("staff", directory.add_person("kenji"))
            settled.DIRECTORY = directory.described()
            with open_wire(Directory.configured()) as wire:
                assert len(read_people(wire, {normal(staff)}).people) == 1
            assert refused("mayumi", "right")
        assert silence.connections == 0
