"""Read a file and show what is in it: title, sections, claims. Stores nothing."""

import argparse
from pathlib import Path

from kaas.operations.commands.output import emit, note
from portfolios.originals import read_file
from portfolios.parsing import ParsedDocument, ParseFailure, Section, parse


def describe(parser: argparse.ArgumentParser) -> None:
    """FILE [--json]"""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output (always)")


def run(options: argparse.Namespace) -> int:
    """Print what the file holds. Exit status 2 when nothing of it can be read."""
    content = read_file(options.file)
    found = [content] if isinstance(content, ParseFailure) else parse(content, name=options.file.name)
    documents = [_plain(one) for one in found if isinstance(one, ParsedDocument)]
    for one in found:
        if isinstance(one, ParseFailure):
            note(
                f"kaas: {options.file}{f' [{one.member}]' if one.member else ''}: {one.reason}: {one.detail}"
            )
    if documents:
        emit({"documents": documents})
    return 0 if documents else 2


def _plain(document: ParsedDocument) -> dict[str, object]:
    sections: dict[str, list[dict[str, object]]] = {}
    for block in document.blocks:
        if block.section != Section.CLAIMS:
            sections.setdefault(block.section, []).append(
                {
                    "locator": {"kind": block.locator.kind, "value": block.locator.value},
                    "headings": block.headings,
                    "text": block.text,
                }
            )
    return {
        "format": document.format,
        "member": document.member,
        "kind": document.kind,
        "publication_number": document.bibliography.publication_number if document.bibliography else "",
        "title": document.title,
        "language": document.language,
        "bibliography": document.bibliography,
        "sections": sections,
        "claims": [
            {"number": b.locator.value, "text": b.text}
            for b in document.blocks
            if b.section == Section.CLAIMS
        ],
        "warnings": document.warnings,
    }
