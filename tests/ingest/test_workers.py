"""Several workers on one Postgres and one shared index; one of them is killed while it works."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.ledger import Jobs, Ledger
from core.settings import Settings, load_settings
from core.workspace import open_workspace
from ingest import queue
from ingest.build import ingestion
from ingest.digest import corpus_digest
from ingest.pipeline import Scope
from tests.conftest import REPOSITORY
from tests.qdrant_server import qdrant_server

pytestmark = pytest.mark.timeout(600)  # many processes start here

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"
DOCUMENTS = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("filings")
    for path in sorted(SAMPLES.iterdir(), key=lambda path: path.stat().st_size)[:DOCUMENTS]:
        shutil.copy(path, made)
    (made / "broken.pdf").write_bytes(b"no PDF at all")
    return made


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of what one process makes of the folder by itself."""
    with open_workspace(load_settings(data_dir=tmp_path_factory.mktemp("alone"))) as workspace:
        list(ingestion(workspace).run(Scope(folder)))
        return corpus_digest(workspace.store, workspace.index)


@pytest.fixture
def environment(tmp_path: Path, postgres_url: str) -> Iterator[dict[str, str]]:
    with qdrant_server() as url:
        yield os.environ | {
            "RAG_DATA_DIR": str(tmp_path),
            "RAG_DATABASE__URL": postgres_url,
            "RAG_INDEX__BACKEND": "server",
            "RAG_INDEX__URL": url,
            "RAG_INGESTION__DISTRIBUTED": "true",
            "RAG_INGESTION__WORKERS": "1",
        }


def settings_of(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in environment.items():
        if name.startswith("RAG_"):
            monkeypatch.setenv(name, value)
    return load_settings()


def start(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", "from app.cli import main; main()", "ingest", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=REPOSITORY)


def wait_until_a_document_is_under_way(settings: Settings) -> None:
    with queue.opened(settings.database_url) as app:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if any(app.job_manager.list_jobs(queue=queue.QUEUE, status=status) for status in ("doing", "succeeded")):
                return
            time.sleep(0.05)
    raise AssertionError("no worker took a document")


def test_a_killed_worker_loses_nothing_and_nothing_is_done_twice(
    environment: dict[str, str], folder: Path, alone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(environment, monkeypatch)
    job = start(environment, "run", str(folder))
    workers = [start(environment, "worker") for _ in range(2)]
    try:
        wait_until_a_document_is_under_way(settings)
        workers[0].kill()
        output, _ = job.communicate(timeout=300)
    finally:
        for process in workers:
            process.terminate()
            process.communicate(timeout=60)
    assert job.returncode == 3, output.decode()
    assert b"FAILED  broken.pdf: " in output
    with open_workspace(settings) as workspace:
        entries = Ledger(workspace.database).below("/").values()
        assert sum(entry.failed for entry in entries) == 1
        assert workspace.index.count() == sum(entry.chunks for entry in entries)
        assert corpus_digest(workspace.store, workspace.index) == alone
        assert [record.state for record in Jobs(workspace.database).newest()] == ["failed"]
