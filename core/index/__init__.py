"""The vector index: one set of Qdrant models for the embedded engine, a server, and the in-memory client of tests."""

from core.index.build import drop_other_indexes, open_index
from core.index.engine import Engine, Hit, Point
from core.index.payload import to_chunk, to_payload
from core.index.query import Decay, Search, SearchPolicy, run_all
from core.index.succession import newest_carriers

__all__ = [
    "Decay",
    "Engine",
    "Hit",
    "Point",
    "Search",
    "SearchPolicy",
    "drop_other_indexes",
    "newest_carriers",
    "open_index",
    "run_all",
    "to_chunk",
    "to_payload",
]
