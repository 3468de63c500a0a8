"""Which of several documents that a question names each of its places belongs to. Plain Python.

"Claim 2 of A and claim 3 of B" are two places, "claims 2 and 3 of A and B" are four. A place belongs to the document beside
it: in Japanese the one before it (「Aの請求項2」), in English the one behind "of", else the one before it ("A, claim 2").
"""

import re
from collections.abc import Iterator, Sequence

from kaas.answering.places import Place, places_in, without_places
from kaas.answering.reading.names import reports_in, titles_in
from kaas.answering.reading.rules import plain
from portfolios.identifiers import identify

Span = tuple[int, int]
MOST_TITLES = 8  # in quotation marks

_WORD = r"(?:claims?|paragraphs?|paras?|pages?|pp?\.|請求項|クレーム|段落|第?\d+(?:ページ|頁)|[\[【]\d{4})"
# What ends before the document that it is of: "claim 3 of the patent ".
_OF_NEXT = re.compile(r"\b(?:of|in|from)(?: [\w.'-]+){0,4} ?\Z", re.IGNORECASE)
_OF_LAST = re.compile(rf"\A ?(?:の|'s?(?!\w)|\(|[,、:：]? ?(?=(?:第\d+)?{_WORD}))", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"(?:[,;、]? ?\b(?:and|or|with|to|versus|vs\.?|against)\b|[,;、]|と|及び|および|並びに) ?(?:the )?(?={_WORD})",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(claims?|paragraphs?|pages?)( [^.?!]{1,60}? (?:of|in|from) [\w/,-]{4,30},? (?:and|or) )"
    r"(?=\d{1,4}(?:(?:,| and| or| to|-) ?\d{1,4})* (?:of|in|from)\b)()",
    re.IGNORECASE,
)
_LEFT_OUT_JA = re.compile(
    r"(請求項|クレーム|段落)(\d[^。?]{0,20}?(?:と|及び|および|、)[^。?の]{4,40}の)(?=\d{1,4}(?![\d年月日度回]|ページ|頁))()"
)
# Behind it something else is asked.
_ANOTHER = re.compile(
    r"[。?？!！;；]|\. |\b(?:what|which|who|when|where|how|do|does|did|is|are|was|were)\b", re.IGNORECASE
)


def names_of_documents(question: str) -> list[str]:
    """The names of documents in a question, each once, in its order: numbers of patents and reports, and titles in quotation
    marks, with these.
    """
    return list(dict.fromkeys(name for name, _ in _named(plain(question))))


def places_by_name(question: str) -> dict[str, list[Place]]:
    """Each name of a document in a question, as `names_of_documents()` has them, and the places that are asked of it.

    A document beside which no place stands is asked for those of the other ("Compare claim 1 of A with B"); for none where
    several have places of their own, or something else is asked of it.
    """
    text = _spelled_out(plain(question))
    named = _named(text)
    runs = _runs(text, named)
    found: dict[str, list[Place]] = {name: [] for name, _ in named}
    attached = _attached(text, runs)
    for run, places in zip(runs, attached, strict=True):
        for name, _ in run:
            found[name] += [one for one in places if one not in found[name]]
    asks_more = any(map(_ANOTHER.search, list(_between(text, runs))[1:-1]))
    others = places_in(text) if sum(map(bool, attached)) < 2 and not asks_more else []
    return {name: places or others for name, places in found.items()}


def without_names_and_places(question: str) -> str:
    """The question without the numbers of patents and reports and the places in it. What stands in quotation marks stays."""
    for number in reversed(identify(question)):
        question = f"{question[: number.start]} {question[number.end :]}"
    for report in reports_in(question):
        question = question.replace(report, " ")
    return without_places(question)


def _spelled_out(text: str) -> str:
    """With the word before a number that is of the next document: "claim 2 of A and 3 of B", 「Aの請求項2とBの3」."""
    return _LEFT_OUT_JA.sub(r"\1\2\1\3", _LEFT_OUT.sub(r"\1\2\1 \3", text))


def _named(text: str) -> list[tuple[str, Span]]:
    """The names and where they stand. A title that speaks of a patent or a place is no name."""
    found = [(one.text, (one.start, one.end)) for one in identify(text) if not one.back_reference]
    said = list(dict.fromkeys(titles_in(text)))[:MOST_TITLES]
    titles = [one for one in said if not identify(one) and not places_in(one)]
    for name, sides in [*((one, 0) for one in reports_in(text)), *((one, 1) for one in titles)]:
        for match in re.finditer(re.escape(name), text):
            span = (match.start() - sides, match.end() + sides)
            if all(span[1] <= start or end <= span[0] for _, (start, end) in found):
                found.append((text[span[0] : span[1]], span))
    return sorted(found, key=lambda one: one[1])


def _runs(text: str, named: Sequence[tuple[str, Span]]) -> list[list[tuple[str, Span]]]:
    """The names, those together between which no place stands and no question ends or begins."""
    runs: list[list[tuple[str, Span]]] = []
    for name, span in named:
        between = text[runs[-1][-1][1][1] : span[0]] if runs else ""
        if runs and not (places_in(between) or _ANOTHER.search(between)):
            runs[-1].append((name, span))
        else:
            runs.append([(name, span)])
    return runs


def _attached(text: str, runs: Sequence[Sequence[tuple[str, Span]]]) -> list[list[Place]]:
    """The places of each run, from what stands before, between and behind the runs."""
    places: list[list[Place]] = [[] for _ in runs]
    for at, said in enumerate(_between(text, runs)):
        last, following = _parted(said)
        if at == 0:
            last, following = "", said
        elif at == len(runs):
            last, following = said, ""
        if last:
            places[at - 1] += places_in(last)
        if following and runs:
            places[at] += places_in(following)
    return places


def _between(text: str, runs: Sequence[Sequence[tuple[str, Span]]]) -> Iterator[str]:
    at = 0
    for run in runs:
        yield text[at : run[0][1][0]]
        at = run[-1][1][1]
    yield text[at:]


def _parted(said: str) -> tuple[str, str]:
    """What stands between two documents, as what is of the one before it and what is of the one behind it."""
    if not _OF_NEXT.search(said):
        return said, ""
    if not _OF_LAST.search(said):
        return "", said
    ends = [match.start() for match in _BETWEEN.finditer(said) if places_in(said[: match.start()])]
    return (said[: ends[-1]], said[ends[-1] :]) if ends else ("", said)
