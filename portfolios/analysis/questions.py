"""What a question asks for: its lexemes and how much each of them counts."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from portfolios.analysis import english, japanese
from portfolios.analysis.characters import has_hiragana, has_japanese
from portfolios.analysis.folding import fold
from portfolios.analysis.japanese import Kind
from portfolios.analysis.language import language_of
from portfolios.analysis.weights import FIELD_WEIGHT
from portfolios.analysis.wordlists import words

FULL_WEIGHT: Final = 16
TERM_LIMIT: Final = 300  # a search keeps the rarest of them, by what the person may read
_JOINED_WEIGHT = 8  # the parts are asked for as well
_NUMERAL_WEIGHT = 19
# Measured on Japanese questions: proper nouns 1.3, numerals 1.2, verbs .6, and so on, in 16ths.
_WEIGHT_OF_KIND = {
    Kind.PLAIN: FULL_WEIGHT,
    Kind.PROPER_NOUN: 21,
    Kind.NUMERAL: _NUMERAL_WEIGHT,
    Kind.VERB: 10,
    Kind.DEPENDENT: 5,
    Kind.PRONOUN: 3,
    Kind.ADVERB: 8,
    Kind.ADNOMINAL: 5,
}
# Folded words that make a sentence a question or a polite one; what is asked about stands in the others.
_ENGLISH_ASKING = words(
    "what which who whom whose when where why how whats please tell me explain describe kindly know want like"
    " say says said mean means written"
    " anyone anything something"
)
_JAPANESE_ASKING = words(
    "何 何れ 何の 何処 何時 何故 何方 誰 幾つ 幾ら 幾 どう 如何 どんな どのような どのように どの どれ"
    " どこ いつ なぜ どちら だれ なに なん いくつ いくら いかが 書く 述べる 記載 内容 教える 下さる 頂く 願う 御願い 貰う"
    " 呉れる 致す 御座る 為る 有る 成る 居る 言う 事 物 此れ 其れ 此の 其の あの こと もの"
)
# What says when, where or how much behind a noun, 充電時, 製造中, 基板上: it finds little, and a dictionary has much for it.
_RELATIONS = words("時 中 後 前 上 下 内 間 際 場合 等 毎 ごと 側 以上 以下 以内 以外 以降")
_RELATION_WEIGHT = _WEIGHT_OF_KIND[Kind.DEPENDENT]


class QueryTerm(NamedTuple):
    """A lexeme of a query; `weight` in 16ths, 16 = 1.0."""

    lexeme: str
    weight: int


class Word(NamedTuple):
    """A lexeme where it stands in a folded text."""

    start: int
    end: int
    lexeme: str


def words_of(folded: str) -> list[Word]:
    """The words of a folded text in their order, as they are searched for, without pairs of characters and joined forms."""
    words = {
        Word(start + part.start, start + part.end, part.lexeme)
        for start, compound in english.locate_compounds(folded)
        for part in english.parts_of(compound)
        if not part.joined
    }
    if has_japanese(folded):
        words |= {Word(unit.start, unit.end, unit.lexeme) for unit in japanese.units(folded)}
    return sorted(words)


def query_terms(text: str) -> list[QueryTerm]:
    """At most 300 different lexemes of a query, the weightiest first; none where nothing is asked about.

    Made by the analysis of passages. Of more than 300 the longest of the weightiest stay: without
    statistics, length is the best sign that a word is rare.
    """
    folded = fold(text)
    weights: dict[str, int] = {}
    for lexeme, weight in (*_english_terms(folded, language_of(text)), *_japanese_terms(folded)):
        weights[lexeme] = max(weight, weights.get(lexeme, 0))
    terms = [QueryTerm(lexeme, weight) for lexeme, weight in weights.items()]
    return sorted(terms, key=_rank)[:TERM_LIMIT]


def _rank(term: QueryTerm) -> tuple[float, bool, int, str]:
    field = term.lexeme[0]
    half_grammar = field == "b" and has_hiragana(term.lexeme) is not None
    return -term.weight * FIELD_WEIGHT[field], half_grammar, -len(term.lexeme), term.lexeme


def _english_terms(folded: str, language: str) -> Iterator[tuple[str, int]]:
    numeral = _NUMERAL_WEIGHT if language == "ja" else FULL_WEIGHT
    for compound in english.find_compounds(folded):
        if compound.replace("'", "").replace("’", "") in _ENGLISH_ASKING:
            continue
        for part in english.parts_of(compound):
            full = numeral if part.lexeme[2:].isdigit() else FULL_WEIGHT
            yield part.lexeme, _JOINED_WEIGHT if part.joined else full


def _japanese_terms(folded: str) -> Iterator[tuple[str, int]]:
    if not has_japanese(folded):
        return
    asking: set[int] = set()
    before = 0  # where the last word ends
    for unit in japanese.units(folded):
        if unit.form in _JAPANESE_ASKING:
            asking.update(range(unit.start, unit.end))
        else:
            is_relation = unit.form in _RELATIONS and unit.start == before > 0
            yield unit.lexeme, _RELATION_WEIGHT if is_relation else _WEIGHT_OF_KIND[unit.kind]
        before = unit.end
    for pair in japanese.pairs(folded):
        if not asking.intersection((pair.start, pair.start + 1)):
            yield pair.lexeme, FULL_WEIGHT
