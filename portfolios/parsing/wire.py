"""Results of parsing as JSON and back: the only thing believed from a process that has read a hostile file.

Plain data, checked on arrival; unpickling would let whoever took over the child take over its parent.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from portfolios.parsing.document import (
    Bibliography,
    Block,
    FailureReason,
    Locator,
    LocatorKind,
    ParsedDocument,
    ParseFailure,
    Section,
)


def to_json(results: Sequence[ParsedDocument | ParseFailure]) -> bytes:
    """The results as bytes that from_json() understands."""
    return json.dumps([_entry(result) for result in results], ensure_ascii=False).encode("utf-8", "replace")


def from_json(content: bytes) -> list[ParsedDocument | ParseFailure]:
    """The results of to_json(); ValueError, KeyError or TypeError for anything else."""
    return [_result(entry) for entry in json.loads(content)]


def _entry(result: ParsedDocument | ParseFailure) -> dict[str, Any]:
    if isinstance(result, ParseFailure):
        return {"member": result.member, "reason": result.reason, "detail": result.detail}
    return {
        "member": result.member,
        "format": result.format,
        "kind": result.kind,
        "title": result.title,
        "language": result.language,
        "warnings": result.warnings,
        "blocks": [
            (block.section, block.locator.kind, block.locator.value, block.text, block.headings)
            for block in result.blocks
        ],
        "bibliography": _front_page(result.bibliography) if result.bibliography else None,
    }


def _front_page(bibliography: Bibliography) -> dict[str, Any]:
    return {
        "office": bibliography.office,
        "publication_number": bibliography.publication_number,
        "kind_code": bibliography.kind_code,
        "publication_date": bibliography.publication_date and bibliography.publication_date.isoformat(),
        "application_number": bibliography.application_number,
        "filing_date": bibliography.filing_date and bibliography.filing_date.isoformat(),
        "applicants": bibliography.applicants,
        "inventors": bibliography.inventors,
        "classifications": bibliography.classifications,
    }


def _result(entry: dict[str, Any]) -> ParsedDocument | ParseFailure:
    if "reason" in entry:
        return ParseFailure(str(entry["member"]), FailureReason(entry["reason"]), str(entry["detail"]))
    return ParsedDocument(
        format=str(entry["format"]),
        kind=str(entry["kind"]),
        member=str(entry["member"]),
        title=str(entry["title"]),
        language=str(entry["language"]),
        blocks=tuple(_block(*fields) for fields in entry["blocks"]),
        bibliography=_bibliography(entry["bibliography"]) if entry["bibliography"] else None,
        warnings=_strings(entry["warnings"]),
    )


def _block(section: str, kind: str, value: str, text: str, headings: Sequence[str]) -> Block:
    return Block(Section(section), Locator(LocatorKind(kind), str(value)), str(text), _strings(headings))


def _bibliography(entry: dict[str, Any]) -> Bibliography:
    number = entry["application_number"]
    return Bibliography(
        office=str(entry["office"]),
        publication_number=str(entry["publication_number"]),
        kind_code=str(entry["kind_code"]),
        publication_date=_date(entry["publication_date"]),
        application_number=None if number is None else str(number),
        filing_date=_date(entry["filing_date"]),
        applicants=_strings(entry["applicants"]),
        inventors=_strings(entry["inventors"]),
        classifications=_strings(entry["classifications"]),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _strings(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
