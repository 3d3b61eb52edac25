"""What read_pdf makes of pages that we print ourselves."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from core.errors import UnreadableDocumentError
from core.formats.pdf import is_garbled, read_pdf
from core.formats.render import render_page
from core.types import Box, ElementKind, Parsed

Draw = Callable[[Canvas], None]


def _print(path: Path, *pages: Draw, size: tuple[float, float] = letter, encrypt: str | None = None) -> Path:
    canvas = Canvas(str(path), pagesize=size, encrypt=encrypt)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def _lines(canvas: Canvas, *lines: str, x: float = 72, y: float = 700, leading: float = 12) -> None:
    canvas.setFont("Times-Roman", 10)
    for number, line in enumerate(lines):
        canvas.drawString(x, y - leading * number, line)


def _kinds(parsed: Parsed) -> list[tuple[ElementKind, str]]:
    return [(element.kind, element.text) for element in parsed.elements]


def test_page_text_holds_every_printed_line_in_reading_order(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, "Second line of the page.", y=600)
        _lines(canvas, "First line (as printed) of $1,577.", y=700)

    parsed = read_pdf(_print(tmp_path / "a.pdf", draw))
    assert [page.text for page in parsed.pages] == ["First line (as printed) of $1,577.\nSecond line of the page."]
    assert (parsed.pages[0].width, parsed.pages[0].height) == letter


def test_a_bold_line_is_a_title_and_lines_close_together_are_one_paragraph(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 12)
        canvas.drawString(72, 740, "Liquidity and Capital Resources")
        _lines(
            canvas, "The Company believes that cash from operations,", "together with its credit lines, is sufficient."
        )
        _lines(canvas, "Another paragraph begins here after some space.", y=650)

    assert _kinds(read_pdf(_print(tmp_path / "a.pdf", draw))) == [
        (ElementKind.TITLE, "Liquidity and Capital Resources"),
        (
            ElementKind.TEXT,
            "The Company believes that cash from operations, together with its credit lines, is sufficient.",
        ),
        (ElementKind.TEXT, "Another paragraph begins here after some space."),
    ]


def test_bullets_and_numbers_make_list_items(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _lines(
            canvas,
            "• the first risk is demand, which",
            "  can fall;",
            "• the second risk is supply.",
            "(a) a footnote.",
        )

    parsed = read_pdf(_print(tmp_path / "a.pdf", draw))
    assert [element.kind for element in parsed.elements] == [ElementKind.LIST_ITEM] * 3
    assert parsed.elements[0].text == "• the first risk is demand, which can fall;"


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left column line {number} runs to its edge" for number in range(12)]
    right = [f"right column line {number} runs to its edge" for number in range(12)]

    def draw(canvas: Canvas) -> None:
        _lines(canvas, "A heading over both columns of the page that is rather long, as headings of reports are", y=730)
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            _lines(canvas, one, x=72, y=700 - 12 * number)
            _lines(canvas, other, x=320, y=700 - 12 * number)

    text = read_pdf(_print(tmp_path / "a.pdf", draw)).pages[0].text.split("\n")
    assert text[1:] == left + right


def test_running_lines_and_page_numbers_are_furniture(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            _lines(canvas, "Acme Corp 2023 Annual Report", y=765)
            _lines(canvas, f"Text of page {number} that nobody repeats, in a paragraph of its own.", y=500 + number)
            _lines(canvas, str(number), x=300, y=30)

        return draw

    parsed = read_pdf(_print(tmp_path / "a.pdf", *[page(number) for number in range(1, 6)]))
    furniture = [element.text for element in parsed.elements if element.kind is ElementKind.FURNITURE]
    assert furniture.count("Acme Corp 2023 Annual Report") == 5
    assert [text for text in furniture if text.isdigit()] == ["1", "2", "3", "4", "5"]
    assert sum(element.kind is ElementKind.TEXT for element in parsed.elements) == 5


def test_a_table_of_contents_is_furniture(tmp_path: Path) -> None:
    entries = ["Business", "Risk Factors", "Properties", "Legal Proceedings", "Selected Data", "Controls"]

    def draw(canvas: Canvas) -> None:
        _lines(canvas, "TABLE OF CONTENTS", y=740)
        for number, entry in enumerate(entries):
            _lines(canvas, f"Item {number + 1}.", y=700 - 14 * number)
            _lines(canvas, entry, x=130, y=700 - 14 * number)
            canvas.drawRightString(540, 700 - 14 * number, str(3 + 4 * number))

    parsed = read_pdf(_print(tmp_path / "a.pdf", draw, lambda canvas: _lines(canvas, "Item 1. Business")))
    assert {element.kind for element in parsed.elements if element.page == 1} == {ElementKind.FURNITURE}


@pytest.mark.parametrize("page_turn", [0, 90, 180, 270])
@pytest.mark.parametrize("text_turn", [0, 90, 180, 270])
def test_boxes_lie_on_the_ink_of_turned_pages_and_turned_text(tmp_path: Path, page_turn: int, text_turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(page_turn)
        canvas.setCropBox((10, 20, 560, 590))
        canvas.translate(300, 300)
        canvas.rotate(text_turn)
        _lines(canvas, "HEADS of the company", x=60, y=40)

    path = _print(tmp_path / "a.pdf", draw)
    span = read_pdf(path).elements[0].spans[0]
    assert span.text == "HEADS of the company"
    assert span.box is not None
    ink = _ink(path)
    assert span.box.x0 - 1 <= ink.x0 < ink.x1 <= span.box.x1 + 1
    assert span.box.y0 - 1 <= ink.y0 < ink.y1 <= span.box.y1 + 1
    assert ink.x1 - ink.x0 > span.box.x1 - span.box.x0 - 12
    assert ink.y1 - ink.y0 > span.box.y1 - span.box.y0 - 12


def _ink(path: Path) -> Box:
    """The rectangle of what is dark on the image of the first page, in points."""
    image = Image.open(io.BytesIO(render_page(path, 1, width_px=1200))).convert("L")
    left, top, right, bottom = image.point(lambda value: 255 if value < 128 else 0).getbbox() or (0, 0, 0, 0)
    scale = (read_pdf(path).pages[0].width or 0) / 1200
    return Box(left * scale, top * scale, right * scale, bottom * scale)


def test_document_properties_come_from_the_file(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Annual report")
        _lines(canvas, "text")

    assert read_pdf(_print(tmp_path / "a.pdf", draw)).properties["Title"] == "Annual report"


def test_an_empty_file_is_named_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    with pytest.raises(UnreadableDocumentError, match=r"'empty\.pdf' is empty"):
        read_pdf(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "a web page"),
        (b"PK\x03\x04rest", "a ZIP or Office file"),
    ],
)
def test_another_format_is_recognised_by_its_content(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "named.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocumentError, match=kind):
        read_pdf(path)


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    path = _print(tmp_path / "a.pdf", lambda canvas: _lines(canvas, "text"))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableDocumentError, match="damaged") as caught:
        read_pdf(path)
    assert caught.value.remedy


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    path = _print(tmp_path / "a.pdf", lambda canvas: _lines(canvas, "text"), encrypt="secret")
    with pytest.raises(UnreadableDocumentError, match="password"):
        read_pdf(path)


def test_a_scan_has_no_text_layer(tmp_path: Path) -> None:
    path = _print(tmp_path / "a.pdf", lambda canvas: canvas.rect(100, 100, 200, 200, fill=1))
    with pytest.raises(UnreadableDocumentError, match="no text layer") as caught:
        read_pdf(path)
    assert "OCR" in caught.value.remedy


def test_a_page_with_too_much_text_is_cut_with_a_warning(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(350):
            canvas.setFont("Times-Roman", 2)
            canvas.drawString(20, 780 - 2 * number, f"{number:04} abcdefghi" * 15)

    parsed = read_pdf(_print(tmp_path / "a.pdf", draw))
    assert parsed.warnings == ("Page 1 holds too much text and was cut short.",)


def test_a_damaged_page_is_left_out_with_a_warning(tmp_path: Path) -> None:
    path = _print(tmp_path / "a.pdf", *[lambda canvas: _lines(canvas, "text of a page")] * 3)
    content = path.read_bytes()
    second = re.findall(rb"/Kids \[ (\d+ 0 R) (\d+ 0 R)", content)[0][1]
    path.write_bytes(content.replace(b" " + second + b" ", b" 9" + second[1:] + b" ", 1))
    parsed = read_pdf(path)
    assert [page.text for page in parsed.pages].count("text of a page") == 2
    assert any("is damaged and was left out" in warning for warning in parsed.warnings)


def test_blank_pages_among_text_are_warned_of(tmp_path: Path) -> None:
    blank: Draw = lambda canvas: canvas.rect(100, 100, 200, 200, fill=1)  # noqa: E731
    parsed = read_pdf(_print(tmp_path / "a.pdf", lambda canvas: _lines(canvas, "text"), blank))
    assert parsed.warnings == ("1 of 2 pages have no text; if they are scans, OCR would make them searchable.",)


def test_a_heading_ends_where_there_was_room_for_the_next_word(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 10)
        canvas.drawString(72, 724, "Note 2. Acquisitions")
        canvas.drawString(72, 712, "Divestitures")
        _lines(canvas, "The Company sold a business, and what follows says for how much it did so and to whom.", y=680)

    kinds = _kinds(read_pdf(_print(tmp_path / "a.pdf", draw)))
    assert kinds[:2] == [(ElementKind.TITLE, "Note 2. Acquisitions"), (ElementKind.TITLE, "Divestitures")]


def test_a_heading_that_fills_its_line_goes_on_below(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 10)
        canvas.drawString(72, 724, "Assets and Liabilities That Are Measured at Fair Value on a Basis That Is")
        canvas.drawString(72, 712, "Nonrecurring")
        _lines(canvas, "The Company measures what it holds at fair value, as these pages say at length.", y=680)

    first = _kinds(read_pdf(_print(tmp_path / "a.pdf", draw)))[0]
    assert first[0] is ElementKind.TITLE and first[1].endswith("That Is Nonrecurring")


def test_what_heads_columns_is_no_title(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 10)
        canvas.drawString(72, 724, "Exhibit Number")
        canvas.drawString(300, 724, "Incorporated by Reference")
        for number, word in enumerate(("Excess", "Fair", "Value")):
            canvas.drawString(400, 650 - 11 * number, word)

    assert ElementKind.TITLE not in {kind for kind, _ in _kinds(read_pdf(_print(tmp_path / "a.pdf", draw)))}


def test_a_row_alone_on_the_next_page_goes_on_with_the_table(tmp_path: Path) -> None:
    def row(canvas: Canvas, y: float, label: str, *figures: str) -> None:
        canvas.drawString(72, y, label)
        for x, figure in zip((400, 480), figures, strict=True):
            canvas.drawRightString(x, y, figure)

    def first(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for number, label in enumerate(("", "Accounts payable", "Debt", "Total liabilities")):
            row(canvas, 700 - 14 * number, label, *(("20", "18") if number else ("2024", "2023")))

    def second(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        row(canvas, 740, "Total liabilities and equity", "$ 19,956", "$ 20,850")
        _lines(canvas, "See the accompanying notes, which are part of these statements.", y=600)

    tables = [element for element in read_pdf(_print(tmp_path / "a.pdf", first, second)).elements if element.table]
    assert [element.page for element in tables] == [1, 2]
    assert tables[1].table is not None
    assert [cell.text for cell in tables[1].table.rows[0].cells] == [
        "Total liabilities and equity",
        "$19,956",
        "$20,850",
    ]


def test_text_that_is_no_text_is_warned_of_with_a_remedy(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, *["7KH FRPSDQ\\ EHOLHYHV WKDW FDVK IURP RSHUDWLRQV LV VXIILFLHQW"] * 12)

    def plain(canvas: Canvas) -> None:
        _lines(canvas, *["The Company believes that cash from operations is sufficient for what it plans."] * 12)

    (warning,) = read_pdf(_print(tmp_path / "a.pdf", plain, draw)).warnings
    assert "1 of 2 pages is garbled, from page 2 on" in warning and "text recognition" in warning
    assert read_pdf(_print(tmp_path / "b.pdf", plain, plain)).warnings == ()


@pytest.mark.parametrize("text", ["\x18\x19\x1a\x07 3'4,0$ \x0e\x0f !#$.", "Net \ue001\ue002 sales \ufffd"])
def test_characters_that_no_page_prints_are_garbage(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize("text", ["", "NYSE NASDQ GMBH CRTX", "\uf0b7 a bullet of a symbol font", "1,577 (1,373) 2018"])
def test_short_texts_abbreviations_bullets_and_figures_are_not(text: str) -> None:
    assert not is_garbled(text)
