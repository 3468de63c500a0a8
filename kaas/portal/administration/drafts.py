"""Each kind of change that can be proposed: its form, its choices, and the items that it makes."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.permissions import Permission, Role
from governance.access.scopes import NotFound, Scope
from kaas.portal.administration import forms
from kaas.portal.administration.draft import Choices, Draft
from kaas.portal.administration.glances import STANDINGS
from kaas.portal.administration.packages import Package, optional
from kaas.portal.administration.proposals import levels_choices
from kaas.portal.administration.renaming import Naming
from kaas.portal.administration.words import role_words, standing_words


def _levels(scope: Scope) -> Choices:  # noqa: ARG001
    return levels_choices(get_language() or "en")


def _roles(scope: Scope) -> Choices:  # noqa: ARG001
    return [(role.value, role_words(role)) for role in Role]


def _standings(scope: Scope) -> Choices:  # noqa: ARG001
    return [(code, standing_words(code)) for code in STANDINGS]


def _fact(title: Any, hint: Any, kind: Kind, thing: Any, of: Callable[[Scope], Choices] | Kind) -> Draft:
    if isinstance(of, Kind):
        return Draft(title, hint, Doing.OPEN, kind, forms.FactForm, named={"thing": of}, thing=thing)
    return Draft(title, hint, Doing.OPEN, kind, forms.FactForm, {"thing": of}, thing=thing)


def _new(title: Any, hint: Any, kind: Kind) -> Draft:
    return Draft(title, hint, Doing.MAKE, kind, forms.NamedForm)


def _english(title: Any, kind: Kind, thing: Any, needs: Permission = Permission.ACCESS_MANAGE) -> Draft:
    form = forms.naming_form(kind)
    return Naming(title, ENGLISH_HINT, Doing.NAME, kind, form, thing=thing, needs=needs)


def _levels_or_none(scope: Scope) -> Choices:
    return optional(_levels(scope))


ENGLISH_HINT = _("What readers of English are shown; the name stays as it is.")
COMPARTMENT, TRACK, GROUP = _("Compartment"), _("Track"), _("Reader group")
DRAFTS: dict[str, Draft] = {
    "package": Package(
        _("Several things at once"),
        _("For somebody who joins or moves: one change, approved as a whole."),
        Doing.OPEN,
        Kind.GRANT,
        forms.PackageForm,
        {"standings": _standings, "roles": _roles, "level": _levels_or_none},
        {"tracks": Kind.TRACK, "compartments": Kind.COMPARTMENT, "reader_groups": Kind.READER_GROUP},
    ),
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
        Kind.COMPARTMENT,
    ),
    "track": _fact(_("Add to a track"), _("Where somebody works."), Kind.TRACK, TRACK, Kind.TRACK),
    "reader-group": _fact(
        _("Add to a reader group"), _("A circle of readers."), Kind.READER_GROUP, GROUP, Kind.READER_GROUP
    ),
    "wall": _fact(
        _("Put up a wall"),
        _("Shuts somebody out, whatever else they hold."),
        Kind.WALL,
        COMPARTMENT,
        Kind.COMPARTMENT,
    ),
    "standing": _fact(
        _("Record a standing"), _("Active, acknowledged, trained."), Kind.STANDING, _("Standing"), _standings
    ),
    "ownership": _fact(
        _("Name an owner"), _("Who answers for a compartment."), Kind.OWNERSHIP, COMPARTMENT, Kind.COMPARTMENT
    ),
    "english-name": Naming(
        _("Name a person in English"), ENGLISH_HINT, Doing.NAME, Kind.PERSON, forms.PersonNameForm
    ),
    "export-status": Draft(
        _("Record a status for export control"),
        _("What a person is to export control."),
        Doing.OPEN,
        Kind.EXPORT_STATUS,
        forms.StatusForm,
        needs=Permission.EXPORT_CLASSIFY,
    ),
    "licence": Draft(
        _("Record a licence"),
        _("Who may read under an export tag, and where."),
        Doing.OPEN,
        Kind.LICENCE,
        forms.LicenceForm,
        named={"thing": Kind.EXPORT_TAG},
        needs=Permission.EXPORT_CLASSIFY,
    ),
    "new-compartment": _new(_("New compartment"), _("A need to know gets a name."), Kind.COMPARTMENT),
    "new-track": _new(_("New track"), _("A part of the organisation gets a name."), Kind.TRACK),
    "new-reader-group": _new(_("New reader group"), _("A circle of readers gets a name."), Kind.READER_GROUP),
    "english-name-of-compartment": _english(
        _("Name a compartment in English"), Kind.COMPARTMENT, COMPARTMENT
    ),
    "english-name-of-track": _english(_("Name a track in English"), Kind.TRACK, TRACK),
    "english-name-of-reader-group": _english(_("Name a reader group in English"), Kind.READER_GROUP, GROUP),
    "english-name-of-export-tag": _english(
        _("Name an export tag in English"), Kind.EXPORT_TAG, _("Export tag"), Permission.EXPORT_CLASSIFY
    ),
    "new-marking": Draft(
        _("New marking"),
        _("A name for a level and what else a reader needs."),
        Doing.MAKE,
        Kind.MARKING,
        forms.MarkingForm,
        {"level": _levels},
        {
            "compartments": Kind.COMPARTMENT,
            "tracks": Kind.TRACK,
            "reader_groups": Kind.READER_GROUP,
            "export_tags": Kind.EXPORT_TAG,
        },
    ),
    "new-export-tag": Draft(
        _("New export tag"),
        _("An entry of a control list."),
        Doing.MAKE,
        Kind.EXPORT_TAG,
        forms.ExportTagForm,
        needs=Permission.EXPORT_CLASSIFY,
    ),
}


EXPORT = frozenset({Kind.LICENCE, Kind.EXPORT_STATUS})
ENDING = frozenset(Kind) - {Kind.MARKING, Kind.EXPORT_TAG, Kind.PERSON}


def ending(kind: str) -> Draft:
    """The draft that ends what is held. Raises NotFound for a kind of which nothing ends."""
    if kind not in ENDING:
        raise NotFound
    needs = Permission.EXPORT_CLASSIFY if kind in EXPORT else Permission.ACCESS_MANAGE
    return Draft(_("Let something end"), "", Doing.CLOSE, Kind(kind), forms.EndForm, needs=needs)


def fingerprint(items: Sequence[ChangeItem]) -> str:
    """The same for the same change, so that what is proposed is what was looked at."""
    return hashlib.sha256(repr(items).encode()).hexdigest()[:32]


# Which field a refusal of the verb belongs to; the others stand above the form.
FIELDS = {
    "unknown_person": "person",
    "unknown_role": "thing",
    "unknown_target": "thing",
    "unknown_value": "thing",
    "ends_before_it_begins": "valid_to",
    "reason_missing": "reason",
    "name_confusable": "name",
    "already_named": "name_en",
    "name_taken": "name",
    "name_too_long": "name",
}
