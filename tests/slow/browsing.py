"""A real browser in front of the portal: what it asked for, what it complained about, and looking at its pages."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.databases import Server
from tests.doubles.model_server import GPT_OSS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
TOLD = "document.addEventListener('securitypolicyviolation', e => console.error('policy', e.violatedDirective, e.blockedURI))"


@contextmanager
def browser() -> Iterator["Browser"]:
    """The installed Chromium, driven by playwright; skips with the reason where one of them is missing."""
    reason = "playwright is not installed: `make test-slow` installs it from deploy/locks/browser.txt"
    driver = pytest.importorskip("playwright.sync_api", reason=reason)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium on the PATH: install the package chromium for the browser tours")
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with driver.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=arguments)
        try:
            yield opened
        finally:
            opened.close()


@dataclass(slots=True)
class Watch:
    """Everything that a window did besides showing pages."""

    address: str
    requests: int = 0
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: "BrowserContext") -> None:
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def check(self) -> None:
        """No request went elsewhere, and nothing was complained of."""
        assert self.elsewhere == []
        assert self.complaints == []

    def _asked(self, url: str) -> None:
        self.requests += 1
        if not url.startswith((self.address + "/", "data:")):
            self.elsewhere.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "status of 4" not in text:  # pages that are to be refused
            self.complaints.append(f"{kind}: {text}")


@dataclass(frozen=True, slots=True)
class WithModel:
    """The test run's database server, for a portal at whose desk a chat model stands."""

    server: Server
    endpoint: str

    def environment(self, database: str) -> dict[str, str]:
        model = {"KAAS_CHAT_ENDPOINTS": self.endpoint, "KAAS_CHAT_MODEL": GPT_OSS}
        return self.server.environment(database) | model


@contextmanager
def window(
    chromium: "Browser", address: str, watch: Watch, *, language: str = "en", width: int = 1280, **more: Any
) -> Iterator["Page"]:
    """A fresh window without cookies, in a language and of a width."""
    locale = {"ja": "ja-JP", "en": "en-GB"}[language]
    size: Any = {"width": width, "height": 860}
    context = chromium.new_context(base_url=address, locale=locale, viewport=size, **more)
    context.set_default_timeout(15_000)
    context.add_init_script(TOLD)
    watch.follow(context)
    try:
        yield context.new_page()
    finally:
        context.close()


def sign_in(page: "Page", username: str, password: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main button.primary")
    page.wait_for_selector("header.top")


def ask(page: "Page", question: str) -> None:
    """Ask and wait for the end of the answer."""
    page.goto("/")
    page.fill("[name=question]", question)
    page.click("#ask button.primary")
    page.wait_for_selector(".answer[aria-busy=false]")


def is_in_view(page: "Page", selector: str) -> bool:
    """Whether the first such element is on the part of the page that is on screen."""
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    assert size is not None
    return box is not None and box["height"] > 0 and 0 <= box["y"] <= size["height"] - box["height"] / 2


def crawl(page: "Page", *, start: str = "/", most: int = 60, without: tuple[str, ...] = ()) -> Iterator[str]:
    """Visit every page that links lead to, and yield its path; those that begin with one of `without` are left out."""
    waiting, seen = [start], {start}
    while waiting and most:
        path = waiting.pop(0)
        page.goto(path)
        most -= 1
        yield path
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.pathname + a.search)"):
            if link not in seen and not link.startswith(without):
                seen.add(link)
                waiting.append(link)
