"""Entity references made harmless: each becomes a character, or stays as visible text. Nothing is ever
expanded.
"""

import re
from html.entities import html5

_REFERENCE = re.compile(rb"&([A-Za-z_][\w.:-]*);")
_STRAY = re.compile(rb"&(?=[\s,.;)])")  # "Smith & Sons" as some files have it: it can begin no reference
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
# Greek letters under the names of ISO 8879, which HTML did not take over.
_SMALL = (
    "agr bgr ggr dgr egr zgr eegr thgr igr kgr lgr mgr ngr xgr ogr pgr rgr "
    "sfgr sgr tgr ugr phgr khgr psgr ohgr"
)
_CAPITAL = (
    "Agr Bgr Ggr Dgr Egr Zgr EEgr THgr Igr Kgr Lgr Mgr Ngr Xgr Ogr Pgr Rgr . Sgr Tgr Ugr PHgr KHgr PSgr OHgr"
)
_ISO_GREEK = {
    name: chr(code)
    for names, first in ((_SMALL, ord("α")), (_CAPITAL, ord("Α")))
    for code, name in enumerate(names.split(), start=first)
}


def without_entities(content: bytes) -> bytes:
    """The content with every named reference but the five of XML replaced, in pure ASCII so that no
    encoding matters; an ampersand that begins none is one.
    """
    return _REFERENCE.sub(_replacement, _STRAY.sub(b"&amp;", content))


def _replacement(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("utf-8", "replace")
    if name in _OF_XML:
        return match[0]
    characters = html5.get(f"{name};") or _ISO_GREEK.get(name)
    if characters is None:
        return b"&amp;" + match[1] + b";"
    return "".join(f"&#{ord(character)};" for character in characters).encode()
