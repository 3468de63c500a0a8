"""English words that a katakana word may be."""

import pytest
import snowballstemmer

from portfolios.concepts.katakana import MOST, beginnings, romanised, sounds_like

WORDS = (
    "pruning trajectory delegate serving saving space sparse separator electrolyte lithium generation gradient quantization"
    " embedding transformer layer batch dropout optimizer pipeline server client thread checkpoint feature kernel pooling"
    " tokenizer polymer separate super spare vector victor matrix graph parameter cathode anode catalyst actuator bearing"
)
STEMS = sorted({snowballstemmer.stemmer("english").stemWord(word) for word in WORDS.split()})


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("プルーニング", "prune"),
        ("トラジェクトリ", "trajectori"),
        ("デリゲート", "deleg"),
        ("スパース", "spars"),
        ("ジェネレーション", "generat"),
        ("クォンタイゼーション", "quantiz"),
        ("トランスフォーマ", "transform"),
        ("カソード", "cathod"),
        ("アクチュエータ", "actuat"),
        ("ポリマ", "polym"),
        ("カタリスト", "catalyst"),
    ],
    ids=lambda one: one if one.isascii() else "",
)
def test_a_word_is_recognised_by_its_sound(word: str, stem: str) -> None:
    assert sounds_like(word, STEMS)[0] == stem
    assert any(stem.startswith(beginning) for beginning in beginnings(word))


@pytest.mark.parametrize("word", ["サービング", "ア", "ンンンン", "ーーーー", "漢字", ""], ids=[*"abcdef"])
def test_a_word_of_few_consonants_is_not_guessed_at(word: str) -> None:
    assert sounds_like(word, STEMS) == []


def test_there_are_never_many() -> None:
    assert len(sounds_like("スパース", [f"spars{'e' * n}" for n in range(20)])) == MOST


def test_letters() -> None:
    assert (
        romanised("セパレーター") == "separeta"
        and romanised("ジェット") == "jeto"
        and romanised("ヴァイオリン") == "vaiorin"
    )
