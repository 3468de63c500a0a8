"""Words with which claims are put together, whatever they claim: by them any two patents are alike."""

import re
from functools import lru_cache
from typing import Final

from portfolios.analysis import word_lexemes

ENGLISH: Final = """
    according accordance adapted additionally all another arranged at least one based being between both
    capable cause caused causes characterised characterized claim claims comprise comprised comprises
    comprising configured consist consisting consists contain contained containing contains corresponding
    define defined defining describe described determine derive derived disclosed disclosure disposed due
    each either embodiment example fewer first form formed forming forms further furthermore furnished given
    greater has have having herein include included includes including invention having keep keeps kept kind
    least less lower made make makes making member method more most none of or other others out per person
    plurality portion possible predetermined present provide provided provides providing range recited
    relate relates respect respective respectively said same second set forth state stated states step steps
    such that thereby therefor therefrom therein thereof thereon thereto third total two type upper use used
    uses using when whereby wherefrom wherein whereof wherewith which while with
"""
JAPANESE: Final = """
    前記 上記 下記 記載 請求 項 特徴 構成 具備 備える 備え 有する 含む 含有 包含 成る 設ける 設けた
    少なくとも いずれ 何れ 一項 又は 及び 並びに 当該 該 各 其々 夫々 それぞれ 複数 一つ 二つ 一方 他方 第一
    第二 第三 以上 以下 未満 超える 更に 係る 関する 用いる 使用 行う 可能 所定 場合 発明 実施 形態 方法
    工程 ステップ 状態 範囲 合計 互い 同じ 他 等 前後 別 もの こと とき 開示 示す 定める 規定 基づく 応じる
    対応 対する
"""
_FIGURE = re.compile(r"e:[0-9]{1,4}(?:[.,][0-9]+)?").fullmatch


def is_boilerplate(lexeme: str) -> bool:
    """Whether a word tells nothing of what is claimed: one of the lists, or a bare figure."""
    return lexeme in _lexemes() or _FIGURE(lexeme) is not None


@lru_cache(maxsize=1)
def _lexemes() -> frozenset[str]:
    """As they are indexed: each word by itself, as its neighbours would change how Japanese is cut."""
    return frozenset().union(*map(word_lexemes, (ENGLISH + JAPANESE).split()))
