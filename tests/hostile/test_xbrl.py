"""Inline XBRL that is broken: a fact that cannot be trusted is absent, and the document says so."""

from decimal import Decimal
from pathlib import Path

import pytest

from core.types import Parsed
from tests.core.formats.test_ixbrl import HEAD, number
from tests.hostile.chain import understand

PERIOD = (
    '<xbrli:context id="{id}"><xbrli:entity><xbrli:identifier scheme="s">1</xbrli:identifier></xbrli:entity>'
    "<xbrli:period>{period}</xbrli:period></xbrli:context>"
)
INSTANT = "<xbrli:instant>{}</xbrli:instant>"
DURATION = "<xbrli:startDate>{}</xbrli:startDate><xbrli:endDate>{}</xbrli:endDate>"
UNIT = '<xbrli:unit id="{id}"><xbrli:measure>{measure}</xbrli:measure></xbrli:unit>'


def read(tmp_path: Path, body: str, resources: str = "", hidden: str = "") -> Parsed:
    head = HEAD.replace("HIDDEN", hidden).replace("RELATIONS", resources)
    found = understand(tmp_path / "a.htm", f"{head}{body}</body></html>")
    assert found
    return found.parsed


def context(period: str, id: str = "c") -> str:
    return PERIOD.format(id=id, period=period)


def values(parsed: Parsed) -> list[Decimal | None]:
    return [fact.value for fact in parsed.facts]


@pytest.mark.parametrize(
    ("tag", "resources", "warning"),
    [
        (number("5", context="none"), "", "the context 'none' is not defined"),
        (number("5", unit="none"), "", "the unit 'none' is not defined"),
        (number("5", context="c"), context(""), "states no period"),
        (number("5", context="c"), context(DURATION.format("2024-01-01", "")), "cannot be read"),
        (number("5", context="c"), context(DURATION.format("2024-12-31", "2024-01-01")), "ends before it starts"),
        (number("5", context="c"), context(INSTANT.format("2024-02-30")), "cannot be read"),
        (number("5", context="c"), context(INSTANT.format("0001-01-01T00:00:00")), "out of range"),
        (number("5", context="c"), context(INSTANT.format("2024-12-31") * 2), "states no period, or more than one"),
        (
            number("5", context="c"),
            context(INSTANT.format("2024-12-31") + DURATION.format("2024-01-01", "2024-12-31")),
            "states no period, or more than one",
        ),
        (
            number("5", context="c"),
            context(INSTANT.format("2024-12-31")) + context(INSTANT.format("2023-12-31")),
            "The context 'c' is defined twice in different ways",
        ),
        (
            number("5", unit="u"),
            UNIT.format(id="u", measure="iso4217:USD") + UNIT.format(id="u", measure="iso4217:EUR"),
            "The unit 'u' is defined twice in different ways",
        ),
        (number("5", unit="u"), '<xbrli:unit id="u"/>', "names no measure"),
        (number("5", unit="u"), UNIT.format(id="u", measure=" "), "names no measure"),
        (number("5", scale="1000000000"), "", "out of bounds"),
        (number("5", scale="-1000000000"), "", "out of bounds"),
        (number("5", scale="20"), "", "out of bounds"),
        (number("5", scale=""), "", "invalid literal"),
        (number("5", scale="six"), "", "invalid literal"),
        (number("5", sign="+"), "", "the sign '+'"),
        (number("-5", sign="-"), "", "the sign '-'"),
        (number("9" * 400), "", "too long for a number"),
        (number("9" * 30), "", "out of bounds"),
        (number("five", format="ixt:num-dot-decimal"), "", "no number"),
        (number("5", format="ixt:no-such-transformation"), "", "is not known"),
        (number("1,5", format="ixt:num-dot-decimal") + number("1" + number("7")), "", "holds another fact"),
    ],
)
def test_a_fact_that_cannot_be_trusted_is_absent_with_a_warning(
    tmp_path: Path, tag: str, resources: str, warning: str
) -> None:
    parsed = read(tmp_path, f"<p>Sales were {tag} and {number('77')}.</p>", resources)
    assert Decimal(5) not in values(parsed)
    assert Decimal(17) not in values(parsed)
    assert Decimal(77) in values(parsed)
    assert any(warning in text for text in parsed.warnings), parsed.warnings


def test_a_thousand_different_faults_are_told_in_fifty_warnings(tmp_path: Path) -> None:
    tags = " ".join(number("5", context=f"none-{n}") for n in range(1_000))
    parsed = read(tmp_path, f"<p>Sales were {tags}</p>")
    assert parsed.facts == ()
    assert parsed.warnings[50:] == ("950 more facts, contexts or units cannot be read.",)


def test_a_fact_without_a_name_is_absent(tmp_path: Path) -> None:
    parsed = read(tmp_path, f"<p>{number('5').replace('us-gaap:Revenues', '')}</p>")
    assert (parsed.facts, parsed.warnings) == ((), ("A fact has no name.",))


def test_contexts_and_units_that_are_defined_twice_alike_are_sound(tmp_path: Path) -> None:
    twice = context(INSTANT.format("2024-12-31")) * 2 + UNIT.format(id="u", measure="iso4217:USD") * 2
    parsed = read(tmp_path, f"<p>{number('5', context='c', unit='u')}</p>", twice)
    assert values(parsed) == [Decimal(5)]
    assert parsed.warnings == ()


def test_two_values_for_one_period_are_warned_of(tmp_path: Path) -> None:
    parsed = read(tmp_path, f"<p>{number('5', scale='6')} or {number('7', scale='6')}</p>")
    assert parsed.warnings == ("us-gaap:Revenues has two values for one period: 5,000,000 and 7,000,000.",)


def test_a_rounded_value_beside_the_exact_one_is_no_contradiction(tmp_path: Path) -> None:
    exact = number("1577", scale="6")
    rounded = number("1.6", scale="9").replace('"-6"', '"-8"')
    assert read(tmp_path, f"<p>{exact} or about {rounded}</p>").warnings == ()


def test_ids_that_several_facts_share_lead_to_no_place(tmp_path: Path) -> None:
    hidden = number("5", id="same") + number("6", id="same")
    parsed = read(tmp_path, '<p>About <span style="-sec-ix-hidden:same">five</span> dollars.</p>', hidden=hidden)
    assert parsed.facts == ()
    assert any("'same'" in text for text in parsed.warnings)


def part(id: str, next_part: str, text: str = "more") -> str:
    return f'<ix:continuation id="{id}" continuedAt="{next_part}">{text}</ix:continuation>'


def note(next_part: str) -> str:
    return (
        f'<ix:nonNumeric name="us-gaap:Policy" contextRef="y" continuedAt="{next_part}">begins {number("5")}'
        "</ix:nonNumeric>"
    )


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (note("a") + part("a", "b") + part("b", "a"), "runs in a circle"),
        (note("a") + part("a", "a"), "runs in a circle"),
        (note("none"), "is missing"),
        (note("a") * 2_000 + part("a", "", "<p>word</p>" * 2_000), "continues another text"),
    ],
    ids=["circle", "own next part", "missing", "shared"],
)
def test_continuations_that_lead_nowhere_end_with_a_warning(tmp_path: Path, body: str, warning: str) -> None:
    parsed = read(tmp_path, f"<div>{body}</div>")
    assert set(values(parsed)) == {Decimal(5)}
    assert any(warning in text for text in parsed.warnings)


def test_facts_inside_facts_a_thousand_deep_are_all_the_same_figure(tmp_path: Path) -> None:
    opening = number("@").partition("@")[0]
    parsed = read(tmp_path, f"<p>{opening * 1_000}7{'</ix:nonFraction>' * 1_000}</p>")
    assert set(values(parsed)) == {Decimal(7)}


def test_footnotes_without_measure_are_read_once(tmp_path: Path) -> None:
    relation = f'<ix:relationship fromRefs="{"f " * 20_000}" toRefs="{"n " * 20_000}"/>'
    body = f'<p>{number("5", id="f")}</p><p><ix:footnote id="n">{"word " * 20_000}</ix:footnote></p>'
    assert values(read(tmp_path, body, relation)) == [Decimal(5)]
