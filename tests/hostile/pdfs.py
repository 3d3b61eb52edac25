"""PDF files written by hand, so that they can be wrong in ways no library writes."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pypdf
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
LETTER = b"[0 0 612 792]"


def pdf(objects: Mapping[int, bytes]) -> bytes:
    """A file of the numbered objects; number 1 is the catalogue."""
    written = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = len(written)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size, start = max(objects) + 1, len(written)
    entries = b"".join(b"%010d 00000 n \n" % offsets.get(number, 0) for number in range(1, size))
    written += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, entries)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(written)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def pages(content: bytes, *, box: bytes = LETTER, entries: bytes = b"", count: int = 1) -> bytes:
    """``count`` pages that all show ``content``."""
    kids = b" ".join(b"%d 0 R" % (5 + index) for index in range(count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> %b >>"
        % (box, entries)
    )  # fmt: skip
    objects = {1: CATALOGUE, 2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count), 3: FONT, 4: stream(content)}
    return pdf(objects | dict.fromkeys(range(5, 5 + count), page))


def text(*lines: tuple[str, str, str], size: str = "10") -> bytes:
    """A content stream that shows lines, given as x, y and what is printed."""
    shown = "".join(f"1 0 0 1 {x} {y} Tm ({printed}) Tj\n" for x, y, printed in lines)
    return f"BT /F1 {size} Tf\n{shown}ET".encode()


STATEMENT = text(
    ("72", "760", "Acme Corp"), ("72", "740", "Consolidated Balance Sheets"), ("300", "720", "2024"),
    ("400", "720", "2023"),
    *((x, str(700 - 12 * row), printed) for row in range(30)
      for x, printed in (("72", f"Asset {row}"), ("300", f"{row},123"), ("400", f"({row},456)"))),
)  # fmt: skip


def uncompressed(path: Path) -> bytes:
    """The file with its streams in the clear, where damage reaches operators and numbers and not only a checksum."""
    writer = pypdf.PdfWriter(clone_from=str(path))
    for number, entry in enumerate(writer._objects):
        if isinstance(entry, StreamObject) and "/Filter" in entry and entry.get("/Subtype") != "/Image":
            clear = DecodedStreamObject()
            clear.set_data(entry.get_data())
            kept = {key: value for key, value in entry.items() if key not in ("/Filter", "/DecodeParms", "/Length")}
            clear.update({NameObject(key): value for key, value in kept.items()})
            writer._objects[number] = clear
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
