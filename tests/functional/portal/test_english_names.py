"""Names in the language of the page: in lists, of people and things, on the bar, where one types; and how they are given."""

import re

import pytest
from django.test import Client

from tests.functional.portal.reading_aids import Browse, ask, bar_of, text_of
from tests.functional.portal.test_administration import link_to, page_of, propose

ENGLISH, JAPANESE = {"Accept-Language": "en"}, {"Accept-Language": "ja"}
NEW = "/administration/changes/new/"
ADMINISTRATORS = {"en": "Nao Kobayakawa", "ja": "小早川 直"}


def both(client: Client, path: str, **asked: str) -> tuple[str, str]:
    """A page as readers of English and of Japanese see it."""
    return (
        text_of(client.get(path, asked, headers=ENGLISH)),
        text_of(client.get(path, asked, headers=JAPANESE)),
    )


@pytest.mark.parametrize(
    ("path", "english", "japanese"),
    [
        ("people/", "Makoto Setoguchi", "瀬戸口 真"),
        ("people/", "Petra Voss", "ペトラ・フォス"),
        ("compartments/", "dorado: optical gravimeter", "dorado 光学式重力計"),
        ("tracks/", "Head office", "本社"),
        ("reader-groups/", "Flow laboratory", "流量計測研究室"),
        ("walls/", "Maya Tillery", "マヤ・ティレリー"),
        ("walls/", "cassini: clean team for a competitor's documents", "cassini 競合社資料の確認班"),
        ("export-tags/", "Design technology of gravimeters", "重力計の設計技術"),
    ],
)
def test_lists_have_the_names_of_their_language(
    browse: Browse, path: str, english: str, japanese: str
) -> None:
    in_english, in_japanese = both(browse("auditor"), f"/administration/{path}")
    assert english in in_english and japanese not in in_english
    assert japanese in in_japanese and english not in in_japanese


def test_the_header_and_the_bar_speak_the_language_of_the_page(browse: Browse) -> None:
    client = browse("engineer")
    answer = ask(client, marking="internal")
    for headers, name, compartment in (
        (ENGLISH, "Haruka Aizawa", "aurora: separator for all-solid-state batteries"),
        (JAPANESE, "相沢 遥", "aurora 全固体電池セパレータ"),
    ):
        shown = client.get(answer.request["PATH_INFO"], headers=headers)
        assert f'<span class="who">{name}</span>' in text_of(shown)  # type: ignore[arg-type]
        assert compartment in bar_of(shown)  # type: ignore[arg-type]


def test_a_person_s_page_has_both_names(browse: Browse) -> None:
    admin = browse("admin")
    for page in both(admin, page_of(admin, "engineer2")):
        assert "Maya Tillery" in page and "マヤ・ティレリー" in page
    english, japanese = both(admin, page_of(admin, "engineer"))
    assert "aurora: separator" in english and "全固体電池" not in english
    assert "全固体電池" in japanese and "aurora: separator" not in japanese


@pytest.mark.parametrize("said", ["setoguchi", "瀬戸口"])
def test_either_name_finds_in_either_language(browse: Browse, said: str) -> None:
    admin = browse("admin")
    for page in both(admin, "/administration/people/", q=said):
        assert ">attorney<" in page and ">engineer<" not in page
    english, japanese = both(admin, "/administration/find/people/", field="person", person=said)
    assert '<option value="attorney">Makoto Setoguchi</option>' in english
    assert '<option value="attorney">瀬戸口 真</option>' in japanese


def test_a_name_in_english_is_proposed_and_approved(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    page = text_of(admin.get(link_to(text_of(admin.get("/administration/tracks/")), "Head office")))
    way = re.search(r'href="(/administration/changes/new/english-name-of-track/\?thing=HQ)"', page)
    assert way is not None
    asked = text_of(admin.get(way[1], headers=ENGLISH))
    assert 'value="HQ"' in asked
    assert 'name="name_en" value="Head office"' in asked, "the name there is now can be mended"
    assert "Now “Head office”. Empty: taken away, and readers of English see “本社”." in asked
    proposed = propose(admin, "english-name-of-track", thing="HQ", name_en="Headquarters")
    assert "“Head office (HQ)” is called “Headquarters” in English" in text_of(proposed)
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    assert "Head office" in text_of(admin.get("/administration/tracks/", headers=ENGLISH))
    assert admin2.post(address, {"do": "approve"}).status_code == 302
    for page, told in zip(
        both(admin, address),
        ("“Head office (HQ)” is called “Headquarters”", "「本社」の英語名を「Headquarters」"),
        strict=True,
    ):
        assert told in page, "as it was when it was proposed"
        assert "Head office" in page, "the name it had"
    assert "“Headquarters (HQ)” is called" not in text_of(
        admin2.get("/administration/changes/", headers=ENGLISH)
    )
    english, japanese = both(admin, "/administration/tracks/")
    assert "Headquarters" in english and "Head office" not in english
    assert "本社" in japanese and "Headquarters" not in japanese
    assert "Name in English changed" in text_of(browse("auditor").get("/trail/"))
    assert "英語名の変更" in text_of(browse("auditor").get("/trail/", headers=JAPANESE))


def test_a_person_is_named_by_their_user_name(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    page = text_of(admin.get(f"{NEW}?person=hr"))
    assert f"{NEW}english-name/?person=hr" in page
    told = text_of(propose(admin, "english-name", person="hr", name_en="Sawa Hamana-Reid"))
    assert "“Sawa Hamana” is called “Sawa Hamana-Reid” in English" in told
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    assert admin2.post(address, {"do": "approve"}).status_code == 302
    assert "Sawa Hamana-Reid" in text_of(admin.get(page_of(admin, "hr")))
    taken_away = text_of(propose(admin, "english-name", person="hr", name_en=""))
    assert (
        "“Sawa Hamana-Reid” has no name in English any more: readers of English see “浜名 佐和” too"
        in taken_away
    )
    own = propose(admin, "english-name", person="admin", name_en="The Chief")
    assert own.status_code == 400


def test_what_is_named_first_has_no_name_before(browse: Browse) -> None:
    admin = browse("admin")
    new = {"slug": "iris", "name": "虹彩"}
    propose(admin, "new-reader-group", **new)
    address = link_to(text_of(admin.get("/administration/changes/")), "")
    assert browse("admin2").post(address, {"do": "approve"}).status_code == 302
    asked = admin.get(f"{NEW}english-name-of-reader-group/", {"thing": "iris"}, headers=ENGLISH)
    assert "It has none yet: readers of English see “虹彩”." in text_of(asked)
    nothing = admin.get(f"{NEW}english-name-of-reader-group/", {"thing": "no such"}, headers=ENGLISH)
    assert "Empty: the name in English, if there is one, is taken away." in text_of(nothing)


def test_what_is_new_has_a_name_in_english_from_the_start(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    said = {"slug": "eos", "name": "eos 熱量計", "name_en": "eos: calorimeter"}
    proposed = text_of(propose(admin, "new-compartment", **said))
    assert "eos: calorimeter (eos)" in proposed and "eos 熱量計" in proposed, "both names are decided on"
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    assert admin2.post(address, {"do": "approve"}).status_code == 302
    english, japanese = both(admin, "/administration/compartments/")
    assert "eos: calorimeter" in english
    assert "eos 熱量計" in japanese and "eos: calorimeter" not in japanese
    again = propose(admin, "new-compartment", slug="eos-2", name="eos: Calorimeter")
    assert again.status_code == 400


@pytest.mark.parametrize("person", ["engineer", "counsel", "executive", "auditor"])
def test_nobody_else_names_anything(browse: Browse, person: str) -> None:
    for what in ("english-name", "english-name-of-compartment", "english-name-of-export-tag"):
        assert browse(person).get(f"{NEW}{what}/").status_code == 403


def test_the_api_gives_both_names_as_data(browse: Browse) -> None:
    sent = browse("engineer").post(
        "/api/v1/ask", {"question": "500サイクル後の界面抵抗は?"}, content_type="application/json"
    )
    label = sent.json()["whole_label"]
    assert label["compartments"] == ["aurora 全固体電池セパレータ"]
    assert label["compartments_en"] == ["aurora: separator for all-solid-state batteries"]
    assert label["tracks"] == ["本社"]
    assert label["tracks_en"] == ["Head office"]
