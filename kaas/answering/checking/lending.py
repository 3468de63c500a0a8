"""Whether a question says of what a day, a name or a number is that a short sentence answers it with. Plain Python.

"On 9 March 2023." says so only where the question asks for nothing but one line of this very page: "When was the opposition
against it filed?" asks for another day, and "Who sued its inventors?" for other people.
"""

import re

from kaas.answering.checking.denial import denies
from kaas.answering.reading.asked_of import Asked, asked_of, asks_nothing_else, fits
from kaas.answering.reading.names import titles_in, without_names
from portfolios.identifiers import identify

# Who showed the inventors, and to whom, is no question for them.
_ASKS = re.compile(
    r"(?i)\bwho(?:'s| is| are| was| were| invented| filed| applied)\b|\bby whom\b|\b(?:when|what|which)\b"
    r"|^(?:please )?(?:(?:can|could) you )?(?:tell|give|show|name|list)\b"
    r"|^(?:the )?(?:inventors?|applicants?|(?:filing|grant|publication) date|application number)\b"
    r"|誰|だれ|どなた|どこ|いつ|何|教えて|示して|見せて|(?:[は者人日]|番号)[?？]?$"
)
_NAMED_AS = re.compile(
    r"(?i)(?:(?<=named)|(?<=given)|(?<=listed)) as (?=(?:an? |the )?(?:inventor|applicant)s?\b)"
)
_OF_OTHERS = re.compile(
    r"(?i)\b(?:priority|parent|earlier|basic|divisional)\b|優先|原出願|親出願|分割|基礎"
    r"|\bhow\b|\bwhose\b|\bto whom\b|\bof whom\b|\bwhich of\b"
    r"|(?:誰|だれ|どなた)[をにのへと]|(?:発明|出願)[者人](?:の(?!氏?名|名前)|に|で(?!す)|と|へ|から)|たち"
)


def asks_for_one_line(question: str, numbers: frozenset[str], titles: frozenset[str]) -> bool:
    """Whether a question asks for one line of the front page that bears one of these numbers, and for nothing else.

    numbers: as `identify()` spells them. titles: in plain spelling. A question that names no document asks of this one.
    """
    text = without_names(question)
    return (
        len(asked_of(question) - {Asked.OVERVIEW}) == 1
        and asks_nothing_else(_NAMED_AS.sub(" ", question))
        and fits(question)
        and not denies(text)
        and _ASKS.search(text.strip()) is not None
        and not _OF_OTHERS.search(text)
        and not re.search(r"\d", text)
        and all(any(_is_same(one.canonical, other) for other in numbers) for one in identify(question))
        and set(titles_in(question)) <= titles
    )


def _is_same(asked: str, held: str) -> bool:
    """A number without the figure of its kind is that of any of them."""
    return bool(asked) and (asked == held or (asked[-1].isalpha() and held.startswith(asked)))
