"""Folding: the one form of a character under which two spellings of it meet.

NFKC unites full and half width, ligatures, circled and superscript figures; lower case unites capitals;
three small tables unite accented Latin letters, old kanji forms and the dashes that stand for a long vowel
in katakana. Everything after NFKC and lower case keeps the length of the text, so that only those two steps
move offsets.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from portfolios.analysis.characters import KATAKANA

_OLD_AND_NEW_KANJI = """
舊旧 體体 國国 學学 會会 發発 應応 變変 澤沢 廣広 齋斎 邊辺 邉辺 髙高 濱浜 櫻桜 嶋島 龍竜 壓圧 圍囲
圓円 鹽塩 歐欧 價価 氣気 擴拡 關関 觀観 歸帰 據拠 擧挙 區区 徑径 繼継 縣県 驗験 顯顕 權権 嚴厳 號号
廢廃 絲糸 兒児 實実 寫写 釋釈 收収 從従 處処 燒焼 條条 狀状 乘乗 淨浄 疊畳 眞真 數数 聲声 靜静 攝摂
竊窃 專専 戰戦 淺浅 雙双 藏蔵 屬属 續続 對対 臺台 瀧滝 單単 擔担 斷断 遲遅 晝昼 廳庁 鐵鉄 點点 傳伝
當当 黨党 獨独 讀読 貳弐 腦脳 拜拝 賣売 麥麦 譯訳 彈弾 佛仏 辨弁 瓣弁 豐豊 萬万 默黙 藥薬 與与 樣様
來来 亂乱 覽覧 兩両 綠緑 勵励 靈霊 爐炉 勞労 樓楼 灣湾 溫温 屆届 圖図 團団 壞壊 壽寿 壹壱 妝粧 孃嬢
寶宝 屢屡 巢巣 帶帯 惡悪 慘惨 懷懐 拂払 拔抜 擇択 攪撹 敎教 曉暁 歡歓 殘残 毆殴 澁渋 濕湿 焰焔 獎奨
產産 碎砕 禪禅 禮礼 稱称 穗穂 竝並 糺糾 緣縁 繩縄 繪絵 聯連 聽聴 膽胆 蠶蚕 蠻蛮 裝装 覺覚 譽誉 讓譲
賴頼 贊賛 轉転 輕軽 遞逓 醫医 釀醸 鑄鋳 鎭鎮 險険 雜雑 靑青 飜翻 餠餅 騷騒 驅駆 鷄鶏 麵麺 黃黄 齒歯
齡齢 檢検 假仮 燈灯 經経 莖茎 總総 滿満 濟済 劑剤 沒没 滯滞 黑黒 鑛鉱 礦鉱 銳鋭 熔溶 硏研 隨随 髓髄
纖繊 螢蛍 觸触 證証 缺欠 罐缶 勳勲 塡填 剝剥 頰頬
"""


def _unaccented() -> dict[int, str]:
    """Accented Latin letters to their base; å stays, because alone it is the ångström."""
    table = {}
    for code in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii() and code != 0xE5:
            table[code] = base
    return table


_SAME_LENGTH = {
    **_unaccented(),
    **{ord(pair[0]): pair[1] for pair in _OLD_AND_NEW_KANJI.split()},
    ord("ς"): "σ",  # str.lower() decides by the neighbours, one character at a time it cannot
    **{code: "�" for code in range(0xD800, 0xE000)},  # lone surrogates cannot be encoded
}
_LONG_VOWEL = re.compile(f"(?<=[{KATAKANA}])[‐‒–—―−─](?=[{KATAKANA}])")
# What composes with the character before it: combining marks, half-width voice marks, Korean jamo.
_CLUSTER = re.compile(
    r"(?s)[\x00-\x7f]+(?![^\x00-\x7f])|.(?:[\u0300-\u036f\u3099\u309a\uff9e\uff9f\u1160-\u11ff])*"
)
_WORD = re.compile(r"\s|\S+")


def fold(text: str) -> str:
    """The form under which spellings meet: NFKC, lower case, then the same-length tables."""
    if text.isascii():
        return text.lower()
    return _fold_same_length(unicodedata.normalize("NFKC", text).lower())


def _fold_same_length(text: str) -> str:
    return _LONG_VOWEL.sub("ー", text.translate(_SAME_LENGTH))


class FoldedText:
    """A folded text that knows where each of its characters came from."""

    def __init__(self, original: str) -> None:
        self.text = fold(original)
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        if not _keeps_offsets(original, self.text):
            self._starts = []
            for start, end, length in _pieces(original, self.text):
                plain = original[start:end].isascii()  # each character by itself; else all of the piece
                self._starts += range(start, end) if plain else [start] * length
                self._ends += range(start + 1, end + 1) if plain else [end] * length

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a non-empty span of the folded text, whole characters on both sides."""
        if self._starts is None:
            return start, end
        return self._starts[start], self._ends[end - 1]


def _keeps_offsets(original: str, folded: str) -> bool:
    if original.isascii():
        return True
    # Each character alone gives one: only composing could shorten the whole, and the lengths agree.
    return len(original) == len(folded) and all(map(_stays_one, set(original)))


@lru_cache(maxsize=1 << 14)
def _stays_one(character: str) -> bool:
    return len(_fold_piece(character)) == 1


def _pieces(original: str, folded: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, folded length) of the smallest pieces that fold on their own; words where clusters do
    not.
    """
    for pattern in (_CLUSTER, _WORD):
        pieces = [(*match.span(), _fold_piece(match[0])) for match in pattern.finditer(original)]
        if _fold_same_length("".join(piece for _, _, piece in pieces)) == folded:
            return ((start, end, len(piece)) for start, end, piece in pieces)
    return iter([(0, len(original), len(folded))])


def _fold_piece(piece: str) -> str:
    return unicodedata.normalize("NFKC", piece).lower()
