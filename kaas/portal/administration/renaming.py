"""Naming somebody or something in English: the form has the name there is now, and says what leaving it empty does."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from governance.access.changes import Kind
from governance.access.scopes import Scope
from governance.access.things import Match
from kaas.portal.administration.draft import Draft
from kaas.portal.administration.finding import PEOPLE, Unclear, found


@dataclass(frozen=True, slots=True)
class Naming(Draft):
    """A draft of a name in English. Once it is known what it is about, what that is called now is told."""

    def bind(self, scope: Scope, *arguments: Any, **more: Any) -> Form:
        form = Draft.bind(self, scope, *arguments, **more)
        field = "person" if self.kind is Kind.PERSON else "thing"
        said = form.data.get(field) if form.is_bound else form.initial.get(field)
        one = _meant(scope, PEOPLE if self.kind is Kind.PERSON else self.kind, said or "")
        if one is not None:
            form.fields["name_en"].help_text = _now(one)
            form.initial.setdefault("name_en", one.name_en)
        return form


def _meant(scope: Scope, kind: str, said: str) -> Match | None:
    try:
        return found(scope, kind, said) if said else None
    except Unclear:
        return None


def _now(one: Match) -> str:
    if not one.name_en:
        return _("It has none yet: readers of English see “%(name)s”.") % {"name": one.name}
    told = {"name": one.name, "name_en": one.name_en}
    return _("Now “%(name_en)s”. Empty: taken away, and readers of English see “%(name)s”.") % told
