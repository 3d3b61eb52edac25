"""Words where the text layer is uncertain: ligatures without a code, glyphs placed one by one."""

from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from core.formats.pdf import read_pdf
from core.formats.pdf_words import ligature

NARROW, WIDE = 0.59, 0.92  # of the font size: two letters, three letters


@pytest.mark.parametrize(
    ("before", "after", "width", "letters"),
    [
        ("", "nancial", NARROW, "fi"),
        ("", "rst", NARROW, "fi"),
        ("signi", "cant", NARROW, "fi"),
        ("bene", "t", NARROW, "fi"),
        ("identi", "ed", NARROW, "fi"),
        ("cash", "ow", NARROW, "fl"),
        ("re", "ect", NARROW, "fl"),
        ("in", "ation", NARROW, "fl"),
        ("", "uctuations", NARROW, "fl"),
        ("e", "ect", 0.7, "ff"),
        ("di", "erent", 0.7, "ff"),
        ("o", "erings", 0.7, "ff"),
        ("O", "cer", WIDE, "ffi"),
        ("e", "ciency", WIDE, "ffi"),
    ],
)
def test_a_ligature_without_a_code_is_read_from_its_width_and_place(
    before: str, after: str, width: float, letters: str
) -> None:
    assert ligature(before, after, width) == letters


def test_glyphs_that_touch_are_one_word(tmp_path: Path) -> None:
    path = tmp_path / "glyphs.pdf"
    canvas = Canvas(str(path), pagesize=letter)
    x = 72.0
    for glyph in "1,577 total":
        if glyph != " ":
            canvas.drawString(x, 700, glyph)
        x += canvas.stringWidth(glyph, "Helvetica", 12)
    canvas.save()
    assert read_pdf(path).pages[0].text == "1,577 total"


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen_and_stays_on_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "hyphen.pdf"
    canvas = Canvas(str(path), pagesize=letter)
    text = canvas.beginText(72, 700)
    text.textLines(["The Company has inter-", "national operations."])
    canvas.drawText(text)
    canvas.save()
    assert read_pdf(path).pages[0].text == "The Company has inter-\nnational operations."


def test_real_filings_lose_no_word_of_their_text_layer(filings_dir: Path) -> None:
    smallest = sorted((filings_dir / "pdf").glob("*.pdf"), key=lambda path: path.stat().st_size)[:5]
    for path in smallest:
        printed = _letters("".join(page.text for page in read_pdf(path).pages))
        document = pdfium.PdfDocument(path)
        try:
            layer = _letters("".join(page.get_textpage().get_text_range() for page in document))
        finally:
            document.close()
        assert sum((layer - printed).values()) <= 0.002 * layer.total(), path.name


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


@pytest.mark.parametrize(("gap", "printed"), [(1.4, "Statement of Income"), (2.6, "Statement of Incom e")])
def test_the_last_letter_of_a_word_is_joined_where_no_space_is_printed(
    tmp_path: Path, gap: float, printed: str
) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=letter)
    canvas.setFont("Times-Bold", 10)
    canvas.drawString(72, 700, "Statement of Incom")
    canvas.drawString(72 + canvas.stringWidth("Statement of Incom", "Times-Bold", 10) + gap, 700, "e")
    canvas.save()
    assert read_pdf(tmp_path / "a.pdf").pages[0].text == printed
