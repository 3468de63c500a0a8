"""What does not fit in the records of applications: named with the numbers and the dates, never decided."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """Something a person must look at. `code` is stable, `detail` gives the values; `statute` where a rule says so."""

    application_number: str
    code: str
    detail: str = ""
    statute: str = ""
