"""What the check of the index says where the owner's URL is wrong: never the URL."""

import pytest

from kaas.operations.checks.index import check_index


@pytest.mark.parametrize(
    "url",
    [
        *("postgres:/kaas_owner:Geheim1@127.0.0.1/kaas", "postgres://kaas_owner:Ge%zheim1@127.0.0.1/kaas"),
        *("postgres://kaas_owner:Ge/heim1@127.0.0.1/kaas", "postgres://kaas_owner:Geheim1@127.0.0.1:1/kaas"),
    ],
    ids=["one slash", "a percent sign", "a slash in it", "nobody there"],
)
def test_a_wrong_url_is_not_repeated(url: str) -> None:
    found = check_index(url)
    assert not found.ok and "KAAS_DATABASE_OWNER_URL" in found.detail
    assert not any(part in found.detail for part in ("Ge", "heim", "127.0.0.1"))
