"""Bar 1: killed at random moments, looked at after each, then run to its end: the digest of a run without kills."""

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from core.ledger import Ledger
from core.settings import load_settings
from core.workspace import open_workspace
from tests.conftest import REPOSITORY
from tests.ingest.test_kill import after, digest, finish, start

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"
FILES = 20  # real filings beside the samples
LONGEST_PAUSE_SECONDS = 1.5


def report(paths: Sequence[Path], kills: int) -> bool:
    """Prints what was killed where; whether nothing was lost and nothing is there twice."""
    console = Console(soft_wrap=True, highlight=False)
    moments = random.Random(11)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "filings"
        shutil.copytree(SAMPLES, folder)
        for path in paths:
            shutil.copy(path, folder)
        whole = Path(place) / "whole"
        finish(whole, folder)
        hit: Counter[str] = Counter()
        for _ in range(kills):
            job = start(Path(place) / "killed", folder)
            after(job, moments.randrange(1, 6))
            time.sleep(moments.uniform(0, LONGEST_PAUSE_SECONDS))
            job.kill()
            job.wait()
            hit[_check(Path(place) / "killed")] += 1
        finish(Path(place) / "killed", folder)
        same = digest(Path(place) / "killed") == digest(whole)
    told = ", ".join(f"{count} {state}" for state, count in sorted(hit.items()))
    console.print(
        f"{kills} kills over {len(paths)} filings and the samples ({told}): digests {'equal' if same else 'DIFFER'}"
    )
    return same


def _check(data: Path) -> str:
    """After a kill, every visible document is whole; returns in what state the job was caught."""
    with open_workspace(load_settings(data_dir=data)) as workspace:
        ledger = Ledger(workspace.database)
        for entry in ledger.below("/").values():
            document = workspace.store.get(entry.document_id or "")
            assert document is not None
            points = [
                each for each in workspace.index.scroll(document.id) if each.payload["revision"] == document.revision
            ]
            assert len(points) == entry.chunks
        return "while writing" if ledger.left_staged(running=[]) else "while reading or embedding"
