"""Translation catalogues: what code and pages say, gathered into kaas/locale, checked and compiled.

    messages.py           `make messages`: bring the .po files up to date with the sources, then compile them
    messages.py compile   compile only; set-up calls it, before anything but Babel need be there
    messages.py --check   change nothing; fail when a message is new, unused, untranslated or mistranslated

Babel stands in for GNU gettext, which a fresh machine lacks, and has no extractor for Django templates. Django's own
templatize() turns a template into something like Python, and Babel's Python extractor reads that.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "kaas" / "locale"
ROOMS = ("kaas", "portfolios", "governance")
SOURCE = "en"
LANGUAGES = {"ja": "Japanese", SOURCE: "English"}
WIDTH = 110

# What marks a message, and which of its arguments is what; "c" is the context.
WORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# Header lines that change by themselves or name nobody.
NOISE = ("POT-", "PO-", "Generated-By", "Report-Msgid", "Last-Translator", "Language-Team", "Project-Id")

Key = tuple[str, str]


def main(arguments: list[str]) -> int:
    """Gather and compile; compile only; or check only."""
    if arguments == ["--check"]:
        problems = check()
        sys.stderr.writelines(f"{problem}\n" for problem in problems)
        return 1 if problems else 0
    if arguments not in ([], ["compile"]):
        sys.stderr.write("usage: messages.py [compile | --check]\n")
        return 2
    if not arguments:
        gather()
    for language in LANGUAGES:
        with _path(language).with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read(language))
    return 0


def gather() -> None:
    """Bring every catalogue up to date with the sources: translations are kept, what is gone leaves."""
    found = extracted()
    for language in LANGUAGES:
        catalogue = brought_up_to_date(language, found)
        _write(language, catalogue)
        missing = sum(not is_translated(message) for message in catalogue if message.id)
        sys.stderr.write(
            f"kaas/locale/{language}: {len(catalogue)} messages, {missing} without translation\n"
        )


def check() -> list[str]:
    """One line for each reason why a catalogue is not finished; none when all are."""
    found = {key_of(message): message for message in extracted() if message.id}
    problems = []
    for language in LANGUAGES:
        known = {key_of(message): message for message in read(language) if message.id}
        problems += [
            f"{language}: new, run make messages: {key[1]!r}" for key in sorted(found.keys() - known.keys())
        ]
        problems += [
            f"{language}: unused, run make messages: {key[1]!r}"
            for key in sorted(known.keys() - found.keys())
        ]
        for key in sorted(found.keys() & known.keys()):
            if known[key].fuzzy or not is_translated(known[key]):
                problems.append(f"{language}: not translated: {key[1]!r}")
            problems += [f"{language}: {error}: {key[1]!r}" for error in known[key].check()]
    return problems


def extracted() -> Catalog:
    """Every message of the sources, without line numbers: a line that moves changes no catalogue."""
    catalogue = Catalog()
    for room in ROOMS:
        for path in sorted((ROOT / room).glob("**/*")):
            for message, context in _messages(path):
                catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return catalogue


def brought_up_to_date(language: str, found: Catalog) -> Catalog:
    """Exactly the messages found, sorted. The source language repeats them; a line edited by hand stays edited."""
    known = {key_of(message): message for message in read(language) if message.id}
    catalogue = Catalog(
        locale=language, header_comment=f"# The words of kaas in {LANGUAGES[language]}.", fuzzy=False
    )
    for message in sorted((message for message in found if message.id), key=key_of):
        before = known.get(key_of(message))
        string = before.string if before is not None and not before.fuzzy else None
        if language == SOURCE and not string:
            string = message.id
        catalogue.add(message.id, string, locations=sorted(set(message.locations)), context=message.context)
    return catalogue


def read(language: str) -> Catalog:
    """The catalogue on disk, or an empty one."""
    if not _path(language).exists():
        return Catalog(locale=language)
    with _path(language).open("rb") as file:
        return read_po(file, locale=language)


def key_of(message: Message) -> Key:
    """Context and text, by which a message is known."""
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def is_translated(message: Message) -> bool:
    """Whether every form of the message has a text."""
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return bool(texts) and all(texts)


def _messages(path: Path) -> Iterator[tuple[Any, str | None]]:
    """The messages a file marks, each with its context."""
    code = b""
    if path.suffix == ".py":
        code = path.read_bytes()
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        code = _as_code(path)
    for _line, message, _comments, context in extract(
        "python", io.BytesIO(code), WORDS, options={"encoding": "utf-8"}
    ):
        yield message, context


def _as_code(path: Path) -> bytes:
    """A template as calls of gettext among padding. Its indentation means nothing, and would to a Python tokenizer."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  # compiling needs no Django

    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in code.splitlines()).encode()


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _write(language: str, catalogue: Catalog) -> None:
    text = io.BytesIO()
    write_po(text, catalogue, width=WIDTH, include_lineno=False)
    noise = tuple(f'"{name}' for name in NOISE)
    kept = [line for line in text.getvalue().decode().splitlines() if not line.startswith(noise)]
    _path(language).parent.mkdir(parents=True, exist_ok=True)
    _path(language).write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
