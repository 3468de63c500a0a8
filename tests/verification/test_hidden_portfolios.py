"""Portfolios that hold nothing permitted: not named, and not walked through either."""

import pytest

from governance.access.scopes import NotFound
from portfolios.catalogue import count_by_portfolio, find_portfolio, list_documents, list_portfolios
from tests.databases import Server, connected
from tests.verification.logins import Raw, person
from tests.verification.pages import pages_for

KNOWS, DOES_NOT, SECRET = "engineer2", "engineer", "borealis"
HIDDEN, MANY = "portfolio of many", 20_000
PORTFOLIO = "insert into portfolios_portfolio (id, name) values (gen_random_uuid(), %s)"
DOCUMENTS = """
    insert into portfolios_document (id, portfolio_id, label_id, original_id, path, member, digest, title, kind, format,
                                     language, publication_number, analyzer, warnings)
    select gen_random_uuid(), p.id, m.label_id, d.original_id, d.path, 'hidden ' || n, d.digest, d.title, d.kind, d.format,
           d.language, d.publication_number, d.analyzer, d.warnings
      from generate_series(1, %s) n, portfolios_portfolio p, access_marking m, (select * from portfolios_document limit 1) d
     where p.name = %s and m.name = %s
"""
ASKED = "select name from portfolios_portfolio"
TABLES = "portfolios_document, portfolios_portfolio"


def test_what_a_hidden_portfolio_holds_takes_no_time(server: Server, demo: str) -> None:
    with server.superuser(demo) as root:
        root.execute(PORTFOLIO, [HIDDEN])
        _hold(root, 1)
    few = pages_for(server, demo, DOES_NOT, ASKED, tables=TABLES)
    with server.superuser(demo) as root:
        _hold(root, MANY)
    assert (
        pages_for(server, demo, DOES_NOT, ASKED, tables=TABLES) - few < 20
    )  # an index of more rows is a step or two deeper, for each portfolio
    with connected(server, "app", demo):
        with person(KNOWS) as acting:
            assert find_portfolio(HIDDEN, scope=acting)
        with person(DOES_NOT) as acting, pytest.raises(NotFound):
            find_portfolio(HIDDEN, scope=acting)


def _hold(root: Raw, many: int) -> None:
    root.execute("delete from portfolios_document where member like 'hidden %'")
    root.execute(DOCUMENTS, [many, HIDDEN, SECRET])


@pytest.mark.parametrize("who", [KNOWS, DOES_NOT])
def test_portfolios_are_those_of_the_documents(server: Server, demo: str, who: str) -> None:
    with connected(server, "app", demo), person(who) as acting:
        documents = list_documents(scope=acting, limit=100_000)
        counted = {one.name: one.document_count for one in count_by_portfolio(scope=acting)}
        names = [one.name for one in list_portfolios(scope=acting)]
    held = {name: sum(one.portfolio == name for one in documents) for name in names}
    assert held == counted and {one.portfolio for one in documents} == {*names} and len(names) == len(held)
