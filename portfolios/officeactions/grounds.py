"""What each provision is about. Sources: Patent Act (JP) Arts. 17-2, 29 to 49; 35 U.S.C.; EPC and its Implementing
Regulations; Patent Law (CN, 2020) and its Implementing Regulations.
"""

from functools import lru_cache

from portfolios.claims.claim import Office

_JP = {
    "17の2(3)": "new matter",
    "17の2(4)": "shift amendment",
    "17の2(5)": "purpose of amendment",
    "17の2(6)": "independent patentability",
    "29柱書": "eligibility and industrial applicability",
    "29(1)": "novelty",
    "29(2)": "inventive step",
    "29の2": "secret prior right",
    "32": "public order",
    "36(4)i": "enablement",
    "36(4)ii": "disclosure of prior art",
    "36(6)i": "support",
    "36(6)ii": "clarity",
    "36(6)iii": "conciseness",
    "36(6)iv": "form of claims",
    "36(4)": "description",
    "36(6)": "claims",
    "36": "description and claims",
    "37": "unity",
    "38": "joint application",
    "39": "first to file",
    "49": "ground of refusal",
}
_US = {
    "101 double patenting": "statutory double patenting",
    "101": "eligibility and utility",
    "102": "novelty",
    "103": "non-obviousness",
    "112(a)": "written description and enablement",
    "112(b)": "definiteness",
    "112(d)": "improper dependent form",
    "112(f)": "means-plus-function interpretation",
    "112": "specification",
    "121": "restriction",
    "132": "new matter",
    "ODP": "nonstatutory double patenting",
    "objection": "formal objection",
}
_EP = {
    "52": "patentable inventions",
    "53": "exceptions to patentability",
    "54(3)": "secret prior right",
    "54": "novelty",
    "56": "inventive step",
    "57": "industrial application",
    "76": "divisional beyond the earlier application",
    "82": "unity",
    "83": "sufficiency",
    "84": "clarity and support",
    "123(2)": "added subject-matter",
    "123(3)": "extended protection",
    "R.42": "content of the description",
    "R.43": "form of claims",
    "R.137": "amendment",
}
_CN = {
    "2": "patentable subject-matter",
    "5": "public order",
    "9": "double patenting",
    "19": "confidentiality examination",
    "20": "good faith",
    "22.2": "novelty",
    "22.3": "inventive step",
    "22.4": "practical applicability",
    "22": "novelty, inventive step, applicability",
    "25": "excluded subject-matter",
    "26.3": "sufficiency",
    "26.4": "support and clarity",
    "26.5": "origin of genetic resources",
    "29": "priority",
    "31": "unity",
    "33": "amendment beyond the original disclosure",
    "R.": "formal requirement",
}
_GROUNDS = {Office.JP: _JP, Office.US: _US, Office.EP: _EP, Office.CN: _CN}


@lru_cache(maxsize=1024)
def ground_of(office: Office, code: str) -> str:
    """What a provision is about: that of its longest beginning listed; "" for what is no ground of that office."""
    listed = _GROUNDS.get(office, {})
    beginnings = (one for one in listed if code.startswith(one) and not _goes_on(code[len(one) :], one))
    return listed.get(max(beginnings, key=len, default=""), "")


def _goes_on(rest: str, listed: str) -> bool:
    """Whether what follows makes another number of it: 29の2 is not 29, 102 is not 10."""
    return bool(rest) and rest[0] in "0123456789の" and not listed.endswith(".")
