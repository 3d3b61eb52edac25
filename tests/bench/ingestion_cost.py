"""Bars 2 and 3: what a first ingestion costs and where it goes, and what running it again costs."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from core.embedding import load_embedder
from core.ledger import Ledger
from core.settings import load_settings
from core.types import Chunk
from core.workspace import open_workspace
from domains.sec_filings import DOMAIN
from ingest.build import indexer
from ingest.chunk import Chunker
from ingest.indexing import EMBED_BATCH
from tests.bench.speed import read
from tests.conftest import REPOSITORY

FASTER, CPU_SHARE, AGAIN_SHARE, MEMORY_GB = 3.0, 1.3, 0.02, 1.5


@dataclass(frozen=True)
class Run:
    wall: float
    cpu: float
    peak_mb: float


def report(paths: Sequence[Path]) -> bool:
    """Prints the tables; whether every bar is reached."""
    console = Console(soft_wrap=True, highlight=False)
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place) / "filings", Path(place) / "data"
        folder.mkdir()
        for path in paths:
            shutil.copy(path, folder)
        first = ingest(folder, data)
        again = ingest(folder, data)
        with (folder / paths[0].name).open("ab") as stream:
            stream.write(b"\n% changed\n")
        changed = ingest(folder, data)
        pages, stages = _held(data)
        embedding, chunks = _embed_alone(paths, Path(place))
        plain = _plain_pipeline(folder, Path(place) / "plain")
    _print_stages(stages, first, console)
    bars = [
        ("2 wall, plain LlamaIndex over ours", plain.wall / first.wall, ">=", FASTER),
        ("2 CPU, ours over embedding the same chunks alone", first.cpu / embedding.cpu, "<=", CPU_SHARE),
        ("2 peak memory of the largest process, GB", first.peak_mb / 1024, "<=", MEMORY_GB),
        ("3 wall, nothing changed over first", again.wall / first.wall, "<=", AGAIN_SHARE),
    ]
    console.print(
        f"{len(paths)} files, {pages} pages, {chunks} chunks: first {first.wall:.1f} s wall, {first.cpu:.1f} s CPU;"
        f" again {again.wall:.1f} s; one changed {changed.wall:.1f} s; embedding alone {embedding.wall:.1f} s wall,"
        f" {embedding.cpu:.1f} s CPU; plain LlamaIndex {plain.wall:.1f} s wall, {plain.cpu:.1f} s CPU."
    )
    return _print_bars(bars, console)


def ingest(folder: Path, data: Path) -> Run:
    """``rag ingest run`` as a process, its parsers included; the peak is that of its largest process."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "ingest", "run", str(folder)]
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"RAG_DATA_DIR": str(data)}
    subprocess.run(command, env=environment, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - started, cpu, after.ru_maxrss / 1024)


def _held(data: Path) -> tuple[int, Counter[str]]:
    """The pages, and the seconds by stage."""
    stages: Counter[str] = Counter()
    with open_workspace(load_settings(data_dir=data)) as workspace:
        entries = Ledger(workspace.database).below("/").values()
        for entry in entries:
            stages.update(entry.seconds)
    return sum(entry.pages for entry in entries), stages


def _embed_alone(paths: Sequence[Path], place: Path) -> tuple[Run, int]:
    """The same chunks, read beforehand, through the model and nothing else."""
    settings = load_settings(data_dir=place / "alone")
    with open_workspace(settings) as workspace:
        chunker = indexer(workspace).chunker
        texts = [chunk.dense_text for path in paths for chunk in _chunks(path, chunker)]
    embedder = load_embedder(data_dir=place / "alone" / "models", threads=settings.embedding.threads)
    embedder.embed_passages(texts[:8])
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(texts), EMBED_BATCH):
        embedder.embed_passages(texts[start : start + EMBED_BATCH])
    return Run(time.perf_counter() - wall, time.process_time() - cpu, 0.0), len(texts)


def _chunks(path: Path, chunker: Chunker) -> list[Chunk]:
    reading = read(path)
    return chunker.chunk(
        "00000000-0000-0000-0000-000000000000",
        reading.parsed.elements,
        lambda section, labels: DOMAIN.context(reading.metadata, section, labels),
    )


def _plain_pipeline(folder: Path, cache: Path) -> Run:
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tests.bench.llama_default", str(folder), str(cache)]
    subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - started, cpu, 0.0)


def _print_stages(stages: Counter[str], first: Run, console: Console) -> None:
    table = Table("stage", "seconds", "share of the wall", "where")
    for stage, seconds in stages.most_common():
        where = "parser processes, beside the rest" if stage == "parse" else "main process"
        table.add_row(stage, f"{seconds:.1f}", f"{seconds / first.wall:.0%}", where)
    console.print(table)


def _print_bars(bars: Sequence[tuple[str, float, str, float]], console: Console) -> bool:
    table = Table("bar", "measured", "required", "")
    reached = []
    for name, measured, relation, required in bars:
        reached.append(measured >= required if relation == ">=" else measured <= required)
        table.add_row(name, f"{measured:.3g}", f"{relation} {required:g}", "ok" if reached[-1] else "SHORT")
    console.print(table)
    return all(reached)
