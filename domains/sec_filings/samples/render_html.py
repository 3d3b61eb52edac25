"""Writes a document as EDGAR-style inline XBRL: XHTML with inline styles, page breaks and tagged facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from xml.sax.saxutils import escape, quoteattr

from .document import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    Layout,
    Note,
    PageBreak,
    Paragraph,
    Rule,
    Table,
    Text,
    headings,
)
from .figures import plain
from .html_tables import HtmlTables, split_table, table_lines
from .xbrl import Registry

PAGE_LINES = 58.0
COVER_EXTRA = 16.0
LINE_WIDTH = 1020.0
_LOOKS: dict[str, tuple[str, float, bool, str]] = {
    "body": ("text-align:justify", 9, False, "6pt"),
    "indent": ("padding-left:24pt;text-align:left", 9, False, "3pt"),
    "right": ("padding-left:250pt;text-align:left", 9, False, "2pt"),
    "center": ("text-align:center", 9, False, "2pt"),
    "bold_center": ("text-align:center", 9.5, True, "3pt"),
    "title": ("text-align:center", 13, True, "3pt"),
    "name": ("text-align:center", 16, True, "2pt"),
    "small": ("text-align:justify", 8, False, "3pt"),
    "small_center": ("text-align:center", 7.5, False, "2pt"),
}


@dataclass(frozen=True)
class _Piece:
    """A block on a page, and the note it belongs to."""

    block: Block
    lines: float
    note: int = 0


@dataclass
class _Pages:
    """Distributes pieces over pages by their estimated height."""

    pages: list[list[_Piece]] = field(default_factory=lambda: [[]])
    used: float = 0.0

    def turn(self) -> None:
        """Start a new page unless the current one is empty."""
        if self.pages[-1]:
            self.pages.append([])
            self.used = 0.0

    def put(self, piece: _Piece, reserve: float = 0.0) -> None:
        """Add a piece to the page that it and the reserve for what follows it fit on."""
        room = PAGE_LINES + (COVER_EXTRA if len(self.pages) == 1 else 0)
        if self.used + piece.lines + reserve > room:
            if self._split(piece):
                return
            self.turn()
        self.pages[-1].append(piece)
        self.used += piece.lines

    def _split(self, piece: _Piece) -> bool:
        room = PAGE_LINES - self.used
        table = piece.block
        if not isinstance(table, Table) or not (table.splittable or piece.lines > PAGE_LINES) or room < 12:
            return False
        first, second = split_table(table, room)
        self.pages[-1].append(_Piece(first, room, piece.note))
        self.turn()
        self.put(_Piece(second, table_lines(second), piece.note))
        return True


def _text_lines(text: str, size: float) -> float:
    return (text.count("\n") + int(len(text) * size // LINE_WIDTH) + 1) * size / 9 * 1.1


def _lines(block: Block) -> float:
    match block:
        case Heading(_, level):
            return 2.6 if level < 3 else 1.9
        case Paragraph(text, style, lead):
            return _text_lines(lead + plain(text), _LOOKS[style][1]) + 0.6
        case Bullets(items):
            return sum(_text_lines(plain(item), 9) + 0.3 for item in items)
        case Table():
            return table_lines(block)
        case Contents():
            return 54.0
        case _:
            return 0.8


def _reserve(piece: _Piece, following: _Piece | None) -> float:
    """The room that a heading, or the title of a table, needs below it so as not to stand alone."""
    title = isinstance(piece.block, Paragraph) and piece.block.style == "bold_center"
    if following and isinstance(following.block, Table) and (title or isinstance(piece.block, Heading)):
        return 12.0 if following.block.splittable else min(following.lines, PAGE_LINES / 2)
    return 4.0 if isinstance(piece.block, Heading) else 0.0


class HtmlRenderer:
    """Renders one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.registry = Registry(document)
        self.tables = HtmlTables(self.registry, document.font, document.accent)
        self.notes: list[Note] = []
        self.anchors = {
            entry.text: f"i{document.name.replace('-', '')}_{7 + 3 * index}"
            for index, entry in enumerate(headings(document.blocks))
        }
        self.numbers: dict[str, int] = {}

    def render(self) -> str:
        """The filing as XHTML."""
        pages = _Pages()
        pieces = list(self._pieces(self.document.blocks, 0))
        for piece, following in zip_longest(pieces, pieces[1:]):
            if isinstance(piece.block, PageBreak) or (isinstance(piece.block, Heading) and piece.block.new_page):
                pages.turn()
            if not isinstance(piece.block, PageBreak):
                pages.put(piece, _reserve(piece, following))
        filled = [page for page in pages.pages if page]
        self._number(filled)
        body = self._body(filled)
        title = escape(self.document.name)
        return (
            "<?xml version='1.0' encoding='ASCII'?>\n"
            f'<html {self.registry.namespaces()} xml:lang="en-US"><head>'
            f'<meta http-equiv="Content-Type" content="text/html"/>\n<title>{title}</title></head>'
            f"<body>{self.registry.header()}{body}</body></html>\n"
        )

    def _pieces(self, blocks: tuple[Block, ...], note: int) -> Iterator[_Piece]:
        for block in blocks:
            if isinstance(block, Note):
                self.notes.append(block)
                yield from self._pieces(block.blocks, len(self.notes))
            elif isinstance(block, Layout):
                yield _Piece(PageBreak(), 0)
                yield from self._pieces(block.blocks, note)
                yield _Piece(PageBreak(), 0)
            else:
                yield _Piece(block, _lines(block), note)

    def _number(self, pages: list[list[_Piece]]) -> None:
        for number, page in enumerate(pages, 1):
            for piece in page:
                if isinstance(piece.block, Heading) and piece.block.toc:
                    self.numbers.setdefault(piece.block.text, number)

    def _body(self, pages: list[list[_Piece]]) -> str:
        parts: list[str] = []
        spans = self._note_pages(pages)
        for number, page in enumerate(pages, 1):
            if number > 1:
                parts.append(self._page_head())
            for note, group in groupby(page, key=lambda piece: piece.note):
                markup = "".join(self._block(piece.block) for piece in group)
                parts.append(self._tagged(note, number, spans, markup) if note else markup)
            parts.append(self._page_foot(number, last=number == len(pages)))
        return "".join(parts)

    def _note_pages(self, pages: list[list[_Piece]]) -> dict[int, list[int]]:
        spans: dict[int, list[int]] = {}
        for number, page in enumerate(pages, 1):
            for note in sorted({piece.note for piece in page if piece.note}):
                spans.setdefault(note, []).append(number)
        return spans

    def _tagged(self, note: int, page: int, spans: dict[int, list[int]], markup: str) -> str:
        """A note's part on one page: the text block on its first page, a continuation on later ones."""
        part = spans[note].index(page)
        more = f' continuedAt="tb-{note}-{part + 1}"' if part + 1 < len(spans[note]) else ""
        if part:
            return f'<ix:continuation id="tb-{note}-{part}"{more}>{markup}</ix:continuation>'
        source = self.notes[note - 1]
        context = self.registry.context(source.context)
        return (
            f'<ix:nonNumeric contextRef="{context}" name="{source.concept}" id="tb-{note}"{more} escape="true">'
            f"{markup}</ix:nonNumeric>"
        )

    def _page_head(self) -> str:
        target = self.anchors.get("contents", self.document.name)
        link = f'<a href="#{target}" style="color:#0000ff;text-decoration:underline">Table of Contents</a>'
        styled = self.tables.styled(link, 8)
        has_contents = any(isinstance(block, Contents) for block in self.document.blocks)
        inner = styled if has_contents else self.tables.span(self.document.title, 8)
        return f'<div style="min-height:33.75pt;width:100%"><div style="text-align:left">{inner}</div></div>'

    def _page_foot(self, number: int, last: bool) -> str:
        text = f"{self.document.short_title} | {number}" if self.document.look == "wide" else str(number)
        foot = (
            '<div style="height:38.25pt;position:relative;width:100%"><div style="bottom:0;position:absolute;'
            f'width:100%"><div style="text-align:center">{self.tables.span(text, 8)}</div></div></div>'
        )
        return foot if last else foot + '<hr style="page-break-after:always"/>'

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case Bullets(items):
                return "".join(self._bullet(item) for item in items)
            case Table():
                return self.tables.markup(block)
            case Rule(heavy):
                return f'<hr style="border:0;border-top:{3 if heavy else 1}px solid #000000;width:100%"/>'
            case Contents():
                return self._contents()
            case _:
                return ""

    def _heading(self, heading: Heading) -> str:
        size = {1: 11.0, 2: 10.5, 3: 9.5, 4: 9.0}[heading.level]
        align = "center" if heading.level == 1 else "left"
        span = self.tables.span(heading.text, size, bold=True, italic=heading.level == 4)
        anchor = self.anchors.get(heading.text) if heading.toc else None
        mark = f"<div id={quoteattr(anchor)}></div>" if anchor else ""
        return f'{mark}<div style="margin-bottom:4pt;margin-top:8pt;text-align:{align}">{span}</div>'

    def _paragraph(self, paragraph: Paragraph) -> str:
        style, size, bold, after = _LOOKS[paragraph.style]
        lead = self.tables.span(paragraph.lead + " ", size, bold=True, italic=True) if paragraph.lead else ""
        body = self.tables.styled(self._markup(paragraph.text), size, bold)
        return f'<div style="margin-bottom:{after};{style}">{lead}{body}</div>'

    def _bullet(self, item: Text) -> str:
        body = self.tables.styled("&#8226;&#160;&#160;" + self._markup(item))
        return f'<div style="margin-bottom:3pt;padding-left:26pt;text-align:justify;text-indent:-12pt">{body}</div>'

    def _markup(self, text: Text) -> str:
        return "".join(
            escape(part).replace("\n", "<br/>") if isinstance(part, str) else self.registry.text(part) for part in text
        )

    def _contents(self) -> str:
        rows = ['<tr><td style="width:90%"/><td style="width:10%"/></tr>']
        for entry in headings(self.document.blocks):
            number = "" if entry.level == 1 else str(self.numbers[entry.text])
            indent = 12 if entry.level > 2 else 1
            link = f'<a href="#{self.anchors[entry.text]}" style="color:#0000ff">{escape(entry.text)}</a>'
            label = self.tables.styled(link, 9, bold=entry.level == 1)
            rows.append(
                f'<tr><td style="padding:2px 1pt 2px {indent}pt;text-align:left">{label}</td>'
                f'<td style="padding:2px 1pt;text-align:right">{self.tables.span(number)}</td></tr>'
            )
        table = '<table style="border-collapse:collapse;display:inline-table;width:100.000%">'
        heading = self.tables.span("TABLE OF CONTENTS", 9.5, bold=True)
        anchor = f'<div id="{self.document.name}"></div>'
        return f'{anchor}<div style="text-align:center">{heading}</div><div>{table}{"".join(rows)}</table></div>'


def render_html(document: Document) -> bytes:
    """The document as inline XBRL, in ASCII with character references."""
    return HtmlRenderer(document).render().encode("ascii", "xmlcharrefreplace")
