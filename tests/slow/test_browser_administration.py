"""Two administrators change access in a real browser, and every page of theirs is looked at, in both languages."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.databases import Server
from tests.slow.browsing import Watch, browser, sign_in, window
from tests.slow.serving import read_passwords, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

LOOK = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OFFICE = "/administration/"
PLACES = [
    OFFICE,
    *(OFFICE + name + "/" for name in ("people", "compartments", "tracks", "reader-groups", "markings")),
    *(
        OFFICE + name + "/"
        for name in ("walls", "export-tags", "groups", "simulate", "changes", "emergencies")
    ),
    f"{OFFICE}people/?q=zzzz",
    f"{OFFICE}simulate/?person=nobody-such&document=none",
    *(f"{OFFICE}changes/new/{what}" for what in ("", "role/", "wall/", "new-marking/", "new-compartment/")),
    "/keys/",
    "/matters/",
]
LONG = "The laboratory in the north takes over the measurements until the new bench is calibrated. " * 5


@pytest.fixture(scope="module")
def portal(server: Server) -> Iterator[str]:
    with serving(server, server.fresh()) as address:
        yield address


@pytest.fixture(scope="module")
def passwords(server: Server) -> Mapping[str, str]:
    return read_passwords(server.cluster.state.path / "demo-accounts.txt")


@pytest.fixture(scope="module")
def chromium(portal: str) -> "Iterator[Browser]":
    with browser() as opened:
        yield opened


@pytest.fixture
def watch(portal: str) -> Iterator[Watch]:
    watch = Watch(portal)
    yield watch
    watch.check()


def look(page: "Page") -> None:
    """Nothing that a person who hears, tabs or sees badly would stumble over, and nothing wider than the screen."""
    assert page.evaluate(TOO_WIDE) == 0, page.url
    assert page.evaluate(LOOK) == [], page.url


def test_a_change_from_proposal_to_the_person_s_page(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch, width=1280) as first:
        sign_in(first, "admin", passwords["admin"])
        first.goto(f"{OFFICE}people/?q=engineer")
        first.get_by_role("link", name="Haruka Aizawa").click()
        first.get_by_role("link", name="Propose a change").click()
        first.get_by_role("link", name="Add to a compartment").click()
        assert first.input_value("[name=person]") == "engineer"
        first.click("form.paper button.primary")
        first.wait_for_selector(".field .error")
        first.locator("[name=thing]").select_option(label="dorado: optical gravimeter (dorado)")
        first.fill("[name=reason]", LONG.strip()[:480])
        first.fill("[name=valid_to]", "2099-03-31T18:00")
        first.click("form.paper button.primary")
        first.wait_for_selector("#effect .gained")
        look(first)
        first.click("form.paper button.primary")
        first.wait_for_selector("[value=withdraw]")
        look(first)
        change = first.url
        assert first.locator("[value=approve]").count() == 0
    with window(chromium, portal, watch, language="ja", width=390) as second:
        sign_in(second, "admin2", passwords["admin2"])
        second.goto(OFFICE)
        second.locator("a.row-main").first.click()
        assert second.url == change
        look(second)
        second.click("[value=reject]")
        second.wait_for_selector(".field .error")
        second.click("[value=approve]")
        second.wait_for_selector(".tag[data-tone=good]")
        second.goto(f"{OFFICE}people/?q=engineer")
        second.get_by_role("link", name="相沢 遥").click()
        line = second.locator(".held li", has_text="dorado").first
        line.locator("summary").click()
        assert line.locator("svg rect.now").count() == 1
        assert line.locator(".held-facts a").first.get_attribute("href") == change.removeprefix(portal)
        look(second)


@pytest.mark.parametrize(("language", "width", "theme"), [("ja", 390, "light"), ("en", 1280, "dark")])
def test_every_page_can_be_read(
    chromium: "Browser",
    portal: str,
    passwords: Mapping[str, str],
    watch: Watch,
    language: str,
    width: int,
    theme: str,
) -> None:
    with window(chromium, portal, watch, language=language, width=width, color_scheme=theme) as page:
        sign_in(page, "admin", passwords["admin"])
        for path in [*PLACES, *some_of(page, "people"), *some_of(page, "compartments")]:
            page.goto(path)
            for summary in page.locator("main summary:visible").all()[:2]:
                summary.click()
            look(page)


def some_of(page: "Page", place: str) -> list[str]:
    """A few of the things that a list leads to."""
    page.goto(f"{OFFICE}{place}/")
    found: list[str] = page.eval_on_selector_all("a.row-main", "all => all.map(a => a.pathname)")
    assert found
    return found[:2]


def test_an_emergency_and_a_key_without_script(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch, width=390, java_script_enabled=False) as page:
        sign_in(page, "security", passwords["security"])
        page.goto(f"{OFFICE}emergencies/")
        page.locator("[name=compartment]").select_option(index=1)
        page.fill("[name=reason]", "the note on handling the leaking sample is needed")
        page.click("form.paper button")
        page.wait_for_selector(".emergency[data-state=open]")
        page.locator(".emergency button").first.click()
        page.wait_for_selector(".emergency[data-state=past]")
    with window(chromium, portal, watch, width=390, java_script_enabled=False) as page:
        sign_in(page, "engineer", passwords["engineer"])
        page.goto("/keys/")
        page.fill("[name=name]", "measurements of the night")
        page.locator("[name=scopes]").first.check()
        page.click("form.paper button.primary")
        key = page.locator("#made-key").inner_text()
        page.goto("/keys/")
        assert key not in page.content()
        page.locator(".key-row button").first.click()
        page.wait_for_selector(".key-row .tag:not([data-tone])")
