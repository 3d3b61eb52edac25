"""The bars of retrieval, measured over an ingested store, as one table.

    python -m tests.bench.retrieval [FILINGS] [--only pages recency amendment latency ablation] [--headers]

The store is that of the configuration (RAG_DATA_DIR; fill it with `rag ingest run FILINGS`). FILINGS defaults to
RAG_FILINGS_DIR (../shared/filings): PDFs in pdf/, questions in financebench*.jsonl. The parts: pages (bar 1, and the
plain LlamaIndex default beside it), recency (2), amendment (4), latency (5), ablation (6). What is short of its bar is
said so, and the exit status is then 1. What is slow to make (the text and vectors of the LlamaIndex default, chunks
without their headers) is kept in ``bench`` of the data directory, so that a second run is quick.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.wiring import Application, build
from core.settings import load_settings
from tests.bench import retrieval_ablation, retrieval_amendment, retrieval_latency, retrieval_pages
from tests.bench.retrieval_bars import Bar
from tests.bench.retrieval_recency import recency_bars

PARTS = ("pages", "recency", "amendment", "latency", "ablation")


def main() -> int:
    arguments = _arguments()
    console = Console(soft_wrap=True, highlight=False)
    with build(load_settings()) as application:
        documents = application.workspace.store.corpus().documents
        if not documents:
            print(f"The store is empty. Run first: rag ingest run {arguments.folder}")
            return 2
        console.print(f"{len(documents)} documents, {application.workspace.index.count()} chunks")
        bars = [bar for part in arguments.only for bar in _parts(arguments)[part](application)]
    # A store has one owner at a time, and these open stores of their own.
    bars += [bar for part in arguments.only for bar in _alone(arguments).get(part, lambda: iter(()))()]
    _print(sorted(bars, key=lambda bar: bar.number), console)
    return int(any(bar.ok is False for bar in bars))


def _parts(arguments: argparse.Namespace) -> dict[str, Callable[[Application], Iterator[Bar]]]:
    folder: Path = arguments.folder
    nothing: Callable[[Application], Iterator[Bar]] = lambda application: iter(())  # noqa: E731
    return {
        "pages": lambda application: retrieval_pages.bars(application, folder),
        "recency": recency_bars,
        "ablation": lambda application: retrieval_ablation.bars(application, folder, headers=arguments.headers),
        "amendment": nothing,
        "latency": nothing,
    }


def _alone(arguments: argparse.Namespace) -> dict[str, Callable[[], Iterator[Bar]]]:
    return {
        "amendment": retrieval_amendment.bars,
        "latency": lambda: retrieval_latency.bars(arguments.sizes, arguments.folder),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description="The bars of retrieval.")
    default = Path(os.environ.get("RAG_FILINGS_DIR", "../shared/filings"))
    parser.add_argument("folder", type=Path, nargs="?", default=default)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--sizes", nargs="+", type=int, default=list(retrieval_latency.SIZES), help="chunks of bar 5")
    parser.add_argument("--headers", action="store_true", help="also without context headers: embeds a part anew")
    return parser.parse_args()


def _print(bars: list[Bar], console: Console) -> None:
    table = Table("bar", "what", "measured", "required", "")
    for bar in bars:
        verdict = {True: "ok", False: "SHORT", None: ""}[bar.ok]
        table.add_row(str(bar.number), bar.name, bar.measured, bar.required, verdict)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
