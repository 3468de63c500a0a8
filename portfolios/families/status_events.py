"""Legal events: the office's code, what it does to an application or a right, and where."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Effect(StrEnum):
    """What an event does, in the order in which a proceeding runs; events of one day are folded in this order."""

    FILED = "filed"
    PUBLISHED = "published"
    EXAMINATION_REQUESTED = "examination_requested"
    ACTION_ISSUED = "action_issued"
    REFUSED = "refused"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    ABANDONED = "abandoned"
    GRANT_DECIDED = "grant_decided"
    GRANTED = "granted"
    DESIGNATED = "designated"
    VALIDATED = "validated"
    UNITARY_EFFECT = "unitary_effect"
    OPPOSED = "opposed"
    OPPOSITION_CLOSED = "opposition_closed"
    LIMITED = "limited"
    LAPSED = "lapsed"
    FEE_PAID = "fee_paid"
    RESTORED = "restored"
    SURRENDERED = "surrendered"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NONE = "none"


ORDER = {effect: position for position, effect in enumerate(Effect)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEvent:
    """An event as delivered. `jurisdiction` is where it has effect: an office, or a state of a European patent.

    `effect` is given, or read from the code; None where neither says, and the event is then kept and named.
    `states` are the states an event of the EPO speaks of (designations).
    """

    event_date: date
    code: str
    jurisdiction: str
    effect: Effect | None = None
    states: tuple[str, ...] = ()
    source: str = ""
    text: str = ""


class CodeRule(NamedTuple):
    """What a code of an office means; NONE for one that changes no status. `state` where the code is one state's."""

    effect: Effect
    meaning: str
    state: str = ""


_INPADOC: dict[str, dict[str, CodeRule]] = {
    "EP": {
        "17P": CodeRule(Effect.EXAMINATION_REQUESTED, "request for examination filed"),
        "17Q": CodeRule(Effect.ACTION_ISSUED, "first examination report despatched"),
        "18D": CodeRule(Effect.DEEMED_WITHDRAWN, "application deemed to be withdrawn"),
        "18R": CodeRule(Effect.REFUSED, "application refused"),
        "18W": CodeRule(Effect.WITHDRAWN, "application withdrawn"),
        "26": CodeRule(Effect.OPPOSED, "opposition filed"),
        "26N": CodeRule(Effect.NONE, "no opposition filed"),
        "27O": CodeRule(Effect.OPPOSITION_CLOSED, "opposition rejected"),
        "27W": CodeRule(Effect.REVOKED, "patent revoked"),
        "AK": CodeRule(Effect.DESIGNATED, "designated contracting states"),
        "AKX": CodeRule(Effect.NONE, "designation fees paid"),
        "AX": CodeRule(Effect.NONE, "request for extension of the European patent"),
        "BERE": CodeRule(Effect.LAPSED, "BE: lapsed", "BE"),
        "EN": CodeRule(Effect.LAPSED, "FR: translation not filed", "FR"),
        "GBPC": CodeRule(Effect.LAPSED, "GB: ceased through non-payment of renewal fee", "GB"),
        "BECN": CodeRule(Effect.NONE, "BE: change of holder's name"),
        "GRAA": CodeRule(Effect.NONE, "(expected) grant"),
        "GRAG": CodeRule(Effect.NONE, "despatch of communication of intention to grant"),
        "GRAH": CodeRule(Effect.NONE, "despatch of communication of intention to grant a patent"),
        "PG25": CodeRule(Effect.LAPSED, "lapsed in a contracting state"),
        "PGFP": CodeRule(Effect.FEE_PAID, "annual fee paid to national office"),
        "PLBE": CodeRule(Effect.NONE, "no opposition filed within time limit"),
        "PUAI": CodeRule(Effect.NONE, "public reference to a published international application"),
        "REF": CodeRule(Effect.NONE, "corresponds to"),
        "STAA": CodeRule(Effect.NONE, "information on the status"),
        "TPAB": CodeRule(Effect.NONE, "observations by third parties deleted"),
        "TPAC": CodeRule(Effect.NONE, "observations filed by third parties"),
        "U07": CodeRule(Effect.UNITARY_EFFECT, "unitary effect registered"),
    },
    "US": {
        "AS": CodeRule(Effect.NONE, "assignment"),
        "FEPP": CodeRule(Effect.NONE, "fee payment procedure"),
        "FP": CodeRule(Effect.LAPSED, "lapsed due to failure to pay maintenance fee"),
        "LAPS": CodeRule(Effect.LAPSED, "lapse for failure to pay maintenance fees"),
        "MAFP": CodeRule(Effect.FEE_PAID, "maintenance fee payment"),
        "PRDP": CodeRule(
            Effect.RESTORED, "patent reinstated due to the acceptance of a late maintenance fee"
        ),
        "STCB": CodeRule(Effect.ABANDONED, "information on status: application discontinuation"),
        "STCF": CodeRule(Effect.GRANTED, "information on status: patent grant"),
        "STPP": CodeRule(Effect.NONE, "information on status: application and granting procedure in general"),
    },
    "JP": {
        "A01": CodeRule(Effect.GRANT_DECIDED, "written decision to grant a patent"),
        "A02": CodeRule(Effect.REFUSED, "decision of refusal"),
        "A131": CodeRule(Effect.ACTION_ISSUED, "notification of reasons for refusal"),
        "A621": CodeRule(Effect.EXAMINATION_REQUESTED, "written request for application examination"),
        "A761": CodeRule(Effect.WITHDRAWN, "written withdrawal of application"),
        "EXPY": CodeRule(Effect.EXPIRED, "cancellation because of completion of term"),
        "LAPS": CodeRule(Effect.LAPSED, "cancellation because of no payment of annual fees"),
        "R150": CodeRule(Effect.GRANTED, "certificate of patent or registration of utility model"),
        "R250": CodeRule(Effect.FEE_PAID, "receipt of annual fees"),
    },
    "CN": {
        "C06": CodeRule(Effect.PUBLISHED, "publication"),
        "PB01": CodeRule(Effect.PUBLISHED, "publication"),
        "C10": CodeRule(Effect.EXAMINATION_REQUESTED, "entry into substantive examination"),
        "SE01": CodeRule(
            Effect.EXAMINATION_REQUESTED, "entry into force of request for substantive examination"
        ),
        "C12": CodeRule(Effect.REFUSED, "rejection of a patent application after its publication"),
        "RJ01": CodeRule(Effect.REFUSED, "rejection of invention patent application after publication"),
        "C14": CodeRule(Effect.GRANTED, "grant of patent or utility model"),
        "GR01": CodeRule(Effect.GRANTED, "patent grant"),
        "C17": CodeRule(Effect.LAPSED, "cessation of patent right"),
        "CF01": CodeRule(Effect.LAPSED, "termination of patent right due to non-payment of annual fee"),
        "C02": CodeRule(Effect.DEEMED_WITHDRAWN, "deemed withdrawal of patent application"),
        "WD01": CodeRule(Effect.DEEMED_WITHDRAWN, "invention patent application deemed withdrawn"),
        "CX01": CodeRule(Effect.EXPIRED, "expiry of patent term"),
    },
}


def find_code(office: str, code: str) -> CodeRule | None:
    """What that office's code means; None for one that is not known."""
    return _INPADOC.get(office, {}).get(code.strip())
