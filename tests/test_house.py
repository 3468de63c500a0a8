"""The house keeps its own rules: sizes, arrows, words, locks and translations. Facts stated twice are compared here."""

import ast
import functools
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from governance.access.permissions import ROLES
from governance.audit.events import SENTENCES, Action
from kaas.answering.outcomes import SENTENCES as OUTCOME_SENTENCES
from kaas.answering.outcomes import Outcome
from kaas.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kaas", "portfolios", "governance")
PRODUCT = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "services",
    "service",
    "base",
    "misc",
    "shared",
}
WORST_FAN_OUT = 12
EXEMPT_FROM_FAN_OUT = {"kaas/urls.py", "kaas/wiring.py"}


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@functools.cache
def _nodes(path: Path) -> list[ast.AST]:
    """What the rules below are about: functions and imports."""
    wanted = ast.FunctionDef | ast.AsyncFunctionDef | ast.ImportFrom
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, wanted)]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in _nodes(path):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_product_files_stay_small() -> None:
    """All files in one test: a test for each of six hundred would cost more than looking at them."""
    assert [_named(path) for path in PRODUCT if _lines(path) > 400] == []
    assert [
        (_named(path), one, size) for path in PRODUCT for one, size in _functions(path) if size > 60
    ] == []


def test_test_files_stay_small() -> None:
    assert [str(path) for path in TESTS if _lines(path) > 600] == []


def test_the_shape_of_the_whole() -> None:
    lengths = sorted(_lines(path) for path in PRODUCT if _lines(path))
    functions = sorted(length for path in PRODUCT for _, length in _functions(path))
    assert statistics.median(lengths) <= 90
    assert lengths[int(len(lengths) * 0.95)] <= 300
    assert statistics.median(functions) <= 9
    assert functions[int(len(functions) * 0.95)] <= 40


def test_no_module_knows_too_many_others() -> None:
    others = {_named(path): _known_to(path) for path in PRODUCT}
    assert {
        path: sorted(names)
        for path, names in others.items()
        if len(names) > WORST_FAN_OUT and path not in EXEMPT_FROM_FAN_OUT
    } == {}


def _known_to(path: Path) -> set[str]:
    """The modules of the house from which a module imports."""
    imports = (node.module for node in _nodes(path) if isinstance(node, ast.ImportFrom))
    return {module for module in imports if module and module.partition(".")[0] in ROOMS}


def test_there_is_no_drawer() -> None:
    assert [str(p.relative_to(ROOT)) for p in PRODUCT if {p.stem, *p.relative_to(ROOT).parts} & DRAWERS] == []


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in PRODUCT
        if path.name == "__init__.py" and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_governance_knows_nothing_above_it_in_migrations_either() -> None:
    above = {
        "governance": {"portfolios", "answering", "kaas", "procrastinate"},
        "portfolios": {"answering", "kaas"},
    }
    for room, forbidden in above.items():
        for path in (ROOT / room).rglob("migrations/*.py"):
            named = set(re.findall(r"""\(["'](\w+)["'], ["']\w+["']\)""", path.read_text(encoding="utf-8")))
            assert not named & forbidden, path
    assert "access" not in (ROOT / "governance/audit/migrations/0001_initial.py").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_database_holds_the_same_matrix_as_the_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select role, permission from access_rolepermission")
        held = set(cursor.fetchall())
    assert held == {(role.value, permission.value) for role, some in ROLES.items() for permission in some}


def test_everything_that_ends_or_happens_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Action)
    assert set(OUTCOME_SENTENCES) == set(Outcome)


def test_version_is_the_newest_of_the_changelog() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == VERSION


@pytest.mark.parametrize("lock", sorted((ROOT / "deploy" / "locks").glob("*.txt")), ids=lambda p: p.name)
def test_locks_are_hashed_and_name_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in re.sub(r"^[\w.\[\]-]+==.*$", "", text, flags=re.MULTILINE)
    pinned = re.findall(r"^([\w.\[\]-]+)==", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[\w.\[\]-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE))


def test_locks_hold_everything_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {_name(line) for line in project["project"]["dependencies"]}
    wanted_by_tests = wanted | {_name(line) for line in project["dependency-groups"]["dev"]}
    assert wanted <= _locked("product.txt")
    assert wanted_by_tests <= _locked("dev.txt")


def test_both_locks_pin_the_same_versions() -> None:
    product, dev = (
        set(
            re.findall(
                r"^[\w.\[\]-]+==\S+", (ROOT / "deploy/locks" / name).read_text(encoding="utf-8"), re.MULTILINE
            )
        )
        for name in ("product.txt", "dev.txt")
    )
    assert product <= dev


def _name(requirement: str) -> str:
    return re.split(r"[\s\[<>=;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _locked(name: str) -> set[str]:
    text = (ROOT / "deploy/locks" / name).read_text(encoding="utf-8")
    return {_name(line) for line in re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)}


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if re.match(r'^  "[A-Za-z0-9_\[\],.-]+\s*[<>=!].*",', line)]
    assert len(named) > 20
    assert [line for line in named if "#" not in line] == []


def test_every_text_is_translated_and_current() -> None:
    done = subprocess.run(
        [sys.executable, "deploy/messages.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_the_portal_serves_names_another_server() -> None:
    served = [
        p for p in (ROOT / "kaas/portal").rglob("*") if p.suffix in {".html", ".css", ".js", ".svg", ".txt"}
    ]
    outside = re.compile(
        r"(?:https?:)?//(?!www\.w3\.org/(?:2000/svg|1999/xlink))[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE
    )
    assert served
    assert [(str(p), m.group()) for p in served if (m := outside.search(p.read_text(encoding="utf-8")))] == []


def test_the_plan_of_the_house_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for package in ROOMS:
        for room in sorted(p.name for p in (ROOT / package).iterdir() if (p / "__init__.py").exists()):
            if room != "migrations":
                assert f"{room}/" in readme, f"{package}/{room} is not on the plan in README.md"
