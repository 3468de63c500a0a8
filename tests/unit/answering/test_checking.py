"""Numbers, units, dates, names, denial and direction of a sentence, each by itself."""

from fractions import Fraction

import pytest

from kaas.answering.checking.agreement import doubts
from kaas.answering.checking.days import Day, knows_days
from kaas.answering.checking.denial import denies_alike
from kaas.answering.checking.direction import directions_agree
from kaas.answering.checking.grounding import Grounds
from kaas.answering.checking.names import knows_names
from kaas.answering.checking.plain import plain
from kaas.answering.checking.quantities import Bound, quantities
from kaas.answering.checking.sides import sides_agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20 µm", "0.02 mm"),
        ("１２．５ｍＡ", "12.5 milliamperes"),
        ("10⁶ S/cm", "1×10^6 S/cm"),
        ("5e6 ohm", "5 MΩ"),
        ("3万5000円", "JPY 35,000"),
        ("1,200万円", "12 million yen"),
        ("五年間", "60 months"),
        ("twenty-six weeks", "26週間"),
        ("10 000 サイクル", "10,000 cycles"),
        ("5½ mm", "5.5 mm"),
        ("毎分6.0 m", "6 m/min"),
        ("0.6 K per minute", "0.6 K/min"),
        ("−40 ℃", "-40 °C"),
        ("9.1 Ω·cm²", "9.1 Ω・cm2"),
        ("2.5質量%", "2.5 % by mass"),
        ("48 hours", "2日間"),
    ],
    ids=str,
)
def test_equal_amounts_are_equal_however_they_are_written(one: str, other: str) -> None:
    (first,), (second,) = quantities(plain(one)), quantities(plain(other))
    assert first.amount() == second.amount()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 mA", "5 A"),
        ("5 °C", "5 K"),
        ("5質量%", "5体積%"),
        ("106 S/cm", "10⁶ S/cm"),
        ("3万円", "3億円"),
        ("5 years", "5か月"),
        ("-5 ns", "5 ns"),
        ("5 kg", "5 t"),
        ("2 ppm", "2 ppm/K"),
    ],
    ids=str,
)
def test_other_amounts_are_not(one: str, other: str) -> None:
    (first,), (second,) = quantities(plain(one)), quantities(plain(other))
    assert first.amount() != second.amount()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2.0 μm以上4.0 μm以下", [Bound.LEAST, Bound.MOST]),
        ("at least 5 and not more than 7 mm", [Bound.LEAST, Bound.MOST]),
        ("80 ppm or less", [Bound.MOST]),
        ("0.01 cm³/g未満", [Bound.LESS]),
        ("it does not exceed 5 ns", [Bound.MOST]),
        ("5 nsを超えない", [Bound.MOST]),
        ("5 nsを超える", [Bound.MORE]),
        ("below the detection limit of 0.01 g", [Bound.LESS]),
        ("between 7.5 and 22.5 s", [Bound.LOW, Bound.HIGH]),
        ("2.5 Vから4.2 V", [Bound.LOW, Bound.HIGH]),
        ("遅くとも60日前までに", [Bound.LEAST]),
        ("filtered over 300 s", [Bound.OVER]),
    ],
    ids=str,
)
def test_what_bounds_a_number(text: str, bounds: list[Bound]) -> None:
    assert [one.bound for one in quantities(plain(text))] == bounds


DATED = "The priority date is 3 May 2023 and the filing date is 3 May 2024."
SAMPLES = "LM-2207の抵抗は5 Ω、LM-2206の抵抗は6 Ωである。"


@pytest.mark.parametrize(
    ("sentence", "said", "agrees"),
    [
        ("LM-2206 had 5 Ω.", "LM-2207 had 5 Ω. LM-2206 had 6 Ω.", False),
        ("LM-2206 had 6 Ω.", "LM-2207 had 5 Ω. LM-2206 had 6 Ω.", True),
        ("LM-2206の抵抗は5 Ωである。", SAMPLES, False),
        ("The resistance of LM-2206 is 5 Ω and that of LM-2207 is 6 Ω.", SAMPLES, False),
        ("The resistance of LM-2206 is 6 Ω and that of LM-2207 is 5 Ω.", SAMPLES, True),
        ("Sample A failed, sample B passed.", "Sample A passed, sample B failed.", False),
        ("Cell A is heavier than cell B.", "Cell B is heavier than cell A.", False),
        ("Cell B is lighter than cell A.", "Cell A is heavier than cell B.", True),
        ("The temperature was 20 °C.", "The temperature was minus 20 °C.", False),
        ("温度は20 ℃であった。", "温度は氷点下20 ℃であった。", False),
        ("The temperature was minus 20 °C.", "The temperature was −20 °C.", True),
        ("It exceeded 5 V.", "It never exceeded 5 V.", False),
        ("It never exceeded 5 V.", "5 Vを超えなかった。", True),
        ("It is over 5 V.", "It is under 5 V.", False),
        ("Tests were run at least twice.", "Tests were run at most twice.", False),
        ("The dose is once a day.", "The dose is twice a day.", False),
        ("The test was repeated three times.", "試験を3回繰り返した。", True),
        ("The energy was 1 kWh.", "The energy was 3.6 MJ.", True),
        ("The priority date is 3 May 2024.", DATED, False),
        ("The priority date is 3 May 2023.", DATED, True),
        ("優先日は2024年5月3日である。", "優先日は2023年5月3日、出願日は2024年5月3日である。", False),
        ("All cells passed the test.", "Some cells passed the test.", False),
        ("Most samples cracked.", "Few samples cracked.", False),
        ("The cell leaks at 5 bar.", "The cell may leak at 5 bar.", False),
        ("The test was completed.", "The test was to be completed.", False),
        ("The cell leaked in May 2026.", "The cell leaked in May 2026.", True),
        ("The capacity rose by 12 %.", "The capacity rose to 12 %.", False),
        ("添加剤は寿命を延ばす。", "添加剤は寿命を縮める。", False),
        ("反応は発熱である。", "反応は吸熱である。", False),
        ("The salt is needed.", "The salt is unnecessary.", False),
        # who does what to whom
        ("Boreal licensed the patent to Aoba.", "Aoba licensed the patent to Boreal.", False),
        ("The patent was licensed to Boreal by Aoba.", "Aoba licensed the patent to Boreal.", True),
        ("Aoba sued Boreal.", "Boreal sued Aoba.", False),
        ("Acid is added to water.", "Water is added to acid.", False),
        ("The oxide is deposited on the sulfide.", "The sulfide is deposited on the oxide.", False),
        ("Claim 3 depends on claim 1.", "Claim 1 depends on claim 3.", False),
        ("A is connected to B in the rig.", "B is connected to A in the rig.", True),
        ("In every lot moisture is tested.", "Every lot is tested for moisture.", True),
        ("After 500 cycles it rose to 5 Ω.", "It rose to 5 Ω after 500 cycles.", True),
        ("青葉はボレアルに特許を許諾した。", "ボレアルは青葉に特許を許諾した。", False),
        ("特許は青葉がボレアルに許諾した。", "青葉はボレアルに特許を許諾した。", True),
        ("酸を水に加える。", "水を酸に加える。", False),
        # people, firms and materials, in either language
        ("The inventor is Taro Yamada.", "発明者は鈴木次郎である。", False),
        ("The supplier is Aoba.", "供給者はボレアルである。", False),
        ("The inventor is Sato.", "The inventor is Saito.", False),
        ("Aoba bears 60 % of the cost.", "The cost is shared 60 % by Boreal and 40 % by Aoba.", False),
        ("Boreal bears 60 % of the cost.", "The cost is shared 60 % by Boreal and 40 % by Aoba.", True),
        ("The coating is aluminium oxide.", "被覆は酸化ジルコニウムである。", False),
        ("The coating is aluminium oxide.", "被覆は酸化アルミニウムである。", True),
        ("The coating holds lithium.", "被覆は Li6PS5Cl である。", True),
        ("The coating is aluminium oxide.", "The coating is zirconium oxide.", False),
        ("発明者は山田太郎である。", "発明者は鈴木次郎、代理人は山田太郎である。", False),
        ("代理人は山田太郎である。", "発明者は鈴木次郎、代理人は山田太郎である。", True),
        ("The inventor is Taro Yamada.", "The inventor is Jiro Suzuki, the agent is Taro Yamada.", False),
        # nothing in common with what is written in the other language
        ("The chief executive stole the money.", "膜は80 ℃で試験された。", False),
        ("https://away.example/?q=seen", "膜は80 ℃で試験された。", False),
        ("The rotor turned left in 1.", "結着材の割合を1質量%以下に減らす。", False),
        ("onmouseover=alert(1)", "引用文献1には妨げる事情がある。", False),
        # one figure or letter in common is nothing in common in one language either
        ('" onmouseover="alert(1)" x=".', "It rests on a measuring tube (2) and a driver (1).", False),
        ("The rotor turned left in 1.", "The driver (1) vibrates the measuring tube (2).", False),
        (
            "Item (a) holds.",
            "A first pickup (4a) and (b) a second pickup (a) are laser-interferometric.",
            False,
        ),
        # the rest of what was found
        ("Aoba is approved without any condition.", "Aoba is approved on one condition.", False),
        ("The laser was selected.", "The laser was rejected.", False),
        ("The laser was rejected.", "レーザーは不採用となった。", True),
        ("No readings are used.", "Readings are ignored.", True),
        ("Source 7 counts as public.", "Source 7 may be public and counts as such.", False),
        ("責任者のほかは誰も参照できない。", "参照できるのは責任者だけとする。", True),
        ("海域では粒子は1個である。", "水平勾配が1kmあたり1mGal未満の海域では粒子は8000個である。", False),
        ("The lid 14 is hinged to the cooker 10.", "The lid 14 is hinged to the cooker 10.", True),
    ],
    ids=str,
)
def test_a_sentence_as_a_whole(sentence: str, said: str, agrees: bool) -> None:
    assert (doubts(sentence, Grounds(said, "Lab note LN-21", said, said, said)) == []) is agrees


def test_numbers_of_a_list_bear_the_unit_at_its_end() -> None:
    layers = quantities(plain("5/12/5 μm"))
    assert [one.size for one in layers] == [Fraction(n, 10**6) for n in (5, 12, 5)]


@pytest.mark.parametrize(
    ("sentence", "said", "is_known"),
    [
        ("It ends on 29 March 2027.", "2027年3月29日に満了する。", True),
        ("令和8年3月1日に出した。", "Sent on 1 March 2026.", True),
        ("It ends on 28 March 2027.", "2027年3月29日に満了する。", False),
        ("It ends in March 2027.", "It ends on 29 March 2027.", True),
        ("It ends on 29 March 2027.", "It ends in March 2027.", False),
        ("9 to 20 November 2026", "2026年11月9日から20日まで", True),
        ("The deadline is 03/05/2025.", "The deadline is 05/03/2025.", False),
        ("The deadline is 03/05/2025.", "The deadline is 03/05/2025.", True),
        ("9 to 21 November 2026", "2026年11月9日から20日まで", False),
    ],
    ids=str,
)
def test_dates_are_compared_by_the_day_they_name(sentence: str, said: str, is_known: bool) -> None:
    assert knows_days(plain(sentence), plain(said), plain(said)) is is_known


def test_each_date_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a hostile sentence says it, and its passage."""
    compared: list[Day] = []
    agrees = Day.agrees

    def counted(one: Day, other: Day) -> bool:
        compared.append(other)
        return agrees(one, other)

    monkeypatch.setattr(Day, "agrees", counted)
    assert knows_days("3 March 2020, April, 1月1日 " * 150, "3 March 2020, April, 1月1日 " * 450, "")
    assert len(compared) <= 9


@pytest.mark.parametrize(
    ("sentence", "near", "around", "is_known"),
    [
        ("See US 19,204,511 B2.", "US19204511B2 is cited", "", True),
        ("See US 19,204,512 B2.", "US19204511B2 is cited", "", False),
        ("特開2026-993358", "特願2026-993358", "", False),
        ("LM-2206 was milled.", "LM-2206", "", True),
        ("LM-2207 was milled.", "LM-2206", "LM-2207", False),
        ("LM-2207 was milled.", "it was milled", "LM-2207", True),
        ("firmware 1.0.1", "firmware 1.0.0", "", False),
    ],
    ids=str,
)
def test_a_name_stands_where_it_is_spoken_of(sentence: str, near: str, around: str, is_known: bool) -> None:
    assert knows_names(plain(sentence), plain(near), plain(f"{near}\n{around}")) is is_known


@pytest.mark.parametrize(
    ("sentence", "said", "alike"),
    [
        ("The film was not tested.", "The film was not tested after use.", True),
        ("The film was tested.", "The film was not tested after use.", False),
        ("The film was never tested.", "The film was tested after use.", False),
        ("膜は試験されていない。", "The film was not tested.", True),
        ("膜は試験された。", "The film was not tested.", False),
        ("寿命は確認されていない。", "寿命は未確認である。", True),
        ("寿命は確認された。", "寿命は未確認である。", False),
        ("提出しなければならない。", "It has to be submitted.", True),
        ("It was 0.21 ns with it.", "It was 0.21 ns with it, against 1.90 ns without it.", True),
        ("The film is stable.", "The film is unstable.", False),
    ],
    ids=str,
)
def test_what_is_denied_is_denied_on_both_sides(sentence: str, said: str, alike: bool) -> None:
    assert denies_alike(plain(sentence), plain(said), plain(said)) is alike


@pytest.mark.parametrize(
    ("sentence", "said", "agree"),
    [
        ("The resistance rose.", "界面抵抗は上昇した。", True),
        ("The resistance fell.", "界面抵抗は上昇した。", False),
        ("The lot was accepted.", "The lot was rejected.", False),
        ("The lot was not accepted.", "The lot was rejected.", True),
        ("均一型は目標を達成しなかった。", "均一型は目標に届かなかった。", True),
        ("It is searched after the review.", "設計審査の前に調べる。", False),
        ("The pressure rose and the drift fell.", "The pressure rose and the drift fell.", True),
        ("The pressure fell and the drift fell.", "The pressure rose and the drift fell.", False),
    ],
    ids=str,
)
def test_no_word_goes_the_other_way(sentence: str, said: str, agree: bool) -> None:
    assert directions_agree(plain(sentence), plain(said)) is agree


@pytest.mark.parametrize(
    ("sentence", "said", "agree"),
    [
        ("Copper is heavier than tin.", "Copper is heavier than tin.", True),
        ("Tin is heavier than copper.", "Copper is heavier than tin.", False),
        ("Tin is lighter than copper.", "Copper is heavier than tin.", True),
        ("銅は錫より重い。", "銅は錫より重い。", True),
        ("錫は銅より重い。", "銅は錫より重い。", False),
        ("The filter is 300 s instead of 600 s.", "Filter of 300 s instead of 600 s.", True),
        ("The filter is 600 s instead of 300 s.", "Filter of 300 s instead of 600 s.", False),
    ],
    ids=str,
)
def test_sides_are_not_exchanged(sentence: str, said: str, agree: bool) -> None:
    assert sides_agree(plain(sentence), plain(said)) is agree
