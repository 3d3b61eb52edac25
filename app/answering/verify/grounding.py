"""Whether what is said in other words than the quotes speaks of what is cited, and of what is asked.

No test of truth: a floor. A sentence that shares no word with its evidence, or an answer that shares none with its
question, comes from somewhere else: from an order that was smuggled in, or from a model's memory.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from core.domain import Cited
from core.formats.figures import read_figures
from core.formats.sentences import sentences
from core.sparse import SparseEncoder
from core.types import Plan

ASKING = "say says tell give show describe state report list name explain write answer please"  # no topic of its own
LEAST_SHARE = 1 / 3  # of a sentence's terms that stand in what is cited or in the question


class Grounding:
    def __init__(self, sparse: SparseEncoder) -> None:
        self._sparse = sparse

    def faults(self, prose: str, cited: Sequence[Cited[Any]], plan: Plan) -> Iterator[str]:
        """One sentence for each that stands on nothing. ``prose`` is what is said in words of the writer's own."""
        asked = self._terms(plan.question)
        titles = self._terms(" ".join(piece.document.title for piece in cited))
        quoted = self._terms(" ".join(piece.quote for piece in cited))
        for sentence in (sentence for line in prose.splitlines() for sentence in sentences(line.strip())):
            terms = self._terms(sentence)
            own = quoted | titles if read_figures(sentence) else quoted  # a figure rests on its row, whose words differ
            supported = terms & own
            if terms and (not supported or len(terms & (quoted | titles | asked)) < LEAST_SHARE * len(terms)):
                yield f"“{sentence.strip()}” is not what the passages cited say: keep to their words."
        topic = asked - titles - self._terms(ASKING)
        if prose.strip() and topic and not topic & (self._terms(prose) | quoted):
            yield "The answer and its quotes share no word with the question: answer what is asked, or not at all."

    def _terms(self, text: str) -> set[int]:
        return set(self._sparse.encode_query(text).indices)
