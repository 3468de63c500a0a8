"""Each kind of change that can be proposed: its form, its choices, and the items that it makes."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import ChoiceField, Form
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from governance.access import holdings
from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.naming import person_named
from governance.access.permissions import Permission, Role
from governance.access.scopes import NotFound, Scope
from kaas.portal.administration import forms
from kaas.portal.administration.glances import STANDINGS
from kaas.portal.administration.proposals import levels_choices
from kaas.portal.administration.words import role_words, standing_words

Choices = Sequence[tuple[str, str]]


def _things(things: Sequence[holdings.Thing | holdings.ExportTagRow]) -> Choices:
    return [(str(one.id), f"{one.name} ({one.slug})") for one in things]


def _levels(scope: Scope) -> Choices:  # noqa: ARG001
    return levels_choices(get_language() or "en")


def _roles(scope: Scope) -> Choices:  # noqa: ARG001
    return [(role.value, role_words(role)) for role in Role]


def _standings(scope: Scope) -> Choices:  # noqa: ARG001
    return [(code, standing_words(code)) for code in STANDINGS]


def _compartments(scope: Scope) -> Choices:
    return _things(holdings.compartments(scope))


def _tracks(scope: Scope) -> Choices:
    return _things(holdings.tracks(scope))


def _reader_groups(scope: Scope) -> Choices:
    return _things(holdings.reader_groups(scope))


def _export_tags(scope: Scope) -> Choices:
    return _things(holdings.export_tags(scope))


@dataclass(frozen=True, slots=True)
class Draft:
    """A kind of change as it is offered. `choices` by field; `thing` is the field's label where it differs by kind."""

    title: Any
    hint: Any
    do: Doing
    kind: Kind
    form: type[forms.ChoosingForm]
    choices: Mapping[str, Callable[[Scope], Choices]]
    thing: Any = ""
    needs: Permission = Permission.ACCESS_MANAGE

    def bind(self, scope: Scope, *arguments: Any, **more: Any) -> Form:
        """The form with what there is to choose from."""
        offered = {name: of(scope) for name, of in self.choices.items()}
        form = self.form(*arguments, choices=offered, **more)
        if self.thing:
            form.fields["thing"].label = self.thing
        field = form.fields.get("thing")
        if isinstance(field, ChoiceField):
            field.choices = [("", pgettext("choice", "Choose…")), *offered["thing"]]
        return form

    def item(self, values: Mapping[str, Any], *, scope: Scope) -> ChangeItem:
        """What the form asks for. Raises NotFound for a person who is not there."""
        said: dict[str, Any] = {name: values[name] for name in PLAIN if name in values}
        said |= {name: forms.uuids(values[name]) for name in LISTS if name in values}
        if "person" in values:
            said["person"] = person_named(scope, values["person"]).id
        if "level" in values:
            said["level"] = int(values["level"])
        if "thing" in values:
            said |= _thing(self.kind, values["thing"])
        return ChangeItem(do=self.do, kind=self.kind, **said)


TAG = ("regime", "code", "status", "reviewer")
PLAIN = ("valid_from", "valid_to", "reason", "value", "slug", "name", "place", *TAG)
LISTS = ("compartments", "tracks", "reader_groups", "export_tags")


def _thing(kind: Kind, said: Any) -> dict[str, Any]:
    """What a fact is about, in the part of an item where its kind keeps it."""
    if isinstance(said, UUID):
        return {"target": said}
    if kind is Kind.CLEARANCE:
        return {"level": int(said)}
    return (
        {"value": said} if kind in {Kind.GRANT, Kind.STANDING, Kind.EXPORT_STATUS} else {"target": UUID(said)}
    )


def _fact(title: Any, hint: Any, kind: Kind, thing: Any, choices: Callable[[Scope], Choices]) -> Draft:
    return Draft(title, hint, Doing.OPEN, kind, forms.FactForm, {"thing": choices}, thing)


def _new(title: Any, hint: Any, kind: Kind) -> Draft:
    return Draft(title, hint, Doing.MAKE, kind, forms.NamedForm, {})


COMPARTMENT, TRACK, GROUP = _("Compartment"), _("Track"), _("Reader group")
DRAFTS: dict[str, Draft] = {
    "role": _fact(_("Give a role"), _("What somebody does here."), Kind.GRANT, _("Role"), _roles),
    "clearance": _fact(
        _("Give a clearance"),
        _("A level somebody may read up to. The highest in force counts."),
        Kind.CLEARANCE,
        _("Level"),
        _levels,
    ),
    "compartment": _fact(
        _("Add to a compartment"),
        _("A need to know: project, matter, partner."),
        Kind.COMPARTMENT,
        COMPARTMENT,
        _compartments,
    ),
    "track": _fact(_("Add to a track"), _("Where somebody works."), Kind.TRACK, TRACK, _tracks),
    "reader-group": _fact(
        _("Add to a reader group"), _("A circle of readers."), Kind.READER_GROUP, GROUP, _reader_groups
    ),
    "wall": _fact(
        _("Put up a wall"),
        _("Shuts somebody out, whatever else they hold."),
        Kind.WALL,
        COMPARTMENT,
        _compartments,
    ),
    "standing": _fact(
        _("Record a standing"), _("Active, acknowledged, trained."), Kind.STANDING, _("Standing"), _standings
    ),
    "ownership": _fact(
        _("Name an owner"), _("Who answers for a compartment."), Kind.OWNERSHIP, COMPARTMENT, _compartments
    ),
    "export-status": Draft(
        _("Record a status for export control"),
        _("What a person is to export control."),
        Doing.OPEN,
        Kind.EXPORT_STATUS,
        forms.StatusForm,
        {},
        needs=Permission.EXPORT_CLASSIFY,
    ),
    "licence": Draft(
        _("Record a licence"),
        _("Who may read under an export tag, and where."),
        Doing.OPEN,
        Kind.LICENCE,
        forms.LicenceForm,
        {"thing": _export_tags},
        needs=Permission.EXPORT_CLASSIFY,
    ),
    "new-compartment": _new(_("New compartment"), _("A need to know gets a name."), Kind.COMPARTMENT),
    "new-track": _new(_("New track"), _("A part of the organisation gets a name."), Kind.TRACK),
    "new-reader-group": _new(_("New reader group"), _("A circle of readers gets a name."), Kind.READER_GROUP),
    "new-marking": Draft(
        _("New marking"),
        _("A name for a level and what else a reader needs."),
        Doing.MAKE,
        Kind.MARKING,
        forms.MarkingForm,
        {
            "level": _levels,
            "compartments": _compartments,
            "tracks": _tracks,
            "reader_groups": _reader_groups,
            "export_tags": _export_tags,
        },
    ),
    "new-export-tag": Draft(
        _("New export tag"),
        _("An entry of a control list."),
        Doing.MAKE,
        Kind.EXPORT_TAG,
        forms.ExportTagForm,
        {},
        needs=Permission.EXPORT_CLASSIFY,
    ),
}


EXPORT = frozenset({Kind.LICENCE, Kind.EXPORT_STATUS})
ENDING = frozenset(Kind) - {Kind.MARKING, Kind.EXPORT_TAG}


def ending(kind: str) -> Draft:
    """The draft that ends what is held. Raises NotFound for a kind of which nothing ends."""
    if kind not in ENDING:
        raise NotFound
    needs = Permission.EXPORT_CLASSIFY if kind in EXPORT else Permission.ACCESS_MANAGE
    return Draft(_("Let something end"), "", Doing.CLOSE, Kind(kind), forms.EndForm, {}, needs=needs)


def fingerprint(item: ChangeItem) -> str:
    """The same for the same change, so that what is proposed is what was looked at."""
    return hashlib.sha256(repr(item).encode()).hexdigest()[:32]


# Which field a refusal of the verb belongs to; the others stand above the form.
FIELDS = {
    "unknown_person": "person",
    "unknown_role": "thing",
    "unknown_target": "thing",
    "unknown_value": "thing",
    "ends_before_it_begins": "valid_to",
    "reason_missing": "reason",
    "name_taken": "name",
    "name_too_long": "name",
}
