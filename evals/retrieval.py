"""How often the right page, and the right document, is among the first k."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from app.answering.answerer import Answerer
from app.answering.asking import Asked
from evals.datasets import Case, Dataset

CUTOFFS = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The pages found for a case, best first, as (source without suffix, page)."""

    case: Case
    pages: tuple[tuple[str, int], ...]

    def page_rank(self) -> int | None:
        """The 1-based rank of the first page that is evidence."""
        return next((rank for rank, page in enumerate(self.pages, 1) if page in self.case.evidence), None)

    def document_rank(self) -> int | None:
        gold = {source for source, _ in self.case.evidence}
        return next((rank for rank, (source, _) in enumerate(self.pages, 1) if source in gold), None)

    def id_recall(self) -> float:
        """ragas' IDBasedContextRecall of the evidence pages among all found."""
        from ragas import SingleTurnSample
        from ragas.metrics import IDBasedContextRecall

        sample = SingleTurnSample(
            retrieved_context_ids=[f"{source}#{page}" for source, page in self.pages],
            reference_context_ids=[f"{source}#{page}" for source, page in self.case.evidence],
        )
        return float(IDBasedContextRecall().single_turn_score(sample))


def measure(answerer: Answerer, dataset: Dataset, *, top_k: int = max(CUTOFFS)) -> list[Outcome]:
    return [Outcome(case, _pages(answerer, case, top_k)) for case in dataset.cases]


def _pages(answerer: Answerer, case: Case, top_k: int) -> tuple[tuple[str, int], ...]:
    hits = answerer.search(Asked(case.question, top_k=top_k))
    return tuple((PurePath(hit.source).stem, hit.page) for hit in hits)


def hit_rate(ranks: Iterable[int | None], k: int) -> float:
    """The share of cases whose first right one is among the first k."""
    found = [rank is not None and rank <= k for rank in ranks]
    return sum(found) / len(found) if found else float("nan")


def mean_reciprocal_rank(ranks: Sequence[int | None]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks) if ranks else float("nan")
