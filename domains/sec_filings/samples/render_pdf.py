"""Draws a document as a PDF that looks like a printed filing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Flowed
from reportlab.platypus import Table as Grid

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
from .pdf_tables import TableMaker

MARGIN, GUTTER, TABLE_START = 54.0, 18.0, 110.0
WIDTH = letter[0] - 2 * MARGIN
FAMILIES = {
    "Times New Roman": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    "Arial": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
}
BOXES = Path(__file__).with_name("checkboxes.ttf")


class _Anchor(Flowable):  # type: ignore[misc]
    """Takes no room; tells the template on which page a heading came to stand."""

    def __init__(self, text: str, pages: dict[str, int]) -> None:
        super().__init__()
        self.text, self.pages = text, pages

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.pages.setdefault(self.text, self.canv.getPageNumber())
        self.canv.bookmarkPage(self.text)
        self.canv.addOutlineEntry(self.text, self.text, level=0)


class PdfRenderer:
    """Renders one document; ``render`` gives the bytes, the same on every run."""

    def __init__(self, document: Document) -> None:
        pdfmetrics.registerFont(TTFont("SampleCheckBoxes", str(BOXES)))
        self.document = document
        self.font, self.bold, self.italic, self.bold_italic = FAMILIES[document.font]
        self.tables = TableMaker(self.font, self.bold, self.italic, document.accent, document.amounts)
        self.known_pages: dict[str, int] = {}
        self.width = WIDTH

    def render(self) -> bytes:
        """Lay out until the page numbers in the table of contents no longer change."""
        for _ in range(4):
            pages: dict[str, int] = {}
            data = self._build(pages)
            if pages == self.known_pages:
                return data
            self.known_pages = pages
        raise RuntimeError(f"{self.document.name}: the table of contents does not settle")

    def _build(self, pages: dict[str, int]) -> bytes:
        buffer = BytesIO()
        template = BaseDocTemplate(
            buffer,
            pagesize=letter,
            invariant=1,
            title=self.document.title,
            author=self.document.author,
            pageTemplates=self._templates(),
            allowSplitting=1,
        )
        template.build(self._flow(self.document.blocks, pages))
        return buffer.getvalue()

    def _templates(self) -> list[PageTemplate]:
        height = letter[1] - 2 * MARGIN
        column = (WIDTH - GUTTER) / 2
        frames = [
            Frame(MARGIN + index * (column + GUTTER), MARGIN, column, height, 0, 0, 0, 0, id=f"c{index}")
            for index in (0, 1)
        ]
        wide, high = landscape(letter)
        lying = [Frame(MARGIN, MARGIN, wide - 2 * MARGIN, high - 2 * MARGIN, 0, 0, 0, 0, id="lying")]
        rotated = self.document.look == "rotated"
        sheet = PageTemplate(
            "landscape", lying, onPage=self._turned if rotated else self._lying, pagesize=landscape(letter)
        )
        sheet.rotation = 90 if rotated else 0
        return [
            PageTemplate("first", [Frame(MARGIN, MARGIN, WIDTH, height, 0, 0, 0, 0, id="first")], onPage=self._first),
            PageTemplate("normal", [Frame(MARGIN, MARGIN, WIDTH, height, 0, 0, 0, 0, id="normal")], onPage=self._frame),
            PageTemplate("columns", frames, onPage=self._frame),
            sheet,
        ]

    def _first(self, canvas: Any, _: Any) -> None:
        canvas.setLineWidth(2)
        canvas.line(MARGIN, letter[1] - 44, letter[0] - MARGIN, letter[1] - 44)

    def _frame(self, canvas: Any, template: Any, size: tuple[float, float] = letter) -> None:
        wide, high = size
        canvas.setFont(self.font, 7.5)
        canvas.drawString(MARGIN, high - 36, self.document.title)
        canvas.drawRightString(wide - MARGIN, high - 36, "Table of Contents" if self.known_pages else "")
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, 44, wide - MARGIN, 44)
        canvas.drawCentredString(wide / 2, 32, str(template.page))
        canvas.drawString(MARGIN, 32, self.document.short_title)

    def _lying(self, canvas: Any, template: Any) -> None:
        self._frame(canvas, template, landscape(letter))

    def _turned(self, canvas: Any, template: Any) -> None:
        canvas.translate(letter[0], 0)
        canvas.rotate(90)
        self._frame(canvas, template, landscape(letter))

    def _flow(self, blocks: tuple[Block, ...], pages: dict[str, int]) -> list[Any]:
        return [NextPageTemplate("normal"), *self._run(blocks, pages)]

    def _run(self, blocks: tuple[Block, ...], pages: dict[str, int]) -> list[Any]:
        """The flowables of blocks in a row; headings and one-line introductions stay with the table they belong to."""
        flow: list[Any] = []
        pending: list[Any] = []
        for position, block in enumerate(blocks):
            following = blocks[position + 1] if position + 1 < len(blocks) else None
            parts = self._block(block, pages)
            if isinstance(block, Heading) and block.new_page:
                flow += pending
                pending = []
            if isinstance(block, Heading) or (isinstance(block, Paragraph) and isinstance(following, Table)):
                flow += [part for part in parts if isinstance(part, NewPage | CondPageBreak)]
                pending += [part for part in parts if not isinstance(part, NewPage | CondPageBreak)]
            elif isinstance(block, Table) and not block.splittable:
                flow.append(KeepTogether([*pending, *parts]))
                pending = []
            else:
                room = [CondPageBreak(TABLE_START)] if isinstance(block, Table) else []
                flow += [*room, *pending, *parts]
                pending = []
        return [*flow, *pending]

    def _block(self, block: Block, pages: dict[str, int]) -> list[Any]:
        match block:
            case Heading():
                return self._heading(block, pages)
            case Paragraph():
                return [self._paragraph(block)]
            case Bullets(items):
                return [Flowed(f"\N{BULLET}&nbsp;&nbsp;{self._markup(item)}", self._style("bullet")) for item in items]
            case Table():
                return self.tables.flowables(block, self.width)
            case Note(_, _, inner):
                return self._run(inner, pages)
            case Layout():
                return self._layout(block, pages)
            case PageBreak():
                return [NewPage()]
            case Rule(heavy):
                return [
                    HRFlowable(width="100%", thickness=2 if heavy else 0.5, color="black", spaceBefore=3, spaceAfter=3)
                ]
            case Contents():
                return self._contents()

    def _layout(self, layout: Layout, pages: dict[str, int]) -> list[Any]:
        wide = landscape(letter)[0] - 2 * MARGIN
        self.width = wide if layout.kind == "landscape" else (WIDTH - GUTTER) / 2
        inner = self._run(layout.blocks, pages)
        self.width = WIDTH
        return [NextPageTemplate(layout.kind), NewPage(), NextPageTemplate("normal"), *inner, NewPage()]

    def _heading(self, heading: Heading, pages: dict[str, int]) -> list[Any]:
        parts: list[Any] = [NewPage()] if heading.new_page else [CondPageBreak(72)]
        text = Flowed(escape(heading.text), self._style(f"h{heading.level}"))
        if heading.toc:
            parts.append(_Anchor(heading.text, pages))
        return [*parts, text]

    def _paragraph(self, paragraph: Paragraph) -> Any:
        lead = f'<font name="{self.bold_italic}">{escape(paragraph.lead)}</font> ' if paragraph.lead else ""
        return Flowed(lead + self._markup(paragraph.text), self._style(paragraph.style))

    def _markup(self, text: Text) -> str:
        marked = escape(plain(text)).replace("\n", "<br/>")
        for box in "\N{BALLOT BOX}\N{BALLOT BOX WITH X}":
            marked = marked.replace(box, f'<font name="SampleCheckBoxes">{box}</font>')
        return marked

    def _contents(self) -> list[Any]:
        entries = headings(self.document.blocks)
        inner = self._style("toc")
        rows: list[list[Any]] = [["", Flowed("<b>Page</b>", self._style("toc_page"))]]
        for entry in entries:
            bold = entry.level == 1
            text = f"<b>{escape(entry.text)}</b>" if bold else escape(entry.text)
            page = "" if bold else str(self.known_pages.get(entry.text, 0))
            link = f'<a href="#{escape(entry.text)}">{text}</a>'
            style = inner if entry.level <= 2 else self._style("toc_sub")
            rows.append([Flowed(link, style), Flowed(page, self._style("toc_page"))])
        grid = Grid(rows, colWidths=[WIDTH - 50, 50])
        grid.setStyle([("TOPPADDING", (0, 0), (-1, -1), 1.2), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2)])
        return [Flowed("<b>TABLE OF CONTENTS</b>", self._style("bold_center")), KeepTogether([grid]), Spacer(1, 6)]

    def _style(self, name: str) -> ParagraphStyle:
        return _style(name, self.font, self.bold, self.bold_italic)


def _style(name: str, font: str, bold: str, bold_italic: str) -> ParagraphStyle:
    """The paragraph style of a name: font, size, alignment, spacing, indent."""
    looks: dict[str, tuple[str, float, int, float, float, float]] = {
        "body": (font, 9.6, TA_JUSTIFY, 0, 7, 0),
        "indent": (font, 9.6, TA_LEFT, 0, 4, 24),
        "right": (font, 9.6, TA_LEFT, 0, 3, 250),
        "bullet": (font, 9.6, TA_JUSTIFY, 0, 4, 26),
        "center": (font, 9.2, TA_CENTER, 0, 3, 0),
        "bold_center": (bold, 9.6, TA_CENTER, 2, 4, 0),
        "title": (bold, 13.5, TA_CENTER, 3, 4, 0),
        "name": (bold, 17, TA_CENTER, 8, 2, 0),
        "small": (font, 7.9, TA_JUSTIFY, 0, 3.5, 0),
        "small_center": (font, 7.4, TA_CENTER, 0, 3, 0),
        "h1": (bold, 11.5, TA_CENTER, 10, 6, 0),
        "h2": (bold, 10.6, TA_LEFT, 9, 6, 0),
        "h3": (bold, 9.9, TA_LEFT, 7, 4, 0),
        "h4": (bold_italic, 9.6, TA_LEFT, 5, 3, 0),
        "toc": (font, 9, TA_LEFT, 0, 0, 0),
        "toc_sub": (font, 9, TA_LEFT, 0, 0, 18),
        "toc_page": (font, 9, TA_RIGHT, 0, 0, 0),
    }
    family, size, align, before, after, left = looks[name]
    first = -12.0 if name == "bullet" else 0.0
    heading = name.startswith("h")
    return ParagraphStyle(
        name,
        fontName=family,
        fontSize=size,
        leading=size * 1.2,
        alignment=align,
        spaceBefore=before,
        spaceAfter=after,
        leftIndent=left,
        firstLineIndent=first,
        keepWithNext=heading,
    )


def render_pdf(document: Document) -> bytes:
    """The document as PDF bytes."""
    return PdfRenderer(document).render()
