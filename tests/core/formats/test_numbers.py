"""Numbers and scales as reports print them."""

from decimal import Decimal

import pytest

from core.formats.numbers import NumberUnit, ScaleNote, parse_number, scale_note, scale_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,577", "1577"),
        ("$ 1,577", "1577"),
        ("$1,577", "1577"),
        ("(1,577)", "-1577"),
        ("$ (1,577)", "-1577"),
        ("($1,577)", "-1577"),
        ("1,577)", "-1577"),
        ("(0.03", "-0.03"),
        ("-12", "-12"),
        ("\u2212 12", "-12"),
        ("\u2013$12", "-12"),
        (".5", "0.5"),
        ("1234567.25", "1234567.25"),
        ("5¾", "5.75"),
        ("¾", "0.75"),
        ("5 7/8%", "5.875"),
        ("+3", "3"),
        ("1,577 (a)", "1577"),
        ("1,577 (2)", "1577"),
        ("(1,577) *", "-1577"),
        ("€ 12.5", "12.5"),
        ("1,577\xa0", "1577"),
    ],
)
def test_a_printed_number_has_its_sign_applied(text: str, value: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert number.value == Decimal(value)
    assert not number.nil


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "N/A",
        "NM",
        "$",
        ")",
        "%",
        "10-K",
        "1,57",
        "12 34",
        "December 31, 2018",
        "Item 7.",
        "1.2.3",
        "2018-2019",
    ],
)
def test_what_is_not_one_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["—", "-", "\u2013", "$ —", "$—", "(—)", "--"])
def test_a_dash_is_a_nil_of_value_zero(text: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert number.nil
    assert number.value == 0


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12.5%", "12.5", NumberUnit.PERCENT),
        ("12.5 %", "12.5", NumberUnit.PERCENT),
        ("(12.5)%", "-12.5", NumberUnit.PERCENT),
        ("(12.5%)", "-12.5", NumberUnit.PERCENT),
        ("(12.5 %)", "-12.5", NumberUnit.PERCENT),
        ("1.2x", "1.2", NumberUnit.MULTIPLE),
        ("(50) bps", "-50", NumberUnit.BASIS_POINTS),
        ("1.4 pts", "1.4", NumberUnit.POINTS),
        ("—%", "0", NumberUnit.PERCENT),
    ],
)
def test_a_unit_printed_with_the_number_is_kept(text: str, value: str, unit: NumberUnit) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.unit) == (Decimal(value), unit)
    assert number.percent == (unit is NumberUnit.PERCENT)


@pytest.mark.parametrize(
    ("text", "exponent"),
    [
        ("(in millions)", 6),
        ("(Millions)", 6),
        ("Millions", 6),
        ("(Dollars in billions)", 9),
        ("$ in thousands, except per share", 3),
        ("($ in millions)", 6),
        ("(amounts in thousands)", 3),
        ("(In thousands of U.S. dollars)", 3),
        ("(millions of dollars)", 6),
        ("U.S. dollars in millions", 6),
        ("(Millions, except per share amounts)", 6),
        ("CONSOLIDATED BALANCE SHEETS (in millions, except par value)", 6),
        ("Year Ended December 31, (In thousands)", 3),
        ("(000's)", 3),
        ("(000s omitted)", 3),
        ("($ million)", 6),
        ("In Millions, Except per Share Data", 6),
    ],
)
def test_a_caption_gives_the_scale(text: str, exponent: int) -> None:
    assert scale_of(text) == exponent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Net sales rose by $12 million in 2018",
        "sold in thousands of stores",
        "Total assets 1,000 2,000",
        "$5 million, $10 million and $15 million",
        "one of the millions of customers",
    ],
)
def test_prose_gives_no_scale(text: str) -> None:
    assert scale_of(text) is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("(in millions)", ScaleNote(6, 6)),
        ("(in millions, except per share amounts)", ScaleNote(6, 6, per_share_excepted=True)),
        ("(in thousands, except share and per share data)", ScaleNote(3, 0, per_share_excepted=True)),
        (
            "(In millions, except number of shares which are reflected in thousands and per share amounts)",
            ScaleNote(6, 3, per_share_excepted=True),
        ),
        (
            "(dollars in millions, except per share amounts; shares in millions)",
            ScaleNote(6, 6, per_share_excepted=True),
        ),
        ("(In thousands, except par value)", ScaleNote(3, 3)),
    ],
)
def test_exceptions_of_a_caption_are_reported(text: str, note: ScaleNote) -> None:
    assert scale_note(text) == note
