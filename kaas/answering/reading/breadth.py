"""Questions that ask for everything, which no answer holds, or for a line of a document and not of which."""

import re

from kaas.answering.reading.line_names import names_a_line
from kaas.answering.reading.names import named_in, readings

LONGEST_LINE = 60  # characters
_HELD = r"(?:documents?|patents?|files?|reports?|data|knowledge|passages?|information|things?|texts?|contents?|records?)"
_WHOSE = r"(?:of )?(?:the |our |your |these |those |my )?"
_TELL = r"(?:tell|show|give|list|explain|summari[sz]e|describe|print|read)(?: to)?(?: me| us)?(?: about)?"
_KNOWS = r"(?:know|have|hold|find|can (?:see|read|find)|may (?:see|read))"
_WHO_HAS = rf"(?: (?:that )?(?:you|we|there (?:is|are)|i)(?: {_KNOWS})?)?"
_WHERE = r"(?: (?:here|in (?:kaas|here|the (?:system|company|database|library|collection))))?"
_EVERYTHING = re.compile(
    rf"(?:please )?(?:can you |could you )?{_TELL} (?:(?:everything|anything|the whole|every|all)(?: {_WHOSE}{_HELD})?"
    rf"|(?:the|our|your) {_HELD}){_WHO_HAS}{_WHERE}"
    rf"|what (?:do|does|can) (?:you|kaas|it|we) (?:know|have|tell me)(?: here| about)?"
    rf"|what (?:is|stands|is written) in (?:all )?(?:the |our |your |these )?{_HELD}"
    rf"|everything|all (?:the |our )?{_HELD}",
    re.IGNORECASE,
)
_GOODS = r"(?:全?(?:文書|資料|特許|報告書|情報|データ|ファイル|内容|こと))"
_ALL = r"(?:すべて|全て|全部|あらゆる|何でも|一切)"
_ASKED = (
    r"(?:教え|見せ|表示し|要約し|まとめ|列挙し|一覧にし|説明し|話し)て"
    r"(?:ください|下さい|くれ(?:ますか|る)?|ほしい|欲しい)?"
)
_WHOSE_JA = rf"(?:{_ALL}の?|ある|知っている|持っている|当社の|社内の)*"
_EVERYTHING_JA = re.compile(
    rf"{_WHOSE_JA}{_GOODS}?(?:の内容)?(?:を|について|は)?{_ALL}?(?:を)?{_ASKED}"
    rf"|(?:何|なに)(?:を|が)(?:知って(?:い|る)(?:ますか|るの)?|あり(?:ます|ますか))|{_ALL}|{_GOODS}"
)


def asks_for_everything(question: str) -> bool:
    """Whether nothing stands in the question by which a part of what is held could be told from the rest.

    A question that is but the name of a line, 「発明者は？」, is of any document.
    """
    if len(question) <= LONGEST_LINE and names_a_line(question):
        return not named_in(question)
    texts = (re.sub(r"[\s.?!。？！]+$", "", reading).strip() for reading in readings(question))
    return any(
        _EVERYTHING.fullmatch(" ".join(text.split())) or _EVERYTHING_JA.fullmatch("".join(text.split()))
        for text in texts
    )
