"""The bars of ingestion, measured, as tables.

    python -m tests.bench.ingestion [FILINGS] [--only cost growth kills] [--files N] [--sizes N …] [--kills N]

cost (bar 2): a first ingestion of N files, stage by stage, beside embedding the same chunks alone and beside the plain
LlamaIndex pipeline with the same model, over the same files in the same run; then again, with nothing changed and with
one file changed (bar 3). growth (bar 4): time per chunk as the store grows by synthetic copies. kills (bar 1): killed N
times at random moments, then one clean run, digests compared. FILINGS defaults to RAG_FILINGS_DIR (../shared/filings),
its PDFs in pdf/.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import ingestion_cost, ingestion_growth, ingestion_kills

PARTS = ("cost", "growth", "kills")


def main() -> int:
    arguments = _arguments()
    parts: dict[str, Callable[[], bool]] = {
        "cost": lambda: ingestion_cost.report(chosen(arguments.folder, arguments.files)),
        "growth": lambda: ingestion_growth.report(arguments.sizes),
        "kills": lambda: ingestion_kills.report(chosen(arguments.folder, ingestion_kills.FILES), arguments.kills),
    }
    reached = [parts[part]() for part in arguments.only]
    return int(not all(reached))


def chosen(folder: Path, count: int) -> list[Path]:
    """``count`` of the PDFs, spread evenly over them by size; all, where there are fewer."""
    paths = sorted((folder / "pdf").glob("*.pdf"), key=lambda path: path.stat().st_size)
    step = max(len(paths) / max(count, 1), 1)
    return [paths[int(number * step)] for number in range(min(count, len(paths)))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ingestion", description="The bars of ingestion.")
    default = Path(os.environ.get("RAG_FILINGS_DIR", "../shared/filings"))
    parser.add_argument("folder", type=Path, nargs="?", default=default)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--files", type=int, default=8, help="of the PDFs for cost; 109 are all")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(ingestion_growth.SIZES), help="chunks")
    parser.add_argument("--kills", type=int, default=30)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
