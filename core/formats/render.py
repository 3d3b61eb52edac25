"""Images of PDF pages, for people who check an answer against what is printed."""

import io
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium

from core.errors import UnreadableDocumentError

_LOCK = Lock()  # pdfium keeps global state


def render_page(path: Path, number: int, *, width_px: int = 1000) -> bytes:
    """Page ``number`` (from 1) as a PNG of ``width_px`` pixels; boxes scale by width_px / page width.

    Raises UnreadableDocumentError where the file cannot be opened, IndexError where it has no such page.
    """
    from PIL import Image  # noqa: F401  # pypdfium2 needs it for to_pil and says so only when called

    with _LOCK:
        try:
            document = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as error:
            raise UnreadableDocumentError(
                f"'{path.name}' cannot be shown ({error}).",
                remedy="Check that the file is still where it was ingested.",
            ) from error
        try:
            if not 1 <= number <= len(document):
                raise IndexError(f"'{path.name}' has {len(document)} pages, no page {number}.")
            page = document[number - 1]
            image = page.render(scale=width_px / page.get_width()).to_pil()
            page.close()
        finally:
            document.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
