"""A sentence that repeats its source nearly word for word changes nothing that counts."""

import pytest

from kaas.answering.checking.copying import copies_faithfully

CLAIM = "The separator according to claim 1, wherein the first layer is 5 μm thick and the second 12 μm."
POWDER = "Lindfeldt delivered powder lot LM-2206 to Hoshimine on 29 May 2026."


@pytest.mark.parametrize(
    ("said", "text", "faithful"),
    [
        (CLAIM, CLAIM, True),
        (CLAIM, CLAIM.replace("claim 1", "claim 12"), False),
        (CLAIM, CLAIM.replace("first", "second"), False),
        (CLAIM, CLAIM.replace("5 μm", "0.005 mm"), True),
        (CLAIM, CLAIM.replace(" and ", " or "), False),
        (POWDER, POWDER.replace("Lindfeldt", "Tomada"), False),
        (POWDER, "Hoshimine delivered powder lot LM-2206 to Lindfeldt on 29 May 2026.", False),
        (POWDER, "Powder lot LM-2206 was delivered by Lindfeldt to Hoshimine on 29 May 2026.", True),
        ("The head must not be opened on site by users.", "The head must be opened on site by users.", False),
        ("The tubes of the meter are made of copper.", "The tubes of the meter are made of silver.", False),
        ("The value at low flow was higher by far.", "The value at low flow was lower by far.", False),
        (
            "Without a clamp they differed by 3 Hz; with a clamp by 11 Hz.",
            "With a clamp they differed by 11 Hz.",
            True,
        ),
        ("請求項2及び3に係る発明は明確でない。", "請求項2又は3に係る発明は明確でない。", False),
        ("請求項2及び3に係る発明は明確でない。", "請求項2及び4に係る発明は明確でない。", False),
        ("前記膜は巻芯に巻いても割れなかった。", "前記膜は巻芯に巻いても割れていない。", True),
        ("出願日は令和2年3月3日である。", "出願日は2020年3月3日である。", True),
        ("社内以上の区分の情報を入力してはならない。", "社内未満の区分の情報を入力してはならない。", False),
    ],
)
def test_a_copy(said: str, text: str, faithful: bool) -> None:
    assert copies_faithfully(text, said) is faithful
