"""One bad file of every kind among good ones: each named with a reason, the rest indexed, exit status 3."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.settings import load_settings
from core.workspace import open_workspace

SAMPLES = Path(__file__).parents[2] / "domains" / "sec_filings" / "samples" / "filings"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\0" * 500


def encrypted_pdf() -> bytes:
    """A PDF that opens only with a password, made by reportlab."""
    from io import BytesIO

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 720, "Nobody reads this.")
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good filings and six bad files, one of them of 200 MB (sparse on disk)."""
    made = tmp_path / "filings"
    made.mkdir()
    good = sorted(SAMPLES.glob("*.pdf"), key=lambda path: path.stat().st_size)[0]
    (made / "good.pdf").write_bytes(good.read_bytes())
    (made / "good.htm").write_text("<html><body><p>Quarterly results were good.</p></body></html>", encoding="utf-8")
    (made / "empty.pdf").touch()
    (made / "truncated.pdf").write_bytes(good.read_bytes()[:3000])
    (made / "encrypted.pdf").write_bytes(encrypted_pdf())
    (made / "picture.pdf").write_bytes(JPEG)
    (made / "empty.htm").touch()
    with (made / "huge.htm").open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    return made


def rag(data_dir: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    code = "from app.cli import main; main()"
    environment = {"RAG_DATA_DIR": str(data_dir), "COLUMNS": "300"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env={**_environment(), **environment}, capture_output=True, text=True
    )


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def test_each_bad_file_is_named_with_a_reason_and_the_rest_is_indexed(folder: Path, tmp_path: Path) -> None:
    finished = rag(tmp_path / "data", "ingest", "run", str(folder))
    assert finished.returncode == 3, finished.stdout + finished.stderr
    lines = finished.stdout.splitlines()
    for name, word in [
        ("empty.pdf", "empty"),
        ("truncated.pdf", "damaged"),
        ("encrypted.pdf", "password"),
        ("picture.pdf", "PDF"),
        ("empty.htm", "empty"),
        ("huge.htm", "MB"),
    ]:
        failures = [line for line in lines if line.startswith(f"FAILED  {name}: ")]
        assert len(failures) == 1 and word in failures[0], (name, lines)
    with open_workspace(load_settings(data_dir=tmp_path / "data")) as workspace:
        held = {document.source for document in workspace.store.corpus().documents}
    assert held == {"good.pdf", "good.htm"}


def test_a_path_that_does_not_exist_ends_with_status_2(tmp_path: Path) -> None:
    finished = rag(tmp_path / "data", "ingest", "run", str(tmp_path / "nowhere"))
    assert finished.returncode == 2
    assert "nowhere" in finished.stderr
