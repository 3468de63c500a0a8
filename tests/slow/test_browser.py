"""A tour through the portal in a real browser, as the people of the demo company take it."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.databases import Server
from tests.doubles.behaviours import Behaviour
from tests.doubles.model_server import ModelServer
from tests.slow.browsing import Watch, WithModel, ask, browser, crawl, is_in_view, sign_in, window
from tests.slow.budget import Turn, turn
from tests.slow.serving import Caller, read_passwords, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

QUESTION = "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。"
QUOTE = "勾配型が9.1 Ω·cm²、均一型が31.5 Ω·cm²"
ENGLISH = "What was the residual zero drift at 80 °C with drift compensation?"
LOOK = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PLACES = [
    "/",
    "/documents/",
    "/search/?q=界面抵抗+drift",
    "/search/?q=qqqq",
    "/questions/",
    "/trail/",
    "/nowhere/",
]


SAID = ".statements [data-field=text]"


@pytest.fixture(scope="module")
def share() -> Iterator[Turn]:
    with turn("browser") as share:
        yield share


@pytest.fixture(scope="module")
def database(server: Server) -> str:
    return server.fresh()


@pytest.fixture(scope="module")
def portal(server: Server, database: str) -> Iterator[str]:
    with serving(server, database) as address:
        yield address


@pytest.fixture(scope="module")
def passwords(server: Server) -> Mapping[str, str]:
    return read_passwords(server.cluster.state.path / "demo-accounts.txt")


@pytest.fixture(scope="module")
def chromium(portal: str) -> "Iterator[Browser]":
    with browser() as opened:
        yield opened


@pytest.fixture
def watch(share: Turn, portal: str) -> Iterator[Watch]:
    """Whatever a test does: nothing is fetched from elsewhere, and the browser complains of nothing."""
    watch = Watch(portal)
    yield watch
    share.count(requests=watch.requests, tours=1)
    watch.check()


@pytest.fixture(scope="module")
def asked(portal: str, passwords: Mapping[str, str]) -> None:
    """Something stands on the trail and among everybody's questions."""
    for name, question in (("engineer", QUESTION), ("engineer2", ENGLISH), ("counsel", QUESTION)):
        caller = Caller(portal, name, passwords[name])
        assert caller.ask(question).status_code == 200
        caller.close()


def test_the_main_path_in_japanese(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch, language="ja") as page:
        page.goto("/")
        assert "/sign-in/" in page.url
        assert page.get_attribute("html", "lang") == "ja"
        sign_in(page, "engineer", passwords["engineer"])
        ask(page, QUESTION)
        assert QUOTE in page.locator(".statements").inner_text()
        assert "/answers/" in page.url
        page.locator(".chip").first.click()
        assert page.locator(".source.active").count() == 1
        assert is_in_view(page, ".source.active")
        page.locator(".source.active .open-document").click()
        page.wait_for_selector("[data-target] mark")
        assert QUOTE in page.locator("[data-target] mark").first.inner_text()
        assert is_in_view(page, "[data-target] mark")
        place = page.url.partition("#")[0]
        page.click("details.menu summary")
        page.click("details.menu button[value=en]")
        page.wait_for_selector("html[lang=en]")
        assert page.url.partition("#")[0] == place
        assert is_in_view(page, "[data-target] mark")
        page.reload()
        assert page.get_attribute("html", "lang") == "en"


def test_an_answer_stays_where_it_is_when_the_language_changes(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch) as page:
        sign_in(page, "engineer2", passwords["engineer2"])
        ask(page, ENGLISH)
        address, said = page.url, page.locator(SAID).all_inner_texts()
        page.click("details.menu summary")
        page.click("details.menu button[value=ja]")
        page.wait_for_selector("html[lang=ja] .answer")
        assert page.url == address
        assert page.locator(SAID).all_inner_texts() == said


@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 320), ("ja", 320)])
def test_no_page_is_wider_than_a_narrow_screen(
    chromium: "Browser",
    portal: str,
    passwords: Mapping[str, str],
    watch: Watch,
    share: Turn,
    asked: None,
    language: str,
    width: int,
) -> None:
    with window(chromium, portal, watch, language=language, width=width) as page:
        page.goto("/sign-in/")
        assert page.evaluate(TOO_WIDE) == 0
        sign_in(page, "counsel", passwords["counsel"])
        for path in [*PLACES, *documents_of(page)[::3], *answers_of(page)]:
            page.goto(path)
            for summary in page.locator("main summary:visible").all()[:3]:
                summary.click()
            assert page.evaluate(TOO_WIDE) == 0, path
            share.count(pages=1)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_narrow_screen_the_level_stays_and_what_lies_beside_it_scrolls_away(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch, language: str
) -> None:
    with window(chromium, portal, watch, language=language, width=390) as page:
        sign_in(page, "counsel", passwords["counsel"])
        ask(page, f"{ENGLISH} {QUESTION}")
        level, also = (
            page.locator(f"#classification [data-field={name}]") for name in ("level_bar", "level_also")
        )
        tall = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.bar .also')).lineHeight)")
        box, below = level.bounding_box(), also.bounding_box()
        assert box is not None and below is not None
        assert box["y"] == 0 and below["y"] == box["height"], "the level has a line of its own"
        assert below["height"] > 2 * tall, "five compartments take several lines"
        page.evaluate("scrollTo(0, 500)")
        assert is_in_view(page, "#classification [data-field=level_bar]")
        assert not is_in_view(page, "#classification [data-field=level_also]")
        assert page.evaluate(TOO_WIDE) == 0


def documents_of(page: "Page") -> list[str]:
    page.goto("/documents/")
    found: list[str] = page.eval_on_selector_all("a.row-main", "all => all.map(a => a.pathname)")
    assert found
    return found


def answers_of(page: "Page") -> list[str]:
    page.goto("/questions/")
    found: list[str] = page.eval_on_selector_all(
        "main a[href^='/answers/']", "all => all.map(a => a.pathname)"
    )
    assert found
    return found[:2]


def test_on_a_phone_a_source_comes_as_a_sheet(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch, width=390, has_touch=True) as page:
        sign_in(page, "engineer", passwords["engineer"])
        ask(page, QUESTION)
        page.locator(".chip").first.tap()
        page.wait_for_selector("dialog.sheet[open]")
        assert page.evaluate(TOO_WIDE) == 0
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.sheet:not([open])", state="attached")
        page.locator(".chip").first.tap()
        page.locator("dialog.sheet .open-document").tap()
        page.wait_for_selector("[data-target] mark")
        assert is_in_view(page, "[data-target] mark")


PAPER = """() => { const c = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (c[0] + c[1] + c[2]) / 765; }"""


def test_dark_and_light_by_the_system_and_by_choice(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch, color_scheme="dark") as page:
        sign_in(page, "engineer", passwords["engineer"])
        assert page.evaluate(PAPER) < 0.2
        page.click("details.menu summary")
        with page.expect_response("**/preferences/theme/"):
            page.click("details.menu button[value=light]")
        assert page.evaluate(PAPER) > 0.8
        page.goto("/documents/")
        assert page.evaluate(PAPER) > 0.8
        page.emulate_media(color_scheme="light")
        page.click("details.menu summary")
        with page.expect_response("**/preferences/theme/"):
            page.click("details.menu button[value=dark]")
        page.goto("/search/")
        assert page.evaluate(PAPER) < 0.2


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_heard_tabbed_and_read(
    chromium: "Browser",
    portal: str,
    passwords: Mapping[str, str],
    watch: Watch,
    share: Turn,
    asked: None,
    language: str,
    theme: str,
) -> None:
    with window(chromium, portal, watch, language=language, color_scheme=theme) as page:
        page.goto("/sign-in/?next=/documents/")
        assert page.evaluate(LOOK) == []
        sign_in(page, "counsel", passwords["counsel"])
        for path in [*PLACES, *documents_of(page)[::4], *answers_of(page)]:
            page.goto(path)
            page.eval_on_selector_all(
                "details", "all => all.slice(0, 4).forEach(one => { one.open = true; })"
            )
            assert page.evaluate(LOOK) == [], path
            share.count(pages=1)
        ask(page, QUESTION)
        page.locator(".chip").first.click()
        page.wait_for_timeout(500)  # until nothing moves or fades any more
        assert page.evaluate(LOOK) == []


def test_engineer2_sees_nothing_of_aurora_anywhere(
    server: Server,
    database: str,
    chromium: "Browser",
    portal: str,
    passwords: Mapping[str, str],
    watch: Watch,
    share: Turn,
    asked: None,
) -> None:
    with server.superuser(database) as root:
        rows = root.execute(
            "select d.title from portfolios_document d join portfolios_portfolio p on p.id = d.portfolio_id"
            " where p.name in ('aurora', 'jda-lindfeldt', 'suzhou')"
        ).fetchall()
    secrets = [title for (title,) in rows] + ["aurora", "AUR-", "LN-21", "jda-lindfeldt", "suzhou", "勾配型"]
    for language in ("ja", "en"):
        with window(chromium, portal, watch, language=language) as page:
            sign_in(page, "engineer2", passwords["engineer2"])
            seen = 0
            # The guide tells everybody of the whole demo company, before anyone signs in.
            for path in crawl(page, without=("/guide/",)):
                text = page.content()
                assert [secret for secret in secrets if secret in text] == [], path
                seen += 1
            assert seen > 10
            share.count(pages=seen)
    with window(chromium, portal, watch, language="ja") as page:
        sign_in(page, "engineer2", passwords["engineer2"])
        ask(page, QUESTION)
        body = page.locator("main").inner_text().replace(QUESTION, "")
        assert [secret for secret in secrets if secret in body] == []


def test_counsel_opens_texts_with_a_reason(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch, asked: None
) -> None:
    with window(chromium, portal, watch, language="ja") as page:
        sign_in(page, "counsel", passwords["counsel"])
        page.goto("/trail/?action=answer:asked")
        event = page.locator(".event").first
        event.locator("summary").first.click()
        assert page.locator(".opened").count() == 0
        event.locator(".open-row button").click()
        page.wait_for_selector(".open-texts .error")
        event.locator("[name=reason]").fill("案件2026-014の確認")
        event.locator(".open-row button").click()
        page.wait_for_selector(".opened")
        assert page.locator(".opened-question").inner_text() in {QUESTION, ENGLISH}
        assert "案件2026-014の確認" in page.locator(".opened .notice").inner_text()
        page.goto("/trail/?action=text:opened")
        assert page.locator(".event").count() >= 1


def test_after_signing_out_nothing_is_left(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch) as page:
        sign_in(page, "engineer", passwords["engineer"])
        ask(page, QUESTION)
        page.click("details.menu summary")
        page.click(".menu-out")
        page.wait_for_selector(".gate-card [role=status]")
        page.go_back()
        page.wait_for_selector(".gate-card")
        assert QUOTE not in page.content()
        page.goto("/questions/")
        assert "/sign-in/" in page.url


def test_the_main_path_without_script(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch, language="ja", java_script_enabled=False) as page:
        sign_in(page, "engineer", passwords["engineer"])
        page.goto("/")
        page.fill("[name=question]", QUESTION)
        page.click("#ask button.primary")
        page.wait_for_selector(".answer .statement")
        assert QUOTE in page.locator(".statements").inner_text()
        page.locator(".chip").first.click()
        assert page.url.endswith("#source-1")
        assert is_in_view(page, "#source-1")
        page.locator("#source-1 .open-document").click()
        page.wait_for_selector("[data-target] mark")
        assert is_in_view(page, "[data-target]")
        page.click("details.menu summary")
        page.click("details.menu button[value=en]")
        page.wait_for_selector("html[lang=en] [data-target]")
        page.goto("/search/")
        page.fill("[name=q]", "界面抵抗")
        page.click("form.search button.primary")
        page.wait_for_selector(".hit")
        page.click("details.menu summary")
        page.click(".menu-out")
        page.wait_for_selector(".gate-card")


FOCUSED = """() => { const at = document.activeElement, style = getComputedStyle(at);
  return [at.outerHTML.slice(0, 99), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0]; }"""


def tab_to(page: "Page", selector: str, *, most: int = 25) -> None:
    """Tab until the focus is there; wherever it is on the way can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        where, visible = page.evaluate(FOCUSED)
        assert visible, where
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached in {most} steps")


def test_with_the_keyboard_alone(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], watch: Watch
) -> None:
    with window(chromium, portal, watch, language="ja") as page:
        page.goto("/sign-in/")
        if not page.evaluate("document.activeElement.matches('[name=username]')"):
            tab_to(page, "[name=username]")
        page.keyboard.type("engineer")
        tab_to(page, "[name=password]")
        page.keyboard.type(passwords["engineer"])
        page.keyboard.press("Enter")
        page.wait_for_selector("#ask")
        if not page.evaluate("document.activeElement.matches('[name=question]')"):
            tab_to(page, "[name=question]")
        page.keyboard.insert_text(QUESTION)
        tab_to(page, "#ask button.primary")
        page.keyboard.press("Enter")
        page.wait_for_selector(".answer[aria-busy=false]")
        tab_to(page, ".chip")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.matches('.source')")
        tab_to(page, ".open-document")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-target] mark")
        assert is_in_view(page, "[data-target] mark")


WRITTEN = f'勾配型は9.1、均一型は31.5でした。[1: "{QUOTE}"] この差は必ず再現されます。<b>[詳細](http://127.0.0.1:9/x)</b>'
FURTHER = "均一型の界面抵抗は、勾配型と比べてどうでしたか。"
TOP = "document.querySelector('.answer h1').getBoundingClientRect().top + scrollY"


@pytest.fixture(scope="module")
def double() -> Iterator[ModelServer]:
    with ModelServer() as double:
        yield double


@pytest.fixture(scope="module")
def written_portal(server: Server, double: ModelServer) -> Iterator[str]:
    """A portal whose answers a model phrases."""
    with serving(WithModel(server, double.url), server.fresh()) as address:  # type: ignore[arg-type]
        yield address


@pytest.fixture
def written_watch(share: Turn, written_portal: str) -> Iterator[Watch]:
    watch = Watch(written_portal)
    yield watch
    share.count(requests=watch.requests, tours=1)
    watch.check()


@pytest.mark.parametrize(("language", "width", "theme"), [("ja", 1280, "light"), ("en", 390, "dark")])
def test_an_answer_that_a_model_phrases(
    chromium: "Browser",
    written_portal: str,
    passwords: Mapping[str, str],
    written_watch: Watch,
    double: ModelServer,
    language: str,
    width: int,
    theme: str,
) -> None:
    with window(
        chromium, written_portal, written_watch, language=language, width=width, color_scheme=theme
    ) as page:
        sign_in(page, "engineer", passwords["engineer"])
        double.is_released = False
        double.script(Behaviour(final=WRITTEN, held_after=1))
        page.goto("/")
        page.fill("[name=question]", QUESTION)
        page.click("#ask button.primary")
        page.wait_for_selector(".ribbon")
        assert "gpt-oss-120b" in page.locator(".ribbon").inner_text()
        page.wait_for_selector("[data-field=elapsed]:not(:empty)")
        assert page.locator(".statement").count() == 0
        assert page.locator("[data-action=stop]").is_visible()
        top = page.evaluate(TOP)
        double.release()
        page.wait_for_selector(".answer[aria-busy=false]")
        assert abs(page.evaluate(TOP) - top) < 1  # of a pixel, as scrolled lengths are rounded
        look_at_written(page)
        page.reload()
        look_at_written(page)
        follow_up(page)


def look_at_written(page: "Page") -> None:
    """One sentence with its source and one without, in words, and nothing of it is markup."""
    verdicts = page.eval_on_selector_all(".statement", "all => all.map(one => one.dataset.verdict)")
    assert verdicts[:2] == ["supported", "unsupported"]
    assert page.locator(".statement").nth(1).locator(".verdict:visible").count() == 1
    assert "[詳細](http://127.0.0.1:9/x)" in page.locator(".statements").inner_text()
    assert page.locator(".statements b, .statements a:not(.chip)").count() == 0
    page.click(".written:not(.why) summary")
    assert "gpt-oss-120b" in page.locator(".written:not(.why) .facts").inner_text()
    page.wait_for_timeout(500)  # until nothing moves or fades any more
    assert page.evaluate(LOOK) == []
    assert page.evaluate(TOO_WIDE) == 0


def follow_up(page: "Page") -> None:
    before = page.url
    page.fill(".follow [name=question]", FURTHER)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: "/answers/" in url and url != before)
    page.wait_for_selector(".answer[aria-busy=false]")
    assert page.locator(".chain a").all_inner_texts() == [QUESTION]
    assert page.locator(".answer").count() == 1
    assert page.evaluate(LOOK) == []
    assert page.evaluate(TOO_WIDE) == 0
    page.reload()
    page.locator(".chain a").click()
    page.wait_for_url(before)


def test_stopping_ends_the_models_work(
    chromium: "Browser",
    written_portal: str,
    passwords: Mapping[str, str],
    written_watch: Watch,
    double: ModelServer,
) -> None:
    with window(chromium, written_portal, written_watch) as page:
        sign_in(page, "engineer", passwords["engineer"])
        aborted = double.counts["aborted"]
        double.script(Behaviour(final=WRITTEN + "まだ続きます。" * 400, between=0.02))
        page.goto("/")
        page.fill("[name=question]", QUESTION)
        page.click("#ask button.primary")
        page.wait_for_selector(".statement")
        page.click("[data-action=stop]")
        page.wait_for_selector(".answer[aria-busy=false]")
        assert page.locator(".outcome [data-part=again]").is_visible()
        deadline = time.monotonic() + 20
        while double.counts["aborted"] == aborted and time.monotonic() < deadline:
            page.wait_for_timeout(100)
        assert double.counts["aborted"] == aborted + 1


def test_a_conversation_without_script(
    chromium: "Browser",
    written_portal: str,
    passwords: Mapping[str, str],
    written_watch: Watch,
    double: ModelServer,
) -> None:
    with window(chromium, written_portal, written_watch, language="ja", java_script_enabled=False) as page:
        sign_in(page, "engineer", passwords["engineer"])
        double.script(Behaviour(final=WRITTEN), Behaviour(final=WRITTEN))
        page.fill("[name=question]", QUESTION)
        page.click("#ask button.primary")
        page.wait_for_selector(".answer .statement")
        page.fill(".follow [name=question]", FURTHER)
        page.click(".follow button.primary")
        page.wait_for_selector(".chain a")
        assert page.locator(".chain a").all_inner_texts() == [QUESTION]
        assert page.locator(".statement[data-verdict=unsupported] .verdict:visible").count() >= 1
