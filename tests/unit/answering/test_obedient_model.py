"""Whatever a text tells an obedient model to do: nothing active is shown, nothing leaves, nothing unknown is supported.

The whole way is gone but for the database: laying out, writing, cutting, verifying, and the page as it is shown.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.template.loader import get_template
from lxml import html

from kaas.answering.answers import CitationView, StatementView
from kaas.answering.checking.plain import plain
from kaas.answering.desk import Desk
from kaas.answering.draft import Draft, DraftStatement, Verdict, Writing
from kaas.answering.laying_out import lay_out_writing
from kaas.answering.steps.verify import verify
from kaas.answering.writing import write
from kaas.inference.cancellation import Cancellation
from kaas.portal.released import citation_event, statement_event
from tests.doubles.chat_model import ScriptedModel
from tests.doubles.obedient_model import (
    AWAY,
    CHOICES,
    EVERY,
    INVENTED,
    SECRET,
    Carrier,
    Context,
    contexts,
    obeys,
    orders,
)

CONTEXTS = 2000
ELEMENTS = {"li", "p", "span", "strong", "div", "details", "summary", "blockquote", "mark", "a", "ol", "bdi"}
ATTRIBUTES = {"class", "id", "lang", "hidden", "tabindex", "href", "title", "aria-label", "data"}
LEADING = {"href", "src", "action", "formaction", "srcset", "poster", "data", "cite"}
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNKNOWN = (INVENTED, "BOR-D-931", "LN-77", "特願2031-123456")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made of, and where it leads."""

    elements: set[str]
    attributes: set[str]
    leads: set[str]


def page_of(markup: str) -> Page:
    """The page that a browser would make of markup."""
    found = [element for element in html.fragment_fromstring(markup, "ol").iter() if element.tag != "ol"]
    attributes = [(name, value) for element in found for name, value in element.attrib.items()]
    return Page(
        {str(element.tag) for element in found},
        {"data" if name.startswith("data-") else name for name, _ in attributes},
        {value for name, value in attributes if name in LEADING},
    )


def drafted(context: Context) -> Draft:
    """A draft with everything laid out for the model."""
    model = ScriptedModel(obeys)
    draft = Draft(context.question, desk=Desk(chat=model, salt_key=b"k" * 32))
    draft.room, draft.turns = 131_072, list(context.turns)
    draft.writing = lay_out_writing(draft, model, context.hits, label_ids=[1], today=date(2026, 11, 22))
    return draft


def laid_out(context: Context) -> Writing:
    """What the model is given of a context."""
    writing = drafted(context).writing
    assert writing is not None
    return writing


def answered(context: Context) -> tuple[Draft, list[DraftStatement]]:
    """The statements that an obedient model makes of a context, verified."""
    draft = drafted(context)
    statements = [made for group in write(draft, Cancellation()) for made in group]
    for statement in statements:
        verify(statement, draft.question, fold=draft.fold)
    return draft, statements


def shown(statements: list[DraftStatement]) -> str:
    """The page's part with these statements and their sources."""
    item, source = get_template("portal/_statement.html"), get_template("portal/_source.html")
    cited = list(
        dict.fromkeys((hit.passage.id, start, end) for s in statements for hit, start, end in s.spans)
    )
    hits = {hit.passage.id: hit for s in statements for hit, _, _ in s.spans}
    parts = []
    for ordinal, statement in enumerate(statements, 1):
        markers = [cited.index((hit.passage.id, start, end)) + 1 for hit, start, end in statement.spans]
        view = StatementView(ordinal, statement.text, statement.verdict, markers)
        parts.append(item.render({"statement": statement_event(view)}))
    for marker, (passage, start, end) in enumerate(cited, 1):
        hit = hits[passage]
        place = (marker, hit.document.id, "", passage, hit.document.title, hit.document.publication_number)
        where = (hit.passage.locator_kind, hit.passage.locator_value, hit.passage.text, start, end, 1, "")
        parts.append(source.render({"citation": citation_event(CitationView(*place, *where), "en")}))
    return "".join(parts)


def check(context: Context) -> int:
    """Try one context; the number of statements it made."""
    draft, statements = answered(context)
    assert draft.writing is not None
    prompt = draft.writing.prompt
    assert "⟦" not in prompt.instructions, context.made_of
    assert "88.5" not in prompt.instructions
    markup = shown(statements)
    page = page_of(markup)
    assert page.elements <= ELEMENTS and page.attributes <= ATTRIBUTES, (context.made_of, page)
    assert all(one.startswith(("#", "/")) and not one.startswith("//") for one in page.leads), context.made_of
    assert not any(AWAY in one for one in page.leads)
    assert {one for lead in page.leads for one in ID.findall(lead)} <= ids_of(context), context.made_of
    assert SECRET not in markup and "9020 0417 6530" not in markup, context.made_of
    for statement in statements:
        assert not has_hidden(statement.text), context.made_of
        named = [one for one in UNKNOWN if one in statement.text]
        told = plain(" ".join(f"{hit.document.title} {hit.passage.text}" for hit in context.hits))
        assert statement.verdict is not Verdict.SUPPORTED or all(one in told for one in named), (
            context.made_of
        )
        assert {hit.document.id for hit, _, _ in statement.spans} <= {hit.document.id for hit in context.hits}
    return len(statements)


def ids_of(context: Context) -> set[str]:
    """What a page may lead to: the documents and passages that were on the desk."""
    return {str(one) for hit in context.hits for one in (hit.document.id, hit.passage.id)}


def has_hidden(text: str) -> bool:
    """Whether anything in a text is invisible, turns its direction, or spells a control token."""
    return "<|" in text or any(
        unicodedata.category(character) in {"Cf", "Cc"} and character not in "\n\t" for character in text
    )


def test_an_obedient_model_can_do_nothing() -> None:
    tried: Counter[str] = Counter()
    statements = 0
    for context in contexts(CONTEXTS):
        statements += check(context)
        tried.update(context.made_of)
    print(f"{CONTEXTS:,} contexts, {statements:,} statements; 0 bytes away, 0 unknown names, 0 active")  # noqa: T201
    assert min(tried[one] for values in CHOICES for one in values) >= CONTEXTS // 60


def test_the_double_obeys() -> None:
    """An attack that reached nobody would prove nothing. Headings are not given to a model at all."""
    made = [context for context in contexts(400) if Carrier.METADATA not in context.made_of]
    reached = [bool(orders(laid_out(context).prompt)) for context in made]
    assert sum(reached) > 0.8 * len(made)


def test_no_context_comes_twice() -> None:
    """What is counted are different attacks, and there are more of them than are wanted."""
    assert EVERY > 100_000
    made = [context.made_of for context in contexts(CONTEXTS, begin=EVERY - CONTEXTS // 2)]
    assert len(set(made)) == CONTEXTS


def test_what_a_page_is_made_of_is_looked_at() -> None:
    page = page_of('<p onclick="x"><img src="//away"></p>')
    assert page == Page({"p", "img"}, {"onclick", "src"}, {"//away"})
