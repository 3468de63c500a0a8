"""Short records for the tests of families."""

from datetime import date

from portfolios.families import Addition, Application, ApplicationType, Effect, LegalEvent, Link, LinkKind


def day(written: str) -> date:
    return date.fromisoformat(written)


def link(number: str, kind: str = "paris", on: str = "", **rest: bool) -> Link:
    return Link(number=number, kind=LinkKind(kind), filing_date=day(on) if on else None, **rest)


def application(
    number: str,
    filed: str = "",
    *links: Link,
    office: str = "",
    type: str = "patent",  # noqa: A002
    granted: str = "",
    additions: tuple[Addition, ...] = (),
) -> Application:
    return Application(
        application_number=number,
        office=office or number[:2],
        filing_date=day(filed) if filed else None,
        type=ApplicationType(type),
        links=links,
        grant_date=day(granted) if granted else None,
        additions=additions,
    )


def event(on: str, effect: str = "", *, code: str = "", at: str = "JP", states: str = "") -> LegalEvent:
    return LegalEvent(
        event_date=day(on),
        code=code,
        jurisdiction=at,
        effect=Effect(effect) if effect else None,
        states=tuple(states.split()),
    )
