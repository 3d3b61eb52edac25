import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.sec_filings.metadata.company import company_key, display_name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("7K COMPANY", "7k"),
        ("7K Co", "7k"),
        ("Orinoco.com, Inc.", "orinoco"),
        ("ORINOCO COM INC", "orinoco"),
        ("The Silver-Birch Company", "silver birch"),
        ("SILVER BIRCH CO", "silver birch"),
        ("Silver Birch Company, The", "silver birch"),
        ("Harrow & Sons", "harrow and sons"),
        ("Harrow and Sons", "harrow and sons"),
        ("J.P. Fenwick & Co.", "jp fenwick"),
        ("Plover & Company", "plover"),
        ("Alice Lark and Company", "alice lark"),
        ("PLOVER & COMPANY/MN", "plover"),
        ("HEATHER HOLDING INC /DE/", "heather holding"),
        ("U.S. Loombank", "us loombank"),
        ("McTavish’s Corporation", "mctavishs"),
        ("Blue Pipeline Partners, L.P.", "blue pipeline partners"),
        ("Interlaken Group of Companies, Inc.", "interlaken group of companies"),
        ("Ångström N.V.", "angstrom"),
        ("The Company", "company"),
    ],
)
def test_spellings_of_one_name_share_a_key(name: str, key: str) -> None:
    assert company_key(name) == key


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    key = company_key(name)
    assert company_key(company_key(key)) == company_key(key)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("7K COMPANY", "7K Company"),
        ("ORINOCO.COM, INC.", "Orinoco.com, Inc."),
        ("McTAVISH’S CORPORATION", "McTavish's Corporation"),
        ("O’MALLEY MOTORS CORP", "O'Malley Motors Corp."),
        ("KIMBER-CLARKE CORPORATION", "Kimber-Clarke Corporation"),
        ("BANK OF THE PRAIRIE PLC", "Bank of the Prairie plc"),
        ("GDX ENERGY L.P.", "GDX Energy L.P."),
        ("eTrove Inc.", "eTrove Inc."),
        ("  Loom   Works , Inc. ®", "Loom Works, Inc."),
        ("LOOMS INC /DE/", "Looms Inc."),
    ],
)
def test_a_name_is_shown_without_shouting(printed: str, shown: str) -> None:
    assert display_name(printed) == shown


def test_a_shouted_name_takes_the_spelling_of_the_prose() -> None:
    prose = ["PLMorgan Chase & Co. is a bank. PLMORGAN CHASE & CO. was founded early. PLMorgan Chase & Co. lends."]
    assert display_name("PLMORGAN CHASE & CO.", prose) == "PLMorgan Chase & Co."


def test_a_name_that_prose_shortens_keeps_its_legal_form_and_comma() -> None:
    assert display_name("ETROVE, INC.", ["eTrove lists goods; we at eTrove do too."]) == "eTrove, Inc."


def test_capitals_in_two_sizes_are_put_together_where_the_prose_has_the_word() -> None:
    assert display_name("V ANTAGE R ESORTS", ["We are Vantage Resorts."]) == "Vantage Resorts"
