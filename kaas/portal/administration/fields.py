"""Fields of the administrators' forms: a moment, a reason, and somebody or something found by what is typed."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from governance.access.changes import Kind
from governance.access.scopes import Scope
from governance.access.things import Match, matches
from kaas.answering.notes import is_readable
from kaas.portal.administration.finding import PEOPLE, Unclear, meant

LONGEST_REASON = 500
MOMENT = "%Y-%m-%dT%H:%M"
FIRST, LAST = 1900, 2999
FEW = 30  # as many as can be read through: more are found by typing
BETWEEN = re.compile(r"[\s,、，]+")
Choices = Sequence[tuple[str, Any]]


class MomentField(forms.DateTimeField):
    """A moment in the installation's time zone, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d"],
            widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
            error_messages={"invalid": gettext_lazy("Give the day and the time as YYYY-MM-DD HH:MM.")},
            **kwargs,
        )

    def clean(self, value: Any) -> datetime | None:
        found: datetime | None = super().clean(value)
        if found and not FIRST <= found.year <= LAST:  # beyond, no time zone is sure to have the moment
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class WhyField(forms.CharField):
    """A reason, which stays with what it explains. One without a letter or figure that can be seen is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Reason"),
                "max_length": LONGEST_REASON,
                "widget": forms.Textarea(attrs={"rows": 2}),
                "error_messages": {
                    "required": gettext_lazy("Give a reason; it stays with the change and on the trail.")
                },
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> str:
        said = super().to_python(value) or ""
        return said if is_readable(said) else ""


class Finding(forms.TextInput):
    """What is typed is looked up as it is typed, and offered under the field; without script it is looked up when sent."""

    def __init__(self, kind: str, *, several: bool = False) -> None:
        super().__init__({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
        self.kind, self.several = kind, several

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        offered = f"{(attrs or {}).get('id', name)}_found"
        address = (
            f"{reverse('portal:find', args=[self.kind])}?field={name}{'&several=1' if self.several else ''}"
        )
        more = {
            "list": offered,
            "hx-get": address,
            "hx-target": f"#{offered}",
            "hx-trigger": "focus once, input changed delay:200ms",
            "hx-sync": "this:replace",
        }
        return super().get_context(name, value, {**(attrs or {}), **more})


class FoundField(forms.CharField):
    """The id of what is meant by a short name or a name. Wants `acting`, in whose name it is looked for."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(max_length=200, widget=Finding(kind), **kwargs)
        self.kind = kind
        self.acting: Scope | None = None

    def clean(self, value: Any) -> UUID | None:
        said = super().clean(value)
        return self.found(said) if said else None

    def found(self, said: str) -> UUID:
        assert self.acting is not None, "a form with such a field is bound to somebody"
        try:
            return meant(self.acting, self.kind, said)
        except Unclear as unclear:
            raise forms.ValidationError(near_words(self.kind, said, unclear.near), code="unclear") from None


class PersonField(FoundField):
    """Somebody, by the name they sign in with."""

    def __init__(self) -> None:
        super().__init__(
            PEOPLE,
            label=gettext_lazy("Person (user name)"),
            error_messages={"required": gettext_lazy("Whom is this about? Give the user name.")},
        )


class SeveralField(FoundField):
    """The ids of several things, their short names between commas or spaces."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(kind, **kwargs)
        self.max_length, self.validators = None, []
        self.widget = Finding(kind, several=True)

    def clean(self, value: Any) -> list[UUID]:  # type: ignore[override]
        said = forms.CharField.clean(self, value)
        return list(dict.fromkeys(self.found(one) for one in BETWEEN.split(said) if one))


class ChoosingForm(forms.Form):
    """A form whose choices come from what there is and whoever fills it in may see. What is not offered does not exist."""

    def __init__(
        self,
        *args: Any,
        acting: Scope,
        choices: Mapping[str, Choices] | None = None,
        named: Mapping[str, Kind] | None = None,
        **kwargs: Any,
    ) -> None:
        """choices: by field. named: of which fields what is named is to be chosen, one or several."""
        super().__init__(*args, **kwargs)
        for name, offered in (choices or {}).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        for name, kind in (named or {}).items():
            self.fields[name] = field_of(acting, kind, self.fields[name])
        for field in self.fields.values():
            if isinstance(field, FoundField):
                field.acting = acting


def field_of(acting: Scope, kind: Kind, like: forms.Field) -> forms.Field:
    """A field to choose in: all there is to choose from where it can be read through, else something to type in."""
    said: dict[str, Any] = {"label": like.label, "required": like.required, "help_text": like.help_text}
    said["error_messages"] = {
        "required": _("Choose one."),
        "invalid_choice": _("There is no such one. Choose another."),
    }
    several = isinstance(like, forms.MultipleChoiceField)
    offered = few(acting, kind)
    if offered is None:
        field: forms.Field = SeveralField(kind, **said) if several else FoundField(kind, **said)
        field.help_text = field.help_text or (
            _("Type short names, with commas between them.") if several else _("Type a part of the name.")
        )
        return field
    choices = [(str(one.id), f"{one.called} ({one.code})") for one in offered]
    if several:
        return forms.TypedMultipleChoiceField(
            coerce=UUID, choices=choices, widget=forms.CheckboxSelectMultiple, **said
        )
    return forms.TypedChoiceField(
        coerce=UUID, empty_value=None, choices=[("", pgettext("choice", "Choose…")), *choices], **said
    )


def few(acting: Scope, kind: Kind) -> Sequence[Match] | None:
    """All there are of a kind, or None where they are many."""
    found = matches(acting, kind, "", limit=FEW + 1)
    return found if len(found) <= FEW else None


def near_words(kind: str, said: str, near: Sequence[Match]) -> str:
    """That nothing is called just so, and what is called nearly so."""
    told = pgettext("between the things of a list", ", ").join(
        f"{one.code} ({one.called})" for one in near[:5]
    )
    if kind == PEOPLE:
        if not near:
            return _("Nobody signs in with this name. Look for the person under “People”.")
        return _("Nobody signs in with just this name. Near it: %(found)s.") % {"found": told}
    if not near:
        return _("There is none of the name “%(said)s”.") % {"said": said}
    return _("“%(said)s” is not clear. Give one of the short names: %(found)s.") % {
        "said": said,
        "found": told,
    }
