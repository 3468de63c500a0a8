"""An examiner's letter read: the door of this package."""

from datetime import date

from portfolios.characters import matching_copy
from portfolios.claims.claim import Office
from portfolios.dates import OfficeCalendar, office_calendar
from portfolios.officeactions.action import Kind, OfficeAction, Reference, Remark
from portfolios.officeactions.assembling import (
    assemble,
    claim_groups,
    remarks_on_claims,
    remarks_on_provisions,
)
from portfolios.officeactions.cited import Documents, Mention, read_documents
from portfolios.officeactions.due import read_deadline
from portfolios.officeactions.heads import read_head
from portfolios.officeactions.letterheads import find_office
from portfolios.officeactions.letters.names import find_name_mentions, numbers_of_names
from portfolios.officeactions.letters.offices import read_letter
from portfolios.officeactions.letters.raised import Body


def read_office_action(
    letter: str,
    *,
    office: Office | None = None,
    dispatched: date | None = None,
    abroad: bool | None = None,
    calendar: OfficeCalendar | None = None,
) -> OfficeAction:
    """What the letter says; offsets are into `letter`. Any text is read; nothing is raised.

    `office` where it is known; else it is read off the letter. `dispatched` where the docket knows it: the JPO
    prints the day of writing and not always that of dispatch. `abroad` is whether the applicant lives outside
    Japan, which sets the period where the letter does not. Days are rolled by the office's own calendar, or by
    `calendar` where one is given.
    """
    office = office or find_office(matching_copy(letter))
    if office is None or office is Office.KR:
        unknown = Remark(text="", start=0, end=0, code="office_unknown")
        return OfficeAction(office=None, kind=Kind.UNKNOWN, remarks=(unknown,))
    body, findings = read_letter(letter, office)
    head = read_head(body.copy, office, numbers=body.numbers, dispatched=dispatched)
    named = numbers_of_names(body, findings.names)
    documents = read_documents(body.copy, body.mentions, body.numbers, named)
    mentions = _mentions(body, findings.names, documents)
    rejections = assemble(body, findings.raised, documents, mentions)
    deadline = read_deadline(
        body.copy,
        office,
        head.kind,
        base=head.dispatched,
        dates=head.dates,
        ordinal=head.ordinal,
        abroad=abroad,
        calendar=calendar or office_calendar(office.value.upper()),
    )
    return OfficeAction(
        office=office,
        kind=head.kind,
        is_final=head.is_final,
        ordinal=head.ordinal,
        application=head.application,
        drafted=head.drafted,
        dispatched=head.dispatched,
        rejections=tuple(rejections),
        allowable=claim_groups(body.copy, findings.allowable),
        references=_references(body, documents, findings.names),
        deadline=deadline,
        remarks=(
            *head.remarks,
            *remarks_on_claims(body, rejections, findings.summary),
            *remarks_on_provisions(body, rejections, findings.listed),
        ),
    )


def _mentions(body: Body, names: list[Mention], documents: Documents) -> list[Mention]:
    """Labels, names and numbers at all their places, in order."""
    found = [*body.mentions, *find_name_mentions(body.copy.text, names), *documents.mentions()]
    return sorted(found, key=lambda one: one.start)


def _references(body: Body, documents: Documents, names: list[Mention]) -> tuple[Reference, ...]:
    """Every document of the letter once, by label, where its number stands or it is first named."""
    found: dict[str, Reference] = {}
    for mention in (*body.mentions, *names):
        if mention.label not in found:
            found[mention.label] = documents.reference(mention, body.copy)
    return tuple(found[label] for label in sorted(found, key=_in_order))


def _in_order(label: str) -> tuple[int, str]:
    """D2 before D10, names after labels."""
    number = label.removeprefix("D")
    return (int(number), "") if number.isdecimal() and label[0] == "D" else (1_000, label)
