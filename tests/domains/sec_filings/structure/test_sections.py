from datetime import date

import pytest

from core.types import Cell, Element, ElementKind, Row, Span, Table
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.structure.sections import assign_sections

PROSE = "The Company makes and sells looms, and it has done so since the day on which it was founded. " * 20


def title(text: str, page: int = 3, size: float = 10.0) -> Element:
    return Element(ElementKind.TITLE, (Span(text, page),), bold=True, size=size)


def text(words: str = PROSE, page: int = 3) -> Element:
    return Element(ElementKind.TEXT, (Span(words, page),), size=10.0)


def table(*rows: tuple[str, ...], page: int = 3) -> Element:
    spans = tuple(Span(" ".join(filter(None, row)), page) for row in rows)
    cells = tuple(Row(tuple(map(Cell, row)), span) for row, span in zip(rows, spans, strict=True))
    return Element(ElementKind.TABLE, spans, Table(cells))


def filing(form: Form = Form.ANNUAL) -> FilingMetadata:
    return FilingMetadata(
        company="Loom Works, Inc.", company_key="loom works", form=form, period_end=date(2022, 12, 31)
    )


def places(elements: list[Element], form: Form = Form.ANNUAL) -> list[tuple[str, ...]]:
    return [element.section for element in assign_sections(elements, filing(form))]


def labels(elements: list[Element], form: Form = Form.ANNUAL) -> list[tuple[str, ...]]:
    return [element.labels for element in assign_sections(elements, filing(form))]


def test_a_path_runs_from_part_and_item_to_note_and_heading() -> None:
    elements = [
        title("PART II"),
        title("ITEM 8. FINANCIAL STATEMENTS AND SUPPLEMENTARY DATA"),
        title("Notes to Consolidated Financial Statements"),
        title("NOTE 5 — DEBT"),
        title("Maturities", size=9.0),
        text(),
    ]
    item = "Item 8. Financial Statements and Supplementary Data"
    assert places(elements)[-1] == ("Part II", item, "Note 5. Debt", "Maturities")
    assert labels(elements)[-1] == ("item:8", "note")


def test_items_get_their_canonical_titles_and_labels_whatever_is_printed() -> None:
    elements = [
        title("Item 1A Risk Factors"),
        text(),
        title("Item 7. Management’s Discussion and Analysis"),
        text(),
        title("IT EM 9A. CONTROLS AND PROCEDURES"),
        text(),
        title("ITEM 6. [RESERVED]"),
    ]
    assert [place[1] for place in places(elements)[::2]] == [
        "Item 1A. Risk Factors",
        "Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations",
        "Item 9A. Controls and Procedures",
        "Item 6. Selected Financial Data",
    ]
    assert labels(elements)[3] == ("item:7", "mda")


@pytest.mark.parametrize(
    "mention",
    [
        "Item 7 of this report describes the results.",
        "Item 1A, “Risk Factors,” lists what could go wrong.",
        "Item 5. Market for Registrant’s Common Equity, Related Stockholder Matters of our Form 10-K says so.",
        "Item 8 and the notes give the details.",
    ],
)
def test_prose_that_begins_with_an_item_is_no_heading(mention: str) -> None:
    elements = [title("Item 1. Business"), text(mention), text()]
    assert places(elements)[-1] == ("Part I", "Item 1. Business")


def test_an_item_without_a_title_takes_the_title_that_follows() -> None:
    elements = [title("Item 3."), title("Legal Proceedings"), text()]
    assert places(elements) == [("Part I", "Item 3. Legal Proceedings")] * 3


def test_two_items_may_share_a_heading() -> None:
    elements = [title("Items 1 and 2. Business and Properties"), text()]
    assert places(elements)[1] == ("Part I", "Item 1. Business", "Item 2. Properties")
    assert labels(elements)[1] == ("item:1", "item:2")


def test_an_item_laid_out_in_the_cells_of_a_table_is_a_heading() -> None:
    elements = [table(("Item 2.", "Properties")), text()]
    assert places(elements)[1] == ("Part I", "Item 2. Properties")


def test_the_parts_of_a_10q_tell_its_items_apart() -> None:
    elements = [
        title("PART I. FINANCIAL INFORMATION"),
        title("Item 1. Financial Statements"),
        text(),
        title("Item 2."),
        text(),
        title("PART II. OTHER INFORMATION"),
        title("Item 1. Legal Proceedings"),
        text(),
        title("Item 1A. Risk Factors"),
        text(),
        title("Item 2."),
        text(),
    ]
    assert [label for found in labels(elements, Form.QUARTERLY) for label in found[:1]][1::2] == [
        "item:1", "item:2", "item:p2-1", "item:p2-1a", "item:p2-2"
    ]  # fmt: skip


def test_a_table_of_contents_in_one_element_is_furniture() -> None:
    contents = table(("Item 1.", "Business", "3"), ("Item 1A.", "Risk Factors", "9"), ("Item 2.", "Properties", "14"),
                     ("Item 3.", "Legal Proceedings", "15"), page=2)  # fmt: skip
    placed = assign_sections([contents, title("Item 1. Business"), text()], filing())
    assert [element.kind for element in placed] == [ElementKind.FURNITURE, ElementKind.TITLE, ElementKind.TEXT]


def test_a_table_of_contents_in_many_elements_is_furniture_and_opens_no_section() -> None:
    names = ["Item 1. Business", "Item 1A. Risk Factors", "Item 2. Properties", "Item 3. Legal Proceedings",
             "Item 7. Management's Discussion and Analysis"]  # fmt: skip
    contents = [text(name, page=2) for name in names]
    body = [element for name in names for element in (title(name), text())]
    placed = assign_sections(contents + body, filing())
    assert {element.kind for element in placed[:5]} == {ElementKind.FURNITURE}
    assert placed[6].section == ("Part I", "Item 1. Business")


def test_short_items_in_a_row_are_not_taken_for_contents() -> None:
    names = ["Item 10. Directors, Executive Officers and Corporate Governance", "Item 11. Executive Compensation",
             "Item 12. Security Ownership of Certain Beneficial Owners", "Item 13. Certain Relationships",
             "Item 14. Principal Accountant Fees and Services"]  # fmt: skip
    elements = [item for name in names for item in (title(name), text("Incorporated by reference."))]
    assert [label for found in labels(elements)[::2] for label in found] == [f"item:{n}" for n in range(10, 15)]


def test_a_heading_repeated_as_continued_keeps_note_and_item() -> None:
    elements = [
        title("Item 8. Financial Statements and Supplementary Data"),
        title("Notes to Consolidated Financial Statements"),
        title("Note 1. Leases"),
        text(),
        title("Item 8. Financial Statements and Supplementary Data (continued)", page=4),
        title("Notes to Consolidated Financial Statements (continued)", page=4),
        text(page=4),
    ]
    assert places(elements)[-1][-1] == "Note 1. Leases"


@pytest.mark.parametrize("style", ["Note {}. {}", "NOTE {} – {}", "({}) {}", "{}. {}", "Note {} {}", "NOTE {}: {}"])
def test_notes_are_found_in_every_style(style: str) -> None:
    elements = [title("Item 8. Financial Statements and Supplementary Data"), title("Notes to Financial Statements"),
                title(style.format(1, "Basis of Presentation")), text(),
                title(style.format(2, "Income Taxes")), text()]  # fmt: skip
    assert [place[-1] for place in places(elements)[3::2]] == ["Note 1. Basis of Presentation", "Note 2. Income Taxes"]


def test_a_note_whose_title_stands_on_the_next_line_takes_it() -> None:
    elements = [
        title("Notes to Consolidated Financial Statements"),
        title("NOTE 1"),
        title("REVENUE RECOGNITION"),
        text(),
    ]
    assert places(elements)[-1][-1] == "Note 1. Revenue Recognition"


def test_a_number_out_of_turn_is_no_note() -> None:
    elements = [
        title("Notes to Consolidated Financial Statements"),
        title("Note 1. Leases"),
        title("9. Something Else"),
        text(),
    ]
    assert places(elements)[-1][-2:] == ("Note 1. Leases", "9. Something Else")


def test_statements_kept_in_an_exhibit_stand_under_their_items() -> None:
    stub = "The information is included in Exhibit 13."
    elements = [
        title("Item 1. Business"), text(),
        title("Item 2. Properties"), text(),
        title("Item 7. Management's Discussion and Analysis"), text(stub),
        title("Item 8. Financial Statements and Supplementary Data"), text(stub),
        title("Signatures", page=30), text("/s/ A. Weaver", page=30),
        title("EXHIBIT 13", page=31),
        title("Management's Discussion and Analysis of Financial Condition and Results of Operations", page=31),
        text(page=31),
        title("Report of Independent Registered Public Accounting Firm", page=40), text(page=40),
        title("Notes to Consolidated Financial Statements", page=44), title("Note 1. Leases", page=44), text(page=44),
    ]  # fmt: skip
    found = labels(elements)
    assert found[12] == ("item:7", "mda")
    assert found[14] == ("item:8",)
    assert found[-1] == ("item:8", "note")


def test_a_filing_that_prints_no_item_numbers_is_read_by_its_titles() -> None:
    index = table(
        ("Item 1", "Business", "Pages 3-7"),
        ("Item 1A", "Risk Factors", "Pages 27-33"),
        ("Item 7", "Management's Discussion and Analysis", "Pages 8-26"),
        ("Item 8", "Statements", "35"),
        page=60,
    )
    elements = [
        title("Management's Discussion and Analysis of Financial Condition and Results of Operations"), text(),
        title("Risk Factors"), text(),
        title("Consolidated Balance Sheets", page=35), text(page=35),
        title("Form 10-K Cross-Reference Index", page=60), index,
    ]  # fmt: skip
    found = labels(elements)
    assert found[1:6:2] == [("item:7", "mda"), ("item:1a",), ("item:8",)]


def test_an_8k_ends_with_its_exhibits() -> None:
    elements = [
        text("Indicate by check mark whether the registrant is an emerging growth company", page=1),
        title("Item 2.02. Results of Operations and Financial Condition", page=2), text(page=2),
        title("SIGNATURES", page=3), text("Date: May 3, 2022", page=3),
        title("Exhibit 99.1", page=4), title("Loom Works Reports First Quarter Results", page=4), text(page=4),
    ]  # fmt: skip
    placed = assign_sections(elements, filing(Form.CURRENT))
    assert placed[0].labels == ("cover",)
    assert placed[2].section == ("Item 2.02. Results of Operations and Financial Condition",)
    assert placed[2].labels == ("item:2.02",)
    assert placed[4].section == ("Signatures",)
    assert placed[-1].section == ("Exhibit 99.1", "Loom Works Reports First Quarter Results")
    assert placed[-1].labels == ("exhibit", "press_release")


def test_a_press_release_is_divided_by_its_headings() -> None:
    elements = [title("Loom Works Reports First Quarter Results", size=14.0), text(), title("Outlook"), text()]
    assert places(elements, Form.EARNINGS)[-1] == ("Loom Works Reports First Quarter Results", "Outlook")
    assert labels(elements, Form.EARNINGS)[-1] == ("press_release",)


def test_a_document_without_headings_has_no_sections() -> None:
    assert places([text(), text()], Form.OTHER) == [(), ()]
    assert assign_sections((), filing()) == ()


def test_running_heads_page_numbers_and_links_to_the_contents_are_furniture() -> None:
    pages = [
        [title("LOOM WORKS, INC. ANNUAL REPORT", page=page), text("Table of Contents", page=page), text(page=page),
         text(page=page), text(page=page), text(str(page), page=page)]
        for page in range(3, 9)
    ]  # fmt: skip
    placed = assign_sections([element for page in pages for element in page], filing())
    kinds = [element.kind for element in placed[:6]]
    assert kinds == [ElementKind.FURNITURE] * 2 + [ElementKind.TEXT] * 3 + [ElementKind.FURNITURE]


def test_headings_that_a_reader_took_for_running_heads_count() -> None:
    misread = [
        Element(ElementKind.FURNITURE, (Span(line, page),), bold=True)
        for line, page in (("Item 8. Financial Statements and Supplementary Data", 50), ("NOTE 2. LEASES", 60))
    ]
    elements = [
        title("Item 7. Management's Discussion and Analysis"),
        text(),
        misread[0],
        title("Notes to Consolidated Financial Statements"),
        title("NOTE 1. REVENUE"),
        text(),
        misread[1],
        text(),
    ]
    placed = assign_sections(elements, filing())
    assert placed[5].section[1:] == ("Item 8. Financial Statements and Supplementary Data", "Note 1. Revenue")
    assert placed[7].section[-1] == "Note 2. Leases"


def test_what_precedes_the_first_item_is_the_cover_and_then_its_own_headings() -> None:
    elements = [
        text("Indicate by check mark if the registrant is a well-known seasoned issuer", page=1),
        text("Documents Incorporated by Reference: none", page=2),
        title("Forward-Looking Statements", page=3), text(page=3),
        title("Item 1. Business", page=4), text(page=4),
    ]  # fmt: skip
    assert places(elements)[:4] == [("Cover page",)] * 2 + [("Forward-Looking Statements",)] * 2
    assert labels(elements)[:3] == [("cover",), ("cover",), ()]


def test_labels_that_an_element_has_are_kept() -> None:
    marked = Element(ElementKind.TABLE, (Span("Cash 1", 3),), labels=("statement:cash_flow",))
    placed = assign_sections([title("Item 8. Financial Statements and Supplementary Data"), marked], filing())
    assert placed[1].labels == ("statement:cash_flow", "item:8")


def test_the_heads_of_tables_are_no_headings() -> None:
    elements = [title("Item 7. Management's Discussion and Analysis"), title("Cash Flows"), text(),
                title("Years ended December 31, (Millions) 2018 2017 2016"), text()]  # fmt: skip
    assert places(elements)[-1][-1] == "Cash Flows"


def test_a_statement_leads_the_headings_within_it_until_the_next() -> None:
    elements = [
        title("Item 8. Financial Statements and Supplementary Data"),
        title("LOOM WORKS, INC. CONSOLIDATED STATEMENTS OF CASH FLOWS Years ended December 31, 2022 and 2021"),
        title("Cash Flows from Operating Activities"),
        text(),
        title("Consolidated Balance Sheets"),
        text(),
    ]
    found = places(elements)
    assert found[3][2:] == ("Consolidated Statements of Cash Flows", "Cash Flows from Operating Activities")
    assert found[5][2:] == ("Consolidated Balance Sheets",)


def test_a_statement_named_on_a_line_of_a_plain_block_opens_its_section() -> None:
    lines = ("LOOM WORKS, INC. AND SUBSIDIARIES", "CONSOLIDATED BALANCE SHEETS", "At December 31, 2022 and 2021")
    block = Element(ElementKind.TEXT, tuple(Span(line, 3) for line in lines), size=10.0)
    item = title("Item 8. Financial Statements and Supplementary Data")
    before = title("Consolidated Statements of Comprehensive Income")
    assert places([item, text(), before, text(), block, table(("Total assets", "100"))])[-1] == (
        "Part II",
        "Item 8. Financial Statements and Supplementary Data",
        "Consolidated Balance Sheets",
    )


def test_a_statement_named_in_the_block_of_its_item_opens_its_section() -> None:
    lines = ("ITEM 8: FINANCIAL STATEMENTS AND SUPPLEMENTARY DATA", "loom Inc.", "CONSOLIDATED BALANCE SHEET")
    block = Element(ElementKind.TITLE, tuple(Span(line, 3) for line in lines), bold=True, size=10.0)
    assert places([block, table(("Total assets", "100"))])[-1][-1] == "Consolidated Balance Sheet"


def test_a_discussion_that_names_a_statement_opens_none() -> None:
    item = title("Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations")
    block = Element(ElementKind.TEXT, (Span("Consolidated Balance Sheets", 3), Span("changed little.", 3)), size=10.0)
    assert len(places([item, text(), block])[-1]) == 2
