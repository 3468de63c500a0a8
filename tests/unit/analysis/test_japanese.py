from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolios.analysis import fold, index_terms
from portfolios.analysis.japanese import Kind, count_pairs, pairs, units


def lexemes(text: str) -> list[str]:
    return [unit.lexeme for unit in units(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全固体電池のセパレータ", ["j:全", "j:固体", "j:電池", "j:セパレータ"]),
        ("セパレーター", ["j:セパレータ"]),
        ("取付け", ["j:取り付け", "j:取る", "j:付ける"]),
        ("取り付け", ["j:取り付け", "j:取る", "j:付ける"]),
        ("取り付ける", ["j:取る", "j:付ける"]),
        ("受付", ["j:受け付け", "j:受ける", "j:付ける"]),
        ("組合せ", ["j:組み合わせ", "j:組む", "j:合わせる"]),
        ("食べ物", ["j:食べ物"]),
        ("見出し", ["j:見出し"]),
        ("第二十三条", ["j:第", "e:23", "j:条"]),
        ("とは、です。", []),
        ("plain English", []),
        ("", []),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert lexemes(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("東京", Kind.PROPER_NOUN),
        ("走る", Kind.VERB),
        ("彼", Kind.PRONOUN),
        ("とても", Kind.ADVERB),
        ("電池", Kind.PLAIN),
        ("三", Kind.NUMERAL),
        ("する", Kind.DEPENDENT),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert [unit.kind for unit in units(text)] == [kind]


def test_units_know_where_they_stand() -> None:
    text = "FPGAの電池は、1945年のNMC電池\nと電極"
    assert [text[unit.start : unit.end] for unit in units(fold(text))] == ["電池", "年", "電池", "電極"]


def test_pairs_leave_out_hiragana_and_do_not_reach_over_other_characters() -> None:
    assert [pair.lexeme for pair in pairs("電池のためにNMC極")] == ["b:電池", "b:池の"]


@given(st.text(alphabet="電池のセー1a "))
def test_counting_pairs_is_counting_the_pairs(text: str) -> None:
    assert count_pairs(text) == Counter(pair.lexeme for pair in pairs(text))


@pytest.mark.parametrize("text", ["電" * 60_000, "電池を用いる。" * 20_000, "ア" * 50_000, "𠮷" * 20_000])
def test_texts_over_the_limit_of_the_tokenizer(text: str) -> None:
    assert index_terms(text)


def test_every_thread_has_a_tokenizer_of_its_own() -> None:
    texts = [f"全固体電池の第{number}実施形態を説明する。" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(index_terms, texts)) == [index_terms(text) for text in texts]
