"""A word that only hidden documents have costs a search the pages that a word nobody has written costs it."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from governance.access.scopes import prove
from governance.access.sessions import sign_in_as_operator
from tests.databases import Server
from tests.verification.logins import Raw

READER = "partner"
WORDS = 40
HIDDEN = """
    select x.lexeme from index_lexeme x
     where not exists (select from index_list l where l.lexeme = x.lexeme and l.label_id = any (%s))
       and exists (select from index_list l where l.lexeme = x.lexeme)
     order by md5(x.lexeme) limit %s
"""
TOUCHED = re.compile(r"shared hit=(\d+)(?: read=(\d+))?")


@pytest.fixture
def reader(server: Server, app: str) -> Iterator[Raw]:
    """The application's login, acting for a person, in one transaction."""
    session = sign_in_as_operator(READER)
    with server.login("app", app) as raw:
        raw.execute("select identify(%s, %s)", [session, prove(session)])
        yield raw


@pytest.mark.parametrize(
    "search",
    [
        "search_postings(array[%s], array[16])",
        "search_rarity(array[%s])",
        "search_matches('{}', array[%s])",
        "search_vocabulary(array[left(%s, 4)], 1000)",
    ],
    ids=["postings", "rarity", "matches", "vocabulary"],
)
def test_a_hidden_word_costs_what_an_unknown_one_does(
    server: Server, app: str, reader: Raw, search: str
) -> None:
    row = reader.execute("select permitted_labels()").fetchone()
    assert row is not None
    with server.superuser(app) as root:
        hidden = [str(found[0]) for found in root.execute(HIDDEN, [row[0], WORDS]).fetchall()]
    assert len(hidden) == WORDS
    unknown = [f"{word[:-1]}\u9fa5\u92cb" for word in hidden]  # beside them in the dictionary
    for words in (hidden, unknown):  # the first time fills caches
        [pages(reader, search, word) for word in words]
    cost = [Counter(pages(reader, search, word) for word in words) for words in (hidden, unknown)]
    usual = [counted.most_common(1)[0] for counted in cost]
    assert usual[0][0] == usual[1][0]
    # Of a word at the edge of a page of the index the next page is looked at too, whether or not anybody wrote it.
    assert min(usual[0][1], usual[1][1]) >= WORDS - 6


def pages(reader: Raw, search: str, word: str) -> int:
    plan = reader.execute(
        f"explain (analyze, buffers, timing off, summary off) select * from {search}", [word]
    )
    touched = TOUCHED.search("\n".join(str(line[0]) for line in plan.fetchall()))
    assert touched is not None
    return sum(int(count or 0) for count in touched.groups())
