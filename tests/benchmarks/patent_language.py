"""Patent language on one core: numbers and claims of real grants, and the slowest of texts made to be slow."""

import gzip
import html
import itertools
import json
import re
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from zlib import crc32

from portfolios.claims.antecedents import lacking_antecedents
from portfolios.claims.claim import Office
from portfolios.claims.multiple import fee_count
from portfolios.claims.reading import read_claims, read_numbered
from portfolios.claims.tree import draw_tree
from portfolios.dates import find_dates
from portfolios.families import (
    draw,
    find_conflicts,
    find_families,
    find_terms,
    legal_status,
    read_applications,
    recorded_events,
)
from portfolios.identifiers import find_classifications, find_literature, find_pin_cites, identify
from portfolios.identifiers.labels import label_table
from portfolios.locators import locator_text
from portfolios.officeactions.reading import read_office_action
from tests.benchmarks.timing import keep
from tests.shared_data import shared_data
from tests.unit.claims.test_properties import WORST
from tests.unit.identifiers.test_linear import PIECES

_HOSTILE, _TRIED = 100_000, 4_000  # bytes of a text that is measured, and of one that is tried
_AGAIN = 5  # of the slowest when tried, measured whole
_FOUND = (  # slow ones met so far, and texts of one sign
    *(
        "１．特開2020-1\n",
        "同2020-123456",
        "特開平4-5",
        "特開2020-\n123456 ",
        "JP 09262643\n",
        "JP-A-H04-56789 ",
    ),
    *(
        "US10123456 ",
        "16/123,456 ",
        "2020-123456、",
        "10-2020-0012345 ",
        "202010123456.2 ",
        "12\n3",
        "1\n2\n",
        "1 ",
    ),
    *("㍻1年", "2020年", "01/02/2020 ", "20200401 ", "図1", "1頁", "[0012]", "D1-D3 ", "D1: US 5,123,456 "),
    *(
        "1. The method of claim 1, wherein the x.\n",
        "Claim 1. ",
        "☒ Claim(s) 1 ",
        "claims 1 to 2 or 3, ",
        "5-7. (Canceled)\n",
    ),
    *(
        "適用条文 第29条第1項",
        "出願番号 特願2020-123456\n",
        "●理由1",
        "・請求項1",
        "申请号",
        "权利要求1、2和",
        "对比文件1和",
    ),
    *(
        "interpreted under 35 U.S.C. 112(f) ",
        "Claims 1-3 are rejected under 35 U.S.C. 103 over Smith in view of Jones. ",
    ),
    *(
        "Claim 1 is not clear. ",
        "Art. 84 EPC. ",
        "权利要求1不具备创造性。",
        "1. 2. ",
        "1. 1.\n",
        ". A",
        "Application No. 16/123,456 ",
    ),
    *(
        "\n",
        "\r\n",
        "\u2028",
        "\t",
        "1",
        "１",
        "x",
        "一",
        "😀",
        "\u0301",
        "\u200b",
        ".",
        "-",
        "/",
        "第",
        "。",
    ),
)
_COUNTED = (  # pieces whose figures differ each time: {n} counts on, {m} has three figures, {k} one or two
    *("{n}. The device of any of claims 1-{n}.\n", "{n}. The device of claim {n}.\n", "claims 1-{m}, "),
    *("【請求項{n}】請求項1乃至{n}のいずれか一項に記載の装置。\n", "請求項{k}～{m}、", "权利要求{k}-{m}、"),
    *("of any of claims 1-{m}, or claims {k} to {m}; ", "제{k}항 내지 제{m}항 ", "the x{n}, a y{m}; "),
    *(
        "Claims 1-{m} are rejected under 35 U.S.C. 103 over Smith in view of J{k}. ",
        "Claim {m} is not clear. ",
    ),
    *("Claims 1-{m} are not clear (Art. 84 EPC). ", "权利要求1-{m}不具备专利法第22条第3款规定的创造性。"),
    *("・請求項{k}-{m}\n・引用文献等{k}\n", "●理由{k}(特許法第29条第2項)について\n・請求項1-{m}\n"),
    *(
        "D{k}: US 5,{m},{m}; ",
        "引用文献{k}:特開2020-{m}{m}号公報\n",
        "特開20\n19-{m}\n{m}号",
        "同2020-{m}{m}号、",
    ),
    *("令和{k}年4月1日(2020年) ", "May {k}, 1{m} ", "特願２０２０－{m}{m}号、", "JP-A-H04-{m}{m} {k}\n2\n"),
    *("U.S. Pat. No. 5,{m},{m}, 5,{m},{m} ", "20/0DE平JPU.USPP2,U.S. Pat.No.{k}\n2 x", "CN {m}{m}{k}\n8 "),
    *("特許第20/JPU.USPP2,U.S. Pat.No.{k}\n25件", "DE平JPU.USPP2第,U.S. Pat.No.{k}\n2 JPU.USPP2,U.ﾞ["),
    *("20/0 DEJPU.USP{m}{m}{k}\n8 20/0DE平", ".DE平JPU.USPP2,,{m}; 1\n2\n"),
    *("{n}. Thdevice {m}-{n}.\n{n} device ny of claims {m}-{n}.\n", "\n" * 13 + "D{k}-D{k} "),
    *("D{k} 段落0{m}、0{m}、図{k} ", "FIGS. {k}, {m}, ", 'Smith, "A{n}", J{k}, 1{m}, '),
)
_STRIDES = (1, 7, 31)  # how far apart in the list of pieces two are that are mixed
_BEFORE = ("", "1. ", "1. The device of claim 1", "US 10,123,")


def _said_of(kind: str, text: str) -> str:
    return locator_text(kind, text, "ja")


Record = dict[str, object]
_RECORDS: dict[
    str, Callable[[int], Record]
] = {  # the n-th of applications that rest on each other, or share events
    "a chain": lambda n: _filed(n, links=[{"number": _us(n - 1), "kind": "continuation"}] if n > 1 else []),
    "a star": lambda n: _filed(n, links=[{"number": _us(1), "kind": "divisional"}]),
    "priorities on each other": lambda n: _filed(n, links=[{"number": _us(n - 1)}]),
    "one of many": lambda n: _filed(
        1, events=[{"date": "2020-02-02", "effect": "published", "code": f"{n}"}]
    ),
    "places": lambda n: _filed(
        1, events=[{"date": "2020-02-02", "effect": "granted", "jurisdiction": f"X{n}"}]
    ),
    "states": lambda n: {
        "application_number": "EP12345678.2",
        "states": [f"S{n}"],
        "events": [{"date": f"201{n % 9}-01-01", "code": f"{n}", "effect": ("granted", "opposed")[n % 2]}],
    },
    "publications": lambda n: _filed(
        1, publications=[{"number": f"US 2020/{n:07d} A1", "date": "2020-02-01"}]
    ),
    "additions": lambda n: _filed(1, additions=[{"code": f"x{n}", "days": 1}]),
}
_FINDERS: dict[str, Callable[[str], object]] = {
    "identify": identify,
    "find_dates": find_dates,
    "find_classifications": find_classifications,
    "find_pin_cites": find_pin_cites,
    "find_literature": find_literature,
    "label_table": label_table,
    **{f"locator_text {kind}": partial(_said_of, kind) for kind in ("slide", "heading")},
    "read_claims": lambda text: read_claims(text, office=Office.US),
    **{
        f"read_office_action {office}": partial(read_office_action, office=office)
        for office in (Office.JP, Office.US, Office.EP, Office.CN)
    },
}


def measure(*parts: str) -> str:
    """Megabytes and claims a second, and the longest any reader takes for 100 kB of one repeated piece. Of `parts`
    ("speed", "identify", "jp", "families") only what bears one in its name; such figures are not kept.
    """
    groups: dict[str, Callable[[], dict[str, float]]] = {
        "speed": _speed,
        **{name: partial(_hostile_to, name, find) for name, find in _FINDERS.items()},
        "claims on all before": _all_before,
        **{f"families, {name}": partial(_records_of, name, make) for name, make in _RECORDS.items()},
    }
    asked = [one for name, one in groups.items() if not parts or any(part in name for part in parts)]
    figures = {name: value for group in asked for name, value in group().items()}
    if not parts:
        keep("patent_language", figures)
    return "\n".join(f"{name:64}{value:>12.1f}" for name, value in figures.items())


def _speed() -> dict[str, float]:
    texts, claims = _grants()
    numbered = list(enumerate(claims, 1))
    size = sum(len(text.encode()) for text in texts) / 1e6
    return {
        "identify, MB/s": size / _seconds(lambda: [identify(text) for text in texts]),
        "claims, claims/s": len(claims) / _seconds(lambda: read_numbered(numbered, office=Office.US)),
    }


def _hostile_to(name: str, find: Callable[[str], object]) -> dict[str, float]:
    longest, text = _slowest(find)
    return {f"{name}, 100 kB of {text[:24]!r}…, ms": longest * 1000}


def _all_before() -> dict[str, float]:
    claims = read_claims(_counted(_COUNTED[0], _HOSTILE), office=Office.US)
    return {
        f"{action.__name__}, {len(claims)} claims on all before, ms": _seconds(partial(action, claims)) * 1000
        for action in (lacking_antecedents, draw_tree, fee_count)
    }


def _records_of(name: str, make: Callable[[int], Record]) -> dict[str, float]:
    """All that is made of 100 kB of records of a register."""
    records: list[Record] = []
    left = _HOSTILE
    while left > 0:
        records.append(make(len(records) + 1))
        left -= len(json.dumps(records[-1]))
    return {f"families, {name}, ms": _seconds(partial(_families_of, records)) * 1000}


def _families_of(records: list[Record]) -> None:
    applications, _ = read_applications(records)
    draw(applications, find_families(applications))
    find_conflicts(applications)
    find_terms(applications)
    for one in applications:
        legal_status(recorded_events(one), office=one.office, as_of=date(2026, 1, 1), states=one.states)


def _us(number: int) -> str:
    return f"US-APP-16/{number:06d}"


def _filed(number: int, **rest: object) -> Record:
    return {"application_number": _us(number), "filing_date": "2020-01-01", **rest}


def _slowest(find: Callable[[str], object]) -> tuple[float, str]:
    """The hostile text that takes longest, and its seconds: the slowest of short ones are measured whole."""
    texts = _hostile()
    tried = sorted(
        ((_seconds(partial(find, hostile(_TRIED)), runs=1), place) for place, hostile in enumerate(texts)),
        reverse=True,
    )
    found = [texts[place](_HOSTILE) for _, place in tried[:_AGAIN]]
    return max((_seconds(partial(find, text), runs=7), text) for text in found)


def _grants() -> tuple[list[str], list[str]]:
    """The text of every grant, and its claims without tags."""
    files = sorted(shared_data("us-grants-bulk-xml").glob("*.xml.gz"))
    whole = [gzip.decompress(one.read_bytes()).decode() for one in files]
    claims = [_plain(one) for text in whole for one in re.findall(r"(?s)<claim [^>]*>.*?</claim>", text)]
    return [_plain(text) for text in whole], [re.sub(r"^\s*\d+\s*\.\s*", "", one) for one in claims]


def _plain(marked_up: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", marked_up)).strip()


def _hostile() -> list[Callable[[int], str]]:
    """Texts made to be slow, of as many bytes as are asked for."""
    pieces = tuple(dict.fromkeys((*PIECES, *WORST, *_FOUND)))
    mixtures = [
        one + other for stride in _STRIDES for one, other in zip(pieces, _turned(pieces, stride), strict=True)
    ]
    return [
        *(partial(_repeated, before, piece) for before, piece in itertools.product(_BEFORE, pieces)),
        *(partial(_repeated, "", mixture) for mixture in mixtures),
        *(partial(_counted, piece) for piece in _COUNTED),
    ]


def _turned(pieces: tuple[str, ...], stride: int) -> tuple[str, ...]:
    return pieces[stride:] + pieces[:stride]


def _repeated(before: str, piece: str, size: int) -> str:
    return before + piece * (size // len(piece.encode()))


def _counted(piece: str, size: int) -> str:
    """Figures that differ each time and come back in no order, so that nothing around them repeats."""
    pieces: list[str] = []
    left = size
    while left > 0:
        count = len(pieces) + 1
        figures = crc32(b"%d" % count)
        pieces.append(piece.format(n=count, m=100 + figures % 899, k=1 + figures // 1009 % 97))
        left -= len(pieces[-1].encode())
    return "".join(pieces)


def _seconds(action: Callable[[], object], *, runs: int = 3) -> float:
    """Processor seconds, the best of several runs."""
    best = float("inf")
    for _ in range(runs):
        begin = time.process_time()
        action()
        best = min(best, time.process_time() - begin)
    return best
