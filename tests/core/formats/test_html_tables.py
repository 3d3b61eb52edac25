"""Tables of HTML: the printed grid, its headings, labels, indents and the text of its rows."""

from pathlib import Path

import pytest

from core.formats.html import read_html
from core.types import ElementKind, Table

WIDE = '<td style="width:1%"/><td style="width:9%"/><td style="width:0.1%"/>'


def read(tmp_path: Path, rows: str) -> Table:
    path = tmp_path / "table.htm"
    path.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    (element,) = read_html(path).parsed.elements
    assert element.kind is ElementKind.TABLE and element.table is not None
    assert element.spans == tuple(row.span for row in element.table.rows)
    return element.table


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts(table: Table) -> list[str]:
    return [row.span.text for row in table.rows]


THREE_CELLS_A_COLUMN = (
    f"<tr>{WIDE * 4}</tr>"
    '<tr><td colspan="3"/><td colspan="3"/><td colspan="6" style="font-weight:700">Years ended</td></tr>'
    '<tr><td colspan="3"/><td colspan="3"/><td colspan="3">2024</td><td colspan="3">2023</td></tr>'
    '<tr><td colspan="3" style="padding:2px 1pt">Net sales</td><td colspan="3"/>'
    "<td>$</td><td>1,577&#160;</td><td/><td>$</td><td>1,400&#160;</td><td/></tr>"
    '<tr><td colspan="3" style="padding:2px 1pt 2px 19pt">Other, net</td><td colspan="3"/>'
    '<td colspan="2">(12</td><td>)</td><td colspan="2">—&#160;</td><td/></tr>'
    '<tr><td colspan="3" style="padding:2px 1pt">Change</td><td colspan="3"/>'
    '<td colspan="2">(3.5</td><td>)%</td><td colspan="2">4.0</td><td>%</td></tr>'
)
SPACER_COLUMNS = (
    "<tr><td>&nbsp;</td><td>&nbsp;</td><td colspan=5 align=center><b>Years&nbsp;ended</b></td></tr>"
    "<tr><td>&nbsp;</td><td>&nbsp;</td><td colspan=2><b>2024</b></td><td>&nbsp;</td><td></td>"
    "<td colspan=2><b>2023</b></td></tr>"
    "<tr><td><p style='margin-left:1em;text-indent:-1em'>Net sales</p></td><td>&nbsp;</td><td>$</td><td>1,577</td>"
    "<td>&nbsp;</td><td></td><td>$</td><td>1,400</td><td>&nbsp;</td></tr>"
    "<tr><td><p style='margin-left:2.8em;text-indent:-1em'>Other, net</p></td><td>&nbsp;</td><td></td><td>(12</td>"
    "<td>)&nbsp;</td><td></td><td></td><td>—</td><td></td></tr>"
    "<tr><td><p>Change</p></td><td>&nbsp;</td><td></td><td>(3.5</td><td>)%</td><td></td><td></td><td>4.0</td><td>%</td></tr>"
)


@pytest.mark.parametrize("rows", [THREE_CELLS_A_COLUMN, SPACER_COLUMNS])
def test_the_printed_grid_is_found_however_cells_are_laid_out(tmp_path: Path, rows: str) -> None:
    table = read(tmp_path, rows)
    assert table.header_rows == 2
    assert cells(table) == [
        ["", "Years ended", "Years ended"],
        ["", "2024", "2023"],
        ["Net sales", "$1,577", "$1,400"],
        ["Other, net", "(12)", "—"],
        ["Change", "(3.5)%", "4.0%"],
    ]
    assert table.heading(2) == "Years ended 2023"
    assert [row.indent for row in table.body] == [0.0, 18.0, 0.0]


def test_rows_read_as_printed_with_single_spaces(tmp_path: Path) -> None:
    assert texts(read(tmp_path, THREE_CELLS_A_COLUMN)) == [
        "Years ended",
        "2024 2023",
        "Net sales $ 1,577 $ 1,400",
        "Other, net (12) —",
        "Change (3.5)% 4.0%",
    ]


def test_a_spanning_heading_stands_over_each_column_that_it_spans(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "<tr><td></td><td colspan=2>Three Months Ended</td><td colspan=2>Nine Months Ended</td></tr>"
        "<tr><td>(in millions)</td><td>June 30, 2025</td><td>June 30, 2024</td>"
        "<td>June 30, 2025</td><td>June 30, 2024</td></tr>"
        "<tr><td>Revenue</td><td>1</td><td>2</td><td>3</td><td>4</td></tr>",
    )
    assert table.header_rows == 2
    assert table.heading(3) == "Nine Months Ended June 30, 2025"


def test_footnote_marks_are_printed_but_no_part_of_label_or_figure(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "<tr><td></td><td>2024</td><td></td><td>2023</td><td></td></tr>"
        "<tr><td>Services<sup>(1)</sup></td><td>725<sup>(2)</sup></td><td></td><td>831</td><td>(3)</td></tr>"
        "<tr><td>Products</td><td>1,146</td><td></td><td>(2)</td><td></td></tr>",
    )
    assert cells(table)[1:] == [["Services", "725", "831"], ["Products", "1,146", "(2)"]]
    assert texts(table)[1] == "Services (1) 725 (2) 831 (3)"


def test_row_spans_label_every_row_that_they_reach(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "<tr><td>Region</td><td>Product</td><td>2024</td></tr>"
        "<tr><td rowspan=2>Europe</td><td>Phones</td><td>5</td></tr><tr><td>Tablets</td><td>6</td></tr>"
        "<tr><td>Asia</td><td>Phones</td><td>7</td></tr>",
    )
    assert cells(table)[1:] == [["Europe", "Phones", "5"], ["Europe", "Tablets", "6"], ["Asia", "Phones", "7"]]
    assert texts(table)[2] == "Tablets 6"


def test_a_heading_of_words_over_figures_is_a_header_row(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "<tr><td>Name</td><td>Age</td><td>Position</td></tr>"
        "<tr><td>Ann Doe</td><td>57</td><td>Treasurer</td></tr><tr><td>Bo Roe</td><td>44</td><td>Counsel</td></tr>",
    )
    assert table.header_rows == 1


def test_rows_of_years_and_amounts_are_data(tmp_path: Path) -> None:
    table = read(tmp_path, "<tr><td>2025</td><td>$</td><td>994</td></tr><tr><td>2026</td><td></td><td>1,200</td></tr>")
    assert table.header_rows == 0
    assert cells(table) == [["2025", "$994"], ["2026", "1,200"]]


def test_section_rows_below_the_header_are_data(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "<tr><td></td><td>2024</td><td>2023</td></tr><tr><td colspan=3><b>Assets</b></td></tr>"
        "<tr><td>Cash</td><td>5</td><td>6</td></tr>",
    )
    assert table.header_rows == 1
    assert cells(table)[1] == ["Assets", "", ""] and table.rows[1].bold


def test_headings_one_cell_off_their_columns_are_moved_over_them(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "<tr><td>(Dollars in Millions)</td><td>2024</td><td>2023</td><td></td></tr>"
        "<tr><td>Programs</td><td></td><td>102</td><td>479</td></tr><tr><td>Other</td><td></td><td>7</td><td>8</td></tr>",
    )
    assert (table.heading(1), table.heading(2)) == ("2024", "2023")


def test_absurd_spans_and_depths_cost_nothing(tmp_path: Path) -> None:
    table = read(tmp_path, "<tr><td colspan=999999>a</td><td rowspan=99999>5</td><td>6</td></tr>" * 300)
    assert len(table.rows) == 300
