"""Several things at once for one person: what a newcomer is given, or what changes when somebody moves, as one change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import ChoiceField, Form
from django.utils.translation import pgettext

from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.holdings import HeldFact, facts_of
from governance.access.scopes import Scope
from kaas.portal.administration.draft import Draft
from kaas.portal.administration.finding import PEOPLE, Unclear, meant
from kaas.portal.administration.words import fact_words, kind_words

# Each field that gives something, the kind of fact, and the part of an item that says what.
GIVES = (
    ("standings", Kind.STANDING, "value"),
    ("roles", Kind.GRANT, "value"),
    ("level", Kind.CLEARANCE, "level"),
    ("tracks", Kind.TRACK, "target"),
    ("compartments", Kind.COMPARTMENT, "target"),
    ("reader_groups", Kind.READER_GROUP, "target"),
)


@dataclass(frozen=True, slots=True)
class Package(Draft):
    """A draft of many parts. Once it is known whom it is about, what is held is offered to end, and not to give."""

    def bind(self, scope: Scope, *arguments: Any, **more: Any) -> Form:
        form = Draft.bind(self, scope, *arguments, **more)
        said = form.data.get("person") if form.is_bound else form.initial.get("person")
        held = [fact for fact in _facts(scope, said or "") if fact.is_in_force]
        for name, kind, _part in GIVES:
            _leave_out(
                form, name, [_content(fact) for fact in held if fact.kind == kind and fact.valid_to is None]
            )
        offered = [
            (f"{fact.kind}/{fact.id}", f"{kind_words(fact.kind)}: {fact_words(fact)}") for fact in held
        ]
        ends = form.fields["ends"]
        assert isinstance(ends, ChoiceField)
        ends.choices = offered
        if not offered:
            del form.fields["ends"]
        return form

    def items(self, values: Mapping[str, Any]) -> tuple[ChangeItem, ...]:
        begins, reason = values["valid_from"], values["reason"]
        term = {"valid_from": begins, "valid_to": values["valid_to"], "reason": reason}
        given = [
            ChangeItem(do=Doing.OPEN, kind=kind, person=values["person"], **term, **_said(part, one))
            for name, kind, part in GIVES
            for one in _each(values.get(name))
        ]
        ended = [one.partition("/") for one in values.get("ends", ())]
        return (
            *given,
            *(
                ChangeItem(do=Doing.CLOSE, kind=Kind(kind), target=UUID(fact), valid_to=begins, reason=reason)
                for kind, _slash, fact in ended
            ),
        )


def _facts(scope: Scope, username: str) -> Sequence[HeldFact]:
    try:
        return facts_of(scope, meant(scope, PEOPLE, username)) if username else ()
    except Unclear:
        return ()


def _content(fact: HeldFact) -> str:
    return str(fact.target_id or fact.value)


def _leave_out(form: Form, name: str, held: Collection[str]) -> None:
    """What is held without an end is not offered again; what is typed is refused by the verb."""
    field = form.fields[name]
    if isinstance(field, ChoiceField):
        offered: Any = field.choices
        field.choices = [(code, words) for code, words in offered if str(code) not in held]
        if held and not field.choices:
            del form.fields[name]


def _each(chosen: Any) -> Sequence[Any]:
    return chosen if isinstance(chosen, list) else [chosen] if chosen else []


def _said(part: str, one: Any) -> dict[str, Any]:
    return {part: int(one) if part == "level" else one}


def optional(choices: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Choices of which none need be chosen."""
    return [("", pgettext("choice", "None")), *choices]
