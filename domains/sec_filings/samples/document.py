"""What a filing consists of, before it is drawn as PDF pages or as inline XBRL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

Dimensions = tuple[tuple[str, str], ...]
"""Pairs of axis and member, as in ``us-gaap:StatementBusinessSegmentsAxis``."""


@dataclass(frozen=True)
class Context:
    """The period a fact is reported for; an instant when ``start`` is None."""

    end: date
    start: date | None = None
    dimensions: Dimensions = ()

    def within(self, dimensions: Dimensions) -> Context:
        """The same period, narrowed by more dimensions."""
        return replace(self, dimensions=self.dimensions + dimensions) if dimensions else self


@dataclass(frozen=True)
class Fact:
    """A tagged piece of text; ``unit`` is empty for text facts.

    ``text`` is what the reader sees. For a number it is the bare figure, without sign and currency.
    """

    text: str
    concept: str
    context: Context
    unit: str = ""
    scale: int = 0
    decimals: str = ""
    negative: bool = False
    format: str = ""
    prefix: str = ""
    suffix: str = ""


Text = tuple[str | Fact, ...]
Cell = int | Decimal | str | Fact | None
Style = Literal["body", "center", "bold_center", "title", "name", "small", "small_center", "indent", "right"]
Kind = Literal["amount", "per_share", "percent", "shares", "count", "text"]


@dataclass(frozen=True)
class Heading:
    """Level 1 is a part, 2 an item, 3 and 4 headings below; ``toc`` puts it into the table of contents."""

    text: str
    level: int = 3
    toc: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``lead`` is printed before it in bold italics."""

    text: Text
    style: Style = "body"
    lead: str = ""


@dataclass(frozen=True)
class Bullets:
    """A bulleted list."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Column:
    """A value column. ``head`` lines stand below ``group``, which spans all neighbours that share it.

    ``kind`` overrides the rows' kind. Cells of a column that is not ``tagged`` become no facts.
    """

    head: str
    group: str = ""
    context: Context | None = None
    dimensions: Dimensions = ()
    kind: Kind | None = None
    tagged: bool = True


@dataclass(frozen=True)
class Row:
    """One table row. Zero is printed as a dash, None as nothing.

    ``concept`` tags the cells; ``flip`` says that the tagged value has the opposite sign of the printed one, and
    ``instant`` that the fact belongs to the end of the column's period or to the day before its start.
    """

    label: str
    cells: tuple[Cell, ...] = ()
    indent: int = 0
    bold: bool = False
    dollar: bool = False
    rule: Literal["", "single", "double"] = ""
    kind: Kind = "amount"
    concept: str = ""
    flip: bool = False
    instant: Literal["", "end", "begin"] = ""
    context: Context | None = None
    dimensions: Dimensions = ()
    mark: str = ""
    nil: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``footnotes`` are printed under it, the first one linked to the rows that carry a ``mark``."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit_note: str = ""
    label_head: str = ""
    footnotes: tuple[str, ...] = ()
    splittable: bool = False
    label_width: float = 0.0
    small: bool = False
    banded: bool = True


@dataclass(frozen=True)
class Note:
    """Blocks tagged together as one text block."""

    concept: str
    context: Context
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Layout:
    """Blocks set on pages of their own: on a landscape page, or in two columns."""

    kind: Literal["landscape", "columns"]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class PageBreak:
    """Start a new page."""


@dataclass(frozen=True)
class Rule:
    """A horizontal line over the width of the page."""

    heavy: bool = False


@dataclass(frozen=True)
class Contents:
    """The place of the table of contents."""


Block = Heading | Paragraph | Bullets | Table | Note | Layout | PageBreak | Rule | Contents


@dataclass(frozen=True)
class Amounts:
    """How an issuer's amounts are scaled: thousands or millions of dollars, and of shares."""

    scale: int
    share_decimals: int = 0

    @property
    def word(self) -> str:
        """``millions`` or ``thousands``."""
        return "millions" if self.scale == 6 else "thousands"


@dataclass(frozen=True)
class Document:
    """A filing ready to be drawn. ``hidden`` are facts that the reader does not see."""

    name: str
    title: str
    short_title: str
    issuer_name: str
    cik: str
    prefix: str
    namespace: str
    amounts: Amounts
    blocks: tuple[Block, ...]
    hidden: tuple[Fact, ...] = ()
    look: Literal["rotated", "wide"] = "wide"
    accent: str = "#cceeff"
    font: str = "Times New Roman"
    author: str = ""
    filed: date = field(default=date(2025, 1, 1))


def headings(blocks: tuple[Block, ...]) -> list[Heading]:
    """The headings that belong into the table of contents, in order."""
    found: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading) and block.toc:
            found.append(block)
        elif isinstance(block, Note | Layout):
            found += headings(block.blocks)
    return found
