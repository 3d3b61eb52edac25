"""What a model may call while it answers: the domain's own arithmetic, and another search."""

from typing import TYPE_CHECKING, Any

from app.answering.asking import Understood
from app.answering.generate.sources import Sources, fenced
from app.answering.retrieve import Retriever
from core.domain import Domain, Facts
from core.types import Abstention, Computation, Plan

if TYPE_CHECKING:
    from llama_index.core.tools import FunctionTool

SEARCHED_PAGES = 5
SEARCH_SHARE = 0.5  # of what is left of the budget, so that a second search finds room too
NO_FIGURE = Abstention("no_figure", "This asks for no figure that can be computed. Name one figure and one period.")
NOTHING_NEW = "The search found no page that is not shown already."


class Toolbox:
    """Bound to what the caller may see: each tool works on the corpus, the access and the day of the question."""

    def __init__(self, *, domain: Domain[Any, Any], facts: Facts, retriever: Retriever) -> None:
        self._domain, self._facts, self._retriever = domain, facts, retriever

    def offered(self, understood: Understood, sources: Sources) -> list["FunctionTool"]:
        """The tools for one answer. What they find is added to ``sources``, under numbers that the model can cite."""
        from llama_index.core.tools import FunctionTool

        def compute_figure(question: str) -> str:
            computed = self.compute(question, understood)
            if isinstance(computed, Abstention):
                return computed.reason
            return "\n".join(fenced([sources.add_figure(computed)]))

        def search(question: str) -> str:
            plan = self._plan(question, understood)
            if plan.decline:
                return plan.decline.reason
            pages = self._retriever.retrieve(
                plan,
                understood.corpus,
                as_of=understood.as_of,
                access=understood.asked.access,
                limit=SEARCHED_PAGES,
            )
            return "\n".join(fenced(sources.add_pages(pages, share=SEARCH_SHARE))) or NOTHING_NEW

        return [
            FunctionTool.from_defaults(
                compute_figure,
                description="Computes one figure exactly, from the facts of the documents. Ask in one full sentence"
                " that names whose figure, which figure and which period. Use it for every figure that has to be"
                " worked out. Cite its result by its passage number.",
            ),
            FunctionTool.from_defaults(
                search,
                description="Finds further pages. Ask in one full sentence that names what it is about and the period.",
            ),
        ]

    def compute(self, question: str, understood: Understood) -> Computation | Abstention:
        """The figure, or why there is none."""
        plan, corpus = self._plan(question, understood), understood.corpus
        if plan.decline:
            return plan.decline
        computation = self._domain.compute and self._domain.compute(plan, corpus, self._facts)
        missing = self._domain.shortfall
        return computation or (missing and missing(plan, corpus, self._facts)) or NO_FIGURE

    def _plan(self, question: str, understood: Understood) -> Plan:
        plan: Plan = self._domain.plan(question, understood.corpus, understood.as_of, understood.asked.as_of)
        return plan
