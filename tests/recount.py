"""The index counted again from the texts, on a superuser's connection: every number of it must be what the texts say."""

import struct
from collections import Counter

from portfolios.analysis import index_terms
from tests.verification.logins import Raw

PASSAGES = """
    select p.id, p.document_id, p.label_id, p.text, f.number, f.label_id, f.impacts::text from portfolios_passage p
      join portfolios_document d on d.id = p.document_id and d.withdrawn_at is null
      left join index_forward f on f.passage_id = p.id
"""
POSTINGS = "select lexeme_id, label_id, block, entries from index_posting"
WITHDRAWN = "select label_id, place from index_withdrawn"
SPANS = "select label_id, nth, span from index_span"
LISTS = """
    select x.id, l.label_id, l.df from index_list l
      join index_lexeme x on x.lexeme = l.lexeme and x.id = l.lexeme_id where l.df > 0
"""
MIXED = "select span from index_span group by 1 having count(*) > 1"
STATISTICS = "select label_id, passages from index_statistic where passages > 0"


Posting = tuple[int, int, int]  # lexeme, label, passage


def check_index(root: Raw) -> int:
    """Raise AssertionError where index and texts differ; return how many postings were compared."""
    passages = root.execute(PASSAGES).fetchall()
    assert root.execute(MIXED).fetchall() == [], "a span of numbers is of one label"
    lexemes: dict[str, int] = dict(root.execute("select lexeme, id from index_lexeme").fetchall())
    assert root.execute("select count(*) from index_forward").fetchone() == (len(passages),)
    expected: dict[Posting, int] = {}
    for _, _, label, text, number, kept_label, vector in passages:
        assert kept_label == label
        impacts = {lexemes[lexeme]: impact for lexeme, impact in index_terms(text).items()}
        assert _read(vector) == impacts
        expected |= {(lexeme, label, number): impact for lexeme, impact in impacts.items()}
    found = _postings(root)
    assert found == expected
    _check_counts(root, found, Counter(label for _, _, label, *_ in passages))
    return len(found)


def _postings(root: Raw) -> dict[Posting, int]:
    """Every posting with its impact. Those of passages that left may still be there, and are not counted."""
    withdrawn = set(root.execute(WITHDRAWN).fetchall())
    spans = {(label, nth): span for label, nth, span in root.execute(SPANS).fetchall()}
    found: dict[Posting, int] = {}
    for lexeme, label, block, run in root.execute(POSTINGS).fetchall():
        entries = [entry for (entry,) in struct.iter_unpack(">i", run)]
        assert entries == sorted(set(entries))
        for entry in entries:
            place = block << 20 | entry >> 10
            number = spans[label, place >> 11] << 11 | place & 2047
            if (label, place) not in withdrawn:
                assert (lexeme, label, number) not in found
                found[lexeme, label, number] = entry & 1023
    return found


def _check_counts(root: Raw, found: dict[Posting, int], passages: Counter[int]) -> None:
    assert dict(root.execute(STATISTICS).fetchall()) == dict(passages)
    df = Counter((lexeme, label) for lexeme, label, _ in found)
    lists = {(lexeme, label): count for lexeme, label, count in root.execute(LISTS).fetchall()}
    assert lists == dict(df)


def _read(vector: str) -> dict[int, int]:
    entries, _, _ = vector.strip("{").partition("}")
    return {
        int(lexeme): int(impact)
        for lexeme, impact in (entry.split(":") for entry in entries.split(",") if entry)
    }
