"""kaas.env.sample names every setting that the code reads, and no other."""

import re

from tests.unit.deploy.reading import DEPLOY, ROOT, env_file

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("kaas", "portfolios", "governance")
    for path in sorted((ROOT / room).rglob("*.py"))
)
# What our own processes tell each other, and the set-up of the database; an operator sets none of it.
OWN = {"DATABASE_ROLE", "DATABASE_POOL", "DATABASE_TEMPLATE", "MIGRATING", "VERBOSE"}


def read_by_the_code() -> set[str]:
    """Names after KAAS_, and names given to read(), whether written there or in a constant."""
    read = set(re.findall(r"\bread\(\s*[\"']([A-Z][A-Z_]+)[\"']", SOURCES))
    settings = set(re.findall(r"[\"']([A-Z]+_(?:ENDPOINTS|MODEL|URL|ALLOW|DIALECT|EFFORT))[\"']", SOURCES))
    wiring = (ROOT / "kaas" / "wiring.py").read_text(encoding="utf-8")
    settings |= set(re.findall(r"[\"']([A-Z]+(?:_[A-Z]+)+)[\"']", wiring))
    spelt_out = set(re.findall(r"KAAS_([A-Z][A-Z_]*[A-Z])\b", SOURCES))
    return {name.removesuffix("_FILE") for name in read | settings | spelt_out} - OWN - {"DATABASE"}


def named_in_the_sample() -> set[str]:
    return {name.removeprefix("KAAS_") for name in env_file(DEPLOY / "kaas.env.sample")}


def test_every_setting_is_in_the_sample() -> None:
    assert read_by_the_code() - named_in_the_sample() == set()


def test_the_sample_invents_none() -> None:
    assert named_in_the_sample() - read_by_the_code() == set()


def test_everything_in_the_sample_is_off() -> None:
    lines = (DEPLOY / "kaas.env.sample").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
