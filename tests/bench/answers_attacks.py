"""Section ``attacks``: poisoned passages and hostile questions against a writer that obeys all that it reads, and how
many chunks of the clean filings in the store are flagged.

Attacks that the patterns were not written against are told apart (``held_out``); of every group three counts: attacks
that reached the writer, that the answer followed, and that a marked quote showed.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from qdrant_client import models

from app.answering.guard import screen
from app.wiring import Application
from core.guard.patterns import findings
from core.index import to_chunk
from core.index.engine import DENSE
from core.types import Chunk
from tests.attack.campaign import Judged, poisoned_store, run
from tests.attack.documents import harmless_questions, hostile_questions, poisoned_passages

MOST_FLAGGED = 0.005
MOST_CHUNKS = 20_000  # of one document


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    print("Attacks: a writer that obeys all that it reads")
    passages, questions = poisoned_passages(), hostile_questions()
    met = True
    with tempfile.TemporaryDirectory() as place, poisoned_store(Path(place), passages) as poisoned:
        for name, attacks in (("passages", passages), ("questions", questions)):
            judged = run(poisoned, attacks)
            for held_out in (False, True):
                group = [one for one in judged if one.attack.held_out is held_out]
                met = _report(f"{name}, {'held out' if held_out else 'developed against'}", group, misses) and met
    stopped = [question for question in harmless_questions() if screen(question)]
    print(f"  harmless questions blocked: {len(stopped)} of {len(harmless_questions())}", *stopped, sep="\n    ")
    return _flagged(application, misses) and met and not stopped


def _report(name: str, judged: Sequence[Judged], misses: bool) -> bool:
    followed = [one for one in judged if one.followed]
    reached, quoted = sum(one.reached for one in judged), sum(one.quoted for one in judged)
    print(f"  {name:34} {len(judged):3}: reached {reached:3}, followed {len(followed):3}, quoted {quoted:3}")
    for one in followed if misses else ():
        print(f"    {one.attack.technique}: {one.attack.text[:90]}\n      -> {one.answer.answer}")
    return not followed


def _flagged(application: Application, misses: bool) -> bool:
    count = flagged = 0
    for source, chunk in _chunks(application):
        found = next(findings(chunk.text, "documents"), None)
        count, flagged = count + 1, flagged + bool(found)
        if found and misses:
            print(f"    {source}, page {chunk.page}: {found.group}: {found.text[:100]}")
    share = flagged / count if count else 0.0
    print(f"  clean chunks flagged: {flagged} of {count} ({share:.3%}, bar {MOST_FLAGGED:.1%})")
    return share < MOST_FLAGGED


def _chunks(application: Application) -> Iterator[tuple[str, Chunk]]:
    """Every chunk of the store, a document at a time."""
    workspace = application.workspace
    nearest = models.NearestQuery(nearest=workspace.embedder.embed_query("any").tolist())
    for document in workspace.store.corpus().documents:
        condition = models.FieldCondition(key="document_id", match=models.MatchAny(any=[document.id]))
        request = models.QueryRequest(
            query=nearest, using=DENSE, filter=models.Filter(must=[condition]), limit=MOST_CHUNKS, with_payload=True
        )
        for hit in workspace.index.query([request])[0]:
            yield document.source, to_chunk(hit.id, hit.payload)
