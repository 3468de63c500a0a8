"""Patent families, terms, legal status and prior-art dates, computed from what is recorded of applications.

Pure functions on dated facts. Every rule of law is a dated row with its statute; what is missing, contradictory
or for counsel to decide is named beside the result and never decided here.
"""

from portfolios.families.application import (
    Addition,
    Application,
    ApplicationType,
    Link,
    LinkKind,
    Publication,
)
from portfolios.families.checks import find_conflicts
from portfolios.families.drawing import Drawing, draw
from portfolios.families.findings import Finding
from portfolios.families.grouping import Connection, Families, Family, find_families
from portfolios.families.intake import read_applications
from portfolios.families.legal_status import JurisdictionStatus, Status, legal_status
from portfolios.families.prior_art import Counted, Document, Subject, prior_art_dates
from portfolios.families.recorded import recorded_events
from portfolios.families.status_events import Effect, LegalEvent
from portfolios.families.terms import Term, find_term, find_terms

__all__ = [
    "Addition",
    "Application",
    "ApplicationType",
    "Connection",
    "Counted",
    "Document",
    "Drawing",
    "Effect",
    "Families",
    "Family",
    "Finding",
    "JurisdictionStatus",
    "LegalEvent",
    "Link",
    "LinkKind",
    "Publication",
    "Status",
    "Subject",
    "Term",
    "draw",
    "find_conflicts",
    "find_families",
    "find_term",
    "find_terms",
    "legal_status",
    "prior_art_dates",
    "read_applications",
    "recorded_events",
]
