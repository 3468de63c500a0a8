"""The title that an Office file carries in its properties."""

import zipfile

from lxml import etree

from portfolios.parsing.titles import usable_title

_PROPERTIES = "docProps/core.xml"
_LONGEST = 100_000


def office_title(archive: zipfile.ZipFile) -> str:
    """The title, or nothing where there is none or only what programs leave there."""
    if _PROPERTIES not in archive.namelist():
        return ""
    with archive.open(_PROPERTIES) as stream:
        content = stream.read(_LONGEST)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return usable_title(etree.fromstring(content, parser).findtext("{*}title"))
    except etree.XMLSyntaxError:
        return ""
