"""What `rag inspect` shows of the samples: on the terminal, for machines, and in one file to look at."""

import base64
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html
from PIL import Image
from rich.console import Console
from typer.testing import CliRunner, Result

from app.cli import app
from core.domain import load_domain
from core.errors import UnreadableDocumentError
from core.types import Box, Cell, Element, ElementKind, Fact, Period, Row, Span, Table
from ingest.inspection.findings import Findings, inspect_file
from ingest.inspection.outline import outline
from ingest.inspection.places import Place, locate
from ingest.inspection.record import to_json
from ingest.inspection.report import render_report
from ingest.inspection.selection import choose_pages, left_out
from ingest.inspection.statements import find_statements
from ingest.inspection.terminal import show_findings
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"
PDF, HTML = SAMPLES / "tvhl-10q-20250930.pdf", SAMPLES / "bkrt-20250125.htm"
BOTH = pytest.mark.parametrize("path", [PDF, HTML], ids=lambda path: path.suffix)


@cache
def findings(path: Path) -> Findings:
    return inspect_file(load_domain("domains.sec_filings"), path)


@cache
def report(path: Path) -> Any:
    return html.fromstring(text_of_report(path))


@cache
def text_of_report(path: Path) -> str:
    return render_report(findings(path), choose_pages(findings(path), None), "")


def rag(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["inspect", *map(str, arguments)])


# ---------------------------------------------------------------------------------------------------- for machines


@BOTH
def test_the_record_holds_metadata_outline_statements_and_facts(path: Path) -> None:
    record = json.loads(to_json(findings(path)))
    assert record["metadata"]["company"] and record["metadata"]["form"] in ("10-K", "10-Q")
    assert record["document"]["pages"] == len(record["pages"]) > 5
    assert {heading["level"] for heading in record["outline"]} >= {1, 2}
    assert {"income", "balance_sheet", "cash_flow"} <= {statement["name"] for statement in record["statements"]}
    assert len(record["facts"]) > 50
    assert sum(record["elements_by_kind"].values()) == len(record["elements"])
    assert set(record["elements_by_kind"]) == set(ElementKind)
    assert record["seconds"]["total"] > 0 and record["pages_per_second"] > 0


@BOTH
def test_figures_are_recorded_exactly(path: Path) -> None:
    record = json.loads(to_json(findings(path)))
    assert [fact["value"] for fact in record["facts"]] == [str(fact.value) for fact in findings(path).facts]
    assert all(isinstance(fact["value"], str) for fact in record["facts"])


@BOTH
def test_facts_of_tables_are_found_again_in_a_cell_of_the_same_figure(path: Path) -> None:
    found = findings(path)
    in_tables = 0
    for fact, place in zip(found.facts, found.places, strict=True):
        assert place is not None
        table = found.elements[place.element].table
        if table is not None and fact.statement:
            assert place.column is not None and fact.value is not None
            printed = re.sub(r"[^\d.]", "", table.rows[place.row].cells[place.column].text)
            assert Decimal(printed or 0) == abs(fact.value).scaleb(-fact.scale)
            in_tables += 1
    assert in_tables > 50


@BOTH
def test_columns_of_a_statement_know_their_period(path: Path) -> None:
    income = next(statement for statement in findings(path).statements if statement.name == "income")
    assert len(income.columns) >= 2
    assert all(column.heading and column.period and column.period.start for column in income.columns)
    assert len({column.period for column in income.columns}) == len(income.columns)


# ---------------------------------------------------------------------------------------------------- on a terminal


@BOTH
def test_the_terminal_shows_all_parts_and_no_figure_is_cut(path: Path) -> None:
    console = Console(width=120, force_terminal=True, color_system=None)
    with console.capture() as capture:
        show_findings(findings(path), console)
    shown = capture.get()
    for part in ("Outline", "Statements", "Facts: income", "Facts: balance_sheet", "pages/s", "10-"):
        assert part in shown
    revenue = next(fact for fact in findings(path).facts if fact.concept == "revenue" and fact.statement)
    assert f"{revenue.value:,f}" in shown


def test_warnings_are_shown_everywhere() -> None:
    warnings = findings(HTML).warnings
    console = Console(width=200)
    with console.capture() as capture:
        show_findings(findings(HTML), console)
    shown, listed = capture.get(), report(HTML).text_content()
    assert all(warning in shown and warning in listed for warning in warnings)


# ------------------------------------------------------------------------------------------------------- to look at


def test_the_report_shows_pictures_of_the_pages_that_carry_figures() -> None:
    images = report(PDF).xpath("//article[@class='sheet']//img/@data-src")
    telling = {fact.page for fact in findings(PDF).facts} | {s.page for s in findings(PDF).statements}
    assert {int(n) for n in report(PDF).xpath("//article/@data-page")} == telling | set(range(1, 6))
    assert len(images) == len(telling | set(range(1, 6)))
    for image in images:
        head, data = image.split(",")
        assert head == "data:image/png;base64"
        with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            assert 890 <= picture.width <= 910


def test_boxes_lie_within_their_page() -> None:
    drawings = report(PDF).xpath("//svg")
    assert drawings
    for drawing in drawings:
        _, _, width, height = map(float, drawing.get("viewbox", drawing.get("viewBox")).split())
        boxes = drawing.xpath(".//rect")
        assert boxes
        for box in boxes:
            x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
            assert 0 <= x <= x + w <= width + 0.5 and 0 <= y <= y + h <= height + 0.5 and w > 0 and h > 0


def test_every_kind_of_box_and_every_fact_is_drawn() -> None:
    kinds = set(report(PDF).xpath("//rect/@class"))
    assert {"title", "text", "table", "furniture", "row", "cell", "fact"} <= kinds
    drawn = {int(index) for index in report(PDF).xpath("//rect/@data-f")}
    assert drawn == set(range(len(findings(PDF).facts)))


def test_a_document_without_printed_pages_is_laid_out_as_it_was_read() -> None:
    shown = report(HTML)
    assert not shown.xpath("//img")
    assert "Net sales" in shown.xpath("string(//div[@class='text-page']//table)") + shown.text_content()
    marked = {int(i) for group in shown.xpath("//td/@data-f | //span/@data-f | //tr/@data-f") for i in group.split()}
    assert marked == {i for i, place in enumerate(findings(HTML).places) if place is not None}


@BOTH
def test_the_report_is_one_file_that_asks_no_network(path: Path) -> None:
    text = text_of_report(path)
    sources = report(path).xpath("//@src | //@href | //@data-src | //@action | //@srcset")
    assert all(re.match(r"#|data:", source) for source in sources)
    assert not report(path).xpath("//link[not(starts-with(@href, 'data:'))] | //script[@src] | //iframe | //object")
    style = "".join(report(path).xpath("//style/text()"))
    assert "url(" not in style and "@import" not in style
    assert "default-src 'none'" in text


def test_what_a_document_says_stays_text(tmp_path: Path) -> None:
    filing = tmp_path / "hostile.htm"
    filing.write_text(
        "<html><body><p>FORM 8-K &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; "
        "&lt;img src=x onerror=alert(1)&gt;</p><p>Acme Inc.</p></body></html>",
        encoding="utf-8",
    )
    found = inspect_file(load_domain("domains.sec_filings"), filing)
    page: Any = html.fromstring(render_report(found, [1], ""))
    assert len(page.xpath("//script")) == 3
    assert not page.xpath("//img") and "onerror=alert(1)" in page.text_content()


@pytest.mark.browser
@BOTH
def test_a_fact_leads_to_its_place_and_keys_turn_pages(path: Path, browser: "WebDriver", tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text(text_of_report(path), encoding="utf-8")
    browser.get_log("browser")  # type: ignore[attr-defined]  # Chromium has one
    browser.get(target.as_uri())
    browser.find_element("id", "tab-facts").click()
    browser.find_element("id", "filter").send_keys("net income")
    shown = browser.find_elements("css selector", "#fact-table tbody tr:not([hidden])")
    assert shown and all("net" in row.text.lower() for row in shown)
    shown[0].click()
    page = browser.find_element("id", "page").get_attribute("value")
    mark = browser.find_element("css selector", ".on")
    assert mark.is_displayed() and f"page {page}" in browser.find_element("id", "details-body").text
    browser.execute_script("document.activeElement.blur()")
    browser.find_element("css selector", "body").send_keys("k")
    assert int(browser.find_element("id", "page").get_attribute("value") or 0) < int(page or 0)
    assert browser.get_log("browser") == []  # type: ignore[attr-defined]


@pytest.mark.browser
@BOTH
def test_nothing_of_the_report_is_wider_than_a_phone(path: Path, browser: "WebDriver", tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text(text_of_report(path), encoding="utf-8")
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    browser.get(target.as_uri())
    for tab in ("summary", "outline", "statements", "facts"):
        browser.find_element("id", f"tab-{tab}").click()
        fits = "const panel = document.getElementById(arguments[0]); return panel.scrollWidth <= panel.clientWidth"
        assert browser.execute_script(fits, tab), tab
    assert browser.execute_script("return innerWidth") == 390
    browser.find_element("css selector", ".views [data-view=pages]").click()
    assert browser.execute_script("return document.documentElement.scrollWidth") == 390
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


# ---------------------------------------------------------------------------------------------------- pages to show


def test_pages_are_chosen_by_ranges_or_all() -> None:
    found = findings(PDF)
    last = len(found.pages)
    assert choose_pages(found, "all") == list(range(1, last + 1))
    assert choose_pages(found, "2-3, 1,3") == [1, 2, 3]
    assert choose_pages(found, f"{last}-9999") == [last]
    assert left_out(found, choose_pages(found, "all"), "all") == ""
    omitted = left_out(found, [1, 2], "1-2")
    assert f"2 of {last} pages" in omitted and f"{last - 2} left out" in omitted


@pytest.mark.parametrize("wanted", ["one", "5-", "999-1000", ","])
def test_pages_that_are_none_are_refused_with_a_sentence(wanted: str, tmp_path: Path) -> None:
    finished = rag(PDF, "--html", tmp_path / "report.html", "--pages", wanted)
    assert finished.exit_code == 2
    assert not (tmp_path / "report.html").exists()


# ------------------------------------------------------------------------------------------------------- the command


def test_the_command_writes_the_report_and_says_what_it_left_out(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    finished = rag(PDF, "--html", target, "--pages", "1")
    assert finished.exit_code == 0, finished.output
    assert "1 of " in finished.stderr and "left out" in finished.stderr
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_prints_json_alone() -> None:
    finished = rag(HTML, "--json")
    assert finished.exit_code == 0
    assert json.loads(finished.stdout)["document"]["name"] == HTML.name


def test_a_bad_file_gives_the_reason_and_status_1(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 and nothing more")
    code = "from app.cli import main; main()"
    finished = subprocess.run(
        [sys.executable, "-c", code, "inspect", str(bad)], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert finished.returncode == 1
    assert "bad.pdf" in finished.stderr and "Traceback" not in finished.stderr


def test_a_path_that_does_not_exist_or_is_a_folder_ends_with_status_2(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.pdf", tmp_path):
        finished = rag(path)
        assert finished.exit_code == 2
        assert path.name in finished.stderr


def test_a_defect_of_a_parser_names_the_line_it_happened_on(tmp_path: Path) -> None:
    def broken(source: object) -> Any:
        return [][1]

    domain = replace(load_domain("domains.sec_filings"), parse=broken)
    with pytest.raises(UnreadableDocumentError, match=rf"IndexError.*{Path(__file__).name}, line \d+"):
        inspect_file(domain, PDF)


def test_a_field_without_statements_or_sections_is_inspected_too(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Widget 1.2 (2025-01-31)\n\nIt is faster now.\n", encoding="utf-8")
    found = inspect_file(load_domain("tests.toy_domain"), notes)
    assert (found.statements, found.facts) == ((), ())
    console = Console(width=100)
    with console.capture() as capture:
        show_findings(found, console)
    assert "none found" in capture.get()
    assert "It is faster now." in render_report(found, choose_pages(found, None), "")


# ------------------------------------------------------------------------------------------------------------- parts


def text(section: tuple[str, ...], page: int, kind: ElementKind = ElementKind.TEXT) -> Element:
    return Element(kind, (Span("words", page),), section=section)


def test_the_outline_follows_the_document_and_lists_again_what_it_returns_to() -> None:
    made = outline(
        [
            text((), 1),
            text(("A",), 1),
            text(("A", "B"), 2),
            text(("A", "B"), 3, ElementKind.FURNITURE),
            text(("C",), 4),
            text(("A", "B"), 5),
        ]
    )
    assert [(h.path, h.element, h.page, h.last_page, h.elements) for h in made] == [
        (("A",), 1, 1, 2, 2),
        (("A", "B"), 2, 2, 2, 1),
        (("C",), 4, 4, 4, 1),
        (("A",), 5, 5, 5, 1),
        (("A", "B"), 5, 5, 5, 1),
    ]


def row(*cells: str, boxes: tuple[Box | None, ...] = (None, None, None)) -> Row:
    return Row(tuple(map(Cell, cells, boxes)), Span(" ".join(cells), 1))


def fact(value: str | None, end: str, quote: str, box: Box | None = None) -> Fact:
    number = None if value is None else Decimal(value)
    return Fact("Sales", number, "USD", Period(date.fromisoformat(end)), 1, scale=3, quote=quote, box=box)


def test_equal_figures_of_a_row_are_each_given_a_cell_of_their_own() -> None:
    table = Table((row("Sales", "486", "486"), row("Cost", "—", "(12)")))
    elements = [Element(ElementKind.TABLE, tuple(r.span for r in table.rows), table, labels=("statement:income",))]
    facts = [
        fact("486000", "2024-12-31", "Sales 486 486"),
        fact("486000", "2023-12-31", "Sales 486 486"),
        fact("0", "2024-12-31", "Cost — (12)"),
        fact("-12000", "2023-12-31", "Cost — (12)"),
        fact("7000", "2023-12-31", "Cost — (12)"),
        fact("1", "2023-12-31", "printed nowhere"),
    ]
    places = locate(facts, elements)
    assert places == (Place(0, 0, 1), Place(0, 0, 2), Place(0, 1, 1), Place(0, 1, 2), Place(0, 1), None)
    (statement,) = find_statements(elements, facts, places)
    assert [(column.facts, str(column.period and column.period.end)) for column in statement.columns] == [
        (2, "2024-12-31"),
        (2, "2023-12-31"),
    ]


def test_a_box_decides_over_a_figure_that_is_printed_twice() -> None:
    left, right = Box(10, 10, 20, 20), Box(30, 10, 40, 20)
    table = Table((row("Sales", "5", "5", boxes=(None, left, right)),))
    elements = [Element(ElementKind.TABLE, (table.rows[0].span,), table)]
    assert locate([fact("5000", "2024-12-31", "Sales 5 5", right)], elements) == (Place(0, 0, 2),)
