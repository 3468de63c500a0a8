"""Questions with known answers, made of the real data."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kaas.evaluation.beir import Document
from tests.shared_data import shared_data

PARAGRAPHS = 3  # of a paper
_LATIN = re.compile(r"[A-Za-z0-9_À-ɏ]+")
_Record = Mapping[str, Any]
_Questions = dict[str, tuple[str, str]]  # id -> the document that answers, and the question


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, and one or more sets of questions to them, by name."""

    documents: Mapping[str, Document]
    sets: Mapping[str, _Questions]


def jaquad() -> Collection:
    """Questions against the paragraphs of Japanese Wikipedia articles that answer them."""
    return _squad("jaquad", shared_data("jaquad") / "jaquad_train.json.gz")


def jsquad() -> Collection:
    """The same of another set."""
    return _squad("jsquad", shared_data("jsquad") / "valid-v1.3.json.gz")


def patents() -> Collection:
    """Paragraphs and titles of papers against the whole patents of the same inventions."""
    papers = _lines("pap2pat", "papers.jsonl.gz")
    paragraphs = {
        f"{paper['pair_id']}/{at}": (paper["pair_id"], paragraph)
        for paper in papers
        for at, paragraph in enumerate(_drawn(_prose(paper["sections"]), words=40)[:PARAGRAPHS])
    }
    titles = {paper["pair_id"]: (paper["pair_id"], paper["title"]) for paper in papers}
    documents = {
        patent["pair_id"]: Document(
            patent["title"],
            "\n\n".join([patent["abstract"] or "", *patent["claims"], *_prose(patent["sections"])]),
        )
        for patent in _lines("pap2pat", "patents.jsonl.gz")
    }
    return Collection(documents, {"paragraph-patent": paragraphs, "title-patent": titles})


def english_pages() -> Collection:
    """Title and a paragraph of a Japanese page against English pages, with and without the query's Latin words."""
    asked = {
        key: _page_queries("ja", change) for key, change in (("", _as_is), ("-no-latin", _without_latin))
    }
    return Collection(
        _page_documents("en", _as_is), {f"ja-en{key}": queries for key, queries in asked.items()}
    )


def japanese_pages() -> Collection:
    """The other way round."""
    return Collection(_page_documents("ja", _as_is), {"en-ja": _page_queries("en", _as_is)})


def japanese_pages_without_latin() -> Collection:
    """The same without the Latin words of the Japanese pages."""
    return Collection(_page_documents("ja", _without_latin), {"en-ja-no-latin": _page_queries("en", _as_is)})


COLLECTIONS: Final[Sequence[Callable[[], Collection]]] = (
    jaquad, jsquad, patents, english_pages, japanese_pages, japanese_pages_without_latin,
)  # fmt: skip


def _squad(name: str, path: Path) -> Collection:
    """Every distinct paragraph under its article's title; a question may belong to one paragraph."""
    documents: dict[str, Document] = {}
    queries: _Questions = {}
    for article in json.loads(gzip.decompress(path.read_bytes()))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"].partition("[SEP]")[2].strip() or paragraph["context"]
            key = _digest(text)
            documents[key] = Document(article["title"], text)
            queries |= {one["id"]: (key, one["question"]) for one in paragraph["qas"]}
    return Collection(documents, {name: queries})


def _prose(sections: list[_Record]) -> Iterator[str]:
    for section in sections:
        yield from section["paragraphs"]
        yield from _prose(section["subsections"])


def _page_queries(language: str, change: Callable[[str], str]) -> _Questions:
    """The title of each page and the first of its paragraphs that says something."""
    found = {}
    for page in _pages(language):
        paragraphs = [part.strip() for part in page["text"].split("\n\n")]
        least = 60 if language == "ja" else 150
        told = [part for part in paragraphs if len(part) >= least and part[0] not in "<#-|*!["]
        query = change(f"{page['title']}\n{(told or paragraphs)[0]}")
        if query.strip():
            found[page["path"]] = (page["path"], query)
    return found


def _page_documents(language: str, change: Callable[[str], str]) -> dict[str, Document]:
    return {page["path"]: Document(change(page["title"]), change(page["text"])) for page in _pages(language)}


def _pages(language: str) -> list[_Record]:
    return [page for page in _lines("tensorflow-docs-ja-en", "pages.jsonl.gz") if page["lang"] == language]


def _drawn(texts: Iterator[str], *, words: int) -> list[str]:
    """Those of so many words, in an order by chance that is always the same."""
    return sorted((text for text in texts if len(text.split()) >= words), key=_digest)


def _lines(folder: str, name: str) -> list[_Record]:
    with gzip.open(shared_data(folder) / name, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _as_is(text: str) -> str:
    return text


def _without_latin(text: str) -> str:
    return _LATIN.sub(" ", text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
