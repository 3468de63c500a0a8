"""Credentials and personal numbers are taken out of answers, by their form; what only looks like them stays."""

from dataclasses import replace

import pytest

from kaas.answering.checking.withholding import Withheld, masked, withheld_in
from kaas.answering.draft import DraftStatement, Verdict
from kaas.answering.steps.verify import verify
from tests.doubles.demo_passages import hit_with
from tests.doubles.found import hit

PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("パスワード Hoshi-CT3#8824 を使う。", "Hoshi-CT3#8824"),
        ("Sign in with the password `Tai-Hu_0931!gasket`.", "Tai-Hu_0931!gasket"),
        ("The password is hunter22.", "hunter22"),
        ("password: s3cret", "s3cret"),
        ("PIN: 4711", "4711"),
        ("暗証番号は4711です。", "4711"),
        ("It is Hoshi-CT3#8824 now.", "Hoshi-CT3#8824"),
        ("api_key=abcd1234efgh", "abcd1234efgh"),
        ("postgres://kaas:pa55@db/kaas", "pa55"),
        ("AKIAIOSFODNN7EXAMPLE is used", "AKIAIOSFODNN7EXAMPLE"),
        ("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "ghp_0123456789abcdefghijklmnopqrstuvwxyz"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"),
        (f"Use {PEM}.", PEM),
        ("Authorization: Bearer abcdefghijkl1234", "Authorization: Bearer abcdefghijkl1234"),
        ("個人番号 | 9020 0417 6530", "9020 0417 6530"),
        ("個人番号９９３１－０５８２－０４６０", "９９３１－０５８２－０４６０"),
        ("SSN 536-22-8726", "536-22-8726"),
        ("card 4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("5500005555555559", "5500005555555559"),
        ("The password for the server is hunter22.", "hunter22"),
        ("Password for root = hunter22", "hunter22"),
        ("The admin password has been set to hunter22.", "hunter22"),
        ("**password**: hunter22", "hunter22"),
        ("password is: hunter22", "hunter22"),
        ("Password (root): hunter22", "hunter22"),
        ("user: admin, pw: hunter22", "hunter22"),
        ("login admin / hunter22", "hunter22"),
        ("パスワードを hunter22 に変更した", "hunter22"),
        ("hunter22がパスワードです", "hunter22"),
        ("パスワードは「ほしみね2024」です", "ほしみね2024"),
        ("パスワード：星峰2024", "星峰2024"),
        ("Password: Sommer", "Sommer"),
        ("PINは4711", "4711"),
        ("The PIN is 4711", "4711"),
        ("aws_secret_access_key = wJalrXUtnFEMIK7MDENG", "wJalrXUtnFEMIK7MDENG"),
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
        ("Authorization: Basic YWRtaW46aHVudGVyMjI=", "Authorization: Basic YWRtaW46aHVudGVyMjI="),
        ("postgres://:hunter22@db", "hunter22"),
        ("SSN 219099999", "219099999"),
        ("card 4111.1111.1111.1111", "4111.1111.1111.1111"),
        ("個人番号 1234・5678・9018", "1234・5678・9018"),
    ],
    ids=range(41),
)
def test_what_no_answer_shows(text: str, secret: str) -> None:
    (found,) = withheld_in(text)
    assert text[found.start : found.end] == secret
    assert len(masked(text)) == len(text) and secret not in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "The password must be changed by 6 March 2026.",
        "制御盤のパスワードの変更と、このメモからの削除。",
        "A password manager's vault is token-based.",
        "The context has 131072 tokens; token 131072 is the last.",
        "9020 0417 6531",
        "123456789012345",
        "US 19,204,511 B2, EP 4 991 107 B1, 特願2026-993358, 18/999,052",
        "Sample LN-21-G5 at 5 MPa: 6.8 Ω·cm² (k = 2), 4.2 V, 500 cm².",
        "電話 090-0000-4417、社員番号 26-0417",
        "ISBN 978-3-16-148410-0",
        "2026-05-22 to 2026-06-30",
        "LiNi0.8Co0.1Mn0.1O2@Al2O3 and Li6PS5Cl@LiNbO3, CuSO4*5H2O, NCM811@LiNbO3&PVDF, Na2Fe(CN)6*2H2O",
        "R2=0.98@Tref=25, E=mC2^2*H3 and f(x)=A1*exp(-B2*t) in Fig.3A&3b.",
        "http://example.test:8080/Path/Item#A1b2",
        "Pin = 1234, Pin number: 1024, PIN: 4.7kΩ, Pin: M3x12",
        "private key: RSA-2048, secret key length=256-bit, authentication token: OAuth2.0, token length=32",
        "Password 8-character minimum",
        "CAS 123-45-6789, Part No. 123-45-6789, Lot 123-45-6789",
        "The counts were 330 478 475 681 341 in the five runs.",
        "The range Deliveries!A1:G4 holds the dates; 200388865589 is an application.",
        "JAN 4901234567894, IMEI 490154203237518, 受付番号 123456789018",
    ],
    ids=range(21),
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert not withheld_in(text)
    assert masked(text) == text


def test_a_quotation_is_shown_without_its_password_and_says_so() -> None:
    words = "パスワード Hoshi-CT3#8824 を使う"
    found = hit_with("aurora/commissioning-note-AUR-CN-05.md", words)
    statement = DraftStatement(found.passage.text, [(found, found.passage.text)])
    verify(statement)
    assert statement.verdict is Verdict.SUPPORTED
    ((cited, start, end),) = statement.spans
    for shown in (statement.text, cited.passage.text[start:end]):
        assert "8824" not in shown and "利用者名 maint" in shown
    assert "[" in statement.text or "［" in statement.text
    assert replace(cited.passage, text="") == replace(found.passage, text="")


def test_a_model_that_repeats_a_key_repeats_nothing() -> None:
    found = hit("The server is reached with the access key AKIAIOSFODNN7EXAMPLE from the rig.")
    sentence = "The access key is AKIAIOSFODNN7EXAMPLE."
    statement = DraftStatement(
        sentence, [(found, "reached with the access key AKIAIOSFODNN7EXAMPLE")], phrased=True
    )
    verify(statement)
    assert statement.text == "The access key is [password or key: not shown in answers]."
    assert "AKIA" not in str(statement.spans)


def test_a_secret_is_taken_out_without_the_word_that_announces_it() -> None:
    found = hit("The gateway is reached over port 22. The password: hunter22. Use it on the FM-60 console.")
    for quotes, shown in (([(found, "The password: hunter22")], []), ([], [found])):
        statement = DraftStatement("The FM-60 console is opened with hunter22.", list(quotes), phrased=True)
        verify(statement, shown=shown)
        assert "hunter22" not in statement.text


def test_the_column_of_a_table_that_announces_secrets() -> None:
    table = "user | password\nadmin | hunter22\nservice | Sommer-2024\n\nA | B"
    assert [table[one.start : one.end] for one in withheld_in(table)] == ["hunter22", "Sommer-2024"]


def test_kinds_are_told_apart() -> None:
    kinds = [one.kind for one in withheld_in("password: s3cret, 個人番号 9020 0417 6530")]
    assert kinds == [Withheld.CREDENTIAL, Withheld.PERSONAL_NUMBER]
