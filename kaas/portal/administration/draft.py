"""A kind of change as it is offered: its form, what there is to choose from, and the parts that it makes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.forms import Form
from django.utils.translation import pgettext

from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.permissions import Permission
from governance.access.scopes import Scope
from kaas.portal.administration.fields import ChoosingForm

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A kind of change as it is offered. `choices` and `named` by field, the latter what is found among the things there are.

    thing: the field's label where it differs by kind.
    """

    title: Any
    hint: Any
    do: Doing
    kind: Kind
    form: type[ChoosingForm]
    choices: Mapping[str, Callable[[Scope], Choices]] = field(default_factory=dict)
    named: Mapping[str, Kind] = field(default_factory=dict)
    thing: Any = ""
    needs: Permission = Permission.ACCESS_MANAGE

    def bind(self, scope: Scope, *arguments: Any, **more: Any) -> Form:
        """The form with what there is to choose from."""
        offered = {name: of(scope) for name, of in self.choices.items()}
        if "thing" in offered:
            offered["thing"] = [("", pgettext("choice", "Choose…")), *offered["thing"]]
        form = self.form(*arguments, acting=scope, choices=offered, named=self.named, **more)
        if self.thing:
            form.fields["thing"].label = self.thing
        return form

    def items(self, values: Mapping[str, Any]) -> tuple[ChangeItem, ...]:
        """What the form asks for."""
        said: dict[str, Any] = {name: values[name] for name in PLAIN if name in values}
        said |= {name: tuple(values[name]) for name in LISTS if name in values}
        if "level" in values:
            said["level"] = int(values["level"])
        if "thing" in values:
            said |= _thing(self.kind, values["thing"])
        return (ChangeItem(do=self.do, kind=self.kind, **said),)


TAG = ("regime", "code", "status", "reviewer")
PLAIN = ("person", "valid_from", "valid_to", "reason", "value", "slug", "name", "name_en", "place", *TAG)
LISTS = ("compartments", "tracks", "reader_groups", "export_tags")


def _thing(kind: Kind, said: Any) -> dict[str, Any]:
    """What a fact is about, in the part of an item where its kind keeps it."""
    if isinstance(said, UUID):
        return {"target": said}
    return {"level": int(said)} if kind is Kind.CLEARANCE else {"value": said}
