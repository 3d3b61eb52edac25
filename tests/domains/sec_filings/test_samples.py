"""The sample filings: reproducible to the byte, arithmetically sound, and well-formed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from domains.sec_filings.samples.catalogue import FILINGS
from domains.sec_filings.samples.check import DoesNotTieError, check
from domains.sec_filings.samples.filing import Filing
from domains.sec_filings.samples.generate import COMMITTED, generate
from domains.sec_filings.samples.issuer import Issuer
from domains.sec_filings.samples.issuers import BKRT, ISSUERS, TVHL

IX = "{http://www.xbrl.org/2013/inlineXBRL}"
XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
REVENUE = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax"
SEGMENT = "us-gaap:StatementBusinessSegmentsAxis"

Context = tuple[str, tuple[tuple[str, str], ...]]
Values = dict[tuple[str, Context], set[int]]

HTML = [filing for filing in FILINGS if filing.suffix == "htm"]
PERIODIC = [filing for filing in HTML if filing.periods]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("reportlab")
    folder = tmp_path_factory.mktemp("filings")
    generate(folder)
    return folder


def _parse(filing: Filing) -> etree._Element:
    return etree.parse(str(COMMITTED / filing.file_name)).getroot()


def _contexts(root: etree._Element) -> Iterator[tuple[str, Context]]:
    for node in root.iter(f"{XBRLI}context"):
        dates = "/".join(
            str(item.text) for tag in ("startDate", "endDate", "instant") for item in node.iter(f"{XBRLI}{tag}")
        )
        members = tuple(
            sorted((str(item.get("dimension")), str(item.text)) for item in node.iter(f"{XBRLDI}explicitMember"))
        )
        yield str(node.get("id")), (dates, members)


def _values(root: etree._Element) -> Values:
    """Dollar amounts of table facts, keyed by concept and context; facts in prose are rounded and left out."""
    contexts = dict(_contexts(root))
    found: defaultdict[tuple[str, Context], set[int]] = defaultdict(set)
    for node in root.iter(f"{IX}nonFraction"):
        if node.get("unitRef") != "usd" or node.get(XSI_NIL) or node.get("decimals") == "-5":
            continue
        text = str(node.text).replace(",", "").replace("\N{EM DASH}", "0")
        sign = -1 if node.get("sign") == "-" else 1
        if "." not in text:
            amount = sign * int(text) * 10 ** int(str(node.get("scale")))
            found[str(node.get("name")), contexts[str(node.get("contextRef"))]].add(amount)
    return dict(found)


def _dei(root: etree._Element, name: str) -> str:
    found = next(node for node in root.iter(f"{IX}nonNumeric") if node.get("name") == f"dei:{name}")
    return "".join(str(text) for text in found.itertext())


@pytest.mark.parametrize("filing", FILINGS, ids=lambda filing: filing.file_name)
def test_the_committed_file_is_what_the_generator_writes(filing: Filing, written: Path) -> None:
    assert (written / filing.file_name).read_bytes() == (COMMITTED / filing.file_name).read_bytes()


def test_nothing_else_is_committed_and_the_whole_is_small() -> None:
    files = list(COMMITTED.iterdir())
    assert {path.name for path in files} == {filing.file_name for filing in FILINGS}
    assert sum(path.stat().st_size for path in files) < 4_200_000


@pytest.mark.parametrize("issuer", ISSUERS, ids=lambda issuer: issuer.key)
def test_the_books_tie(issuer: Issuer) -> None:
    check(issuer)


def test_the_check_notices_a_wrong_calendar() -> None:
    wrong = replace(BKRT.periods["FY2025"], weeks=52)
    with pytest.raises(DoesNotTieError):
        check(replace(BKRT, periods=BKRT.periods | {"FY2025": wrong}))


def test_the_check_notices_a_balance_sheet_that_does_not_balance() -> None:
    with pytest.raises(DoesNotTieError):
        check(replace(BKRT, opening=replace(BKRT.opening, retained=BKRT.opening.retained + 1)))


@pytest.mark.parametrize("filing", HTML, ids=lambda filing: filing.file_name)
def test_inline_xbrl_is_well_formed_and_its_references_resolve(filing: Filing) -> None:
    root = _parse(filing)
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    names = [str(node.get("id")) for node in nodes if node.get("id")]
    assert len(names) == len(set(names))
    for attribute in ("contextRef", "unitRef", "continuedAt"):
        assert {str(node.get(attribute)) for node in nodes if node.get(attribute)} <= set(names)
    for relation in root.iter(f"{IX}relationship"):
        ends = f"{relation.get('fromRefs')} {relation.get('toRefs')}".split()
        assert set(ends) <= set(names)
    links = {str(node.get("href")) for node in nodes if str(node.get("href")).startswith("#")}
    assert {link[1:] for link in links} <= set(names)
    assert "{" not in "".join(str(text) for text in root.itertext())
    assert _dei(root, "DocumentType") == filing.form
    assert _dei(root, "AmendmentFlag") == str(filing.amendment).lower()
    assert _dei(root, "TradingSymbol") == filing.issuer.ticker


@pytest.mark.parametrize("filing", PERIODIC, ids=lambda filing: filing.file_name)
def test_facts_agree_with_each_other(filing: Filing) -> None:
    values = _values(_parse(filing))
    assert not {key: found for key, found in values.items() if len(found) > 1}
    for (concept, context), found in values.items():
        if concept == "us-gaap:LiabilitiesAndStockholdersEquity":
            assert values["us-gaap:Assets", context] == found
        if concept == REVENUE and not context[1]:
            parts = [
                min(amounts)
                for (other, (dates, members)), amounts in values.items()
                if other == REVENUE and dates == context[0] and len(members) == 1 and members[0][0] == SEGMENT
            ]
            assert not parts or sum(parts) == min(found)


@pytest.mark.parametrize("issuer", ISSUERS, ids=lambda issuer: issuer.key)
def test_comparatives_repeat_the_earlier_report(issuer: Issuer) -> None:
    """The same period has the same figures in every filing, but for the year that was restated."""
    seen: dict[str, tuple[int, int, int]] = {}
    for filing in FILINGS:
        if filing.issuer is not issuer:
            continue
        view = filing.view()
        for period in view.shown:
            flow = view.flow(period)
            figures = (flow.sales, flow.net, flow.cash_operating)
            restated = filing.corrected and period.key == "FY2024" and filing.issuer is TVHL
            assert restated or seen.setdefault(period.key, figures) == figures


def test_the_amendment_restates_inventories_and_capital_expenditures() -> None:
    original, amended = (
        next(filing for filing in FILINGS if filing.edition == edition and filing.issuer is TVHL).view()
        for edition in ("FY2024", "FY2024A")
    )
    period = original.current
    assert [view.balance(period.end).inventories for view in (original, amended)] == [113_220, 108_360]
    assert [view.flow(period).capex for view in (original, amended)] == [41_380, 38_230]
    assert original.balance(period.end).ppe == amended.balance(period.end).ppe
    assert original.balance(period.end).cash == amended.balance(period.end).cash


@pytest.mark.parametrize("filing", [item for item in FILINGS if item.suffix == "pdf"], ids=lambda item: item.file_name)
def test_every_page_of_a_pdf_has_text(filing: Filing) -> None:
    document = pypdfium2.PdfDocument(COMMITTED / filing.file_name)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert all(len(text) > 150 for text in texts)
    assert f"FORM {filing.form}" in texts[0]
    assert "\N{BALLOT BOX}" in texts[0]
    assert "{" not in "".join(texts)


def test_one_page_lies_on_its_side() -> None:
    document = pypdfium2.PdfDocument(COMMITTED / "hlsm-20240531.pdf")
    assert [page.get_rotation() for page in document].count(90) == 1
