"""A presentation as one document: a place for every slide, and one for its notes."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError

from portfolios.parsing.archive import check_archive, check_no_entities
from portfolios.parsing.cleaning import clean, squeeze
from portfolios.parsing.document import (
    Block,
    FailureReason,
    Locator,
    LocatorKind,
    ParsedDocument,
    Section,
    Unreadable,
)
from portfolios.parsing.languages import document_language
from portfolios.parsing.sizes import MAX_PAGES, check_characters
from portfolios.parsing.slides.charts import BAR
from portfolios.parsing.slides.shapes import frame_text, texts_of
from portfolios.parsing.titles import title_of_name, usable_title

_UNREAD = {
    "ppt/vbaProject.bin": "Macros are neither read nor run.",
    "ppt/comments/": "Comments are not read.",
}
NOTES = "notes"  # what stands behind the slide's number in the place of its notes


def parse_slides(content: bytes, name: str) -> ParsedDocument:
    """The document of a .pptx or .pptm file; slides are counted from 1, hidden ones included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_archive(archive)
        check_no_entities(archive)
        unread = _unread(archive.namelist())
    presentation = _open(content)
    slides = list(presentation.slides)
    if len(slides) > MAX_PAGES:
        raise Unreadable(
            FailureReason.TOO_LARGE, f"The presentation has more than {MAX_PAGES:,} slides; split it."
        )
    blocks = tuple(block for number, slide in enumerate(slides, 1) for block in _blocks(number, slide))
    if not blocks:
        raise Unreadable(
            FailureReason.EMPTY, "No slide of the presentation holds text; supply the file again."
        )
    check_characters(sum(len(block.text) for block in blocks))
    return ParsedDocument(
        format="pptx",
        kind="document",
        member="",
        title=usable_title(presentation.core_properties.title) or _first_title(slides) or title_of_name(name),
        language=document_language(blocks),
        blocks=blocks,
        warnings=(*_warnings(slides), *unread),
    )


def _open(content: bytes) -> Any:
    try:
        return Presentation(io.BytesIO(content))
    except (
        KeyError,
        ValueError,
        PythonPptxError,
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        OSError,
    ) as error:
        raise Unreadable(
            FailureReason.MALFORMED,
            "The PowerPoint file is damaged inside or a variant that is not read (slide show, template, “Strict Open XML”); "
            "open it in PowerPoint and save it as an ordinary presentation (.pptx).",
        ) from error


def _blocks(number: int, slide: Any) -> Iterator[Block]:
    """The slide's own text under its title, then its notes."""
    title = _title(slide)
    heading = (title,) if title else ()
    shapes = [shape for shape in slide.shapes if shape.shape_id != _title_id(slide)]
    if text := _joined([tidied for text in (title, *texts_of(shapes)) if (tidied := _tidy(text))]):
        yield Block(Section.BODY, Locator(LocatorKind.SLIDE, str(number)), text, heading)
    if notes := _notes(slide):
        yield Block(Section.BODY, Locator(LocatorKind.SLIDE, f"{number} {NOTES}"), notes, heading)


def _joined(texts: Sequence[str]) -> str:
    """One below the other. Between two tables stands an empty line: rows are read under the first row of their own table."""
    lines: list[str] = []
    for text in texts:
        first, *rest = text.split("\n")
        parted = [""] if lines and BAR in lines[-1] and BAR in first else []
        lines += [*parted, first, *rest]
    return "\n".join(lines)


def _notes(slide: Any) -> str:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return _tidy(frame_text(frame)) if frame is not None else ""


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return squeeze(frame_text(shape.text_frame)) if shape is not None and shape.has_text_frame else ""


def _title_id(slide: Any) -> int | None:
    return slide.shapes.title.shape_id if slide.shapes.title is not None else None


def _first_title(slides: Sequence[Any]) -> str:
    return next((title for slide in slides if (title := usable_title(_title(slide)))), "")


def _tidy(text: str) -> str:
    lines = (" ".join(line.split(" ")) for line in clean(text).split("\n"))
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _warnings(slides: Sequence[Any]) -> Iterator[str]:
    hidden = [
        str(number) for number, slide in enumerate(slides, 1) if slide.element.get("show") in ("0", "false")
    ]
    if hidden:
        yield f"Hidden in the presentation: slide{'s' if len(hidden) > 1 else ''} {', '.join(hidden)}."
    pictures = [str(number) for number, slide in enumerate(slides, 1) if not any(_blocks(number, slide))]
    if pictures:
        yield f"Without text (pictures only?): slide{'s' if len(pictures) > 1 else ''} {', '.join(pictures)}."


def _unread(names: Sequence[str]) -> tuple[str, ...]:
    found = (text for start, text in _UNREAD.items() if any(name.startswith(start) for name in names))
    return tuple(found)
