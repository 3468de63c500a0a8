"""Publication numbers of the front pages, written the one way in which numbers are held."""

import re

from portfolios.identifiers import read

_PADDING = re.compile(r"(?<![0-9])0+(?=[0-9])")


def publication_number(office: str, number: str, kind: str) -> str:
    """Office, number and kind as one canonical number, "US6981285B2"; the kind is always the one the file gives.

    A number that is none of the office's stays as it is given, without its padding.
    """
    plain = re.sub(r"[\s,]", "", number)
    written = f"{office}{plain}{kind}"
    for form in (written, f"{office}{_PADDING.sub('', plain)}{kind}"):
        found = read(form)
        if found and found.office == office and found.canonical:
            return f"{found.canonical.removesuffix(found.kind)}{kind}"
    return f"{office}{_PADDING.sub('', plain)}{kind}"
