"""Bar 4: what a chunk costs to write as the store grows. Embedding and parsing do not know how large the store is; they
are left out, which makes the measure stricter."""

import random
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from qdrant_client import models
from rich.console import Console
from rich.table import Table

from core.index import Engine, Point, open_index
from core.settings import IndexSettings
from core.store import DocumentStore, connect
from core.types import Document, Fact, Page, Period
from domains.sec_filings.filing import FilingMetadata, Form

SIZES = (5_000, 20_000, 50_000, 100_000, 200_000)
GROWTH = 1.3  # of the cost at the last size over that at the first
DIMENSION, CHUNKS, PAGES, FACTS = 384, 700, 120, 1_500  # of one synthetic filing, as of an annual report
YEAR = date(2023, 12, 31)
WINDOW = 5  # documents timed at each size; the median counts
BAR_WIDTH = 40


def report(sizes: Sequence[int]) -> bool:
    """Prints the table and the plot; whether the bar is reached."""
    random_ = random.Random(5)
    costs: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        index = open_index(IndexSettings(), folder, model="random", dimension=DIMENSION, metadata=FilingMetadata)
        store = DocumentStore(connect(f"sqlite:///{place}/store.db"), FilingMetadata)
        held = 0
        for size in sizes:
            while held < size - WINDOW * CHUNKS:
                _write(store, index, random_)
                held += CHUNKS
            timed = sorted(_write(store, index, random_) for _ in range(WINDOW))
            held += WINDOW * CHUNKS
            costs.append(timed[WINDOW // 2] / CHUNKS)
        index.close()
    return _print(sizes, costs)


def _write(store: DocumentStore[Any], index: Engine, random_: random.Random) -> float:
    """Seconds to write one filing as ingestion does: points, flush, then the document with its pages and facts."""
    document = _document()
    points = [_point(document.id, ordinal, random_) for ordinal in range(CHUNKS)]
    facts = [_fact(number) for number in range(FACTS)]
    started = time.perf_counter()
    index.upsert(points)
    index.flush()
    store.put(document, [Page(number, "text " * 500) for number in range(1, PAGES + 1)], facts)
    index.delete(document.id, keep=document.revision)
    return time.perf_counter() - started


def _document() -> Document[FilingMetadata]:
    metadata = FilingMetadata(company="Synthetic Inc", company_key=uuid4().hex[:6], form=Form.ANNUAL, period_end=YEAR)
    return Document(
        id=str(uuid4()),
        source="synthetic.pdf",
        media_type="application/pdf",
        pages=PAGES,
        title="Synthetic Inc 10-K",
        kind="10-K",
        dated=YEAR,
        metadata=metadata,
        revision="r",
    )


def _fact(number: int) -> Fact:
    quote = f"Line {number} 1,234 1,111 1,000"
    return Fact(f"Line {number}", Decimal(number), "USD", Period(YEAR, None, 2023), 1 + number % PAGES, quote=quote)


def _point(document_id: str, ordinal: int, random_: random.Random) -> Point:
    indices = sorted(random_.sample(range(200_000), 90))
    payload = {
        "document_id": document_id,
        "revision": "r",
        "ordinal": ordinal,
        "labels": ["mda"],
        "access": "public",
        "kind": "10-K",
        "dated": "2024-02-01T00:00:00+00:00",
        "spans": [["a line of text of usual length", 1, [1.0, 2.0, 3.0, 4.0]] for _ in range(12)],
    }
    dense = [random_.gauss(0, 0.05) for _ in range(DIMENSION)]
    return Point(str(uuid4()), dense, models.SparseVector(indices=indices, values=[1.0] * len(indices)), payload)


def _print(sizes: Sequence[int], costs: Sequence[float]) -> bool:
    table = Table("chunks in the store", "ms per chunk", "", title="Bar 4: cost of a chunk as the store grows")
    for size, cost in zip(sizes, costs, strict=True):
        table.add_row(f"{size:,}", f"{cost * 1000:.3f}", "█" * round(BAR_WIDTH * cost / max(costs)))
    ratio = costs[-1] / costs[0]
    console = Console(soft_wrap=True, highlight=False)
    console.print(table)
    console.print(f"last over first: {ratio:.2f}, required <= {GROWTH}: {'ok' if ratio <= GROWTH else 'SHORT'}")
    return ratio <= GROWTH
