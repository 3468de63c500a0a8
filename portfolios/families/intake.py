"""Applications from a JSON list: numbers made canonical, records of one application put together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

from portfolios.dates import FIRST_YEAR, LAST_YEAR, read_date
from portfolios.families.application import (
    Addition,
    Application,
    ApplicationType,
    Link,
    LinkKind,
    Publication,
)
from portfolios.families.findings import Finding
from portfolios.families.status_events import Effect, LegalEvent
from portfolios.identifiers import NumberType, read

_CANONICAL = re.compile(r"(?P<office>[A-Z]{2})-APP[ -].+|PCT/[A-Z]{2}[0-9]{4}/[0-9]{6}")
_PROVISIONAL = re.compile("US-APP-6[0-3]/")
_OFFICE = re.compile(r"[A-Z]{2}(?![A-Za-z])")
# What no text of a register holds, and neither a database nor a terminal takes well; tabs and line breaks are fine.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LONGEST = 36_525  # days; no office adds a century
_APPLICATIONS = (NumberType.APPLICATION, NumberType.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class _Number:
    canonical: str
    office: str
    warning: str = ""
    is_provisional: bool = False


def read_applications(records: Iterable[Mapping[str, Any]]) -> tuple[list[Application], list[Finding]]:
    """The applications, each number once, and what did not fit. The order of the records does not matter.

    ValueError naming the record and the field where one cannot be read at all.
    """
    findings: list[Finding] = []
    by_number: dict[str, list[Application]] = defaultdict(list)
    for position, record in enumerate(records, 1):
        try:
            _check(record)
            one = _application(record, findings)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise ValueError(f"application {position}: {reason}") from error
        by_number[one.application_number].append(one)
    merged = [_merged(some, findings) for _, some in sorted(by_number.items())]
    return merged, sorted(set(findings))


def _check(given: object) -> None:
    """ValueError for what JSON text cannot say or nobody can store, wherever it stands in a record."""
    if isinstance(given, str) and (unfit := _UNFIT.search(given)):
        raise ValueError(f"{given[:60]!a} holds the character U+{ord(unfit.group()):04X}")
    if isinstance(given, float) and not isfinite(given):
        raise ValueError(f"{given} is no number")
    if isinstance(given, Mapping):
        _check([*given.keys(), *given.values()])
    elif isinstance(given, list | tuple):
        for one in given:
            _check(one)


def _application(record: Mapping[str, Any], findings: list[Finding]) -> Application:
    number = _number(record["application_number"])
    if number.warning:
        findings.append(Finding(application_number=number.canonical, code=number.warning))
    default = ApplicationType.PROVISIONAL if number.is_provisional else ApplicationType.PATENT
    if number.canonical.startswith("PCT/"):
        default = ApplicationType.PCT
    office = str(record.get("office") or number.office)
    links = [_link(one, number.canonical, findings) for one in record.get("links", ())]
    return Application(
        application_number=number.canonical,
        office=office,
        filing_date=_day(record.get("filing_date")),
        type=ApplicationType(record.get("type", default)),
        links=tuple(sorted(links, key=_link_order)),
        publications=tuple(_publication(one) for one in record.get("publications", ())),
        grant_date=_day(record.get("grant_date")),
        additions=tuple(_addition(one) for one in record.get("additions", ())),
        events=tuple(_event(one, office) for one in record.get("events", ())),
        states=tuple(sorted(record.get("states", ()))),
    )


def _link_order(link: Link) -> tuple[str, str, str, bool, bool]:
    return link.number, link.kind, str(link.filing_date or ""), link.is_active, link.is_restored


def _link(given: Mapping[str, Any], claimant: str, findings: list[Finding]) -> Link:
    number = _number(given["number"])
    if number.warning:
        findings.append(Finding(application_number=claimant, code=number.warning, detail=number.canonical))
    default = LinkKind.PROVISIONAL if number.is_provisional else LinkKind.PARIS
    return Link(
        number=number.canonical,
        kind=LinkKind(given.get("kind", default)),
        filing_date=_day(given.get("date")),
        is_active=bool(given.get("active", True)),
        is_restored=bool(given.get("restored", False)),
    )


def _publication(given: Mapping[str, Any]) -> Publication:
    written = " ".join(str(given["number"]).split())
    found = read(written)
    return Publication(
        publication_number=found.canonical if found and found.canonical else written,
        kind=str(given.get("kind", found.kind if found else "")),
        publication_date=_day(given.get("date")),
    )


def _addition(given: Mapping[str, Any]) -> Addition:
    days = given.get("days", 0)
    if not isinstance(days, int) or not 0 <= days <= _LONGEST:
        raise ValueError(f"{days} is no number of days")
    return Addition(code=str(given["code"]), days=days, until=_day(given.get("until")))


def _event(given: Mapping[str, Any], office: str) -> LegalEvent:
    day = _day(given["date"])
    if day is None:
        raise ValueError("an event without a date")
    return LegalEvent(
        event_date=day,
        code=str(given.get("code", "")),
        jurisdiction=str(given.get("jurisdiction") or office),
        effect=Effect(given["effect"]) if given.get("effect") else None,
        states=tuple(sorted(given.get("states", ()))),
        source=str(given.get("source", "")),
        text=str(given.get("text", "")),
    )


def _number(written: object) -> _Number:
    """The canonical number of an application. What cannot be read stays as written and is warned of; of the
    readings of an ambiguous number the field asks for the application.
    """
    text = " ".join(str(written).split())
    canonical = _CANONICAL.fullmatch(text)
    if canonical:
        return _Number(text, canonical["office"] or "WO", is_provisional=bool(_PROVISIONAL.match(text)))
    found = read(text)
    if found is None:
        office = _OFFICE.match(text)
        return _Number(text, office.group() if office else "", "number_not_read")
    if found.readings:
        applications = [one for one in found.readings if _CANONICAL.fullmatch(one)]
        if len(applications) == 1:
            return _Number(applications[0], found.office)
        return _Number(text, found.office, "number_ambiguous")
    if found.type not in _APPLICATIONS:
        return _Number(found.canonical, found.office, "number_is_no_application")
    warning = "check_digit" if found.check == "bad" else ""
    return _Number(found.canonical, found.office, warning, found.type is NumberType.PROVISIONAL)


def _day(written: object) -> date | None:
    if written is None or written == "":
        return None
    found = read_date(str(written))
    day = found.value if found and not found.problem else None
    if day is None:
        raise ValueError(f"{written} is no day that can be read")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{written} is no day of the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _merged(records: list[Application], findings: list[Finding]) -> Application:
    """One application of its records; dates they disagree on are named, and the earliest stands."""
    first = records[0]
    merged = replace(
        first,
        links=_union(records, "links"),
        publications=_union(records, "publications"),
        additions=_union(records, "additions"),
        events=_union(records, "events"),
        states=_union(records, "states"),
    )
    for name in ("filing_date", "grant_date", "type", "office"):
        values = sorted({getattr(one, name) for one in records if getattr(one, name)})
        if len(values) > 1:
            told = ", ".join(str(value) for value in values)
            findings.append(
                Finding(application_number=first.application_number, code=f"{name}_disagrees", detail=told)
            )
        merged = replace(merged, **{name: values[0] if values else getattr(first, name)})
    return merged


def _union(records: list[Application], name: str) -> tuple[Any, ...]:
    return tuple(sorted({item for one in records for item in getattr(one, name)}, key=repr))
