"""Inline XBRL: facts exactly as tagged, their contexts, units and places, and markup that is broken."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.formats.html import HtmlDocument, read_html
from core.formats.ixbrl import XbrlFact
from core.formats.ixbrl_resources import Dimension
from tests.bench import ixbrl_bench, ixbrl_reference

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
 xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:ixt-sec="http://www.sec.gov/inlineXBRL/transformation/2015-08-31" xmlns:us-gaap="http://fasb.org/us-gaap/2024"
 xmlns:dei="http://xbrl.sec.gov/dei/2024" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><body>
<div style="display:none"><ix:header><ix:hidden>HIDDEN</ix:hidden><ix:resources>
<xbrli:context id="y"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">0000000001</xbrli:identifier>
</xbrli:entity><xbrli:period><xbrli:startDate>2024-01-01</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate>
</xbrli:period></xbrli:context>
<xbrli:context id="i"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">0000000001</xbrli:identifier>
<xbrli:segment><xbrldi:explicitMember dimension="us-gaap:Axis">us-gaap:Member</xbrldi:explicitMember>
<xbrldi:typedMember dimension="us-gaap:TypedAxis"><us-gaap:d> 2025 </us-gaap:d></xbrldi:typedMember></xbrli:segment>
</xbrli:entity><xbrli:period><xbrli:instant>2025-01-01T00:00:00</xbrli:instant></xbrli:period></xbrli:context>
<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>
<xbrli:unit id="eps"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>
<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>
<xbrli:unit id="own"><xbrli:measure>acme:Customer</xbrli:measure></xbrli:unit>
RELATIONS</ix:resources></ix:header></div>
"""


def read(tmp_path: Path, body: str, hidden: str = "", relations: str = "") -> HtmlDocument:
    path = tmp_path / "filing.htm"
    head = HEAD.replace("HIDDEN", hidden).replace("RELATIONS", relations)
    path.write_text(f"{head}<p>page one</p><hr style='page-break-after:always'/>{body}</body></html>", encoding="utf-8")
    return read_html(path)


def number(text: str, *, context: str = "y", unit: str = "usd", **attributes: str) -> str:
    """An ``ix:nonFraction``; ``nil`` stands for the attribute ``xsi:nil``."""
    more = "".join(f' {"xsi:nil" if name == "nil" else name}="{value}"' for name, value in attributes.items())
    return (
        f'<ix:nonFraction name="us-gaap:Revenues" contextRef="{context}" unitRef="{unit}" decimals="-6"{more}>'
        f"{text}</ix:nonFraction>"
    )


def only(document: HtmlDocument) -> XbrlFact:
    (fact,) = document.xbrl.numeric
    return fact


def test_a_figure_in_a_table_keeps_value_scale_place_and_row(tmp_path: Path) -> None:
    tag = number("1,577", scale="6", format="ixt:num-dot-decimal", id="f1")
    document = read(tmp_path, f"<table><tr><td>Net sales</td><td>$</td><td>{tag}</td><td>$</td><td>9</td></tr></table>")
    fact = only(document)
    assert (fact.concept, fact.value, fact.unit, fact.scale, fact.decimals) == (
        "us-gaap:Revenues", Decimal("1577000000"), "USD", 6, "-6",
    )  # fmt: skip
    assert (fact.printed, fact.page, fact.label, fact.quote) == ("1,577", 2, "Net sales", "Net sales $ 1,577 $ 9")
    assert str(fact.value) == "1577000000"
    assert (fact.context.start, fact.context.end) == (date(2024, 1, 1), date(2024, 12, 31))
    (mapped,) = document.parsed.facts
    assert (mapped.tag, mapped.value, mapped.origin, mapped.page) == ("us-gaap:Revenues", fact.value, "markup", 2)
    assert mapped.quote in document.parsed.pages[1].text


def test_a_figure_in_prose_is_quoted_with_its_sentence(tmp_path: Path) -> None:
    filler = "The Company sells many products in many countries of the world through many channels."
    claim = f"Revenue was ${number('1.2', scale='9')} billion in the year that ended in December."
    document = read(tmp_path, f"<p>{' '.join([filler] * 4)} {claim}</p>")
    assert only(document).quote == "Revenue was $1.2 billion in the year that ended in December."
    assert document.parsed.facts[0].label == "Revenues"


def test_instants_dimensions_and_divided_units(tmp_path: Path) -> None:
    fact = only(read(tmp_path, f"<p>{number('0.88', context='i', unit='eps')}</p>"))
    assert (fact.unit, fact.context.start, fact.context.end) == ("USD/shares", None, date(2024, 12, 31))
    assert fact.context.dimensions == (
        Dimension("us-gaap:Axis", "us-gaap:Member"),
        Dimension("us-gaap:TypedAxis", "2025", typed=True),
    )


def test_units_of_a_companys_own_keep_their_prefix(tmp_path: Path) -> None:
    assert only(read(tmp_path, f"<p>{number('two', format='ixt-sec:numwordsen', unit='own')}</p>")).unit == (
        "acme:Customer"
    )


def test_the_sign_is_in_the_markup_not_in_the_parentheses(tmp_path: Path) -> None:
    fact = only(read(tmp_path, f"<p>({number('565', sign='-', scale='3')})</p>"))
    assert (fact.value, fact.negated, fact.printed) == (Decimal(-565000), True, "565")


def test_a_nil_fact_has_no_value(tmp_path: Path) -> None:
    assert only(read(tmp_path, f"<p>x {number('', nil='true')} y</p>")).value is None


def test_nested_facts_each_have_their_value(tmp_path: Path) -> None:
    inner = number("12", scale="6")
    outer = f'<ix:nonNumeric name="us-gaap:Policy" contextRef="y">We spent {inner} million.</ix:nonNumeric>'
    document = read(tmp_path, f"<p>{outer}</p><p>{number(number('7', scale='3'), scale='3')}</p>")
    assert [fact.value for fact in document.xbrl.numeric] == [Decimal(12000000), Decimal(7000), Decimal(7000)]
    assert document.xbrl.texts[0].value == "We spent 12 million."


def test_excluded_text_is_printed_but_no_part_of_the_value(tmp_path: Path) -> None:
    tag = number("1<ix:exclude> (page 5) </ix:exclude>577")
    document = read(tmp_path, f"<p>Sales {tag}</p>")
    assert only(document).value == Decimal(1577)
    assert document.parsed.pages[1].text == "Sales 1 (page 5) 577"


def test_hidden_facts_are_kept_and_only_cited_where_text_refers_to_them(tmp_path: Path) -> None:
    hidden = number("5", id="h1") + number("6", id="h2")
    document = read(tmp_path, '<p>About <span style="-sec-ix-hidden:h1">five</span> dollars.</p>', hidden)
    first, second = document.xbrl.numeric
    assert (first.hidden, first.page, first.quote) == (True, 2, "About five dollars.")
    assert (second.hidden, second.page, second.quote) == (True, None, "")
    assert [fact.value for fact in document.parsed.facts] == [Decimal(5)]


def test_footnotes_reach_their_facts(tmp_path: Path) -> None:
    note = '<p><ix:footnote id="n1">Excludes <b>discontinued</b> operations.</ix:footnote></p>'
    relation = '<ix:relationship fromRefs="f1 f9" toRefs="n1"/>'
    fact = only(read(tmp_path, f"<p>{number('1', id='f1')}</p>{note}", relations=relation))
    assert fact.footnotes == ("Excludes discontinued operations.",)


def test_text_blocks_follow_their_continuations(tmp_path: Path) -> None:
    body = (
        '<ix:nonNumeric name="us-gaap:Block" contextRef="y" escape="true" continuedAt="c1"><p>One.</p></ix:nonNumeric>'
        '<p>between</p><ix:continuation id="c1" continuedAt="c2"><p>Two.</p><p>Three.</p></ix:continuation>'
        '<ix:continuation id="c2"><p>Four.</p></ix:continuation>'
    )
    (text,) = read(tmp_path, body).xbrl.texts
    assert text.block and text.value.split() == ["One.", "Two.", "Three.", "Four."]


@pytest.mark.parametrize(("target", "fault"), [("c1", "runs in a circle"), ("c9", "is missing")])
def test_broken_chains_end_with_a_warning(tmp_path: Path, target: str, fault: str) -> None:
    body = (
        '<p><ix:nonNumeric name="us-gaap:Block" contextRef="y" continuedAt="c1">One</ix:nonNumeric></p>'
        f'<p><ix:continuation id="c1" continuedAt="{target}">two</ix:continuation></p>'
    )
    document = read(tmp_path, body)
    assert document.xbrl.texts[0].value == "One two"
    assert fault in document.parsed.warnings[0]


@pytest.mark.parametrize(
    "tag",
    [
        number("1", context="gone"),
        number("1", unit="gone"),
        number("about five"),
        number("5", scale="999999999"),
        number("5", scale="six"),
        number("5", format="ixt:num-of-tomorrow"),
        number("NaN"),
    ],
)
def test_what_cannot_be_resolved_is_a_warning_and_no_fact(tmp_path: Path, tag: str) -> None:
    document = read(tmp_path, f"<p>{tag} and {number('2')}</p>")
    assert [fact.value for fact in document.xbrl.numeric] == [Decimal(2)]
    assert document.parsed.warnings[0].startswith("us-gaap:Revenues:")


def test_cover_facts_become_properties_with_iso_dates(tmp_path: Path) -> None:
    def cover(name: str, text: str, form: str = "", context: str = "y") -> str:
        return f'<ix:nonNumeric name="dei:{name}" contextRef="{context}" {form}>{text}</ix:nonNumeric> '

    body = (
        cover("TradingSymbol", "ACMP", context="i")
        + cover("DocumentType", "10-K")
        + cover("TradingSymbol", "ACM")
        + cover("DocumentPeriodEndDate", "December&#160;31, 2024", 'format="ixt:date-monthname-day-year-en"')
        + cover("AmendmentFlag", "☐", 'format="ixt:fixed-false"')
    )
    assert read(tmp_path, f"<p>{body}</p>").parsed.properties == {
        "dei:DocumentType": "10-K",
        "dei:TradingSymbol": "ACM",
        "dei:DocumentPeriodEndDate": "2024-12-31",
        "dei:AmendmentFlag": "false",
    }


def test_documents_that_are_not_well_formed_keep_their_facts(tmp_path: Path) -> None:
    tag = number("1,577", scale="6", format="ixt:num-dot-decimal")
    document = read(tmp_path, f"<p>Sales<br> of {tag} <p>&nbsp;")
    assert only(document).value == Decimal(1577000000)
    assert only(document).quote == "of 1,577"
    assert "not well formed" in document.parsed.warnings[0]


def test_plain_html_has_no_facts(tmp_path: Path) -> None:
    path = tmp_path / "plain.htm"
    path.write_text("<p>Hello</p>")
    document = read_html(path)
    assert document.xbrl.numeric == () and document.parsed.facts == ()


def test_a_real_filing_agrees_with_a_reader_that_shares_no_code(filings_dir: Path) -> None:
    path = filings_dir / "html" / "aapl-10-q-2025-08-01.htm"
    document = read_html(path)
    facts = [ixbrl_bench.key(fact) for fact in document.xbrl.numeric]
    assert len(facts) > 600 and facts == ixbrl_reference.read(path)
    texts = {page.number: page.text for page in document.parsed.pages}
    assert all(
        fact.printed in fact.quote and fact.quote in texts[fact.page] for fact in document.xbrl.numeric if fact.page
    )
