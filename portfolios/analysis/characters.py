"""Which characters belong to Japanese writing, as pieces of regular expressions over folded text."""

import re

HIRAGANA = "\u3041-\u3096\u309d-\u309f"
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
JAPANESE = HIRAGANA + KATAKANA + KANJI

has_japanese = re.compile(f"[{JAPANESE}]").search
has_hiragana = re.compile(f"[{HIRAGANA}]").search
is_katakana = re.compile(f"[{KATAKANA}]+").fullmatch
