"""The dictionary in both directions, and what a query asks for with it. Without one, everything is as if there were none."""

import sqlite3
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from portfolios.analysis import query_terms
from portfolios.concepts import Asked, Meant, alternatives, widen
from portfolios.concepts.dictionary import Dictionary, Translation
from portfolios.reducing import reduce_dictionary

TABLES = """
    create table Kanji (ID integer primary key, idseq integer, text text);
    create table Kana (ID integer primary key, idseq integer, text text, nokanji boolean);
    create table KJP (kid integer, text text); create table KNP (kid integer, text text);
    create table Sense (ID integer primary key, idseq integer);
    create table SenseGloss (sid integer, lang text, gend text, text text);
    create table misc (sid integer, text text);
"""
# Written as forms, readings, whether it is common, and the translations of each sense.
ENTRIES = [
    ("流量", "りゅうりょう", True, [["flow rate", "flow"], ["to be a quantity of flow (of a river)"]]),
    ("流れ", "ながれ", False, [["flow", "stream"]]),
    ("機械学習", "きかいがくしゅう", False, [["machine learning"]]),
    ("学習", "がくしゅう", True, [["learning", "the study"]]),
    ("", "センサー", True, [["sensor"]]),
    ("", "せんさー", False, [["a sensor that explains itself at far too great a length"]]),
    ("測る", "はかる", True, [["to measure"]]),
    ("図る", "はかる", True, [["to plan"]]),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary made as the real one is, of a package with eight entries."""
    folder = tmp_path_factory.mktemp("dictionary")
    source = sqlite3.connect(folder / "package.db")
    source.executescript(TABLES)
    for number, (kanji, kana, is_common, senses) in enumerate(ENTRIES):
        if kanji:
            source.execute("insert into Kanji values (?, ?, ?)", [number, number, kanji])
        source.execute("insert into Kana values (?, ?, ?, 0)", [number, number, kana])
        if is_common:
            source.execute("insert into KNP values (?, 'news1')", [number])
        for place, translations in enumerate(senses):
            source.execute("insert into Sense values (?, ?)", [10 * number + place, number])
            rows = [[10 * number + place, text] for text in translations]
            source.executemany("insert into SenseGloss values (?, 'eng', '', ?)", rows)
    source.commit()
    source.close()
    assert reduce_dictionary(folder / "package.db", folder / "small.sqlite") == 7
    return folder / "small.sqlite"


@pytest.fixture
def dictionary(path: Path, settings: Settings) -> Dictionary:
    settings.DICTIONARY = str(path)
    return Dictionary(path)


def asked(query: str) -> list[Asked]:
    return widen(query, {term.lexeme: term.weight for term in query_terms(query)})


def test_a_headword_has_its_senses_in_order_without_what_stands_aside(dictionary: Dictionary) -> None:
    assert dictionary.to_english("流量") == (
        Translation(0, "flow rate"),
        Translation(0, "flow"),
        Translation(1, "quantity of flow"),
    )
    assert dictionary.to_english("センサー") == (Translation(0, "sensor"),)
    assert dictionary.to_english("せんさー") == ()  # a translation of many words explains
    assert dictionary.to_english("はかる") == ()  # in kana it may be any of several words


def test_english_leads_back_the_common_words_first(dictionary: Dictionary) -> None:
    assert [one.words for one in dictionary.to_japanese("flow")] == ["流量", "流れ"]
    assert [one.words for one in dictionary.to_japanese("machin learn")] == ["機械学習"]
    assert dictionary.to_japanese("nosuchword") == ()


def test_a_japanese_word_keeps_to_itself_and_its_translations_are_one_concept(dictionary: Dictionary) -> None:
    found = asked("流量")
    assert Asked("j:流量", 16) in found
    assert {one for one in found if one.concept is not None} == {
        Asked("j:流量", 0, 0, 0),  # no points: the translations are no rarer than it
        Asked("e:flow", 8, 0, 1),
        Asked("e:rate", 8, 0, 1),
        Asked("e:flow", 16, 0, 2),
        Asked("e:quantiti", 4, 0, 3),
        Asked("e:flow", 4, 0, 3),
    }


def test_an_english_word_and_its_translations_are_one_concept(dictionary: Dictionary) -> None:
    assert set(asked("flow")) == {
        Asked("e:flow", 16, 0, 0),
        Asked("j:流量", 16, 0, 1),
        Asked("j:流れ", 16, 0, 2),
    }


def test_words_that_the_dictionary_knows_together_are_looked_up_together(dictionary: Dictionary) -> None:
    english = [one for one in asked("機械学習のセンサー") if one.lexeme.startswith("e:")]
    assert [one.lexeme for one in english] == ["e:machin", "e:learn", "e:sensor"]
    japanese = [one for one in asked("machine learning") if one.concept is not None]
    assert [one.lexeme for one in japanese] == ["j:機械", "j:学習"]
    assert Asked("e:machin", 16) in asked("machine learning")


def test_a_verb_is_found_in_any_of_its_forms(dictionary: Dictionary) -> None:
    assert [one.lexeme for one in asked("測った") if one.concept is not None and one.weight] == ["e:measur"]


def test_what_is_not_asked_for_is_not_translated(dictionary: Dictionary) -> None:
    assert widen("flow of the sensor", {"e:sensor": 16}) == [
        Asked("e:sensor", 16, 0, 0),
        Asked("j:センサ", 16, 0, 1),
    ]


@pytest.mark.parametrize("named", ["none", "/nowhere/at/all.sqlite", ""], ids=["off", "absent", "not made"])
def test_without_a_dictionary_a_query_is_its_own_terms(
    named: str, settings: Settings, tmp_path: Path
) -> None:
    settings.DICTIONARY, settings.STATE_DIR = named, tmp_path
    terms = query_terms("流量 sensor")
    assert asked("流量 sensor") == [Asked(term.lexeme, term.weight) for term in terms]


@pytest.mark.parametrize(
    "query",
    [
        "のはがを",
        "a" * 50_000,
        "流量" * 25_000,
        "流量センサーの" * 7_000,
        "flow sensor " * 4_000,
        '"" AND OR NOT - ( )',
        "🦀🔥👩‍🔬",
        "流",
        r"^(?:a+)+$|\d{3,}[^\w]",
        "\udc80\0",
        "' or 1=1; --",
    ],
    ids=[
        "particles",
        "letters",
        "one word",
        "japanese",
        "english",
        "operators",
        "emoji",
        "kanji",
        "regex",
        "odd",
        "sql",
    ],
)
def test_whatever_is_asked_widens_to_a_bounded_list(dictionary: Dictionary, query: str) -> None:
    found = asked(query)
    assert len(found) < 1500
    assert all(0 <= one.weight <= 21 for one in found)
    assert found == asked(query)


def test_a_word_is_said_by_itself_or_by_all_of_one_translation(dictionary: Dictionary) -> None:
    assert dictionary.path.is_file()
    weights = {term.lexeme: term.weight for term in query_terms("流量センサー")}
    said = alternatives("流量センサー", weights)
    assert said["j:流量"] == tuple(
        map(frozenset, (["j:流量"], ["e:flow", "e:rate"], ["e:flow"], ["e:quantiti", "e:flow"]))
    )
    assert said["j:センサ"] == (frozenset(["j:センサ"]), frozenset(["e:sensor"]))
    assert not [lexeme for lexeme in said if lexeme.startswith("b:")]


def test_without_a_dictionary_a_word_is_said_by_itself(settings: Settings) -> None:
    settings.DICTIONARY = "none"
    assert alternatives("flow", {"e:flow": 16}) == {"e:flow": (frozenset(["e:flow"]),)}


def test_a_term_of_the_glossary_stands_before_the_dictionary(dictionary: Dictionary) -> None:
    assert dictionary.path.is_file()
    weights = {term.lexeme: term.weight for term in query_terms("流量センサー")}
    term = Meant(("j:流量",), ("throughput",))
    said = alternatives("流量センサー", weights, [term])
    assert said["j:流量"] == (frozenset(["j:流量"]), frozenset(["e:throughput"]))
    assert said["j:センサ"][1:] == (frozenset(["e:sensor"]),)
    asked = widen("流量センサー", weights, [term])
    assert Asked("e:throughput", weights["j:流量"], 0, 1) in asked and not [
        one for one in asked if one.lexeme == "e:flow"
    ]


def test_a_noun_made_of_two_verbs_is_asked_for_as_the_noun(dictionary: Dictionary) -> None:
    """A text is found by the verbs of such a noun as well; one of them alone is no translation."""
    weights = {term.lexeme: term.weight for term in query_terms("patch")}
    asked = widen("patch", weights, [Meant(("e:patch",), ("切り張り",), 0)])
    assert [one.lexeme for one in asked if one.choice] == ["j:切り張り"]
