"""`make messages`: what pages and code say, gathered into the catalogues of kaas/locale, and compiled.

Babel stands in for GNU gettext, which a fresh machine lacks. New messages arrive untranslated; those that are
gone leave the catalogue. `compile` alone is what set-up calls.
"""  # noqa: INP001

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "kaas" / "locale"
ROOMS = ("kaas", "portfolios", "governance")
LANGUAGES = ("ja",)
PLURAL = {"ngettext", "ngettext_lazy", "npgettext"}
MARKS = ("Translators:",)
WORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def main(arguments: list[str]) -> int:
    """Gather and compile, or compile only."""
    if arguments != ["compile"]:
        gather()
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file, path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(file, locale=path.parts[-3]))
    return 0


def gather() -> None:
    """Bring every language's catalogue up to date with the sources; translations are kept."""
    template = extracted()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = _read(path, language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
        missing = len([message for message in catalogue if message.id and not _is_translated(message)])
        place = path.relative_to(ROOT)
        sys.stderr.write(f"{place}: {len(catalogue)} messages, {missing} without translation\n")


def extracted() -> Catalog:
    """Every message of the sources."""
    catalogue = Catalog(project="kaas", charset="utf-8")
    for path in sorted(path for room in ROOMS for path in (ROOT / room).glob("**/*")):
        for word, texts, comments in _calls(path):
            has_context = word in {"pgettext", "pgettext_lazy", "npgettext"}
            context, wanted = (texts[0], texts[1:]) if has_context else (None, texts)
            message = wanted[:2] if word in PLURAL else wanted[0]
            place = [(str(path.relative_to(ROOT)), 0)]
            catalogue.add(message, locations=place, auto_comments=comments, context=context)
    return catalogue


def _calls(path: Path) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """The calls of a file that mark a message: the function, its texts, the comments for translators."""
    found: Iterable[tuple[Any, ...]] = ()
    if path.suffix == ".py":
        found = extract_python(io.BytesIO(path.read_bytes()), WORDS, MARKS, {"encoding": "utf-8"})
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        found = extract_javascript(io.BytesIO(_as_code(path)), WORDS, (), {"encoding": "utf-8"})
    for _, word, texts, comments in found:
        parts = texts if isinstance(texts, tuple) else (texts,)
        given = tuple(text for text in parts if text)
        if given:
            yield word, given, comments


def _as_code(path: Path) -> bytes:
    """A template as calls of gettext among padding, with its comments left out."""
    from django.utils.translation.template import templatize  # set-up compiles without Django

    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return re.sub(r"^\s*#.*$", "", code, flags=re.MULTILINE).encode()


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, project="kaas", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return all(texts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
