"""Model cards: read from files that people write, refused with a sentence that says what to write, and deny by default."""

from pathlib import Path

import pytest

from kaas.inference.cards import KEYS, OPTIONAL, CardError, ModelCard, Openness, read_card, read_cards

SHIPPED = Path(__file__).resolve().parents[3] / "deploy" / "models"
GOOD = {
    "served_name": '"m"',
    "served_as": '["org/m"]',
    "title": '"M"',
    "origin": '"Somebody"',
    "licence": '"MIT"',
    "licence_file": '"licence.txt"',
    "openness": '"open_weight"',
    "digest": f'"{"ab" * 32}"',
    "max_level": '"L2"',
    "tracks": '["north"]',
}


def write(folder: Path, *, name: str = "m.toml", without: str = "", **values: str) -> Path:
    (folder / "licence.txt").write_text("The licence.", encoding="utf-8")
    written = {key: value for key, value in (GOOD | values).items() if key != without}
    path = folder / name
    path.write_text("".join(f"{key} = {value}\n" for key, value in written.items()), encoding="utf-8")
    return path


def test_a_card_is_read_whole_under_each_of_its_names(tmp_path: Path) -> None:
    write(tmp_path)
    card = ModelCard(
        served_name="m",
        title="M",
        origin="Somebody",
        licence="MIT",
        licence_text="The licence.",
        openness=Openness.OPEN_WEIGHT,
        digest="ab" * 32,
        max_level=2,
        tracks=frozenset({"north"}),
    )
    assert read_cards(tmp_path) == {"m": card, "org/m": card}


@pytest.mark.parametrize("key", [key for key in KEYS if key not in OPTIONAL])
def test_a_missing_key_is_named_with_what_to_write(tmp_path: Path, key: str) -> None:
    path = write(tmp_path, without=key)
    with pytest.raises(CardError) as refused:
        read_card(path)
    assert str(refused.value).startswith(f"{path}: {key}: missing: write ")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("openness", '"open"'),
        ("max_level", "2"),
        ("max_level", '"L5"'),
        ("digest", '"abc"'),
        ("digest", f'"{"AB" * 32}"'),
        ("tracks", '"north"'),
        ("tracks", '["*", "north"]'),
        ("tracks", "[1]"),
        ("served_as", '[""]'),
        ("tools", '"no"'),
        ("tools", "0"),
        ("screens", '"yes"'),
        ("screens", "1"),
        ("served_name", '" "'),
        ("licence_file", '"../licence.txt"'),
        ("licence_file", '"elsewhere.txt"'),
    ],
)
def test_a_value_that_will_not_do_is_named(tmp_path: Path, key: str, value: str) -> None:
    path = write(tmp_path, **{key: value})
    with pytest.raises(CardError) as refused:
        read_card(path)
    assert str(refused.value).startswith(f"{path}: {key}: ")


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, max_levels='"L4"')
    with pytest.raises(CardError, match="max_levels: no such key; a card has served_name, "):
        read_card(path)


def test_what_is_no_toml_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CardError, match=r"broken\.toml is not TOML in UTF-8"):
        read_cards(tmp_path)
    (tmp_path / "broken.toml").write_text("served_name = ", encoding="utf-8")
    with pytest.raises(CardError, match=r"broken\.toml is not TOML in UTF-8"):
        read_cards(tmp_path)


def test_two_cards_for_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, name="other.toml", served_name='"org/m"', served_as="[]")
    with pytest.raises(CardError, match="another card is for 'org/m' too"):
        read_cards(tmp_path)


def test_a_folder_must_be_there_and_may_be_empty(tmp_path: Path) -> None:
    assert read_cards(tmp_path) == {}
    with pytest.raises(CardError, match="KAAS_MODEL_CARDS"):
        read_cards(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("max_level", "tracks", "level", "of_label", "permitted"),
    [
        ('"L2"', '["*"]', 2, "north", True),
        ('"L2"', '["*"]', 3, "", False),
        ('"none"', '["*"]', 0, "", False),
        ('"L4"', "[]", 4, "", True),
        ('"L4"', "[]", 0, "north", False),
        ('"L4"', '["north"]', 4, "north south", True),
        ('"L4"', '["north"]', 4, "south", False),
    ],
)
def test_what_is_written_is_what_is_permitted(
    tmp_path: Path, max_level: str, tracks: str, level: int, of_label: str, permitted: bool
) -> None:
    card = read_card(write(tmp_path, max_level=max_level, tracks=tracks))
    assert card.permits(level, of_label.split()) is permitted


def test_a_card_that_says_nothing_of_it_permits_nothing() -> None:
    card = ModelCard("m", "M", "Somebody", "MIT", "", Openness.OPEN_WEIGHT, "")
    assert not card.permits(0, ())


def test_the_shipped_cards_are_cautious_and_claim_nothing_unverified() -> None:
    cards = read_cards(SHIPPED)
    assert {"gpt-oss-120b", "gpt-oss-20b"} <= cards.keys()
    for card in cards.values():
        assert card.digest == "", card.served_name
        assert card.permits(2, {"any"}), card.served_name
        assert card.permits(4, ()) is ("embedding" in card.served_name), card.served_name
        assert "Apache License" in card.licence_text
        assert card.openness is Openness.OPEN_WEIGHT
        assert not card.screens, card.served_name


def test_a_card_may_say_that_its_model_calls_no_tools(tmp_path: Path) -> None:
    assert read_card(write(tmp_path)).tools
    assert not read_card(write(tmp_path, tools="false")).tools


def test_a_model_screens_questions_only_where_its_card_says_so(tmp_path: Path) -> None:
    assert not read_card(write(tmp_path)).screens
    assert read_card(write(tmp_path, screens="true")).screens
