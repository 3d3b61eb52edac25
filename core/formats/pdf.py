"""Reads a PDF with a text layer into pages and elements.

pdfium is not thread-safe: one document per process at a time.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from core.errors import UnreadableDocumentError
from core.formats.columns import flows_of
from core.formats.furniture import Sheet, mark_contents, running_lines
from core.formats.layout import elements_of
from core.formats.lines import Line, lines_of
from core.formats.pdf_words import Frame, WordReader
from core.types import Element, ElementKind, Page, Parsed

MAX_PAGES = 3_000
_MANY_BLANK = 0.3  # of all pages
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uefff]")  # bullets of symbol fonts begin at U+F000
_GARBLED = 0.05  # of a page's characters
_LONG_WORD = re.compile(r"[A-Za-z]{4,}")
_VOWEL = re.compile("[AEIOUaeiou]")
_FEW_VOWELS = 0.2  # of the letters; in English prose 0.38, in text whose codes are shifted against the alphabet 0.14
_LEAST_WORDS = 40


def read_pdf(path: Path) -> Parsed:
    """Pages with their text, and elements in reading order, from a PDF file.

    Raises UnreadableDocumentError where the file is empty, is no PDF, is damaged, needs a password or has no text.
    """
    with _opened(path) as document:
        sheets, pages, warnings = _read_pages(document)
        properties = {key: value for key in document.METADATA_KEYS if (value := _property(document, key))}
    if not any(page.text for page in pages):
        raise UnreadableDocumentError(
            f"'{path.name}' has no text layer: its {len(pages)} pages are images.",
            remedy="Run it through OCR (for example ocrmypdf) and ingest the result.",
        )
    return Parsed(tuple(pages), tuple(_elements(sheets, pages)), properties=properties, warnings=tuple(warnings))


def _property(document: pdfium.PdfDocument, key: str) -> str:
    """A field of the document's information; what is no UTF-16 in it is replaced, at which the library's own fails."""
    name = key.encode() + b"\0"
    buffer = ctypes.create_string_buffer(raw.FPDF_GetMetaText(document, name, None, 0))
    raw.FPDF_GetMetaText(document, name, buffer, len(buffer))
    return buffer.raw.decode("utf-16-le", "replace").replace("\0", "")


_Sheet = list[tuple[Frame, list[Line]]]  # the flows of a page, in reading order


def _read_pages(document: pdfium.PdfDocument) -> tuple[list[_Sheet], list[Page], list[str]]:
    reader = WordReader()
    sheets: list[_Sheet] = []
    pages: list[Page] = []
    warnings: list[str] = []
    if len(document) > MAX_PAGES:
        warnings.append(f"Only the first {MAX_PAGES} of {len(document)} pages were read.")
    for index in range(min(len(document), MAX_PAGES)):
        try:
            sheet, width, height, cut = _read_page(document, index, reader)
        except pdfium.PdfiumError:
            warnings.append(f"Page {index + 1} is damaged and was left out.")
            sheet, width, height, cut = [], 0.0, 0.0, False
        if cut:
            warnings.append(f"Page {index + 1} holds too much text and was cut short.")
        text = "\n".join([line.text for _, lines in sheet for line in lines])
        sheets.append(sheet)
        pages.append(Page(index + 1, text, width, height))
    blank = sum(not page.text for page in pages)
    if blank > _MANY_BLANK * len(pages):
        warnings.append(
            f"{blank} of {len(pages)} pages have no text; if they are scans, OCR would make them searchable."
        )
    garbled = [page.number for page in pages if is_garbled(page.text)]
    if garbled:
        warnings.append(
            f"The text of {len(garbled)} of {len(pages)} pages is garbled, from page {garbled[0]} on: its fonts do not "
            "say which letters their glyphs are. Run text recognition on the file (for example ocrmypdf --force-ocr) "
            "and ingest the result."
        )
    return sheets, pages, warnings


def is_garbled(text: str) -> bool:
    """Whether a text layer is no text: characters that no page prints, or words all but without vowels, as where a
    font's codes are shifted against the alphabet ("7KH FRPSDQ\\" for "The company")."""
    if len(_NO_LETTER.findall(text)) > _GARBLED * len(text):
        return True
    words = _LONG_WORD.findall(text)
    letters = "".join(words)
    return len(words) >= _LEAST_WORDS and len(_VOWEL.findall(letters)) < _FEW_VOWELS * len(letters)


def _read_page(document: pdfium.PdfDocument, index: int, reader: WordReader) -> tuple[_Sheet, float, float, bool]:
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            groups, cut = reader.read(page, text_page)
            sheet = [(group.frame, flow) for group in groups for flow in flows_of(lines_of(group.words))]
            for _, lines in sheet:
                for line in lines:
                    line.bold = reader.is_bold(text_page, line.words[0].start) and (
                        len(line.words) == 1 or reader.is_bold(text_page, line.words[-1].start)
                    )
            width, height = page.get_size()
        finally:
            text_page.close()
    finally:
        page.close()
    return sheet, width, height, cut


def _elements(sheets: list[_Sheet], pages: list[Page]) -> list[Element]:
    body_size = _body_size(sheets)
    joined = [[line for _, lines in sheet for line in lines] for sheet in sheets]
    heights = [sheet[0][0].size[1] if sheet else 0.0 for sheet in sheets]
    running = running_lines([Sheet(lines, height) for lines, height in zip(joined, heights, strict=True)])
    found: list[list[Element]] = []
    after_table = False
    for sheet, page, furniture in zip(sheets, pages, running, strict=True):
        elements: list[Element] = []
        begin = 0
        for frame, lines in sheet:
            marked = {index - begin for index in furniture if begin <= index < begin + len(lines)}
            elements.extend(elements_of(lines, frame, page.number, body_size, marked, after_table))
            begin += len(lines)
            after_table = _ends_with_table(elements)
        found.append(elements)
    return mark_contents(found, pages)


def _ends_with_table(elements: list[Element]) -> bool:
    last = next((element for element in reversed(elements) if element.kind is not ElementKind.FURNITURE), None)
    return last is not None and last.kind is ElementKind.TABLE


def _body_size(sheets: list[_Sheet]) -> float:
    """The font size of most lines of prose."""
    lines = [line for sheet in sheets for _, flow in sheet for line in flow if len(line.words) > 5]
    sizes = Counter(round(line.size, 1) for line in lines)
    return sizes.most_common(1)[0][0] if sizes else 10.0


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    _check_magic(path)
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _unreadable(path, error) from error
    try:
        if not len(document):
            raise UnreadableDocumentError(f"'{path.name}' has no pages.", remedy="Fetch the file again.")
        yield document
    finally:
        document.close()


def _check_magic(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise UnreadableDocumentError(f"'{path.name}' is empty.", remedy="Fetch the file again.")
    if b"%PDF-" not in head:
        raise UnreadableDocumentError(
            f"'{path.name}' is not a PDF: its content is {_guess(head)}.",
            remedy="Give it the extension of what it is, or fetch the PDF.",
        )


def _guess(head: bytes) -> str:
    kinds = {b"\xff\xd8\xff": "a JPEG image", b"\x89PNG": "a PNG image", b"PK\x03\x04": "a ZIP or Office file"}
    for magic, kind in kinds.items():
        if head.startswith(magic):
            return kind
    return "a web page" if b"<html" in head.lower() else "something else"


def _unreadable(path: Path, error: pdfium.PdfiumError) -> UnreadableDocumentError:
    if "password" in str(error).lower():
        return UnreadableDocumentError(
            f"'{path.name}' is encrypted and needs a password.",
            remedy="Save a copy without a password and ingest that.",
        )
    return UnreadableDocumentError(
        f"'{path.name}' is damaged: it begins as a PDF but cannot be opened.", remedy="Fetch the file again."
    )
