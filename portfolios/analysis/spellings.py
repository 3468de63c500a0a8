"""British spellings and plurals of Latin and Greek become the word that others write: fibre and fiber, matrices and matrix.

Both sides go through it, the text and the query, so that what it makes of a word need be no word: it must only be the same.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_KNOWN: Final[dict[str, str]] = dict(
    re.findall(
        r"(\w+):(\w+)",
        """
    indices:index matrices:matrix vertices:vertex apices:apex vortices:vortex helices:helix appendices:appendix
    axes:axis lens:lenses halves:half knives:knife shelves:shelf teeth:tooth feet:foot mice:mouse children:child
    media:medium spectra:spectrum bacteria:bacterium foci:focus radii:radius nuclei:nucleus stimuli:stimulus
    loci:locus moduli:modulus menisci:meniscus fungi:fungus phenomena:phenomenon criteria:criterion strata:stratum
    maxima:maximum minima:minimum optima:optimum quanta:quantum formulae:formula antennae:antenna algae:alga
    larvae:larva vertebrae:vertebra crises:crisis hypotheses:hypothesis theses:thesis syntheses:synthesis
    parentheses:parenthesis diagnoses:diagnosis prostheses:prosthesis
    aluminium:aluminum aluminiums:aluminum ohm:omega ohms:omega tyre:tire tyres:tire mould:mold disc:disk discs:disk
    programme:program programmes:program licence:license licences:license defence:defense offence:offense grey:gray
    artefact:artifact artefacts:artifact judgement:judgment ageing:aging sceptic:skeptic aerofoil:airfoil
    aeroplane:airplane aeroplanes:airplane carburettor:carburetor connexion:connection inflexion:inflection
    gage:gauge gages:gauges gaging:gauging draught:draft draughts:draft cheque:check cheques:check
    """,
    )
)
# What is written -ise everywhere; many of them have another word of their stem: precision, revision.
_ALWAYS_ISE: Final = re.compile(
    r"(?:prec|rev|superv|telev|exc|inc|conc|dev|adv|surpr|compr|comprom|prom|exerc|no|po|ra|pra|br|bru|cru|disgu|ar|"
    r"enterpr|expert|dem|desp|improv|likew|otherw|clockw|merchand|appra|parad|prem|franch|surm|treat|torto|ceris|chem)"
    r"is(?:e|es|ed|ing|er|ers|able)"
).fullmatch
_RULES: Final[tuple[tuple[Callable[[str], re.Match[str] | None], Callable[[re.Match[str]], str]], ...]] = tuple(
    (re.compile(pattern).fullmatch, made)
    for pattern, made in (
        (
            r"((?:dis)?col|(?:mis)?behavi|vap|neighb|fav|lab|harb|od|rum|tum|hum|hon|arm|flav|sav|endeav|vig)our([a-z]*)",
            lambda m: f"{m[1]}or{m[2]}",
        ),
        (r"((?:epi|con|de)?cent|[a-z]*met|lit|calib|lust|spect|theat|tit|mit|sab|salt?pet)re(s|d)?",
         lambda m: f"{m[1]}er{'ed' if m[2] == 'd' else m[2] or ''}"),
        (r"([a-z]*?)fibre([a-z]*)", lambda m: f"{m[1]}fiber{m[2]}"),
        (r"([a-z]*)lys(?:is|es|e|ed|er|ers|ing)", lambda m: f"{m[1]}lyze"),
        (r"([a-z]{3,})is(e|es|ed|er|ers|ing|able|ation|ations)", lambda m: f"{m[1]}iz{m[2]}"),
        (r"(anal|catal|dial|homol|monol|prol|epil)ogue(s|d)?", lambda m: f"{m[1]}og{m[2] or ''}"),
        (r"([a-z]*)sulph([a-z]*)", lambda m: f"{m[1]}sulf{m[2]}"),
        (r"(an|leuk)aemi([a-z]*)", lambda m: f"{m[1]}emi{m[2]}"),
        (r"([a-z]*)(h|p|c|f)ae(m|d|si|c)([a-z]*)", lambda m: f"{m[1]}{m[2]}e{m[3]}{m[4]}"),
        (r"(an)?aesthe([a-z]*)", lambda m: f"{m[1] or ''}esthe{m[2]}"),
        (r"oe(dem|soph|str)([a-z]*)", lambda m: f"e{m[1]}{m[2]}"),
        (r"manoeuvr([a-z]*)", lambda _: "maneuver"),
        (r"(m|sm)ould(s|ed|ing|ings|er|able|ability)", lambda m: f"{m[1]}old{m[2]}"),
        (r"plough([a-z]*)", lambda m: f"plow{m[1]}"),
    )
)  # fmt: skip
_MAY_BE: Final = re.compile(r"our|re[sd]?$|fibre|lys|is[eia]|ogue|sulph|ae|oe|oul|plou").search


@lru_cache(maxsize=1 << 14)
def one_spelling(word: str) -> str:
    """The word as it is stemmed; `word` is folded and of letters."""
    if known := _KNOWN.get(word):
        return known
    if not _MAY_BE(word) or _ALWAYS_ISE(word):
        return word
    for matched, made in _RULES:
        if found := matched(word):
            return made(found)
    return word
