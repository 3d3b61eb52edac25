"""What no reader can guard against from inside: a file that takes the library's memory, and with it the process."""

from pathlib import Path

from core.errors import UnreadableDocumentError
from core.settings import IngestionSettings
from domains.sec_filings.source import discover
from ingest.parsing import Understood, parse_all
from tests.hostile import pdfs


def bomb() -> bytes:
    """A form that shows itself five times over, until the library has no memory left and ends the process."""
    resources = b"/Resources << /XObject << /X 4 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 3 0 R %b >>" % resources
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] %b" % resources
    kids = b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"
    return pdfs.pdf(
        {1: pdfs.CATALOGUE, 2: kids, 3: pdfs.stream(b"/X Do"), 4: pdfs.stream(b"/X Do " * 5, form), 5: page}
    )


def test_a_file_that_takes_all_memory_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(bomb())
    (tmp_path / "b.pdf").write_bytes(pdfs.pages(pdfs.STATEMENT))
    settings = IngestionSettings(workers=1, memory_mb=600)
    read = parse_all("domains.sec_filings", list(discover(tmp_path)), settings, stop=lambda: False)
    outcomes = {source.name: outcome for source, outcome in read}
    assert isinstance(outcomes["a.pdf"], UnreadableDocumentError)
    assert "600 MB" in outcomes["a.pdf"].message
    assert isinstance(outcomes["b.pdf"], Understood)
