"""Whether two questions share an answer: the real planner and the real rules, without answering either."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.answering.answer import Answer, ComputationOut, Status
from app.answering.asking import Asked, Understood
from app.answering.cache import AnswerCache
from core.corpus import limit_to
from core.domain import Corpus, Domain

TODAY = date(2026, 11, 24)
TOP_K = 10


class MemoryShelf:
    """As much of a Shelf as two questions need."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}

    def get(self, key: str, now: float) -> Any:
        return self.entries.get(key)

    def family(self, family: str, now: float) -> list[Any]:
        return [entry for entry in self.entries.values() if entry.family == family]

    def put(self, entry: Any, *, keep: int) -> None:
        self.entries[entry.key] = entry

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def is_shared(
    domain: Domain[Any, Any], cache: AnswerCache, corpus: Corpus[Any], one: Asked, other: Asked
) -> bool | None:
    """Whether the second is answered from the first; None where planning declines the first."""
    first = _understood(domain, corpus, one)
    if first.decline:
        return None
    quantity = getattr(first.plan, "quantity", None)
    cache.keep(first, TOP_K, answer_to(one, computed=quantity is not None and not quantity.unread))
    assert cache.find(first, TOP_K), "the same question finds its answer"
    return cache.find(_understood(domain, corpus, other), TOP_K) is not None


def answer_to(asked: Asked, *, computed: bool = False, **fields: Any) -> Answer:
    given = {
        "id": "ans_first",
        "status": Status.ANSWERED,
        "question": asked.question,
        "answer": "Two.",
        "as_of": asked.as_of or TODAY,
        "corpus_version": "0",
        "computation": ComputationOut(steps=["1 + 1"]) if computed else None,
    }
    return Answer(**given | fields)


def _understood(domain: Domain[Any, Any], corpus: Corpus[Any], asked: Asked) -> Understood:
    as_of = asked.as_of or TODAY
    seen = limit_to(corpus, as_of, asked.access)
    return Understood(asked, as_of, seen, domain.plan(asked.question, seen, TODAY, asked.as_of))
