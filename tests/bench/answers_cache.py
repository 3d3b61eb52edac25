"""Bar 7: what differs in one thing never shares an answer, wordings of one question mostly do, and a hit is quick.

python -m tests.bench.answers FOLDER --section cache
"""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from app.answering.asking import Asked
from app.answering.cache import AnswerCache
from app.wiring import Application
from core.domain import Corpus
from core.settings import CacheSettings
from evals.datasets import financebench
from tests.app.cache.alike import Pair, differing_in, paraphrases
from tests.app.cache.conftest import SameVector
from tests.app.cache.sharing import MemoryShelf, is_shared
from tests.bench.answers_latency import over_http, quantile

PAIRS_PER_KIND = 250
SHARED_AT_LEAST = 0.6
HIT_MS = 10.0


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    corpus = application.workspace.store.corpus()
    kept_apart = _pairs(application, corpus, misses=misses)
    shared = _paraphrases(application, corpus, misses=misses)
    quick = _hits(application, folder)
    return kept_apart and shared and quick


def _cache(embedder: Any) -> AnswerCache:
    return AnswerCache(
        shelf=MemoryShelf(), embedder=embedder, settings=CacheSettings(), recipe=lambda: "", generation=lambda: 0
    )


def _pairs(application: Application, corpus: Corpus[Any], *, misses: bool) -> bool:
    """With an embedder to which everything is alike: plan and words alone keep the pairs apart."""
    tried: Counter[str] = Counter()
    shared: list[Pair] = []
    for kind, made in differing_in(corpus).items():
        for pair in _spread(made, PAIRS_PER_KIND):
            outcome = is_shared(application.workspace.domain, _cache(SameVector()), corpus, pair.one, pair.other)
            tried[kind] += outcome is not None
            shared += [pair] if outcome else []
    print("pairs that differ in one thing: " + ", ".join(f"{kind} {count}" for kind, count in tried.items()))
    print(f"  {len(shared)} of {tried.total()} share an answer (bar: none of at least 1,000)")
    for pair in shared if misses else ():
        print(f"    {pair.differs_in}: {pair.one.question} | {pair.other.question}")
    return not shared and tried.total() >= 1000


def _spread(made: Iterable[Pair], wanted: int) -> list[Pair]:
    """Evenly over all that are made, so that no company is tried more than others."""
    everything = list(made)
    step = max(1, len(everything) // wanted)
    return list(islice(everything[::step], wanted))


def _paraphrases(application: Application, corpus: Corpus[Any], *, misses: bool) -> bool:
    found: dict[str, list[bool]] = {}
    for group in paraphrases(corpus):
        first, *others = map(Asked, group.wordings)
        for other in others:
            cache = _cache(application.workspace.embedder)
            outcome = is_shared(application.workspace.domain, cache, corpus, first, other)
            if outcome is not None:
                found.setdefault(group.kind, []).append(outcome)
            if outcome is False and misses:
                print(f"    {group.kind}: {first.question} | {other.question}")
    every = [outcome for outcomes in found.values() for outcome in outcomes]
    share = sum(every) / len(every)
    parts = ", ".join(f"{kind} {sum(each)} of {len(each)}" for kind, each in found.items())
    print(f"wordings of one question that share its answer: {share:.1%} ({parts}; bar: {SHARED_AT_LEAST:.0%})")
    return share >= SHARED_AT_LEAST


def _hits(application: Application, folder: Path) -> bool:
    if application.cache is None:
        print("hits over HTTP: configuration keeps no answers")
        return False
    questions = [case.question for case in financebench(folder).cases]
    with over_http(application) as ask:
        for question in questions:
            ask(question, fresh=False)
        timed = [ask(question, fresh=False) for _ in range(5) for question in questions]
    hits = [milliseconds for milliseconds, answer in timed if answer["cache"]["status"] == "hit"]
    p50, p95 = quantile(hits, 0.5), quantile(hits, 0.95)
    print(
        f"exact hits over HTTP: {len(hits)} of {len(timed)}, p50 {p50:.1f} ms, p95 {p95:.1f} ms (bar: {HIT_MS:.0f} ms)"
    )
    return p95 <= HIT_MS
