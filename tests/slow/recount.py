"""The index counted again from the texts, on a superuser's connection: every number of it must be what the texts say."""

from collections import Counter

from portfolios.analysis import index_terms
from tests.verification.logins import Raw

PASSAGES = """
    select p.id, p.document_id, p.label_id, p.text, f.number from portfolios_passage p
      join portfolios_document d on d.id = p.document_id and d.withdrawn_at is null
      left join index_forward f on f.passage_id = p.id
"""
POSTINGS = """
    select l.lexeme, p.document_id, p.label_id, p.df, p.entries
      from index_posting p join index_lexeme l on l.id = p.lexeme_id
"""


def check_index(root: Raw) -> int:
    """Raise AssertionError where index and texts differ; return how many postings were compared."""
    passages = root.execute(PASSAGES).fetchall()
    assert all(number is not None for *_, number in passages)
    assert root.execute("select count(*) from index_forward").fetchone() == (len(passages),)
    kept: dict[int, int] = dict(
        root.execute("select label_id, passages from index_statistic where passages > 0").fetchall()
    )
    assert kept == dict(Counter(label for _, _, label, _, _ in passages))
    expected: dict[tuple[object, ...], set[int]] = {}
    for _, document, label, text, number in passages:
        for lexeme, impact in index_terms(text).items():
            expected.setdefault((lexeme, document, label), set()).add(number << 16 | min(impact, 0xFFFF))
    rows = root.execute(POSTINGS).fetchall()
    found = {(lexeme, document, label): set(entries) for lexeme, document, label, _, entries in rows}
    assert found == expected
    assert len(rows) == len(found)
    assert all(df == len(entries) for *_, df, entries in rows)
    return len(rows)
