"""Killed anywhere and run again, the store is what it would have been; told to stop, a job ends and goes on later."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.ledger import Ledger
from core.settings import load_settings
from core.workspace import open_workspace
from ingest.digest import corpus_digest
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.timeout(600)  # many processes start here

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"
KILLS = 4


def start(data: Path, folder: Path) -> "subprocess.Popen[bytes]":
    code = "from app.cli import main; main()"
    environment = os.environ | {"RAG_DATA_DIR": str(data)}
    command = [sys.executable, "-c", code, "ingest", "run", "--json", str(folder)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=REPOSITORY)


def finish(data: Path, folder: Path) -> list[bytes]:
    """Runs the job to its end; returns the events it told."""
    job = start(data, folder)
    output, _ = job.communicate()
    assert job.returncode == 0, output.decode()
    return output.splitlines()


def after(job: "subprocess.Popen[bytes]", events: int) -> None:
    """Waits until the job has told so many events."""
    assert job.stdout
    for _ in range(events):
        job.stdout.readline()


def digest(data: Path) -> str:
    """The digest, once it is checked that the index holds what the ledger counts: nothing twice, nothing lost."""
    with open_workspace(load_settings(data_dir=data)) as workspace:
        ledger = Ledger(workspace.database)
        assert workspace.index.count() == sum(entry.chunks for entry in ledger.below("/").values())
        assert ledger.left_staged(running=[]) == []
        return corpus_digest(workspace.store, workspace.index)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("filings")
    for path in sorted(SAMPLES.iterdir(), key=lambda path: path.stat().st_size)[:3]:
        shutil.copy(path, made)
    return made


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A store that no one disturbed, and how many events its job told."""
    data = tmp_path_factory.mktemp("undisturbed")
    return data, len(finish(data, folder))


def test_killed_and_run_again_it_holds_the_same(undisturbed: tuple[Path, int], folder: Path, tmp_path: Path) -> None:
    whole, events = undisturbed
    moments = random.Random(3)
    for _ in range(KILLS):
        job = start(tmp_path, folder)
        after(job, moments.randrange(events))
        time.sleep(moments.uniform(0, 0.3))
        job.kill()
        job.wait()
    finish(tmp_path, folder)
    assert digest(tmp_path) == digest(whole)


def test_told_to_stop_it_ends_and_goes_on_later(undisturbed: tuple[Path, int], folder: Path, tmp_path: Path) -> None:
    whole, _ = undisturbed
    job = start(tmp_path, folder)
    after(job, 1)
    job.send_signal(signal.SIGTERM)
    output, _ = job.communicate(timeout=60)
    assert job.returncode == 130 and b'"state": "queued"' in output, output.decode()
    finish(tmp_path, folder)
    assert digest(tmp_path) == digest(whole)
