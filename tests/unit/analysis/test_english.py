import pytest

from portfolios.analysis import fold
from portfolios.analysis.english import find_compounds, parts_of
from portfolios.analysis.spellings import one_spelling


def lexemes(text: str) -> list[str]:
    return [part.lexeme for compound in find_compounds(fold(text)) for part in parts_of(compound)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Separators separate the batteries.", ["e:separ", "e:separ", "e:batteri"]),
        ("lithium-ion", ["e:lithium", "e:ion", "e:lithiumion"]),
        ("the state-of-the-art", ["e:state", "e:art", "e:stateoftheart"]),
        ("AB-1234", ["e:ab", "e:1234", "e:ab1234"]),
        ("AB1234", ["e:ab1234"]),
        ("US 6,981,285 B2", ["e:us", "e:6981285", "e:b2"]),
        ("claims 1,2,3", ["e:claim", "e:1", "e:2", "e:3"]),
        ("3.5 V", ["e:3.5", "e:v"]),
        ("10mm", ["e:10", "e:mm"]),
        ("5μm", ["e:5", "e:um"]),
        ("5 µm", ["e:5", "e:um"]),
        ("LiCoO₂", ["e:licoo2"]),
        ("LiNi0.8Co0.1Mn0.1O2", ["e:lini0.8co0.1mn0.1o2"]),
        ("α-olefin", ["e:alpha", "e:olefin", "e:alphaolefin"]),
        ("the inventor's", ["e:inventor"]),
        ("don't can't", []),
        ("O'Brien", ["e:obrien"]),
        ("and/or", []),
        ("file_name", ["e:file", "e:name"]),
        ("батарея 배터리", ["e:батарея", "e:배터리"]),
        ("", []),
        ("a's's's's's", []),
    ],
)
def test_lexemes(text: str, expected: list[str]) -> None:
    assert lexemes(text) == expected


def test_parts_know_where_they_stand() -> None:
    word = "lithium-ion"
    assert [word[part.start : part.end] for part in parts_of(word)] == ["lithium", "ion", "lithium-ion"]
    assert [part.joined for part in parts_of(word)] == [False, False, True]


def test_long_words_stay_different_within_the_limit() -> None:
    one, other = lexemes("x" * 500), lexemes("x" * 501)
    assert one != other
    assert max(len(lexeme) for lexeme in one + other) == 80


def test_a_very_long_chain_of_possessives_is_no_recursion() -> None:
    assert lexemes("cell" + "'s" * 50_000) == ["e:cell"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("colour", "color"),
            ("discolouration", "discoloration"),
            ("vapours", "vapors"),
            ("fibre", "fiber"),
        ),
        *(("fibreglass", "fiberglass"), ("centred", "centered"), ("kilometres", "kilometers")),
        *(("aluminium", "aluminum"), ("disulphide", "disulfide"), ("polymerisation", "polymerization")),
        *(("optimised", "optimized"), ("synthesise", "synthesize"), ("analyse", "analysis")),
        *(("hydrolysed", "hydrolyzing"), ("analogue", "analog"), ("haemoglobin", "hemoglobin")),
        *(("caesium", "cesium"), ("oedema", "edema"), ("moulded", "molded"), ("grey", "gray")),
        *(("matrices", "matrix"), ("lenses", "lens"), ("radii", "radius"), ("spectra", "spectrum")),
        *(("axes", "axis"), ("licence", "license"), ("behaviour", "behavior")),
    ],
)
def test_one_word_in_two_spellings_is_one(one: str, other: str) -> None:
    assert lexemes(one) == lexemes(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("precise", "precision"), ("revised", "revision"), ("exercising", "exercise"), ("promised", "promise")],
)
def test_a_word_keeps_those_of_its_stem(one: str, other: str) -> None:
    assert lexemes(one) == lexemes(other)


@pytest.mark.parametrize("word", ["four", "hour", "contour", "acre", "device", "paraffin", "face", "Israel"])
def test_other_words_stay_as_they_are(word: str) -> None:
    assert one_spelling(word.lower()) == word.lower()
