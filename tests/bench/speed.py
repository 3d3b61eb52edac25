"""How fast and how large: the chain parse, describe, annotate, and LlamaIndex's default way to read a PDF beside it.

    python -m tests.bench.speed FILE

prints the peak memory in MB of a process that reads one file. Rates are per CPU second, so that other work on the
machine does not count.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.types import Parsed, Source
from domains.sec_filings import DOMAIN
from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.source import MEDIA_TYPES


@dataclass(frozen=True)
class Reading:
    """A file read end to end. ``described`` is the document before it was annotated."""

    path: Path
    parsed: Parsed
    described: Parsed
    metadata: FilingMetadata
    seconds: float


def read(path: Path) -> Reading:
    """What a worker of the ingestion does with a file, timed in CPU seconds."""
    assert DOMAIN.annotate is not None
    started = time.process_time()
    parsed = DOMAIN.parse(Source(path, path.stat().st_size, MEDIA_TYPES[path.suffix]))
    metadata = DOMAIN.describe(parsed)
    annotated = DOMAIN.annotate(parsed, metadata)
    return Reading(path, annotated, parsed, metadata, time.process_time() - started)


def llama_index_pages_per_second(paths: Sequence[Path]) -> float:
    """The rate of LlamaIndex's default PDF reader: a Document for each page with the text that pypdf extracts.

    That reader is a package of its own (llama-index-readers-file, class PDFReader); its loop is repeated here.
    """
    import pypdf
    from llama_index.core import Document

    started = time.process_time()
    documents = [
        Document(text=page.extract_text(), metadata={"page_label": str(number), "file_name": path.name})
        for path in paths
        for number, page in enumerate(pypdf.PdfReader(path).pages, start=1)
    ]
    return len(documents) / (time.process_time() - started)


def peak_memory(path: Path) -> float:
    """MB that a fresh process holds at most while it reads ``path``."""
    command = [sys.executable, "-m", "tests.bench.speed", str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _own_peak() -> float:
    """Of this process. Linux counts in ru_maxrss what the process that started it held, and says the own elsewhere."""
    import resource

    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


if __name__ == "__main__":
    read(Path(sys.argv[1]))
    print(_own_peak())
