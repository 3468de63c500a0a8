"""Which reader and which law each office's letters are read by."""

from collections.abc import Callable
from typing import NamedTuple

from portfolios.claims.claim import Office
from portfolios.officeactions.copying import Copy, copy_of
from portfolios.officeactions.letters import china, europe, japan, united_states
from portfolios.officeactions.letters.raised import Body, Findings, body_of
from portfolios.officeactions.provisions import china as chinese_law
from portfolios.officeactions.provisions import europe as european_law
from portfolios.officeactions.provisions import japan as japanese_law
from portfolios.officeactions.provisions import united_states as american_law
from portfolios.officeactions.provisions.provision import Provision


class Reader(NamedTuple):
    """How the letters of an office are read."""

    asian: bool
    find_provisions: Callable[[str], list[Provision]]
    read_body: Callable[[Body], Findings]


READERS = {
    Office.JP: Reader(True, japanese_law.find_provisions, japan.read_body),
    Office.US: Reader(False, american_law.find_provisions, united_states.read_body),
    Office.EP: Reader(False, european_law.find_provisions, europe.read_body),
    Office.CN: Reader(True, chinese_law.find_provisions, china.read_body),
}


def read_letter(letter: str, office: Office) -> tuple[Body, Findings]:
    """The copy of a letter with what is found in it, and what its reader makes of that."""
    reader = READERS[office]
    copy: Copy = copy_of(letter, asian=reader.asian)
    body = body_of(copy, office, reader.find_provisions(copy.text))
    return body, reader.read_body(body)
