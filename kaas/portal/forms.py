"""What people type into the portal, checked; the rules of a verb are asked of the verb's own room."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.audit.trail import FIRST_DAY, LAST_DAY
from kaas.answering.corrections import LONGEST_NOTE as LONGEST_CORRECTION
from kaas.answering.corrections import Reason
from kaas.answering.counsel import LONGEST_NOTE
from kaas.answering.labelling import MarkingChoice
from kaas.answering.sharing import Circle
from kaas.portal.classification import marking_name
from kaas.retrieval.queries import MAX_CHARACTERS, QueryError, read_query
from portfolios.catalogue import PortfolioSummary

LONGEST_REASON = 500


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
        error_messages={"required": _("Enter your user name.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )


class PasswordAgainForm(forms.Form):
    password = forms.CharField(
        label=_("Your password, once more"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )


class CodeForm(forms.Form):
    """A code of an authenticator app, or one for recovery."""

    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code that your app shows.")},
    )


class PortfolioForm(forms.Form):
    """A form in which a portfolio may be chosen. Those the person may not see are no choices: they do not exist."""

    portfolio = forms.ChoiceField(
        label=_("Portfolio"),
        required=False,
        error_messages={"invalid_choice": _("There is no such portfolio.")},
    )

    def __init__(self, *args: Any, portfolios: Iterable[PortfolioSummary], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(portfolio.name, portfolio.name) for portfolio in portfolios]
        everything = ("", pgettext_lazy("portfolio", "All documents"))
        cast(forms.ChoiceField, self.fields["portfolio"]).choices = [everything, *names]


class QueryField(forms.CharField):
    """Text to be searched for. The search says what it takes; here its refusals get their sentences."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Type a question first. Nothing was asked."),
        "empty": _("There are no words in this to look for. Type at least one."),
        "too_long": _(
            "This has %(length)d characters; at most %(limit)d can be searched for. "
            "Shorten it to what you want to know."
        ),
        "control_characters": _("The text contains control characters. Type it again as plain text."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []  # control characters are the search's own business

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return read_query(text)
        except QueryError as error:
            numbers = {"length": len(text), "limit": MAX_CHARACTERS}
            raise ValidationError(self.error_messages[error.code], code=error.code, params=numbers) from None


class QuestionForm(PortfolioForm):
    """A question, where to look, and what the question itself is classified as: of the markings the person may read."""

    marking = forms.ChoiceField(
        label=_("Classification of the question"),
        required=False,
        error_messages={"invalid_choice": _("There is no such classification.")},
    )
    question = QueryField(
        label=_("Your question"),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "autofocus": True,
                "aria-describedby": "question-help",
                "placeholder": _("Ask in a full sentence, as you would ask a colleague"),
            }
        ),
    )

    def __init__(self, *args: Any, markings: Iterable[MarkingChoice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        highest = ("", pgettext_lazy("classification", "Classification: highest"))
        named = [(choice.name, marking_name(choice.name, choice.level)) for choice in markings]
        cast(forms.ChoiceField, self.fields["marking"]).choices = [highest, *named]


class FollowForm(QuestionForm):
    """A further question, asked where the answer before it stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="follow-%s", **kwargs)
        self.fields["question"].widget = forms.Textarea(attrs={"rows": 1})


class SearchForm(PortfolioForm):
    q = QueryField(
        label=_("Search words"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )


class PlaceForm(forms.Form):
    """Where in a document to land: a passage, and in it either a quoted stretch or the words of a query; or lines of the
    front page, by their INID codes.
    """

    passage = forms.UUIDField(required=False)
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=0)
    q = forms.CharField(required=False, max_length=MAX_CHARACTERS)
    lines = forms.RegexField(r"^\d\d(\.\d\d)*$", required=False, max_length=100)


class ShareForm(forms.Form):
    """Somebody by exact user name, or one of the person's own circles of readers."""

    username = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    reader_group = forms.ChoiceField(
        label=_("Circle of readers"),
        required=False,
        error_messages={"invalid_choice": _("You are in no such circle of readers.")},
    )

    def __init__(self, *args: Any, circles: Iterable[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "share-%s", **kwargs})
        none = ("", pgettext_lazy("share", "or a circle of readers"))
        named = [(circle.slug, circle.called) for circle in circles]
        cast(forms.ChoiceField, self.fields["reader_group"]).choices = [none, *named]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("username")) == bool(given.get("reader_group")):
            raise ValidationError(_("Give one user name, or choose one circle of readers."))
        return given


class NoteForm(forms.Form):
    """What counsel writes to the asker of a question."""

    note = forms.CharField(
        label=_("What the asker reads: your answer, or why there is none here"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "max_length": _("This has %(show_value)d characters; at most %(limit_value)d are allowed."),
        },
    )


class DoubtForm(forms.Form):
    """What is wrong with a sentence of an answer."""

    ordinal = forms.IntegerField(min_value=1, max_value=10_000)
    reason = forms.ChoiceField(
        choices=[(reason.value, reason.value) for reason in Reason],
        error_messages={
            "required": _("Choose what is wrong."),
            "invalid_choice": _("Choose what is wrong."),
        },
    )
    note = forms.CharField(
        required=False,
        max_length=LONGEST_CORRECTION,
        error_messages={
            "max_length": _("This has %(show_value)d characters; at most %(limit_value)d are allowed."),
        },
    )


class DayForm(forms.Form):
    """A day of the trail and what to show of it."""

    day = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give the day as YYYY-MM-DD.")},
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    actor = forms.CharField(required=False, max_length=150)
    action = forms.CharField(required=False, max_length=100)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for opening"),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Give the reason for opening these texts; it is recorded with your name."),
            "max_length": _("The reason has %(show_value)d characters; at most %(limit_value)d are allowed."),
        },
    )
