"""A watched folder: what comes later is ingested without asking, what goes is retired."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"


def test_a_change_in_the_folder_starts_the_next_job(tmp_path: Path) -> None:
    folder = tmp_path / "filings"
    folder.mkdir()
    first, second = sorted(SAMPLES.iterdir(), key=lambda path: path.stat().st_size)[:2]
    shutil.copy(first, folder)
    command = [sys.executable, "-uc", "from app.cli import main; main()", "ingest", "watch", str(folder)]
    environment = os.environ | {"RAG_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "200"}
    watcher = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    assert watcher.stdout
    try:
        assert first.name in watcher.stdout.readline()
        assert "1 documents indexed" in watcher.stdout.readline()
        shutil.copy(second, folder)
        assert second.name in watcher.stdout.readline()
        assert "1 documents indexed" in watcher.stdout.readline()
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.communicate(timeout=60)
