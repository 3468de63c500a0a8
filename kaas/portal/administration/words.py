"""Facts of access, conditions and states in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from governance.access.changes import Kind, State
from governance.access.holdings import HeldFact
from governance.access.permissions import Permission, Role
from kaas.portal.classification import level_of


def kind_words(kind: str) -> str:
    """What a kind of fact is called where it stands as a heading."""
    words = {
        Kind.CLEARANCE: pgettext("kind of fact", "Clearance"),
        Kind.COMPARTMENT: pgettext("kind of fact", "Compartments"),
        Kind.EXPORT_STATUS: pgettext("kind of fact", "Status for export control"),
        Kind.EXPORT_TAG: pgettext("kind of fact", "Export tags"),
        Kind.GRANT: pgettext("kind of fact", "Roles"),
        Kind.LICENCE: pgettext("kind of fact", "Licences"),
        Kind.MARKING: pgettext("kind of fact", "Markings"),
        Kind.OWNERSHIP: pgettext("kind of fact", "Compartments they answer for"),
        Kind.PERSON: pgettext("kind of fact", "People"),
        Kind.READER_GROUP: pgettext("kind of fact", "Reader groups"),
        Kind.SECOND_FACTOR: pgettext("kind of fact", "Second factor"),
        Kind.STANDING: pgettext("kind of fact", "Standing"),
        Kind.TRACK: pgettext("kind of fact", "Tracks"),
        Kind.WALL: pgettext("kind of fact", "Walls"),
    }
    return _known(words, kind)


def value_words(kind: str, value: str, name: str = "") -> str:
    """The content of a fact: a role, a level and a standing by their words, everything else by its name."""
    if kind == Kind.GRANT:
        return role_words(value)
    if kind == Kind.CLEARANCE and value.isdecimal():
        level = level_of(int(value))
        return f"{level.code} {level.name(get_language() or 'en')}"
    if kind == Kind.SECOND_FACTOR:
        return pgettext("second factor", "Authenticator app")
    if kind == Kind.EXPORT_STATUS:
        return export_status_words(value)
    return standing_words(value) if kind == Kind.STANDING else name or value


def fact_words(fact: HeldFact) -> str:
    """The content of a fact, with its short name where that helps."""
    return coded(value_words(fact.kind, fact.value, fact.called), fact.value if fact.target_id else "")


def coded(name: str, code: str) -> str:
    """A name with its short name beside it, for readers of a language in which the names are not written."""
    return f"{name} ({code})" if code and code != name and get_language() != "ja" else name


def role_words(role: str) -> str:
    words = {
        Role.ADMINISTRATOR: pgettext("role", "Administrator"),
        Role.ATTORNEY: pgettext("role", "Patent attorney"),
        Role.AUDITOR: pgettext("role", "Auditor"),
        Role.COUNSEL: pgettext("role", "Counsel"),
        Role.ENGINEER: pgettext("role", "Engineer"),
        Role.EXECUTIVE: pgettext("role", "Executive"),
        Role.EXPORT_CONTROL: pgettext("role", "Export control"),
        Role.SECURITY: pgettext("role", "Security"),
        Role.STRATEGIST: pgettext("role", "Strategist"),
    }
    return _known(words, role)


def permission_words(permission: str) -> str:
    words = {
        Permission.ACCESS_BREAK_GLASS: pgettext("permission", "Open an emergency access"),
        Permission.ACCESS_EXPLAIN: pgettext("permission", "Explain access"),
        Permission.ACCESS_MANAGE: pgettext("permission", "Propose and approve changes of access"),
        Permission.ACCESS_READ: pgettext("permission", "See who holds what"),
        Permission.ANSWER_READ_OWN: pgettext("permission", "Read own answers again"),
        Permission.DOCUMENT_READ: pgettext("permission", "Search and read documents"),
        Permission.EMERGENCY_READ: pgettext("permission", "See emergency accesses"),
        Permission.EXPORT_CLASSIFY: pgettext("permission", "Decide on export control"),
        Permission.QUESTION_ASK: pgettext("permission", "Ask questions"),
        Permission.REFERRAL_ANSWER: pgettext("permission", "Answer questions that counsel has"),
        Permission.TEXT_OPEN: pgettext("permission", "Open texts with a reason"),
        Permission.TRAIL_READ: pgettext("permission", "Read the trail"),
    }
    return _known(words, permission)


def standing_words(standing: str) -> str:
    words = {
        "active": pgettext("standing", "Active"),
        "acknowledged": pgettext("standing", "Has acknowledged the rules of use"),
        "trained": pgettext("standing", "Has been trained"),
    }
    return words.get(standing, standing)


def lacking_words(lacks: Sequence[str], person: str) -> str:
    """That somebody reads nothing, and for want of what; empty where none is wanting."""
    if not lacks:
        return ""
    words = {
        "active": pgettext("missing standing", "not active"),
        "acknowledged": pgettext("missing standing", "the rules of use not acknowledged"),
        "trained": pgettext("missing standing", "not trained"),
        "role": pgettext("missing standing", "no role that reads documents"),
        "clearance": pgettext("missing standing", "no clearance"),
    }
    between = pgettext("between the things of a list", ", ")
    return _("%(person)s reads nothing, whatever else is held: %(reasons)s.") % {
        "person": person,
        "reasons": between.join(words.get(one, one) for one in lacks),
    }


def admitted_words(documents: int) -> str:
    """What somebody would read who reads nothing yet for want of a standing."""
    told = ngettext(
        "Once active, acknowledged and trained: %(number)d document to read.",
        "Once active, acknowledged and trained: %(number)d documents to read.",
        documents,
    )
    return told % {"number": documents}


def both_ways_words(person: str) -> str:
    """That duties are not kept apart in somebody."""
    return _(
        "%(person)s would both read documents and administer access. These are meant for two people."
    ) % {"person": person}


def classification_words(status: str) -> str:
    """How far a classification for export control has come."""
    words = {
        "classified": pgettext("export classification", "classified"),
        "under review": pgettext("export classification", "under review"),
    }
    return words.get(status, status)


def export_status_words(status: str) -> str:
    """What a person is to export control, with what was entered, by which a licence and a person meet."""
    if not status:
        return pgettext("export status", "any status")
    words = {
        "cleared": pgettext("export status", "cleared"),
        "non-resident": pgettext("export status", "non-resident"),
        "resident": pgettext("export status", "resident"),
    }
    return words.get(status, status)


def state_words(state: str) -> str:
    words = {
        State.PROPOSED: pgettext("change", "Waiting for a decision"),
        State.ACTIVE: pgettext("change", "Approved and made"),
        State.REJECTED: pgettext("change", "Rejected"),
        State.WITHDRAWN: pgettext("change", "Withdrawn"),
    }
    return _known(words, state)


def state_tone(state: str) -> str:
    """How a state is coloured."""
    return {State.PROPOSED: "wait", State.ACTIVE: "good"}.get(state, "")  # type: ignore[call-overload, no-any-return]


def condition_words(condition: str) -> tuple[str, str, str]:
    """A condition of the decision: its name, what is said when it holds, and when it does not."""
    words = {
        "session": (_("Session"), _("Signed in."), _("Has no session.")),
        "active": (_("Active"), _("Is active."), _("Is not active.")),
        "acknowledged": (
            _("Acknowledged"),
            _("Has acknowledged the rules of use."),
            _("Has not acknowledged the rules of use."),
        ),
        "trained": (_("Trained"), _("Has been trained."), _("Has not been trained.")),
        "role": (_("Role"), _("A role reads documents."), _("No role reads documents.")),
        "clearance": (
            _("Clearance"),
            _("Is cleared for the level of the document."),
            _("Is not cleared for the level of the document."),
        ),
        "compartments": (
            _("Compartments"),
            _("Belongs to every compartment of the document."),
            _("Does not belong to every compartment of the document."),
        ),
        "tracks": (
            _("Tracks"),
            _("Works on a track of the document, or it is on all of them."),
            _("Works on none of the document's tracks."),
        ),
        "reader_groups": (
            _("Reader groups"),
            _("Belongs to a reader group of the document, or it asks for none."),
            _("Belongs to none of the document's reader groups."),
        ),
        "walls": (
            _("Walls"),
            _("No wall stands in between."),
            _("A wall stands in between; it beats everything else."),
        ),
        "export": (
            _("Export control"),
            _("A licence covers every export tag of the document, or it has none."),
            _("An export tag of the document has no licence that covers this person and place."),
        ),
        "factor": (
            _("Second factor"),
            _("Signed in strongly enough for the level."),
            _("Level 4 is read after signing in with a second factor only."),
        ),
    }
    return words.get(condition, (condition, _("Holds."), _("Does not hold.")))


def _known(words: dict[Any, str], code: str) -> str:
    return {str(key): word for key, word in words.items()}.get(str(code), str(code))
