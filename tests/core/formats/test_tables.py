"""Tables rebuilt from where their words stand."""

import re
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from core.formats.numbers import parse_number
from core.formats.pdf import read_pdf
from core.types import ElementKind, Table

LABEL = 72
SAMPLES = Path(__file__).parents[3] / "domains/sec_filings/samples/filings"
Item = tuple[float, str]  # a label's left edge or, beyond 300, a number's right edge


def _table(path: Path, *lines: tuple[Item, ...], bold: tuple[int, ...] = (), leading: float = 14) -> Table:
    canvas = Canvas(str(path / "table.pdf"), pagesize=letter)
    for number, line in enumerate(lines):
        canvas.setFont("Times-Bold" if number in bold else "Times-Roman", 10)
        for x, text in line:
            draw = canvas.drawRightString if x > 300 else canvas.drawString
            draw(x, 700 - leading * number, text)
    canvas.save()
    tables = [element.table for element in read_pdf(path / "table.pdf").elements if element.table is not None]
    assert len(tables) == 1
    return tables[0]


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_signs_that_stand_apart_join_their_number(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((LABEL, "(Millions)"), (400, "2018"), (480, "2017")),
        ((LABEL, "Net sales"), (350, "$"), (400, "32,765"), (430, "$"), (480, "31,657")),
        ((LABEL, "Purchases of property"), (400, "(1,577"), (404, ")"), (480, "(1,373"), (484, ")")),
        ((LABEL, "Effective rate"), (400, "23.4"), (412, "%"), (480, "27.9"), (492, "%")),
        ((LABEL, "Other"), (400, "—"), (430, "$"), (480, "(12)")),
    )
    assert table.header_rows == 1
    assert _texts(table) == [
        ["(Millions)", "2018", "2017"],
        ["Net sales", "$32,765", "$31,657"],
        ["Purchases of property", "(1,577)", "(1,373)"],
        ["Effective rate", "23.4%", "27.9%"],
        ["Other", "—", "$(12)"],
    ]


def test_a_spanning_header_is_given_to_each_column_it_spans(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((440, "Three months ended"), (562, "Six months ended")),
        ((380, "2023"), (430, "2022"), (500, "2023"), (550, "2022")),
        ((LABEL, "Revenue"), (380, "101"), (430, "102"), (500, "203"), (550, "204")),
        ((LABEL, "Net income"), (380, "11"), (430, "12"), (500, "23"), (550, "24")),
    )
    assert table.header_rows == 2
    assert [table.heading(column) for column in range(1, 5)] == [
        "Three months ended 2023",
        "Three months ended 2022",
        "Six months ended 2023",
        "Six months ended 2022",
    ]


def test_a_label_on_two_lines_is_one_row_and_its_span_holds_both(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((400, "2018"), (480, "2017")),
        ((LABEL, "Adjustments to reconcile net income to net"),),
        ((LABEL + 8, "cash provided by operations"), (400, "1,488"), (480, "1,544")),
        ((LABEL, "Net cash"), (400, "6,439"), (480, "6,240")),
        leading=11,
    )
    row = table.rows[1]
    assert row.cells[0].text == "Adjustments to reconcile net income to net cash provided by operations"
    assert row.span.text == row.cells[0].text + " 1,488 1,544"
    assert row.span.box is not None
    assert row.span.box.y1 - row.span.box.y0 > 20


def test_section_rows_keep_empty_cells_indent_and_weight(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((400, "2018"), (480, "2017")),
        ((LABEL, "Current assets"),),
        ((LABEL + 12, "Cash"), (400, "2,853"), (480, "3,053")),
        ((LABEL + 12, "Inventories"), (400, "4,366"), (480, "4,034")),
        ((LABEL, "Total"), (400, "7,219"), (480, "7,087")),
        bold=(1, 4),
    )
    assert _texts(table)[1] == ["Current assets", "", ""]
    assert [row.bold for row in table.rows] == [False, True, False, False, True]
    assert [round(row.indent) for row in table.body] == [0, 12, 12, 0]


def test_a_row_of_years_in_the_middle_begins_a_new_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "two.pdf"), pagesize=letter)
    rows = [("", "2018", "2017"), ("Sales", "1", "2"), ("Costs", "3", "4")]
    for number, row in enumerate([*rows, ("", "2016", "2015"), *rows[1:]]):
        for x, text in zip((72, 400, 480), row, strict=True):
            canvas.drawString(x, 700 - 14 * number, text)
    canvas.save()
    elements = read_pdf(tmp_path / "two.pdf").elements
    assert [element.table.heading(1) for element in elements if element.table] == ["2018", "2016"]


def test_prose_with_numbers_is_no_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "prose.pdf"), pagesize=letter)
    canvas.setFont("Times-Roman", 10)
    sentence = "Net sales rose to $32,765 million in 2018 from $31,657 million in 2017, or 3.5%, of which 2018".split()
    for number in range(4):  # justified: the space between words is wider than it should be
        x = 72.0
        for word in sentence:
            canvas.drawString(x, 700 - 12 * number, word)
            x += canvas.stringWidth(word, "Times-Roman", 10) + 4.5
    canvas.save()
    parsed = read_pdf(tmp_path / "prose.pdf")
    assert [element.kind for element in parsed.elements] == [ElementKind.TEXT]


def test_dot_leaders_are_not_part_of_a_label(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((400, "2018"), (480, "2017")),
        ((LABEL, "Net sales................................"), (400, "32,765"), (480, "31,657")),
        ((LABEL, "Costs . . . . . . . . . . . . ."), (400, "16,682"), (480, "16,055")),
    )
    assert [row.cells[0].text for row in table.body] == ["Net sales", "Costs"]


def test_footnote_marks_do_not_make_columns_or_change_numbers(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((400, "2018"), (480, "2017")),
        ((LABEL, "Notes payable"), (400, "500"), (418, "(1)"), (480, "450")),
        ((LABEL, "Other debt"), (400, "300"), (418, "(2)"), (480, "250")),
        ((LABEL, "Total"), (400, "800"), (480, "700")),
    )
    assert [[cell.text for cell in row.cells] for row in table.body] == [
        ["Notes payable", "500", "450"],
        ["Other debt", "300", "250"],
        ["Total", "800", "700"],
    ]


def test_a_column_of_years_and_a_column_of_changes_are_headed_alike(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((370, "2020"), (430, "Change"), (490, "2019")),
        ((LABEL, "Products"), (370, "220,747"), (430, "3%"), (490, "213,883")),
        ((LABEL, "Services"), (370, "53,768"), (430, "(2)%"), (490, "46,291")),
    )
    assert [table.heading(column) for column in (1, 2, 3)] == ["2020", "Change", "2019"]


def test_the_title_and_the_unit_above_a_table_are_not_its_header(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((200, "EXAMPLE CORPORATION AND SUBSIDIARIES"),),
        ((LABEL, "(in thousands)"),),
        ((400, "2018"), (480, "2017")),
        ((LABEL, "Cash"), (400, "2,853"), (480, "3,053")),
        ((LABEL, "Inventories"), (400, "4,366"), (480, "4,034")),
        bold=(0, 2),
    )
    assert table.header_rows == 1
    assert [cell.text for cell in table.rows[0].cells] == ["", "2018", "2017"]


def test_a_sentence_between_two_tables_parts_them(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "two.pdf"), pagesize=letter)
    lines = [
        ((LABEL, "Cash"), (400, "2,853"), (480, "3,053")),
        ((LABEL, "Inventories"), (400, "4,366"), (480, "4,034")),
        ((LABEL, "The maturities of our lease liabilities as of December 31, 2018 were as follows:"),),
        ((LABEL, "Leases"), (400, "12"), (480, "13")),
        ((LABEL, "Debt"), (400, "14"), (480, "15")),
    ]
    for number, line in enumerate(lines):
        for x, text in line:
            canvas.drawString(x, 700 - 14 * number, text)
    canvas.save()
    kinds = [element.kind for element in read_pdf(tmp_path / "two.pdf").elements]
    assert kinds == [ElementKind.TABLE, ElementKind.TEXT, ElementKind.TABLE]


def test_a_table_of_words_keeps_its_columns(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "words.pdf"), pagesize=letter)
    rows = [
        ("Name", "Position"),
        ("Ada Byron", "Chairman of the Board and Chief"),
        ("", "Executive Officer"),
        ("Emmy Noether", "Chief Financial Officer"),
        ("Lise Meitner", "General Counsel"),
    ]
    for number, row in enumerate(rows):
        canvas.setFont("Times-Roman" if number else "Times-Bold", 10)
        for x, text in zip((72, 250), row, strict=True):
            canvas.drawString(x, 700 - 12 * number, text)
    canvas.save()
    (element,) = read_pdf(tmp_path / "words.pdf").elements
    assert element.table is not None
    assert _texts(element.table) == [
        ["Name", "Position"],
        ["Ada Byron", "Chairman of the Board and Chief Executive Officer"],
        ["Emmy Noether", "Chief Financial Officer"],
        ["Lise Meitner", "General Counsel"],
    ]
    assert element.table.header_rows == 1


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf"))[:4], ids=lambda path: path.name)
def test_every_figure_of_a_sample_filing_is_in_a_cell_of_a_rectangular_grid(path: Path) -> None:
    tables = [element.table for element in read_pdf(path).elements if element.kind is ElementKind.TABLE]
    rows = [row for table in tables if table for row in table.body]
    assert len(tables) >= 5
    for table in tables:
        assert table is not None
        assert len({len(row.cells) for row in table.rows}) == 1
    for row in rows:
        printed = re.findall(r"\d[\d,]*\.?\d*", row.span.text)
        cells = " ".join(cell.text for cell in row.cells)
        assert [figure for figure in printed if figure not in cells] == []
        assert all(parse_number(cell.text) for cell in row.cells[1:] if re.fullmatch(r"[\d$(][^ ]*[\d)%]", cell.text))


def test_a_caption_of_the_whole_table_heads_no_column(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((400, "June 30,"), (480, "December 31,")),
        ((400, "2023"), (480, "2022")),
        ((480, "(In millions, except par value)"),),
        ((400, "(Unaudited)"),),
        ((LABEL, "Cash and cash equivalents"), (400, "2,268"), (480, "2,154")),
        ((LABEL, "Receivables"), (400, "789"), (480, "763")),
        ((LABEL, "Total assets"), (400, "19,956"), (480, "20,850")),
    )
    assert [table.heading(column) for column in (1, 2)] == ["June 30, 2023", "December 31, 2022"]
    assert "(In millions, except par value)" in table.heading(0) and "(Unaudited)" in table.heading(0)


def test_a_row_that_money_fills_from_edge_to_edge_belongs_to_its_table(tmp_path: Path) -> None:
    padded = [(355, "$"), (400, "2,210.8"), (415, "$"), (460, "1,786.2"), (475, "$"), (520, "2,163.0")]
    table = _table(
        tmp_path,
        ((400, "2020"), (460, "2019"), (520, "2018")),
        ((344, "Net earnings, including what is attributable to others"), *padded),  # up to the first sign
        ((LABEL, "Depreciation"), (400, "594.7"), (460, "620.1"), (520, "618.8")),
        ((LABEL, "Deferred taxes"), (400, "(29.6)"), (460, "93.5"), (520, "(504.3)")),
    )
    assert table.header_rows == 1
    assert [cell.text for cell in table.body[0].cells[1:]] == ["$2,210.8", "$1,786.2", "$2,163.0"]


def test_what_stands_over_repeated_years_heads_its_whole_group(tmp_path: Path) -> None:
    body = [
        ((LABEL, name), *((320 + 50 * place, str(100 * number + place)) for place in range(1, 5)))
        for number, name in enumerate(("Consumer", "Medical", "Total"), start=1)
    ]
    columns = [370, 420, 470, 520]
    repeated = tuple(zip(columns, ["2019", "2018"] * 2, strict=True))
    years = _table(tmp_path, ((370, "Net sales"), (470, "Income")), repeated, *body)
    assert [years.heading(column) for column in range(1, 5)] == [
        "Net sales 2019",
        "Net sales 2018",
        "Income 2019",
        "Income 2018",
    ]


def test_a_label_goes_on_below_while_its_parenthesis_is_open(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        ((400, "2020"), (480, "2019")),
        ((LABEL, "Retained earnings"), (400, "113,890"), (480, "110,659")),
        ((LABEL, "Common stock (authorized 4,320,000,000 shares; issued"),),
        ((LABEL, "3,119,843,000 shares)"), (400, "3,120"), (480, "3,120")),
        ((LABEL, "Total equity"), (400, "63,278"), (480, "59,471")),
        leading=11,
    )
    assert table.body[1].cells[0].text == "Common stock (authorized 4,320,000,000 shares; issued 3,119,843,000 shares)"
    assert [cell.text for cell in table.body[1].cells[1:]] == ["3,120", "3,120"]
