"""What administrators type, checked as far as a page can; whether it is allowed is asked of the verb."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from governance.access.changes import Kind
from kaas.portal.administration.fields import ChoosingForm, FoundField, MomentField, PersonField, WhyField

ID = re.compile(r"(?<![0-9a-fA-F-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F-])")
EXAMPLE = "3f2b8c1e-0a6d-4b57-9e21-5d0c7a9f4e63"


class TermForm(ChoosingForm):
    """A change that can begin later and can end."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, end = values.get("valid_from"), values.get("valid_to")
        if begin and timezone.localdate(begin) < timezone.localdate():
            self.add_error("valid_from", _("Nothing begins before today: what has been stays as it was."))
        if begin and end and end <= begin:
            self.add_error(
                "valid_to", _("It would end before it begins. Choose a later end, or leave it empty.")
            )
        elif end and end <= timezone.now():
            self.add_error("valid_to", _("This moment is over. Choose a later end, or leave it empty."))
        return values


class FactForm(TermForm):
    """Something that becomes true of a person."""

    person = PersonField()
    thing = forms.ChoiceField(
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": _("There is no such one. Choose another."),
        }
    )
    valid_from = MomentField(label=_("From"), help_text=_("Empty: as soon as it is approved."))
    valid_to = MomentField(label=_("Until"), help_text=_("Empty: until it is ended."))
    reason = WhyField()


class PackageForm(TermForm):
    """Several things that become true of a person, and others that end, as one change."""

    person = PersonField()
    standings = forms.MultipleChoiceField(
        label=_("Standing"), required=False, widget=forms.CheckboxSelectMultiple
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)
    level = forms.ChoiceField(label=_("Clearance"), required=False)
    tracks = forms.MultipleChoiceField(label=_("Tracks"), required=False)
    compartments = forms.MultipleChoiceField(label=_("Compartments"), required=False)
    reader_groups = forms.MultipleChoiceField(label=_("Reader groups"), required=False)
    ends = forms.MultipleChoiceField(
        label=_("What ends when this begins"), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_from = MomentField(label=_("From"), help_text=_("Empty: as soon as it is approved."))
    valid_to = MomentField(label=_("Until"), help_text=_("Empty: until it is ended."))
    reason = WhyField()

    GIVEN = ("standings", "roles", "level", "tracks", "compartments", "reader_groups", "ends")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not any(values.get(name) for name in self.GIVEN):
            self.add_error(None, _("Choose at least one thing to give or to end."))
        return values


class StatusForm(TermForm):
    """A person's status for export control, which only export control proposes."""

    person = PersonField()
    thing = forms.CharField(
        label=_("Status"), max_length=40, error_messages={"required": _("Give the status.")}
    )
    valid_from = MomentField(label=_("From"), help_text=_("Empty: as soon as it is approved."))
    valid_to = MomentField(label=_("Until"), help_text=_("Empty: until it is ended."))
    reason = WhyField()


class LicenceForm(TermForm):
    """Who may read under an export tag, and where."""

    thing = forms.ChoiceField(
        label=_("Export tag"),
        help_text=_(
            "It touches everybody, so looking takes a while: some twenty seconds for ten thousand people."
        ),
        error_messages={"required": _("Choose one.")},
    )
    value = forms.CharField(
        label=_("Status of the reader"), max_length=40, required=False, help_text=_("Empty: any status.")
    )
    place = forms.CharField(
        label=_("Place of the reader"), max_length=100, required=False, help_text=_("Empty: any place.")
    )
    valid_from = MomentField(label=_("From"), help_text=_("Empty: as soon as it is approved."))
    valid_to = MomentField(label=_("Until"), help_text=_("Empty: until it is ended."))
    reason = WhyField()


class EndForm(ChoosingForm):
    """Something that a person holds, or a licence, comes to its end."""

    thing = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose what is to end on the person's page."),
            "invalid": _("Choose what is to end on the person's page."),
        },
    )
    valid_to = MomentField(label=_("Ends"), help_text=_("Empty: as soon as it is approved."))
    reason = WhyField()


class EnglishNameField(forms.CharField):
    """What somebody or something is called in English, where that is another name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Name in English"), max_length=200, required=False, **kwargs)


class PersonNameForm(ChoosingForm):
    """What somebody is called in English."""

    person = PersonField()
    name_en = EnglishNameField(help_text=_("Empty: the name in English, if there is one, is taken away."))
    reason = WhyField()


def naming_form(kind: Kind) -> type[ChoosingForm]:
    """The form to say what one of a kind is called in English."""

    class ThingNameForm(ChoosingForm):
        thing = FoundField(
            kind,
            help_text=_("Type a part of the name."),
            error_messages={"required": _("Choose one.")},
        )
        name_en = EnglishNameField(help_text=_("Empty: the name in English, if there is one, is taken away."))
        reason = WhyField()

    return ThingNameForm


class NamedForm(ChoosingForm):
    """A new compartment, track or reader group."""

    slug = forms.SlugField(
        label=_("Short name"),
        max_length=80,
        help_text=_("Letters, digits, hyphens; for commands and lists. It never changes."),
        error_messages={
            "required": _("Give a short name."),
            "invalid": _("A short name is made of letters, digits, hyphens and underscores."),
        },
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Whoever looks after access reads it: let it tell nothing of what the documents hold."),
        error_messages={"required": _("Give a name.")},
    )
    name_en = EnglishNameField(help_text=_("For readers of English. Empty: it has the same name for all."))
    reason = WhyField()


class ExportTagForm(NamedForm):
    """A new entry of a control list."""

    regime = forms.ChoiceField(
        label=_("Regime"), choices=[("EAR", "EAR"), ("FEFA", "FEFA"), ("CN-ECL", "CN-ECL")]
    )
    code = forms.CharField(
        label=_("Code in the list"), max_length=40, error_messages={"required": _("Give the code.")}
    )
    status = forms.ChoiceField(
        label=_("State of the classification"),
        choices=[
            ("classified", pgettext_lazy("export classification", "classified")),
            ("under review", pgettext_lazy("export classification", "under review")),
        ],
    )
    reviewer = forms.CharField(
        label=_("Who classified it, and where that is kept"), max_length=200, required=False
    )


class MarkingForm(ChoosingForm):
    """A new marking: a name for a level with what else a reader needs."""

    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Give a name.")})
    level = forms.ChoiceField(label=_("Level"))
    compartments = forms.MultipleChoiceField(
        label=_("Compartments (a reader needs all)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tracks = forms.MultipleChoiceField(
        label=_("Tracks (a reader needs one)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reader_groups = forms.MultipleChoiceField(
        label=_("Reader groups (a reader needs one)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    export_tags = forms.MultipleChoiceField(
        label=_("Export tags (each needs a licence)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = WhyField()


class SimulationForm(ChoosingForm):
    person = PersonField()
    document = forms.CharField(
        label=_("Document (its address or its id)"),
        max_length=500,
        help_text=_("Copy the address of the document's page."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Which document? Give its address or its id.")},
    )
    at = MomentField(
        label=_("At"), help_text=_("Empty: now. A past moment is judged by the facts of that moment.")
    )

    def clean_document(self) -> UUID:
        """The id, also out of an address that was copied whole."""
        found = ID.search(self.cleaned_data["document"])
        if found is None:
            raise forms.ValidationError(
                _("This is neither an address nor an id of a document. An id looks like %(example)s."),
                params={"example": EXAMPLE},
            )
        return UUID(found[0])


class DecisionForm(forms.Form):
    """Why somebody's proposal is rejected. An approval has the reason it was proposed for."""

    reason = WhyField(label=_("Reason for rejecting it"), required=False)


class EmergencyForm(ChoosingForm):
    compartment = forms.ChoiceField(
        label=_("Compartment"),
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": _("There is no such one. Choose another."),
        },
    )
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int)
    reason = WhyField(
        error_messages={"required": _("Give the reason; counsel and the owners of the compartment are told.")}
    )


class KeyForm(ChoosingForm):
    name = forms.CharField(
        label=_("What the key is for"),
        max_length=100,
        error_messages={"required": _("Say what the key is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A key that may do nothing is of no use. Tick at least one.")},
    )
    ends = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give the day as YYYY-MM-DD.")},
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest
        self.fields["ends"].widget.attrs["max"] = latest.isoformat()
        self.fields["ends"].help_text = _("At the latest %(day)s, a year from now. Empty: then.") % {
            "day": date_format(latest, pgettext("date format", "j M Y"))
        }

    def clean_ends(self) -> date | None:
        last: date | None = self.cleaned_data["ends"]
        if last and last < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose a later one, or leave it empty."))
        if last and last > self.latest:
            raise forms.ValidationError(
                _("A key lasts a year at most. Choose an earlier day, or leave it empty.")
            )
        return last
