"""Signing in at an OpenID provider, against one that speaks the real wire and one that lies in every way it can."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.utils import timezone

from governance.access import oidc
from governance.access.middleware import COOKIE_KEY
from governance.access.models import Standing, User
from governance.access.oidc_accounts import sign_in_believed
from governance.access.oidc_settings import Provider
from governance.access.provisioning import close_fact
from governance.access.throttling import spend_return
from kaas.operations.checks.directory import check_directory
from tests.conftest import role
from tests.doubles.openid_provider import CLIENT, SECRET, Claims, OpenIdProvider, running

pytestmark = pytest.mark.django_db
BEGIN = "/sign-in/company/"


@pytest.fixture(scope="module")
def listening() -> Iterator[OpenIdProvider]:
    with running() as one:
        yield one


@pytest.fixture
def provider(listening: OpenIdProvider, settings: Any, app_role: None) -> Iterator[OpenIdProvider]:
    """The provider as it is when nobody has told it to be rude, and this installation set to it."""
    listening.person = {"sub": "0001", "preferred_username": "engineer"}
    listening.bend = lambda claims: claims
    listening.sign = listening.signed
    listening.userinfo, listening.metadata, listening.asked = {}, {}, []
    listening.token_status, listening.token_redirect, listening.drips = 200, "", False
    settings.OIDC = described(listening)
    settings.LOCAL_ACCOUNTS = "none"
    oidc._metadata.clear()
    yield listening
    listening.slow.clear()
    oidc._metadata.clear()


def described(provider: OpenIdProvider, **more: str) -> dict[str, str]:
    return {
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "authority": "",
        "hosts": "",
        "entry_claim": "",
        "name_claim": "preferred_username",
        "group_claim": "groups",
        "needed_group": "",
        "strong_acr": "urn:company:two-factors",
        "strong_amr": "mfa,hwk",
        "seconds": "30",
    } | more


def go(provider: OpenIdProvider, client: Client, **asked: str) -> Any:
    """As a browser goes: there, and back with the answer."""
    there = client.get(BEGIN, asked)
    assert there.status_code == 302, there.content.decode()
    return client.get(provider.consent(there["Location"]))


def level_of(client: Client) -> tuple[str, int]:
    with connection.cursor() as cursor, role("kaas_owner"):
        cursor.execute(
            "select method, factor_level from access_session where id = %s", [client.session[COOKIE_KEY]]
        )
        found: tuple[str, int] = cursor.fetchone()
    return found


def name_of(client: Client) -> str:
    with connection.cursor() as cursor, role("kaas_owner"):
        cursor.execute(
            "select u.username from access_session s join access_user u on u.id = s.person_id where s.id = %s",
            [client.session[COOKIE_KEY]],
        )
        return str(cursor.fetchone()[0])


def is_out(response: Any, client: Client, status: int = 400) -> bool:
    """Whether nobody was let in, in the one sentence that there is for it."""
    assert COOKIE_KEY not in client.session
    return response.status_code == status


def test_the_provider_signs_in_and_the_way_goes_on(provider: OpenIdProvider) -> None:
    client = Client()
    back = go(provider, client, next="/search/?q=a")
    assert back["Location"] == "/search/?q=a"
    assert level_of(client) == ("oidc", 1)
    assert client.get("/").status_code == 200
    assert set(client.session.keys()) == {COOKIE_KEY}


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_it_leads_nowhere_else(provider: OpenIdProvider, address: str) -> None:
    assert go(provider, Client(), next=address)["Location"] == "/"


def test_what_is_asked_of_it(provider: OpenIdProvider) -> None:
    go(provider, Client(), factors="2")
    (asked,) = [said for path, said in provider.asked if path == "/authorize"]
    assert asked["prompt"] == "login"
    assert asked["acr_values"] == "urn:company:two-factors"
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert "code_verifier" not in asked
    assert SECRET not in str(asked)
    assert asked["redirect_uri"] == "http://testserver/sign-in/company/return/"


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ({}, 1),
        ({"acr": "urn:company:two-factors"}, 2),
        ({"acr": "urn:company:password"}, 1),
        ({"acr": ["urn:company:two-factors"]}, 1),
        ({"acr": ""}, 1),
        ({"amr": ["pwd", "mfa"]}, 2),
        ({"amr": ["pwd"]}, 1),
        ({"amr": []}, 1),
        ({"amr": [["mfa"], 2]}, 1),
        ({"amr": ["mfa"], "auth_time": int(time.time()) - 600}, 2),
        ({"amr": ["mfa"], "auth_time": int(time.time()) - 9 * 3600}, 1),
    ],
    ids=range(11),
)
def test_two_factors_are_what_the_settings_call_so(
    provider: OpenIdProvider, said: Claims, level: int
) -> None:
    provider.person |= said
    client = Client()
    go(provider, client)
    assert level_of(client) == ("oidc", level)


def test_without_words_for_it_nothing_is_two_factors(provider: OpenIdProvider, settings: Any) -> None:
    settings.OIDC = described(provider, strong_acr="", strong_amr="")
    provider.person |= {"acr": "", "amr": ["mfa", ""]}
    client = Client()
    go(provider, client)
    assert level_of(client) == ("oidc", 1)


def bent(**changed: Any) -> Callable[[Claims], Claims]:
    def bend(claims: Claims) -> Claims:
        return {name: value for name, value in (claims | changed).items() if value is not None}

    return bend


RUDE: dict[str, Callable[[Claims], Claims]] = {
    "another nonce": bent(nonce="another"),
    "no nonce": bent(nonce=None),
    "for another": bent(aud="another"),
    "for another too": bent(aud=["another", CLIENT]),
    "for another, given by it": bent(aud=[CLIENT, "another"], azp="another"),
    "for nobody": bent(aud=None),
    "of another issuer": bent(iss="https://accounts.example.org"),
    "of no issuer": bent(iss=None),
    "over": bent(exp=1_700_000_000),
    "without an end": bent(exp=None),
    "not yet": bent(nbf=4_000_000_000),
    "from the future": bent(iat=4_000_000_000),
    "of nobody": bent(sub=None),
    "not with this access": bent(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "no list of ways": bent(amr="mfa"),
}


@pytest.mark.parametrize("rude", RUDE)
def test_an_answer_with_anything_wrong_lets_nobody_in(provider: OpenIdProvider, rude: str) -> None:
    provider.bend = RUDE[rude]
    client = Client()
    assert is_out(go(provider, client), client)


@pytest.mark.parametrize(
    "signature",
    ["signed_by_a_stranger", "signed_by_nobody", "signed_with_the_public_key", "garbage", "empty"],
)
def test_an_answer_that_the_provider_did_not_sign_lets_nobody_in(
    provider: OpenIdProvider, signature: str
) -> None:
    provider.sign = getattr(provider, signature, lambda _: "" if signature == "empty" else "a.b.c")
    client = Client()
    assert is_out(go(provider, client), client)


def test_a_code_counts_once(provider: OpenIdProvider) -> None:
    client = Client()
    answer = provider.consent(client.get(BEGIN)["Location"])
    kept = client.cookies["kaas_session"].value
    assert client.get(answer).status_code == 302
    asked = len(provider.asked)
    other = Client()
    assert is_out(other.get(answer), other)
    assert len(provider.asked) == asked  # nobody was asked about an answer to nobody's question
    other.cookies["kaas_session"] = kept  # whoever has the cookie of before as well
    assert is_out(other.get(answer), other)


def test_an_answer_fits_the_browser_that_asked_only(provider: OpenIdProvider) -> None:
    mine, theirs = Client(), Client()
    mine.get(BEGIN)
    answer = provider.consent(theirs.get(BEGIN)["Location"])
    assert is_out(mine.get(answer), mine)
    parts = parse_qs(urlsplit(answer).query)
    for asked in (
        {},
        {"code": parts["code"][0]},
        {"state": parts["state"][0]},
        {"code": "", "state": ""},
        {"error": "access_denied", "state": parts["state"][0]},
    ):
        assert is_out(mine.get(f"{BEGIN}return/", asked), mine)


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(provider: OpenIdProvider) -> None:
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert go(provider, Client()).status_code == 302


def test_who_takes_too_long_begins_again(provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    answer = provider.consent(client.get(BEGIN)["Location"])
    monkeypatch.setattr(oidc, "PENDING_FOR", -1)
    assert is_out(client.get(answer), client)


@pytest.mark.parametrize("name", ["nobody", "", "engineer\x00", "x" * 300, "Engineer2\u202e"], ids=range(5))
def test_somebody_unknown_is_told_what_everybody_is(provider: OpenIdProvider, name: str) -> None:
    provider.person["preferred_username"] = name
    client = Client()
    unknown = go(provider, client)
    assert is_out(unknown, client)
    provider.person["preferred_username"] = "engineer"
    provider.bend = bent(nonce="another")
    refused = go(provider, client)
    assert unknown.content.count(b"did not let you in") == refused.content.count(b"did not let you in") == 1


def test_somebody_who_left_is_told_the_same(provider: OpenIdProvider) -> None:
    with role("kaas_owner"):
        for fact in Standing.objects.filter(person__username="engineer", kind="active"):
            close_fact(fact, at=timezone.now())
    client = Client()
    assert is_out(go(provider, client), client)


def test_accounts_for_break_glass_are_not_the_providers(provider: OpenIdProvider, settings: Any) -> None:
    settings.LOCAL_ACCOUNTS = "security, engineer"
    client = Client()
    assert is_out(go(provider, client), client)


def test_the_directorys_lasting_id_is_followed_not_the_name(provider: OpenIdProvider, settings: Any) -> None:
    settings.OIDC = described(provider, entry_claim="directory_id")
    with role("kaas_owner"), connection.cursor() as cursor:
        cursor.execute(
            "insert into access_directoryentry (person_id, entry) values (%s, %s)",
            [User.objects.get(username="attorney").pk, "3f2b8c1e-0a6d-4b57-9e21-5d0c7a9f4e63"],
        )
    provider.person["directory_id"] = "3F2B8C1E-0A6D-4B57-9E21-5D0C7A9F4E63"
    client = Client()
    go(provider, client)
    assert b"attorney" in client.get("/").content
    for other in ("3f2b8c1e-0a6d-4b57-9e21-000000000000", "", None):
        provider.person["directory_id"] = other
        client = Client()
        assert is_out(go(provider, client), client)


def test_active_directorys_id_is_known_in_both_spellings(settings: Any, app_role: None) -> None:
    settings.DIRECTORY = {**settings.DIRECTORY, "entry_attribute": "objectGUID"}
    with role("kaas_owner"), connection.cursor() as cursor:
        cursor.execute(
            "insert into access_directoryentry (person_id, entry) values (%s, %s)",
            [User.objects.get(username="attorney").pk, "1e8c2b3f6d0a574b9e215d0c7a9f4e63"],
        )
    for entry in ("3f2b8c1e-0a6d-4b57-9e21-5d0c7a9f4e63", "HowrP20KV0ueIV0Mep9OYw=="):
        assert sign_in_believed(name="", entry=entry, by_entry=True, factors=1, place="", address="")


@pytest.mark.parametrize(
    ("groups", "is_in"),
    [(["staff", "kaas"], True), (["staff"], False), ("kaas", False), (None, False)],
    ids=range(4),
)
def test_a_group_can_be_asked_for(provider: OpenIdProvider, settings: Any, groups: Any, is_in: bool) -> None:
    settings.OIDC = described(provider, needed_group="kaas")
    provider.userinfo = {"groups": groups}
    client = Client()
    assert (go(provider, client).status_code == 302) == is_in


def test_what_the_token_lacks_is_asked_for_of_the_same_person_only(provider: OpenIdProvider) -> None:
    del provider.person["preferred_username"]
    provider.userinfo = {"preferred_username": "engineer"}
    client = Client()
    assert go(provider, client).status_code == 302
    provider.userinfo = {"preferred_username": "engineer", "sub": "0002"}
    client = Client()
    assert is_out(go(provider, client), client)


def test_what_is_signed_comes_before_what_is_told(provider: OpenIdProvider, settings: Any) -> None:
    settings.OIDC = described(provider, needed_group="kaas")
    provider.userinfo = {"groups": ["kaas"], "preferred_username": "counsel", "acr": "urn:company:password"}
    provider.person["acr"] = "urn:company:two-factors"
    client = Client()
    go(provider, client)
    assert level_of(client)[1] == 2
    assert name_of(client) == provider.person["preferred_username"] != "counsel"


def test_what_is_only_told_proves_no_second_factor(provider: OpenIdProvider, settings: Any) -> None:
    """The token endpoint's signed answer says how somebody signed in; userinfo says who they are."""
    settings.OIDC = described(provider, needed_group="kaas")
    provider.userinfo = {"groups": ["kaas"], "acr": "urn:company:two-factors", "amr": ["mfa"]}
    client = Client()
    go(provider, client)
    assert level_of(client) == ("oidc", 1)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://accounts.example.org"},
        {"token_endpoint": "https://token.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"token_endpoint": "http://127.0.0.1:1/token"},
    ],
    ids=range(6),
)
def test_a_provider_that_names_others_is_not_followed(provider: OpenIdProvider, metadata: Claims) -> None:
    provider.metadata = metadata
    client = Client()
    assert is_out(client.get(BEGIN), client, 503)
    assert {path for path, _ in provider.asked} == {"/.well-known/openid-configuration"}


def test_a_redirect_is_not_followed(provider: OpenIdProvider) -> None:
    provider.token_redirect = f"{provider.issuer}/elsewhere"
    client = Client()
    assert is_out(go(provider, client), client)
    assert not [path for path, _ in provider.asked if path == "/elsewhere"]


def test_a_provider_that_is_down_is_said(provider: OpenIdProvider, settings: Any) -> None:
    settings.OIDC = described(provider, issuer="http://127.0.0.1:9")
    client = Client()
    page = client.get(BEGIN)
    assert is_out(page, client, 503)
    assert b"does not answer" in page.content


@pytest.mark.parametrize("drips", [False, True], ids=["silent", "dripping"])
def test_a_provider_that_is_slow_is_not_waited_for(
    provider: OpenIdProvider, settings: Any, drips: bool
) -> None:
    settings.OIDC = described(provider, seconds="0.3")
    provider.drips = drips
    if not drips:
        provider.slow.set()
    client = Client()
    assert is_out(client.get(BEGIN), client, 503)


def test_a_provider_that_breaks_while_a_code_is_exchanged(provider: OpenIdProvider) -> None:
    provider.token_status = 500
    client = Client()
    assert go(provider, client).status_code in {400, 503}
    assert COOKIE_KEY not in client.session


def test_returns_of_nobody_keep_nobody_else_out(provider: OpenIdProvider) -> None:
    """Many share an address; a dozen junk returns from it leave the company's sign-in open to the others."""
    known = provider.person["preferred_username"]
    provider.person["preferred_username"] = "nobody"
    assert [go(provider, Client()).status_code for _ in range(12)] == [400] * 12
    provider.person["preferred_username"] = known
    assert go(provider, Client()).status_code == 302


def test_returning_is_slowed_down(provider: OpenIdProvider) -> None:
    spent = 0
    while not spend_return("127.0.0.1"):
        spent += 1
        assert spent < 1000
    assert spent >= 100
    back = go(provider, Client())
    assert back.status_code == 429 and int(back["Retry-After"]) >= 1
    assert spend_return("192.0.2.7") == 0


def test_a_session_of_before_does_not_survive(
    provider: OpenIdProvider, browse: Callable[[str], Client]
) -> None:
    client = browse("engineer2")
    before = client.session[COOKIE_KEY]
    assert client.get(BEGIN)["Location"] == "/"  # who is signed in already is not asked
    back = go(provider, client, factors="2")
    assert back.status_code == 302
    assert client.session[COOKIE_KEY] != before
    other = Client()
    session = other.session
    session[COOKIE_KEY] = before
    session.save()
    other.cookies["kaas_session"] = session.session_key or ""
    assert other.get("/").status_code == 302


def test_without_a_provider_there_is_no_such_page(app_role: None) -> None:
    assert [Client().get(path).status_code for path in (BEGIN, f"{BEGIN}return/")] == [404, 404]


@pytest.mark.parametrize(
    "given",
    [
        {"issuer": "http://accounts.example.org"},
        {"issuer": "ftp://accounts.example.org"},
        {"issuer": "https://"},
        {"issuer": "https://me:secret@accounts.example.org"},
        {"issuer": "https://accounts.example.org?x=1"},
        {"client_id": ""},
        {"client_secret": ""},
        {"seconds": "0"},
        {"seconds": "x"},
        {"hosts": "a b:c"},
    ],
    ids=range(10),
)
def test_what_is_unsafe_is_not_begun(listening: OpenIdProvider, settings: Any, given: dict[str, str]) -> None:
    settings.OIDC = described(listening, **given)
    with pytest.raises(ImproperlyConfigured, match="KAAS_OIDC_"):
        Provider.configured()


def test_nothing_secret_is_printed(listening: OpenIdProvider, settings: Any) -> None:
    settings.OIDC = described(listening)
    assert SECRET not in repr(Provider.configured())


def test_the_check_says_what_is_unsafe(listening: OpenIdProvider, settings: Any) -> None:
    settings.OIDC = described(listening)
    assert check_directory().ok
    settings.OIDC = described(listening, issuer="http://accounts.example.org")
    found = check_directory()
    assert not found.ok
    assert "KAAS_OIDC_ISSUER" in found.detail
