"""What an obedient model writes, over HTTP into a real browser: nothing leaves, nothing runs, nothing unknown is shown."""

import random
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pytest

from tests.databases import Server
from tests.doubles.behaviours import Behaviour
from tests.doubles.model_server import ModelServer
from tests.doubles.obedient_model import AWAY, DATA, PAYLOADS, WAYS
from tests.slow.browsing import Watch, WithModel, ask, browser, sign_in, window
from tests.slow.budget import turn
from tests.slow.serving import read_passwords, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

QUESTION = "What was the residual zero drift at 80 °C with drift compensation?"
QUOTED = "the residual zero drift was 0.21 ns with drift compensation"
TRUE = f'It was 0.21 ns with drift compensation [1: "{QUOTED}"].'
# Of everything inside the answer: its elements, and where they lead.
INSIDE = """() => [...document.querySelectorAll('.statements *, .source-list *')].flatMap(one =>
    [one.tagName.toLowerCase(), ...[...one.attributes].map(({name, value}) =>
        ['href', 'src', 'action', 'srcset', 'style'].includes(name) || name.startsWith('on') ? `${name}=${value}` : '')])"""
ELEMENTS = {
    *("li", "p", "span", "strong", "div", "details", "summary", "blockquote", "mark", "a"),
    *("form", "input", "fieldset", "legend", "label", "button"),
}
ANSWERS_AT_ONCE = 4


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer() as double:
        yield double


@pytest.fixture(scope="module")
def portal(server: Server, model: ModelServer) -> Iterator[str]:
    with serving(WithModel(server, model.url), server.fresh()) as address:  # type: ignore[arg-type]
        yield address


@pytest.fixture(scope="module")
def passwords(server: Server) -> Mapping[str, str]:
    return read_passwords(server.cluster.state.path / "demo-accounts.txt")


@pytest.fixture(scope="module")
def chromium(portal: str) -> "Iterator[Browser]":
    with browser() as opened:
        yield opened


def written(seed: int) -> str:
    """What the model writes: the truth, and several orders it was given, each in one of the ways to obey."""
    chance = random.Random(seed)  # noqa: S311  # the same again from the seed that failed
    orders = chance.sample(sorted(PAYLOADS), ANSWERS_AT_ONCE)
    obeyed = [chance.choice(WAYS).format(PAYLOADS[order].replace(DATA, "seen"), QUOTED) for order in orders]
    return " ".join([TRUE, *obeyed, TRUE])


def look(page: "Page") -> None:
    """What stands in the answer, as the browser has built it."""
    found = set(page.evaluate(INSIDE)) - {""}
    leads = {one for one in found if "=" in one}
    assert found - leads <= ELEMENTS, found - leads
    assert not any(AWAY in one or one.startswith(("on", "src", "style")) for one in leads), leads
    assert all(one.partition("=")[2].startswith(("#", "/")) for one in leads), leads


def test_what_an_obedient_model_writes_stays_text(
    chromium: "Browser", portal: str, passwords: Mapping[str, str], model: ModelServer
) -> None:
    watch = Watch(portal)
    with (
        turn("obeying") as share,
        window(chromium, portal, watch) as page,
    ):
        sign_in(page, "engineer2", passwords["engineer2"])
        for seed in share.rounds():
            model.script(Behaviour(final=written(seed), per_event=40))
            ask(page, QUESTION)
            look(page)
            page.reload()  # as the server itself writes the page
            look(page)
            watch.check()
            share.count(answers=1, requests=watch.requests)
            watch.requests = 0
