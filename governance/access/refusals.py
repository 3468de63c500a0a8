"""Why the database refuses a change of access, in words for whoever proposed or decides it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from governance.access.scopes import Denied

REFUSED_CHANGE: Final = "KA001"  # SQLSTATE of our own: the message is a code of SENTENCES
NOT_PERMITTED: Final = "KA002"  # SQLSTATE of our own: the message is the permission that lacks

SENTENCES: Final[dict[str, Any]] = {
    "already_agreed": _("You have agreed to this change already."),
    "already_decided": _("This change has been decided already."),
    "already_ended": _("This has ended already."),
    "already_held": _("The person holds this already."),
    "already_named": _("This is its name in English already."),
    "basis_changed": _("What this change was based on has changed since it was proposed. Propose it again."),
    "cross_track_needs_export_review": _("A second track needs the agreement of export control."),
    "ends_before_it_begins": _("It would end before it begins."),
    "export_needs_review": _("Whatever concerns export control needs the agreement of export control."),
    "name_confusable": _("Something has a name that looks like this one. Give another."),
    "name_taken": _("This name is taken."),
    "name_too_long": _("This name is too long: a marking's has at most 100 characters, any other 200."),
    "not_an_owner": _(
        "Only an owner of a compartment concerned, or export control, can agree to this change."
    ),
    "not_signed_in": _("A key changes nothing about access: sign in."),
    "not_the_proposer": _("Only who proposed a change can withdraw it."),
    "nothing_proposed": _("The change contains nothing."),
    "reason_missing": _("A reason is needed."),
    "restricted_needs_owner": _(
        "Level 4 needs the agreement of an owner of every restricted compartment the person would read."
    ),
    "restricted_needs_third": _(
        "This opens level 4 outside of every compartment, which nobody owns. Export control has to agree, as a third person."
    ),
    "same_person": _("Who proposed a change cannot approve it."),
    "self_grant": _("Nobody changes their own access, nor makes a change by which they would read more."),
    "too_long": _("An emergency lasts from one to four hours."),
    "too_much": _("A change has at most 200 parts."),
    "unknown_change": _("There is no such change."),
    "unknown_fact": _("What would be ended does not exist."),
    "unknown_kind": _("This kind of change is not known."),
    "unknown_person": _("There is no such person."),
    "unknown_role": _("There is no such role."),
    "unknown_target": _("There is no such compartment, track, reader group or export tag."),
    "unknown_value": _("This value is not known."),
}


class ChangeRefused(Exception):
    """The database will not have this change, or this decision about it. `code` is one of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """The reason in the active language."""
        return str(SENTENCES.get(self.code, self.code))


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn the gate's refusals into ChangeRefused and Denied; what the block did to the database is undone."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        cause = error.__cause__
        state, message = getattr(cause, "sqlstate", ""), _message(cause)
        if state == REFUSED_CHANGE:
            raise ChangeRefused(message) from None
        if state == NOT_PERMITTED:
            raise Denied(f"role_lacks_{message}") from None
        raise


def _message(cause: BaseException | None) -> str:
    diagnosis = getattr(cause, "diag", None)
    return str(getattr(diagnosis, "message_primary", ""))
