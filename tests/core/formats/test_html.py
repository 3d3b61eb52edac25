"""Reading HTML: blocks, titles, pages, furniture, and the promise that every span stands verbatim on its page."""

from pathlib import Path

import pytest

from core.formats.html import read_html
from core.types import Element, ElementKind, Parsed

SAMPLES = Path(__file__).parents[3] / "domains" / "sec_filings" / "samples" / "filings"
BREAK = '<hr style="page-break-after:always"/>'


def read(tmp_path: Path, body: str, head: str = "") -> Parsed:
    path = tmp_path / "document.htm"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return read_html(path).parsed


def kinds(parsed: Parsed) -> list[tuple[ElementKind, str]]:
    return [(element.kind, element.text) for element in parsed.elements]


def assert_spans_stand_on_their_pages(parsed: Parsed) -> None:
    texts = {page.number: page.text for page in parsed.pages}
    missing = [span for element in parsed.elements for span in element.spans if span.text not in texts[span.page]]
    assert not missing


def test_styled_spans_make_titles_and_prose(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        '<div><span style="font-weight:700;font-size:10pt">Item 1A.&#160;&#160;&#160;Risk Factors</span></div>'
        '<div><span style="font-style:italic">Health and Safety</span></div>'
        '<p style="text-align:center">CONSOLIDATED BALANCE SHEETS</p>'
        "<div><span>The Company</span><span> is exposed</span> to <b>risks</b>.</div>"
        "<h2>A heading</h2>",
    )
    assert kinds(parsed) == [
        (ElementKind.TITLE, "Item 1A. Risk Factors"),
        (ElementKind.TITLE, "Health and Safety"),
        (ElementKind.TITLE, "CONSOLIDATED BALANCE SHEETS"),
        (ElementKind.TEXT, "The Company is exposed to risks."),
        (ElementKind.TITLE, "A heading"),
    ]
    assert parsed.elements[0].bold and parsed.elements[0].size == 10.0
    assert not parsed.elements[3].bold


@pytest.mark.parametrize("text", ["(in millions)", "or", "Yes ☒ No ☐", "We have cash and we use it."])
def test_centred_text_that_is_no_heading_stays_text(tmp_path: Path, text: str) -> None:
    parsed = read(tmp_path, f'<p style="text-align:center">{text}</p>')
    assert kinds(parsed) == [(ElementKind.TEXT, text)]


def test_styles_come_from_sheets_and_old_tags_too(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        '<p class="head">Overview</p><p>Plain</p><FONT SIZE="2"><B>Old bold</B></FONT><p class="gone">hidden</p>',
        "<style>/* x */ .head, h9 { font-weight: bold } p.gone { display:none }</style>",
    )
    assert kinds(parsed) == [
        (ElementKind.TITLE, "Overview"),
        (ElementKind.TEXT, "Plain"),
        (ElementKind.TITLE, "Old bold"),
    ]


def test_what_is_not_displayed_is_not_text(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        '<div style="display:none"><p>secret</p></div><script>var x</script><!-- note --><p>shown'
        '<span style="visibility:hidden">not</span></p>'
        '<p style="font-size:0pt">no<b style="font-size:9pt">where</b></p>',
        "<title>A title</title>",
    )
    assert kinds(parsed) == [(ElementKind.TEXT, "shown"), (ElementKind.TITLE, "where")]
    assert parsed.properties == {"html:title": "A title"}


def test_line_breaks_make_spans_and_empty_lines_make_blocks(tmp_path: Path) -> None:
    parsed = read(tmp_path, "<p>One line<br>and the next<br><br>Another paragraph</p>")
    assert [[span.text for span in element.spans] for element in parsed.elements] == [
        ["One line", "and the next"],
        ["Another paragraph"],
    ]


def test_a_bold_heading_in_the_element_of_its_text_is_a_title(tmp_path: Path) -> None:
    parsed = read(tmp_path, "<p><b>Liquidity</b><br>We have enough cash.</p>")
    assert kinds(parsed) == [(ElementKind.TITLE, "Liquidity"), (ElementKind.TEXT, "We have enough cash.")]


def test_long_paragraphs_are_cut_into_sentences_and_read_as_one_line(tmp_path: Path) -> None:
    sentence = "The Company sells many products in many countries of the world through many channels."
    parsed = read(tmp_path, f"<p>{' '.join([sentence] * 5)}</p>")
    (element,) = parsed.elements
    assert [span.text for span in element.spans] == [sentence] * 5
    assert parsed.pages[0].text == element.text == " ".join([sentence] * 5)


@pytest.mark.parametrize(
    "markup",
    [
        '<div style="text-indent:-18pt"><span>•</span><span style="padding-left:14pt">first</span></div>',
        "<table><tr><td>&nbsp;</td><td>•</td><td><p>first</p></td></tr></table>",
        "<table><tr><td>(1)</td><td>first</td></tr></table>",
    ],
)
def test_bullets_are_list_items_however_they_are_made(tmp_path: Path, markup: str) -> None:
    (element,) = read(tmp_path, markup).elements
    assert element.kind is ElementKind.LIST_ITEM
    assert element.text.removeprefix("•").removeprefix("(1)") == " first"


def test_items_of_lists_are_list_items(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, "<ul><li>one</li><li><p>two</p></li></ul>")) == [
        (ElementKind.LIST_ITEM, "one"),
        (ElementKind.LIST_ITEM, "two"),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td><b>Item 7.</b></td><td><b>Discussion and Analysis</b></td></tr></table>",
        '<table><tr><td style="text-align:center"><b>Item 7. Discussion and Analysis</b></td></tr></table>',
        "<table><tr><td><table><tr><td><b>Item 7. Discussion and Analysis</b></td></tr></table></td></tr></table>",
    ],
)
def test_headings_in_layout_tables_are_titles(tmp_path: Path, markup: str) -> None:
    assert kinds(read(tmp_path, markup)) == [(ElementKind.TITLE, "Item 7. Discussion and Analysis")]


def test_footnote_marks_are_printed_apart_from_the_word(tmp_path: Path) -> None:
    raised = '<span style="position:relative;top:-3.5pt;vertical-align:baseline;font-size:6pt">(1)</span>'
    assert read(tmp_path, f"<p>Services{raised} grew the 10<sup>th</sup> time.</p>").pages[0].text == (
        "Services (1) grew the 10th time."
    )


def test_pages_break_where_the_document_breaks_them(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        f'<p>one</p>{BREAK}{BREAK}<p>two</p><div style="page-break-before: always"><p>three</p></div>'
        '<p style="page-break-after:always">still three</p><p style="page-break-before:avoid">four</p>',
    )
    assert [page.text for page in parsed.pages] == ["one", "two", "three\nstill three", "four"]
    assert [page.number for page in parsed.pages] == [1, 2, 3, 4]


def test_without_breaks_pages_end_with_their_printed_numbers(tmp_path: Path) -> None:
    pages = "".join(f"<p>{'Ab' * n}</p><p align=center>F-{n}</p><hr>" for n in range(2, 6))
    parsed = read(tmp_path, pages)
    assert [page.text for page in parsed.pages] == [f"{'Ab' * n}\nF-{n}" for n in range(2, 6)]
    assert {element.text for element in parsed.elements if element.kind is ElementKind.FURNITURE} == {
        f"F-{n}" for n in range(2, 6)
    }


def test_without_breaks_and_numbers_pages_have_about_six_thousand_characters(tmp_path: Path) -> None:
    parsed = read(tmp_path, f"<p>{'word ' * 100}</p>" * 40)
    lengths = [len(page.text) for page in parsed.pages]
    assert len(lengths) == 4 and all(5_900 < length < 6_600 for length in lengths[:-1])


def framed_page(number: int, text: str) -> str:
    return (
        '<div><a href="#toc">Table of Contents</a></div><div><b>Acme, Inc.</b></div>'
        f"<p>{text}</p><p>More about {text}.</p><p>See accompanying notes.</p><p>Acme | Form 10-K | {number}</p>{BREAK}"
    )


def test_what_repeats_at_the_edges_of_pages_is_furniture(tmp_path: Path) -> None:
    parsed = read(tmp_path, "".join(framed_page(number, f"Section {number * 7}") for number in range(1, 6)))
    second = [element for element in parsed.elements if element.page == 2]
    assert [(element.kind, element.text) for element in second] == [
        (ElementKind.FURNITURE, "Table of Contents"),
        (ElementKind.FURNITURE, "Acme, Inc."),
        (ElementKind.TEXT, "Section 14"),
        (ElementKind.TEXT, "More about Section 14."),
        (ElementKind.FURNITURE, "See accompanying notes."),
        (ElementKind.FURNITURE, "Acme | Form 10-K | 2"),
    ]


def test_the_first_of_a_running_title_stays_a_title(tmp_path: Path) -> None:
    parsed = read(tmp_path, "".join(framed_page(number, "Text") for number in range(1, 6)))
    first, *others = [element for element in parsed.elements if element.text == "Acme, Inc."]
    assert first.kind is ElementKind.TITLE
    assert {element.kind for element in others} == {ElementKind.FURNITURE}


def test_a_table_of_contents_is_furniture(tmp_path: Path) -> None:
    rows = "".join(
        f'<tr><td><a href="#i{n}">Item {n}.</a></td><td><a href="#i{n}">Part {n}</a></td><td>{n * 3}</td></tr>'
        for n in range(1, 9)
    )
    parsed = read(tmp_path, f"<p><b>TABLE OF CONTENTS</b></p><table>{rows}</table>")
    assert {element.kind for element in parsed.elements} == {ElementKind.FURNITURE}


def test_preformatted_text_keeps_its_lines(tmp_path: Path) -> None:
    parsed = read(tmp_path, "<pre>ITEM 1.  BUSINESS\n\nWe make\nthings.</pre>")
    assert [[span.text for span in element.spans] for element in parsed.elements] == [
        ["ITEM 1. BUSINESS"],
        ["We make", "things."],
    ]


def test_every_filing_reads_with_each_span_verbatim_on_its_page(filings_dir: Path) -> None:
    for name in ("Oracle.8-K.htm", "BuckleInc.8-K.EX99.1.htm", "aapl-10-q-2025-08-01.htm"):
        parsed = read_html(filings_dir / "html" / name).parsed
        assert_spans_stand_on_their_pages(parsed)
        assert parsed.warnings == ()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.htm")), ids=lambda path: path.name)
def test_every_sample_reads_with_each_span_verbatim_on_its_page(path: Path) -> None:
    parsed = read_html(path).parsed
    assert_spans_stand_on_their_pages(parsed)
    assert any(element.table for element in parsed.elements)


def test_statements_of_a_real_filing_have_headings_over_every_column(filings_dir: Path) -> None:
    parsed = read_html(filings_dir / "html" / "BuckleInc.8-K.EX99.1.htm").parsed
    income = next(element for element in parsed.elements if "Gross profit" in element.text and element.table)
    row = row_of(income, "Gross profit")
    assert income.table is not None
    assert [income.table.heading(column) for column in range(1, 5)] == [
        "Thirteen Weeks Ended November 2, 2024",
        "Thirteen Weeks Ended October 28, 2023",
        "Thirty-Nine Weeks Ended November 2, 2024",
        "Thirty-Nine Weeks Ended October 28, 2023",
    ]
    assert row == ["Gross profit", "140,071", "147,215", "393,302", "418,884"]


def row_of(element: Element, label: str) -> list[str]:
    assert element.table is not None
    return next([cell.text for cell in row.cells] for row in element.table.rows if row.cells[0].text == label)
