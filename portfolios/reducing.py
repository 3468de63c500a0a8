"""JMdict becomes a small dictionary in both directions, a SQLite file: what a search looks words up in.

japanese: a headword as `fold` gives it -> its English translations, the best first
english: an English translation as stems -> the headwords it translates, the best first

Both are lines of "rank TAB words"; the rank counts the senses, from 0. A headword that many entries share holds
them all, the common ones first. Derived from JMdict, whose licence (EDRDG, CC BY-SA 3.0) holds for the file.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from portfolios.analysis import fold
from portfolios.analysis.characters import is_katakana
from portfolios.analysis.english import find_compounds, parts_of

NAME = "jmdict.sqlite"
MOST_WORDS = 4  # of a translation; longer ones explain
MOST_TRANSLATIONS = 20
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEADING = re.compile(r"^(?:(?:to be|to|a|an|the)\s+)+")
_SCHEMA = """
    create table japanese (word text primary key, translations text not null) without rowid;
    create table english (word text primary key, translations text not null) without rowid;
"""
_SENSES = """
    select s.idseq, s.ID, g.text from Sense s join SenseGloss g on g.sid = s.ID where g.lang = 'eng' order by s.ID, g.rowid
"""
_IN_KANA = "select s.idseq from misc m join Sense s on s.ID = m.sid where m.text like '%using kana%'"
_COMMON = """
    select k.idseq from KJP p join Kanji k on k.ID = p.kid union select k.idseq from KNP p join Kana k on k.ID = p.kid
"""
Found = defaultdict[str, dict[str, int]]


def reduce_dictionary(source: Path, target: Path) -> int:
    """Write `target` from the package's SQLite file; return how many Japanese headwords it has."""
    japanese: Found = defaultdict(dict)
    english: Found = defaultdict(dict)
    connection = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    try:
        for headwords, senses in _entries(connection):
            _add(headwords, senses, japanese, english)
    finally:
        connection.close()
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    made = sqlite3.connect(fresh)
    with made:
        made.executescript(_SCHEMA)
        made.executemany("insert into japanese values (?, ?)", _rows(japanese))
        made.executemany("insert into english values (?, ?)", _rows(english))
    made.close()
    fresh.replace(target)
    return len(japanese)


def stems(text: str) -> tuple[str, ...]:
    """The English words of a text as a translation is looked up by: stems, small words left out."""
    parts = (part for word in find_compounds(fold(text)) for part in parts_of(word))
    return tuple(part.lexeme[2:] for part in parts if not part.joined)


def _entries(connection: sqlite3.Connection) -> Iterator[tuple[list[str], list[list[str]]]]:
    """(headwords, translations of each sense) of every entry, the common ones first."""
    kanji, kana = _forms(connection, "Kanji"), _forms(connection, "Kana")
    in_kana, common = _numbers(connection, _IN_KANA), _numbers(connection, _COMMON)
    senses: defaultdict[int, dict[int, list[str]]] = defaultdict(dict)
    for number, sense, text in connection.execute(_SENSES):
        senses[number].setdefault(sense, []).append(text)
    for number in sorted(senses, key=lambda number: (number not in common, number)):
        headwords = list(kanji.get(number, ()))
        readings = kana.get(number, [])
        headwords += [one for one in readings if not headwords or number in in_kana or is_katakana(one)]
        yield headwords, list(senses[number].values())


def _forms(connection: sqlite3.Connection, table: str) -> dict[int, list[str]]:
    forms: defaultdict[int, list[str]] = defaultdict(list)
    for number, text in connection.execute(f"select idseq, text from {table} order by ID"):
        forms[number].append(text)
    return forms


def _numbers(connection: sqlite3.Connection, query: str) -> set[int]:
    return {row[0] for row in connection.execute(query)}


def _add(headwords: list[str], senses: list[list[str]], japanese: Found, english: Found) -> None:
    folded = list(dict.fromkeys(fold(one) for one in headwords))
    for rank, sense in enumerate(senses):
        for text in sense:
            plain = _LEADING.sub("", " ".join(_ASIDE.sub(" ", text).lower().split()))
            found = stems(plain)
            if not 0 < len(found) <= MOST_WORDS:
                continue
            for one in folded:
                japanese[one].setdefault(plain, rank)
            for one in folded[:2]:
                english[" ".join(found)].setdefault(one, rank)


def _rows(found: Found) -> Iterable[tuple[str, str]]:
    for word in sorted(found):
        best = sorted(found[word].items(), key=lambda item: item[1])[:MOST_TRANSLATIONS]
        yield word, "\n".join(f"{rank}\t{text}" for text, rank in best)
