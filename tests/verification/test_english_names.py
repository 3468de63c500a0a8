"""Names in English: given by one and approved by another, and seen by whoever sees what they name."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from django.utils import translation

from governance.access import holdings, things
from governance.access.changes import ChangeItem, Doing, Kind, change, preview, reject, withdraw
from governance.access.naming import names
from governance.access.refusals import ChangeRefused
from governance.access.scopes import Denied
from governance.access.sessions import sign_in_as_operator
from tests.databases import Server
from tests.verification.changing import approved, proposed, refused
from tests.verification.logins import Raw, attempt, identify, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]
TABLES = {
    Kind.COMPARTMENT: "compartment",
    Kind.TRACK: "track",
    Kind.READER_GROUP: "readergroup",
    Kind.EXPORT_TAG: "exporttag",
}
NAMEABLE = [*TABLES, Kind.PERSON]
PROPOSE = "select propose_change(gen_random_uuid(), %s, 'because', 'request')"


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def naming(kind: Kind, one: uuid.UUID, name_en: str) -> ChangeItem:
    if kind is Kind.PERSON:
        return ChangeItem(do=Doing.NAME, kind=kind, person=one, name_en=name_en)
    return ChangeItem(do=Doing.NAME, kind=kind, target=one, name_en=name_en)


def made(root: Raw, kind: Kind, name: str, name_en: str = "") -> uuid.UUID:
    """A new thing of a kind, or a new person."""
    one, slug = uuid.uuid4(), f"slug-{uuid.uuid4().hex[:8]}"
    if kind is Kind.PERSON:
        root.execute(
            "insert into access_user (id, password, username, display_name, name_en, language, created_at)"
            " values (%s, '!', %s, %s, %s, 'ja', now())",
            [one, slug, name, name_en],
        )
        return one
    more = (
        ("", "")
        if kind is not Kind.EXPORT_TAG
        else (", regime, code, status, reviewer", ", 'EAR', '1', 'classified', ''")
    )
    root.execute(
        f"insert into access_{TABLES[kind]} (id, slug, name, name_en{more[0]}) values (%s, %s, %s, %s{more[1]})",
        [one, slug, name, name_en],
    )
    return one


def agreed(item: ChangeItem) -> None:
    """Proposed by whoever may, and approved by somebody else."""
    by = "exporter" if item.kind is Kind.EXPORT_TAG else "first-admin"
    approved(proposed(item, by=by))


def told(username: str, one: uuid.UUID) -> dict[str, str | None]:
    """What a person is shown for an id, by language; None where they may not know it."""
    found = {}
    for language in ("ja", "en"):
        with translation.override(language), person(username) as acting:
            found[language] = names(acting, [one]).get(one)
    return found


@pytest.mark.parametrize("kind", NAMEABLE)
def test_a_name_in_english_is_shown_to_readers_of_english(
    app: str, staff: Ids, root: Raw, kind: Kind
) -> None:
    one = made(root, kind, "銀河")
    assert told("first-admin", one) == {"ja": "銀河", "en": "銀河"}
    agreed(naming(kind, one, f"Galaxy of {kind}"))
    assert told("first-admin", one) == {"ja": "銀河", "en": f"Galaxy of {kind}"}
    agreed(naming(kind, one, ""))
    assert told("first-admin", one) == {"ja": "銀河", "en": "銀河"}


@pytest.mark.parametrize("kind", NAMEABLE)
def test_each_change_of_a_name_leaves_its_event(app: str, staff: Ids, root: Raw, kind: Kind) -> None:
    one = made(root, kind, "彗星")
    agreed(naming(kind, one, f"Comet of {kind}"))
    events = root.execute(
        "select on_behalf_of, detail from audit_event where action = 'name:changed' and resource = %s",
        [f"{kind}:{one}"],
    ).fetchall()
    ((whose, detail),) = events
    assert whose == str(staff["second-admin"])
    assert detail["what"] == kind
    assert "Comet" not in json.dumps(detail), "an event holds ids, no names"


def test_nobody_approves_the_name_they_proposed_nor_names_themselves(app: str, staff: Ids, root: Raw) -> None:
    one = made(root, Kind.COMPARTMENT, "惑星")
    waiting = proposed(naming(Kind.COMPARTMENT, one, "Planet"))
    with pytest.raises(ChangeRefused, match="same_person"):
        approved(waiting, by="first-admin")
    assert told("first-admin", one)["en"] == "惑星"
    refused("self_grant", naming(Kind.PERSON, staff["first-admin"], "The Chief"))
    approved(waiting)
    assert told("first-admin", one)["en"] == "Planet"


def test_what_was_named_meanwhile_is_proposed_again(app: str, staff: Ids, root: Raw) -> None:
    one = made(root, Kind.TRACK, "恒星")
    first, second = (proposed(naming(Kind.TRACK, one, name)) for name in ("Fixed star", "Star at rest"))
    approved(second)
    with pytest.raises(ChangeRefused, match="basis_changed"):
        approved(first)
    assert told("first-admin", one)["en"] == "Star at rest"


@pytest.mark.parametrize("kind", [Kind.COMPARTMENT, Kind.TRACK, Kind.READER_GROUP])
def test_two_of_a_kind_look_different_in_either_language(app: str, staff: Ids, root: Raw, kind: Kind) -> None:
    made(root, kind, "Nebula proper", "Horsehead")
    other = made(root, kind, "星雲")
    for taken in ("Nebula proper", "Horsehead"):
        refused("name_taken", naming(kind, other, taken))
    for alike in ("ＨＯＲＳＥＨＥＡＤ", "Нorsehead", "horsehead"):
        refused("name_confusable", naming(kind, other, alike))
    new = ChangeItem(do=Doing.MAKE, kind=kind, slug="nebula-2", name="Horsehead")
    refused("name_taken", new)
    refused(
        "name_taken",
        ChangeItem(do=Doing.MAKE, kind=kind, slug="nebula-2", name="別", name_en="Nebula proper"),
    )
    approved(proposed(naming(kind, other, "星雲")))  # called the same in both: its own name is no other's


def test_people_may_be_namesakes(app: str, staff: Ids, root: Raw) -> None:
    first, second = (made(root, Kind.PERSON, name) for name in ("森 真", "森 誠"))
    for one in (first, second):
        agreed(naming(Kind.PERSON, one, "Makoto Mori"))
    assert told("first-admin", second)["en"] == "Makoto Mori"


def test_what_a_name_cannot_be_is_refused(app: str, staff: Ids, root: Raw) -> None:
    one = made(root, Kind.COMPARTMENT, "衛星", "Satellite")
    refused("already_named", naming(Kind.COMPARTMENT, one, "Satellite"))
    refused("name_too_long", naming(Kind.COMPARTMENT, one, "x" * 201))
    refused("unknown_value", naming(Kind.COMPARTMENT, one, " Satellite"))
    refused("unknown_value", naming(Kind.COMPARTMENT, one, "Satel\u200blite"))
    refused("unknown_target", naming(Kind.COMPARTMENT, uuid.uuid4(), "Nothing"))
    refused("unknown_target", naming(Kind.TRACK, one, "Nothing"))
    refused("unknown_person", naming(Kind.PERSON, one, "Nobody"))
    refused("unknown_kind", naming(Kind.MARKING, one, "Marking"))
    refused(
        "unknown_value", ChangeItem(do=Doing.NAME, kind=Kind.COMPARTMENT, target=one, name_en="x", slug="y")
    )


@pytest.mark.parametrize(
    "name",
    [
        *("Stars\nmoons", "Stars\rmoons", "Stars\u2028moons", "Stars\u0085moons", "Stars\n"),
        *("Stars ", "Stars\u00a0", "\u00a0Stars", "Stars\u3000", "\u3000Stars", "Stars\u2003", "\u202fStars"),
        *("\u0301", "\u0301Stars", "Stars \u0301moons", "Stars \u20dd", "Stars-\u3099"),
        *("Stars\x00", "\x00", "Stars\ud800", "\udfffStars"),
    ],
)
def test_a_name_is_one_line_of_letters_that_are_kept(app: str, staff: Ids, root: Raw, name: str) -> None:
    for kind in (Kind.COMPARTMENT, Kind.PERSON):
        refused("unknown_value", naming(kind, made(root, kind, f"星々 {uuid.uuid4()}"), name))
    new = ChangeItem(do=Doing.MAKE, kind=Kind.TRACK, slug="stars-and-moons", name="星々と月々", name_en=name)
    refused("unknown_value", new)
    refused("unknown_value", replace(new, name=name, name_en=""))
    with person("first-admin") as acting, pytest.raises(ChangeRefused, match="unknown_value"):
        preview(acting, [new])


def test_a_name_may_have_marks_over_its_letters(app: str, staff: Ids, root: Raw) -> None:
    one = made(root, Kind.COMPARTMENT, "北極光")
    for name in ("Polárka", "Pola\u0301rka II", "か\u3099 of the north", "R\u00a0&\u00a0D"):
        agreed(naming(Kind.COMPARTMENT, one, name))
        assert told("first-admin", one)["en"] == name


@pytest.mark.parametrize("note", ["because\x00", "because\ud83d"])
def test_reasons_that_cannot_be_kept_are_refused(app: str, staff: Ids, root: Raw, note: str) -> None:
    item = naming(
        Kind.COMPARTMENT, made(root, Kind.COMPARTMENT, f"理由 {uuid.uuid4()}"), f"Reason {uuid.uuid4()}"
    )
    refused("unknown_value", item, note=note)
    waiting = proposed(item)
    for verb, by in ((reject, "second-admin"), (withdraw, "first-admin")):
        with person(by) as acting, pytest.raises(ChangeRefused, match="unknown_value"):
            verb(acting, waiting.id, reason=note)


@pytest.mark.parametrize("kind", NAMEABLE)
def test_the_code_of_one_is_no_name_of_another(app: str, staff: Ids, root: Raw, kind: Kind) -> None:
    one, other = (made(root, kind, f"{name} {uuid.uuid4()}") for name in ("白鳥座", "鷲座"))
    table, column = ("user", "username") if kind is Kind.PERSON else (TABLES[kind], "slug")
    row = root.execute(f"select {column} from access_{table} where id = %s", [other]).fetchone()
    assert row is not None
    by = "exporter" if kind is Kind.EXPORT_TAG else "first-admin"
    refused("name_taken", naming(kind, one, row[0]), by=by)
    refused("name_confusable", naming(kind, one, row[0].upper()), by=by)
    agreed(naming(kind, other, row[0]))  # its own code may be its name
    assert told("first-admin", other)["en"] == row[0]


def test_the_name_of_one_is_no_code_of_another(app: str, staff: Ids, root: Raw) -> None:
    made(root, Kind.TRACK, "竜骨座", "carina-line")
    new = ChangeItem(do=Doing.MAKE, kind=Kind.TRACK, slug="carina-line", name="別の線")
    refused("name_taken", new)
    refused("name_confusable", replace(new, slug="Carina-Line"))


def test_names_are_given_by_those_who_look_after_what_they_name(app: str, staff: Ids, root: Raw) -> None:
    tag, track = made(root, Kind.EXPORT_TAG, "規制"), made(root, Kind.TRACK, "東")
    waiting = proposed(naming(Kind.EXPORT_TAG, tag, "Controlled"))
    with pytest.raises(ChangeRefused, match="export_needs_review"):
        approved(waiting)
    for kind, one in ((Kind.TRACK, track), (Kind.PERSON, staff["attorney"])):
        with pytest.raises(Denied):
            proposed(naming(kind, one, "Mine"), by="exporter")
    with pytest.raises(Denied):
        proposed(naming(Kind.TRACK, track, "Mine"), by="engineer")


def test_the_application_writes_no_name_itself(server: Server, demo: str, app: str, staff: Ids) -> None:
    with server.login("app", demo) as raw:
        identify(raw, sign_in_as_operator("first-admin"))
        for table in ("user", *TABLES.values()):
            assert attempt(raw, f"update access_{table} set name_en = 'x'") == "42501"
        part = {"kind": "compartment", "target": str(uuid.uuid4()), "name_en": "x"}
        assert attempt(raw, "select name_part(%s, null, '')", [json.dumps(part)]) == "42501"
        assert attempt(raw, PROPOSE, [json.dumps([{"do": "name", **part}])]) == "KA001"


def test_a_name_is_seen_by_whoever_sees_what_it_names(app: str, staff: Ids, root: Raw) -> None:
    row = root.execute("select id from access_compartment where slug = 'dorado'").fetchone()
    assert row is not None
    assert told("optics-engineer", row[0]) == {
        "ja": "dorado 光学式重力計",
        "en": "dorado: optical gravimeter",
    }
    assert told("engineer", row[0]) == {"ja": None, "en": None}


def test_either_name_finds(app: str, staff: Ids) -> None:
    with person("first-admin") as acting:
        for said in ("瀬戸口", "setoguchi", "attorney"):
            found, _ = holdings.people(acting, query=said)
            assert "attorney" in {one.username for one in found}
            assert "attorney" in {one.code for one in things.matches(acting, "people", said, limit=20)}
        for said in ("光学式", "GRAVIMETER"):
            for found in (
                things.things(acting, "compartment", query=said)[0],
                things.matches(acting, "compartment", said, limit=5),
            ):
                assert [(one.name, one.name_en) for one in found] == [
                    ("dorado 光学式重力計", "dorado: optical gravimeter")
                ]
        walls = [
            {fact.id for fact in holdings.walls(acting, query=said)[0]}
            for said in ("競合社資料", "clean team")
        ]
        assert walls[0] == walls[1] != set()


def test_a_change_keeps_the_name_it_was_proposed_with(app: str, staff: Ids, root: Raw) -> None:
    one = made(root, Kind.READER_GROUP, "流星")
    item = naming(Kind.READER_GROUP, one, "Shooting star")
    waiting = proposed(item)
    approved(waiting)
    second = naming(Kind.READER_GROUP, one, "Meteor")
    later = proposed(second)
    approved(later)
    with person("first-admin") as acting:
        assert change(acting, waiting.id).items == (replace(item, was=""),)
        assert change(acting, later.id).items == (replace(second, was="Shooting star"),)
