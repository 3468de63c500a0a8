"""The index counted again from the texts, on a superuser's connection: every number of it must be what the texts say."""

from collections import Counter

from portfolios.analysis import index_terms
from tests.verification.logins import Raw

PASSAGES = """
    select p.id, p.document_id, p.label_id, p.text, f.number, f.label_id, f.impacts::text from portfolios_passage p
      join portfolios_document d on d.id = p.document_id and d.withdrawn_at is null
      left join index_forward f on f.passage_id = p.id
"""
POSTINGS = "select lexeme_id, label_id, block, entries, impacts::text from index_posting"
WITHDRAWN = "select number, label_id from index_withdrawn"
LISTS = """
    select x.id, l.label_id, l.df, l.highest from index_list l
      join index_lexeme x on x.lexeme = l.lexeme and x.id = l.lexeme_id where l.df > 0
"""
MIXED = "select number >> 11 from index_forward group by 1 having count(distinct label_id) > 1"
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
    found: dict[Posting, int] = {}
    for lexeme, label, block, entries, woven in root.execute(POSTINGS).fetchall():
        assert entries == sorted(set(entries))
        assert woven is None or _read(woven) == {(entry >> 10) % 2048 + 1: entry & 1023 for entry in entries}
        assert (woven is None) == (len(entries) < 24 or entries[0] >> 21 != entries[-1] >> 21)
        for entry in entries:
            number = block << 20 | entry >> 10
            if (number, label) not in withdrawn:
                assert (lexeme, label, number) not in found
                found[lexeme, label, number] = entry & 1023
    return found


def _check_counts(root: Raw, found: dict[Posting, int], passages: Counter[int]) -> None:
    assert dict(root.execute(STATISTICS).fetchall()) == dict(passages)
    df: Counter[tuple[int, int]] = Counter()
    highest: Counter[tuple[int, int]] = Counter()
    for (lexeme, label, _), impact in found.items():
        df[lexeme, label] += 1
        highest[lexeme, label] = max(highest[lexeme, label], impact)
    lists = {
        (lexeme, label): (count, bound) for lexeme, label, count, bound in root.execute(LISTS).fetchall()
    }
    assert {key: count for key, (count, _) in lists.items()} == dict(df)
    # What left may have been the highest: then the bound is higher than it need be.
    assert all(lists[key][1] >= bound for key, bound in highest.items())


def _read(vector: str) -> dict[int, int]:
    entries, _, _ = vector.strip("{").partition("}")
    return {
        int(lexeme): int(impact)
        for lexeme, impact in (entry.split(":") for entry in entries.split(",") if entry)
    }
