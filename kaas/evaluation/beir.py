"""Reads a data set in the layout of BEIR: corpus.jsonl, queries.jsonl and qrels/*.tsv, each also with .gz
behind it.

Judgements are those of qrels/test.tsv where there is one, else of all files of qrels together. Everything
that would make the figures wrong is an error that names file and line; judgements of 0 on absent
documents are ignored.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class DatasetError(ValueError):
    """The folder is not a data set that can be measured; the message names the file, the line and the
    reason.
    """

    def __init__(self, path: Path, reason: str, *, line: int | None = None) -> None:
        super().__init__(f"{path}{'' if line is None else f', line {line}'}: {reason}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be found; the title may be empty."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents and queries by id; judgements: query id -> document id -> grade, above 0 is relevant."""

    documents: dict[str, Document]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]


def read_dataset(folder: Path) -> Dataset:
    """The data set in a folder. Raises DatasetError where it is absent, damaged or does not fit together."""
    if not folder.is_dir():
        raise DatasetError(folder, "no such folder; give the folder that holds corpus.jsonl")
    corpus, queries = _file(folder, "corpus.jsonl"), _file(folder, "queries.jsonl")
    documents = {key: Document(title, text) for key, title, text in _records(corpus)}
    questions = {key: text for key, _, text in _records(queries)}
    judgements = _read_judgements(folder / "qrels", documents=documents, queries=questions)
    return Dataset(documents, questions, judgements)


def _file(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise DatasetError(folder / name, "no such file, nor one with .gz behind its name")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """(number, text) of the lines that are not blank."""
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
                if text.strip():
                    yield number, text
    except UnicodeDecodeError as error:
        raise DatasetError(path, "not UTF-8; convert the file", line=number) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = "the compressed file is damaged or cut off; copy it again"
        raise DatasetError(path, reason, line=number + 1) from error
    except OSError as error:
        raise DatasetError(path, f"cannot be read ({error.strerror})") from error


def _records(path: Path) -> Iterator[tuple[str, str, str]]:
    """(id, title, text) of every line; ids once, at least one line."""
    seen: dict[str, int] = {}
    for number, line in _lines(path):
        record = _object(path, number, line)
        key = _text(path, number, record, "_id")
        if key in seen:
            raise DatasetError(path, f"the id {key!r} was already used in line {seen[key]}", line=number)
        seen[key] = number
        title = _text(path, number, record, "title") if record.get("title") is not None else ""
        yield key, title, _text(path, number, record, "text")
    if not seen:
        raise DatasetError(path, "empty; there is nothing to measure")


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise DatasetError(path, f"not a JSON object ({error})", line=number) from error
    if not isinstance(record, dict):
        raise DatasetError(path, "not a JSON object", line=number)
    return record


def _text(path: Path, number: int, record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # some collections number their ids
    if not isinstance(value, str) or (name == "_id" and not value.strip()):
        raise DatasetError(path, f"{name!r} is absent or no text", line=number)
    return value


def _read_judgements(
    folder: Path, *, documents: dict[str, Document], queries: dict[str, str]
) -> dict[str, dict[str, int]]:
    judgements: dict[str, dict[str, int]] = {}
    for path in _judgement_files(folder):
        for number, query, document, grade in _judgements(path):
            if query not in queries:
                raise DatasetError(path, f"no query has the id {query!r}", line=number)
            if document in documents:
                judgements.setdefault(query, {})[document] = grade
            elif grade > 0:
                raise DatasetError(path, f"no document has the id {document!r}", line=number)
    if not any(grade > 0 for grades in judgements.values() for grade in grades.values()):
        raise DatasetError(folder, "no judgement says that a document is relevant")
    return judgements


def _judgement_files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.glob("*") if path.name.endswith((".tsv", ".tsv.gz")))
    if not files:
        raise DatasetError(folder, "no .tsv file with judgements there")
    return [path for path in files if path.name.startswith("test.tsv")] or files


def _judgements(path: Path) -> Iterator[tuple[int, str, str, int]]:
    """(line, query id, document id, grade); a first line whose grade is no number is the heading."""
    first = True
    for number, line in _lines(path):
        fields = line.split("\t")
        if len(fields) != 3:
            raise DatasetError(
                path, f"{len(fields)} columns, but query, document and grade are 3", line=number
            )
        heading, first = first and not _is_number(fields[2]), False
        if heading:
            continue
        if not _is_number(fields[2]):
            raise DatasetError(path, f"the grade {fields[2]!r} is no whole number", line=number)
        yield number, fields[0], fields[1], int(fields[2])


def _is_number(text: str) -> bool:
    return text.strip().removeprefix("-").isdecimal()
