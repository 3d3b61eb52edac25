"""Tables as they stand on a printed page: the dollar sign in a column of its own, heads in two lines, rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph as Flowed
from reportlab.platypus import Spacer
from reportlab.platypus import Table as Grid

from .document import Amounts, Column, Row, Table
from .numbers import Printed, printed

Command = tuple[Any, ...]
DOLLAR, GAP = 9.0, 5.0
PARENTHESIS = 0.34


class TableMaker:
    """Makes flowables of tables for pages whose text is ``width`` points wide."""

    def __init__(self, font: str, bold: str, italic: str, accent: str, amounts: Amounts) -> None:
        self.font, self.bold, self.italic = font, bold, italic
        self.accent = colors.HexColor(accent)
        self.amounts = amounts

    def flowables(self, table: Table, width: float) -> list[Any]:
        """The table with its unit note and footnotes, to be kept together unless the table may be split."""
        grid = self._grid(table, width)
        notes = [Flowed(escape(note), self._style(7.5, TA_LEFT)) for note in table.footnotes]
        return [Spacer(1, 4), grid, *notes, Spacer(1, 8)]

    def _style(self, size: float, align: int, bold: bool = False, indent: float = 0) -> ParagraphStyle:
        font = self.bold if bold else self.font
        return ParagraphStyle(
            "cell", fontName=font, fontSize=size, leading=size * 1.18, alignment=align, leftIndent=indent + 8,
            firstLineIndent=-8,
        ) if align == TA_LEFT else ParagraphStyle(
            "cell", fontName=font, fontSize=size, leading=size * 1.18, alignment=align
        )  # fmt: skip

    def _widths(self, table: Table, width: float) -> list[float]:
        count = len(table.columns)
        textual = all(row.kind == "text" for row in table.rows)
        default = 0.28 if textual else max(0.3, 0.74 - 0.13 * count)
        label = width * (table.label_width or default)
        each = (width - label) / max(count, 1)
        if not textual and not table.label_width:
            each = min(each, 92.0)
        widths = [width - each * count]
        for _ in range(count):
            widths += [DOLLAR, each - DOLLAR - GAP, GAP]
        return widths

    def _grid(self, table: Table, width: float) -> Any:
        size = 7.4 if table.small else 8.6
        heads, commands = self._heads(table, size)
        lines = [*heads]
        for row in table.rows:
            commands += self._row_commands(row, len(lines), table, size)
            lines.append(self._cells(row, table, size))
        commands += [
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (-1, -1), 1),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1), ("TOPPADDING", (0, 0), (-1, -1), 1.3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6), ("FONTSIZE", (0, 0), (-1, -1), size),
            ("FONTNAME", (0, len(heads)), (-1, -1), self.font), ("LEADING", (0, 0), (-1, -1), size * 1.18),
        ]  # fmt: skip
        if table.banded:
            commands += self._bands(len(heads), len(lines))
        commands += self._emphasis(table, len(heads))
        return Grid(
            lines,
            colWidths=self._widths(table, width),
            style=commands,
            repeatRows=len(heads),
            hAlign="LEFT",
            splitByRow=1,
        )

    def _bands(self, first: int, end: int) -> list[Command]:
        return [("BACKGROUND", (0, line), (-1, line), self.accent) for line in range(first, end, 2)]

    def _emphasis(self, table: Table, first: int) -> list[Command]:
        return [
            ("FONTNAME", (1, first + index), (-1, first + index), self.bold)
            for index, row in enumerate(table.rows)
            if row.bold
        ]

    def _heads(self, table: Table, size: float) -> tuple[list[list[Any]], list[Command]]:
        lines: list[list[Any]] = []
        commands: list[Command] = []
        style = self._style(size - 0.6, TA_CENTER, bold=True)
        if table.unit_note:
            note = Flowed(f"<i>{escape(table.unit_note)}</i>", self._style(size - 0.4, TA_LEFT))
            lines.append([note, *[""] * (3 * len(table.columns))])
            commands.append(("SPAN", (0, 0), (-1, 0)))
        if any(column.group for column in table.columns):
            commands += self._groups(table.columns, len(lines))
            lines.append(self._group_line(table.columns, style))
        if any(column.head for column in table.columns):
            line: list[Any] = [Flowed(escape(table.label_head), self._style(size - 0.6, TA_LEFT, bold=True))]
            for position, column in enumerate(table.columns):
                head = escape(column.head).replace("\n", "<br/>")
                line += [Flowed(head, style), "", ""]
                start = 1 + 3 * position
                commands.append(("SPAN", (start, len(lines)), (start + 1, len(lines))))
                commands.append(("LINEBELOW", (start, len(lines)), (start + 1, len(lines)), 0.6, colors.black))
            lines.append(line)
        return lines, commands

    def _group_line(self, columns: Sequence[Column], style: ParagraphStyle) -> list[Any]:
        line: list[Any] = [""]
        for group, members in groupby(columns, key=lambda column: column.group):
            count = len(list(members))
            line += [Flowed(escape(group), style), *[""] * (3 * count - 1)]
        return line

    def _groups(self, columns: Sequence[Column], at: int) -> list[Command]:
        commands: list[Command] = []
        start = 1
        for group, members in groupby(columns, key=lambda column: column.group):
            end = start + 3 * len(list(members)) - 2
            commands.append(("SPAN", (start, at), (end, at)))
            if group:
                commands.append(("LINEBELOW", (start, at), (end, at), 0.6, colors.black))
            start = end + 2
        return commands

    def _label(self, row: Row, size: float) -> Any:
        mark = f' <super size="{size - 2.5}">{escape(row.mark)}</super>' if row.mark else ""
        return Flowed(escape(row.label) + mark, self._style(size, TA_LEFT, row.bold, 9 * row.indent))

    def _cells(self, row: Row, table: Table, size: float) -> list[Any]:
        line: list[Any] = [self._label(row, size)]
        for position, column in enumerate(table.columns):
            shown = printed(row, position, column, self.amounts)
            if shown.number:
                line += ["$" if shown.dollar else "", shown.whole, ""]
            else:
                align = TA_LEFT if row.kind == "text" else TA_RIGHT
                line += [Flowed(escape(shown.text), self._style(size, align)) if shown.text else "", "", ""]
        return line

    def _row_commands(self, row: Row, at: int, table: Table, size: float) -> list[Command]:
        commands: list[Command] = []
        for position, column in enumerate(table.columns):
            start = 1 + 3 * position
            shown = printed(row, position, column, self.amounts)
            commands += self._cell_commands(shown, start, at, size)
            if row.rule and row.cells:
                commands.append(("LINEABOVE", (start, at), (start + 1, at), 0.6, colors.black))
            if row.rule == "double" and row.cells:
                commands.append(("LINEBELOW", (start, at), (start + 1, at), 0.6, colors.black, None, None, None, 2, 1))
        if row.kind == "text":
            commands.append(("VALIGN", (0, at), (-1, at), "TOP"))
        return commands

    def _cell_commands(self, shown: Printed, start: int, at: int, size: float) -> list[Command]:
        if not shown.number:
            return [("SPAN", (start, at), (start + 1, at))]
        padding = 0.0 if shown.negative else size * PARENTHESIS
        return [
            ("ALIGN", (start + 1, at), (start + 1, at), "RIGHT"),
            ("RIGHTPADDING", (start + 1, at), (start + 1, at), padding),
        ]
