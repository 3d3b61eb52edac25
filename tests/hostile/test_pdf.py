"""PDF files that are wrong or meant to hurt: each is read as far as it can be, or refused with a reason."""

from pathlib import Path

import pytest

from tests.hostile import pdfs
from tests.hostile.chain import understand
from tests.hostile.pdfs import CATALOGUE, FONT, STATEMENT, pages, pdf, text

EMPTY_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"


def tree(**nodes: bytes) -> bytes:
    """A file whose page tree is given: ``n2`` is its root."""
    return pdf({1: CATALOGUE} | {int(name[1:]): body for name, body in nodes.items()})


def scattered(count: int, across: int, size: str) -> bytes:
    """Words on a grid."""
    step = 580 / across
    return text(
        *((f"{10 + step * (n % across):.1f}", f"{780 - 2.3 * (n // across):.1f}", str(n % 97)) for n in range(count)),
        size=size,
    )


def strange_numbers(number: str) -> bytes:
    lines = [(number, str(700 - 12 * row), f"Asset {row} 1 2") for row in range(20)]
    return text(*lines, ("72", number, "Revenue 5 6"), ("72", "72", "Income 7 8"))


@pytest.mark.parametrize(
    "box",
    [
        b"[0 0 0 0]", b"[612 792 0 0]", b"[0 0 0.001 0.001]", b"[0 0 1e30 1e30]", b"[0 0 99999999999 99999999999]",
        b"[0 0 nan inf]", b"[-1000000000 0 -999999000 792]", b"[0 0]", b"null",
    ],
)  # fmt: skip
def test_pages_of_absurd_sizes_are_read(tmp_path: Path, box: bytes) -> None:
    found = understand(tmp_path / "a.pdf", pages(STATEMENT, box=box))
    assert found
    assert "Consolidated Balance Sheets" in found.parsed.pages[0].text


@pytest.mark.parametrize(
    "entries", [b"/Rotate 45", b"/Rotate -90", b"/UserUnit 0", b"/UserUnit 1e20", b"/CropBox [9 9 9 9]"]
)
def test_pages_with_absurd_settings_are_read(tmp_path: Path, entries: bytes) -> None:
    assert understand(tmp_path / "a.pdf", pages(STATEMENT, entries=entries))


@pytest.mark.parametrize("number", ["1e38", "9" * 60, "-99999999", "nan", "0.0000000001"])
def test_absurd_coordinates_and_fonts_do_no_harm(tmp_path: Path, number: str) -> None:
    understand(tmp_path / "places.pdf", pages(strange_numbers(number)))
    understand(tmp_path / "fonts.pdf", pages(text(("72", "72", "Income 7 8"), ("72", "90", "Loss 7"), size=number)))


@pytest.mark.parametrize("matrix", [b"0 0 0 0 72 72", b"1e20 0 0 1e20 0 0", b"1 1 1 1 72 72", b"1 0.3 -0.7 1 72 400"])
def test_absurd_transformations_do_no_harm(tmp_path: Path, matrix: bytes) -> None:
    understand(tmp_path / "a.pdf", pages(b"q %b cm %b Q" % (matrix, STATEMENT)))


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 1 Tf 1 0 0 1 10 700 Tm %b ET" % b"".join(b"(w%d ) Tj " % n for n in range(100_000)),
        scattered(100_000, 300, "2"),
        scattered(100_000, 3, "0.05"),
        text(*[("72", "72", f"a{n % 7}") for n in range(60_000)]),
    ],
    ids=["one line", "a grid", "columns", "one place"],
)
def test_a_page_with_a_hundred_thousand_words_is_cut_with_a_warning(tmp_path: Path, content: bytes) -> None:
    found = understand(tmp_path / "a.pdf", pages(content))
    assert found
    assert found.parsed.warnings == ("Page 1 holds too much text and was cut short.",)


@pytest.mark.parametrize("printed", ["(", "$", ".", ". ", "1", "1,", "(a", "A ", "*", "- "])
def test_a_line_of_one_mark_without_end_is_read(tmp_path: Path, printed: str) -> None:
    escaped = printed.replace("(", r"\(")
    line = text(("10", "700", escaped * (40_000 // len(printed))), ("72", "760", "FORM 10-K"), size="1")
    assert understand(tmp_path / "a.pdf", pages(line))


def test_ten_thousand_empty_pages_are_refused(tmp_path: Path) -> None:
    assert understand(tmp_path / "a.pdf", pages(b"", count=10_000)) is None


def test_of_ten_thousand_pages_the_first_ones_are_read(tmp_path: Path) -> None:
    found = understand(tmp_path / "a.pdf", pages(text(("72", "700", "Total assets 1 2")), count=10_000))
    assert found
    assert found.parsed.warnings == ("Only the first 3000 of 10000 pages were read.",)


@pytest.mark.parametrize(
    "data",
    [
        tree(n2=b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 3 >>", n3=b"<< /Type /Pages /Kids [2 0 R] /Count 2 >>"),
        tree(n2=b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>"),
        tree(n2=b"<< /Type /Pages /Kids [5 0 R] /Count -5 >>", n5=EMPTY_PAGE),
        tree(n2=b"<< /Type /Pages /Kids [5 0 R] /Count 2000000000 >>", n5=EMPTY_PAGE),
        pdf({1: b"<< /Type /Catalog /Pages 2 0 R /X %b >>" % (b"[" * 200_000), 2: b"<< /Type /Pages /Count 0 >>"}),
        pdf({1: b"<< /Type /Catalog /Pages 2 0 R /X %b >>" % (b"<< /A " * 99_000), 2: b"<< /Type /Pages /Count 0 >>"}),
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF",
    ],
    ids=["circle", "own parent", "negative count", "huge count", "deep array", "deep dictionary", "circle of tables"],
)
def test_structures_that_lead_nowhere_are_refused(tmp_path: Path, data: bytes) -> None:
    assert understand(tmp_path / "a.pdf", data) is None


@pytest.mark.parametrize(
    "before", [b"[" * 50_000 + b"]" * 50_000, b"q " * 300_000, b"BT " * 100_000, b"/X Do " * 100_000]
)
def test_deep_nesting_in_the_content_does_not_hide_the_page(tmp_path: Path, before: bytes) -> None:
    assert understand(tmp_path / "a.pdf", pages(before + b"\n" + STATEMENT))


def test_a_form_that_shows_the_next_form_two_hundred_deep_does_no_harm(tmp_path: Path) -> None:
    resources = b"/Resources << /XObject << /X %d 0 R >> >>"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
    forms = {10 + n: pdfs.stream(b"/X Do", form + resources % (11 + n)) for n in range(200)}
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %b >>" % (resources % 10)
    objects = {2: b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>", 3: FONT, 4: pdfs.stream(b"/X Do"), 5: page}
    assert understand(tmp_path / "a.pdf", pdf({1: CATALOGUE} | objects | forms)) is None


def test_text_beyond_the_basic_plane_is_joined_and_half_characters_are_replaced(tmp_path: Path) -> None:
    """As U+1D54F is: two halves, of which a damaged file may keep one."""
    mapping = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"2 beginbfchar <41> <D835DD4F> <42> <D835> endbfchar endcmap end"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 9 0 R >>"
    page = EMPTY_PAGE.removesuffix(b">>") + b"/Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    content = pdfs.stream(text(("72", "700", "A C B D")))
    objects = {2: b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>", 3: font, 4: content, 5: page, 9: pdfs.stream(mapping)}
    found = understand(tmp_path / "a.pdf", pdf({1: CATALOGUE} | objects))
    assert found
    assert found.parsed.pages[0].text == "\U0001d54f C \ufffd D"


def test_document_properties_are_text_that_can_be_stored(tmp_path: Path) -> None:
    info = rb"<< /Title <FEFFD800004100000042> /Author (a\000b) /Subject <FEFFDC00> >>"
    page = EMPTY_PAGE.removesuffix(b">>") + b"/Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    objects = {2: b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>", 3: FONT, 4: pdfs.stream(STATEMENT), 5: page, 6: info}
    data = pdf({1: CATALOGUE} | objects).replace(b"trailer\n<<", b"trailer\n<< /Info 6 0 R")
    found = understand(tmp_path / "a.pdf", data)
    assert found
    assert "Author" in found.parsed.properties
