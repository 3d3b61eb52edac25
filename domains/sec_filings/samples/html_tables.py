"""Tables as EDGAR filings write them: three cells for every amount, colspans, inline styles."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from xml.sax.saxutils import escape

from .document import Column, Fact, Row, Table
from .numbers import Printed, printed
from .xbrl import Registry

SPACER = '<td colspan="3" style="padding:0 1pt"/>'
LINE_HEIGHT = {False: 1.12, True: 1.0}


class HtmlTables:
    """Writes tables as markup; facts get their ids from the registry."""

    def __init__(self, registry: Registry, font: str, accent: str) -> None:
        self.registry, self.font, self.accent = registry, font, accent
        self.marked: list[str] = []

    def markup(self, table: Table) -> str:
        """The table with its footnotes."""
        self.marked = []
        rows = [self._widths(table), *self._heads(table)]
        for index, row in enumerate(table.rows):
            rows.append(self._row(row, table, self.accent if table.banded and index % 2 == 0 else "#ffffff"))
        note = f'<div style="text-align:left">{self.span(table.unit_note, 8, italic=True)}</div>'
        opened = '<div style="margin-bottom:6pt;text-align:center">' + (note if table.unit_note else "")
        style = "border-collapse:collapse;display:inline-table;vertical-align:text-bottom;width:100.000%"
        return f'{opened}<table style="{style}">{"".join(rows)}</table></div>{self._footnotes(table)}'

    def span(self, text: str, size: float = 9, bold: bool = False, italic: bool = False) -> str:
        """Escaped text in a styled span."""
        return self.styled(escape(text).replace("\n", "<br/>"), size, bold, italic)

    def styled(self, markup: str, size: float = 9, bold: bool = False, italic: bool = False) -> str:
        """Markup in a styled span, the way filings style every run of text."""
        slant = "font-style:italic;" if italic else ""
        weight = 700 if bold else 400
        style = (
            f"color:#000000;font-family:'{self.font}',sans-serif;font-size:{size:g}pt;{slant}"
            f"font-weight:{weight};line-height:100%"
        )
        return f'<span style="{style}">{markup}</span>'

    def _footnotes(self, table: Table) -> str:
        written = []
        for index, note in enumerate(table.footnotes):
            linked = index == 0 and bool(self.marked)
            body = self.registry.footnote(self.marked, note) if linked else escape(note)
            written.append(f'<div style="padding-left:9pt;text-align:left">{self.styled(body, 7.5)}</div>')
        return "".join(written)

    def _label_width(self, table: Table) -> float:
        textual = all(row.kind == "text" for row in table.rows)
        default = 0.28 if textual else max(0.3, 0.74 - 0.13 * len(table.columns))
        return 100 * (table.label_width or default)

    def _widths(self, table: Table) -> str:
        label = self._label_width(table)
        each = (100 - label) / len(table.columns)
        cells = f'<td style="width:1.0%"/><td style="width:{label - 1.1:.3f}%"/><td style="width:0.1%"/>'
        for index in range(len(table.columns)):
            if index:
                cells += '<td style="width:0.1%"/><td style="width:0.530%"/><td style="width:0.1%"/>'
            cells += f'<td style="width:1.0%"/><td style="width:{each - 1.84:.3f}%"/><td style="width:0.1%"/>'
        return f"<tr>{cells}</tr>"

    def _heads(self, table: Table) -> list[str]:
        lines = []
        if any(column.group for column in table.columns):
            lines.append(self._groups(table.columns))
        if any(column.head for column in table.columns):
            label = self.span(table.label_head, 8, bold=True) if table.label_head else ""
            line = f'<td colspan="3" style="padding:2px 1pt;text-align:left;vertical-align:bottom">{label}</td>'
            line += SPACER.join(
                '<td colspan="3" style="border-bottom:1pt solid #000000;padding:2px 1pt;text-align:center;'
                f'vertical-align:bottom">{self.span(column.head, 8, bold=True)}</td>'
                for column in table.columns
            )
            lines.append(f"<tr>{line}</tr>")
        return lines

    def _groups(self, columns: tuple[Column, ...]) -> str:
        cells = ['<td colspan="3" style="padding:0 1pt"/>']
        for position, (group, members) in enumerate(groupby(columns, key=lambda column: column.group)):
            count = len(list(members))
            border = "border-bottom:1pt solid #000000;" if group else ""
            spacer = SPACER if position else ""
            cells.append(
                f'{spacer}<td colspan="{6 * count - 3}" style="{border}padding:2px 1pt;text-align:center;'
                f'vertical-align:bottom">{self.span(group, 8, bold=True)}</td>'
            )
        return f"<tr>{''.join(cells)}</tr>"

    def _row(self, row: Row, table: Table, background: str) -> str:
        indent = 1 + 9 * row.indent
        label = self.span(row.label, 9, row.bold)
        if row.mark:
            label += self.styled(f'<sup style="font-size:6pt">{escape(row.mark)}</sup>', 6)
        cells = [
            f'<td colspan="3" style="background-color:{background};padding:2px 1pt 2px {indent}pt;text-align:left;'
            f'vertical-align:bottom">{label}</td>'
        ]
        for position, column in enumerate(table.columns):
            cells.append(self._cell(row, position, column, background))
        gap = f'<td colspan="3" style="background-color:{background};padding:0 1pt"/>'
        return f"<tr>{cells[0]}{gap.join(cells[1:])}</tr>"

    def _border(self, row: Row) -> str:
        top = "border-top:1pt solid #000000;" if row.rule else ""
        return top + ("border-bottom:3pt double #000000;" if row.rule == "double" else "")

    def _cell(self, row: Row, position: int, column: Column, background: str) -> str:
        shown = printed(row, position, column, self.registry.document.amounts)
        base = f"background-color:{background};{self._border(row) if row.cells else ''}"
        if shown.number:
            return self._number(row, position, column, shown, base)
        if row.nil and column.context:
            return f'<td colspan="3" style="{base}padding:0 1pt">{self.registry.nil(row, column)}</td>'
        if not shown.text:
            return f'<td colspan="3" style="{base}padding:0 1pt"/>'
        cell = row.cells[position]
        body = self.registry.text(cell) if isinstance(cell, Fact) else escape(shown.text)
        align = "left" if row.kind == "text" else "right"
        style = f"{base}padding:2px 1pt;text-align:{align};vertical-align:bottom"
        return f'<td colspan="3" style="{style}">{self.styled(body)}</td>'

    def _number(self, row: Row, position: int, column: Column, shown: Printed, base: str) -> str:
        figure, fact = self.registry.number(row, position, column, shown)
        if fact and row.mark:
            self.marked.append(fact)
        body = self.styled(("(" if shown.negative else "") + figure, 9, row.bold)
        closing = (")" if shown.negative else "") + shown.suffix
        tail = self.span(closing, 9, row.bold) if closing else ""
        last = f'<td style="{base}padding:2px 1pt 2px 0;text-align:right;vertical-align:bottom"'
        last += f">{tail}</td>" if tail else "/>"
        right = "text-align:right;vertical-align:bottom"
        if not shown.dollar:
            return f'<td colspan="2" style="{base}padding:2px 0 2px 1pt;{right}">{body}</td>{last}'
        sign = self.span("$", 9, row.bold)
        return (
            f'<td style="{base}padding:2px 0 2px 1pt;text-align:left;vertical-align:bottom">{sign}</td>'
            f'<td style="{base}padding:2px 0;{right}">{body}</td>{last}'
        )


def table_lines(table: Table) -> float:
    """About how many lines of text a table takes."""
    heads = 1.0 if table.unit_note else 0.0
    heads += 1.2 if any(column.group for column in table.columns) else 0.0
    heads += max((column.head.count("\n") + 1 for column in table.columns if column.head), default=0)
    return heads + sum(_row_lines(row, table) for row in table.rows) + 1.4 * len(table.footnotes) + 0.8


def _row_lines(row: Row, table: Table) -> float:
    share = 1 / (len(table.columns) + 1)
    texts = [cell for cell in row.cells if isinstance(cell, str)]
    longest = max((len(text) / (115 * share) for text in texts), default=0.0)
    return max(1.0, len(row.label) / 52 if row.kind != "text" else 1.0, longest) * LINE_HEIGHT[table.small]


def split_table(table: Table, lines: float) -> tuple[Table, Table]:
    """The table cut in two where ``lines`` are used up; the second part repeats the column heads."""
    used = table_lines(replace(table, rows=()))
    count = 0
    for row in table.rows:
        used += _row_lines(row, table)
        if used > lines:
            break
        count += 1
    first = replace(table, rows=table.rows[:count], footnotes=())
    return first, replace(table, rows=table.rows[count:], unit_note=f"{table.unit_note} (continued)".strip())
