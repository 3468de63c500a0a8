"""The company's glossary: terms with all their spellings, in both languages. An entry carries the label of a marking, and
whoever may not read that knows nothing of it; what everybody may know is entered under the marking for everybody.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final, NamedTuple

from django.db import connection, transaction

from governance.access.labels import label_of_marking
from governance.access.scopes import Scope
from governance.audit.events import Action
from governance.audit.trail import record
from portfolios.analysis import Word, fold, words_of
from portfolios.analysis.characters import has_japanese
from portfolios.reducing import stems

MOST_SPELLINGS: Final = 12  # of an entry
LONGEST_SPELLING: Final = 100
MOST_TOGETHER: Final = 6  # words of a query that are looked up as one term
MOST_WORDS: Final = 400
APART: Final = 3  # characters between words of one term


class GlossaryError(ValueError):
    """An entry that cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Spellings that mean the same, in the order in which they were entered."""

    id: uuid.UUID
    marking: str
    spellings: tuple[str, ...]


class Meant(NamedTuple):
    """Words of a query that are one term, as lexemes, and how else it is written. rank: as that of a sense, 0 the surest."""

    own: tuple[str, ...]
    others: tuple[str, ...]
    rank: int = 0


def key_of(spelling: str) -> str:
    """The form under which a spelling is found: without spaces where there is Japanese in it, else stems. "" for no word."""
    folded = fold(spelling)
    return "".join(folded.split()) if has_japanese(folded) else " ".join(stems(folded))


def add_entry(spellings: Sequence[str], *, marking: str) -> Entry:
    """Enter a term, as the worker, with its event. Raises GlossaryError, and MarkingUnknown."""
    kept = tuple(dict.fromkeys(" ".join(one.split()) for one in spellings if one.strip()))
    if len({key_of(one) for one in kept}) < 2 or len(kept) > MOST_SPELLINGS:
        raise GlossaryError(
            f"an entry has 2 to {MOST_SPELLINGS} different spellings: {', '.join(kept) or 'none'}"
        )
    for one in kept:
        if len(one) > LONGEST_SPELLING or not key_of(one) or not one.isprintable():
            raise GlossaryError(f"no spelling of a term: {one[:LONGEST_SPELLING]}")
    entry, label_id = Entry(uuid.uuid4(), marking, kept), label_of_marking(marking)
    rows = [(entry.id, place, label_id, key_of(one), one) for place, one in enumerate(kept)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "insert into glossary_spelling (entry, place, label_id, key, spelling) values (%s, %s, %s, %s, %s)",
            rows,
        )
        record(
            Action.GLOSSARY_ADDED,
            resource=f"glossary:{entry.id}",
            detail={"spellings": len(rows), "by": "operator"},
        )
    return entry


def remove_entry(entry: uuid.UUID) -> bool:
    """Take a term out, as the worker, with its event; whether there was one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from glossary_spelling where entry = %s", [entry])
        found = bool(cursor.rowcount)
        if found:
            record(Action.GLOSSARY_REMOVED, resource=f"glossary:{entry}", detail={"by": "operator"})
    return found


def list_entries() -> list[Entry]:
    """Every entry, for the operator, with its event; by marking and spelling."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select g.entry, coalesce(min(m.name), ''), array_agg(distinct g.place || ' ' || g.spelling)"
            "  from glossary_spelling g left join access_marking m on m.label_id = g.label_id group by g.entry"
        )
        rows = cursor.fetchall()
        record(Action.GLOSSARY_LISTED, detail={"shown": len(rows), "by": "operator"})
    found = [Entry(entry, marking, tuple(_in_order(placed))) for entry, marking, placed in rows]
    return sorted(found, key=lambda one: (one.marking, one.spellings))


def _in_order(placed: Sequence[str]) -> list[str]:
    pairs = sorted((int(place), spelling) for place, _, spelling in (one.partition(" ") for one in placed))
    return [spelling for _, spelling in pairs]


def meant(text: str, *, scope: Scope) -> list[Meant]:
    """The permitted terms that stand in a text; of those that overlap, the longest. The same text always gives the same."""
    scope.require()
    folded = fold(text)
    words = list(islice(words_of(folded), MOST_WORDS))
    places = {(start, end): _keys(folded, words[start:end]) for start, end in _stretches(words)}
    found = _looked_up(sorted({key for keys in places.values() for key in keys}))
    terms: list[Meant] = []
    free = [True] * len(words)
    for start, end in sorted(places, key=lambda place: (place[0] - place[1], place[0])):
        known = [entry for key in places[start, end] for entry in found.get(key, ())]
        if known and all(free[start:end]):
            free[start:end] = [False] * (end - start)
            own = tuple(dict.fromkeys(word.lexeme for word in words[start:end]))
            others = dict.fromkeys(
                one for spellings in known for key, one in spellings if key not in places[start, end]
            )
            terms.append(Meant(own, tuple(others)[:MOST_SPELLINGS]))
    return terms


def _stretches(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Up to MOST_TOGETHER words that stand side by side."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_TOGETHER, len(words)) + 1):
            if any(b.start - a.end > APART for a, b in pairwise(words[start:end])):
                break
            yield start, end


def _keys(folded: str, words: Sequence[Word]) -> tuple[str, ...]:
    """The key of the stretch as it is written, and with its last word in the form in which it stands in a dictionary."""
    written = folded[words[0].start : words[-1].end]
    last = words[-1].lexeme.partition(":")[2]
    keys = [key_of(written)]
    if has_japanese(last):
        keys.append(key_of(folded[words[0].start : words[-1].start] + last))
    return tuple(dict.fromkeys(key for key in keys if key))


def _looked_up(keys: Sequence[str]) -> dict[str, list[list[tuple[str, str]]]]:
    """Key -> the entries with it, each as (key, spelling) in order."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select f.key, g.entry, g.key, g.spelling from glossary_spelling f join glossary_spelling g on g.entry = f.entry"
            " where f.key = any (%s) order by f.key, g.entry, g.place",
            [list(keys)],
        )
        rows = cursor.fetchall()
    found: dict[str, dict[uuid.UUID, list[tuple[str, str]]]] = {}
    for key, entry, other, spelling in rows:
        found.setdefault(key, {}).setdefault(entry, []).append((other, spelling))
    return {key: sorted(entries.values()) for key, entries in found.items()}
