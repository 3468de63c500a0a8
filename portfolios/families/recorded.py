"""What the dates and documents of an application say of its course, where no legal event says it."""

from collections.abc import Iterator
from datetime import date

from portfolios.families.application import Application, ApplicationType, Publication
from portfolios.families.status_events import Effect, LegalEvent, find_code
from portfolios.identifiers import kind_meaning

# A second or third specification of a European patent says what became of it (kind codes, WIPO ST.16 at the EPO).
_LATER_SPECIFICATIONS = {
    "B2": (Effect.OPPOSITION_CLOSED, Effect.LIMITED),
    "B3": (Effect.LIMITED,),
}


def recorded_events(application: Application) -> tuple[LegalEvent, ...]:
    """The events of an application, with its filing, publication and grant as dated elsewhere in its record where
    no event tells them. Corrections and search reports tell nothing.
    """
    told = {_effect(event, application.office) for event in application.events}
    implied = (one for one in _implied(application) if one.effect not in told)
    return (*application.events, *implied)


def _effect(event: LegalEvent, office: str) -> Effect | None:
    rule = find_code(office, event.code)
    return event.effect or (rule.effect if rule else None)


def _implied(application: Application) -> Iterator[LegalEvent]:
    if application.filing_date:
        yield _event(application, application.filing_date, Effect.FILED, "filing date")
    grants = [one for one in application.publications if _is_grant(application, one)]
    dated = sorted((one.publication_date, one.publication_number) for one in grants if one.publication_date)
    if application.grant_date:
        yield _event(application, application.grant_date, Effect.GRANTED, "grant date")
    elif dated:
        yield _event(application, dated[0][0], Effect.GRANTED, dated[0][1])
    for one in application.publications:
        if one.publication_date:
            for effect in _effects(application, one):
                yield _event(application, one.publication_date, effect, one.publication_number)


def _effects(application: Application, one: Publication) -> tuple[Effect, ...]:
    if _is_published(application, one):
        return (Effect.PUBLISHED,)
    return _LATER_SPECIFICATIONS.get(one.kind, ()) if application.office == "EP" else ()


def _event(application: Application, day: date, effect: Effect, source: str) -> LegalEvent:
    return LegalEvent(event_date=day, code="", jurisdiction=application.office, effect=effect, source=source)


def _is_grant(application: Application, one: Publication) -> bool:
    """By the office's own meaning of the code: a US A is a grant, an EP A1 is not."""
    meaning = kind_meaning(application.office, one.kind)
    is_right = application.type not in (ApplicationType.PROVISIONAL, ApplicationType.PCT)
    return is_right and meaning is not None and meaning.stage == "grant"


def _is_published(application: Application, one: Publication) -> bool:
    meaning = kind_meaning(application.office, one.kind)
    return meaning is not None and meaning.stage == "application"
