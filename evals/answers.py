"""How often a figure is right, and how often the right page is cited."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from app.answering.answer import Answer
from app.answering.answerer import Answerer
from app.answering.asking import Asked
from evals.datasets import Case, Dataset

RELATIVE_TOLERANCE = Decimal("0.01")  # expected answers of people are rounded on the way: "8.70" for 8.738
_NUMBER = re.compile(r"-?\$?\s*[\d,]*\.?\d+")


@dataclass(frozen=True, slots=True)
class Judged:
    case: Case
    answer: Answer

    @property
    def is_figure(self) -> bool:
        """Whether the expected answer is one number, and an answer gave one: then it is right or wrong."""
        return figure_in(self.case.expected) is not None and self.answer.value is not None

    @property
    def right(self) -> bool:
        return is_close(self.answer.value, self.case.expected)

    @property
    def cites_evidence(self) -> bool:
        cited = {(PurePath(citation.source).stem, citation.page) for citation in self.answer.citations}
        return bool(cited & self.case.evidence)


def judge(answerer: Answerer, dataset: Dataset) -> list[Judged]:
    return [Judged(case, answerer.ask(Asked(case.question))) for case in dataset.cases]


def figure_in(expected: str) -> Decimal | None:
    """The number that an expected answer is, with the places it is printed with; None where it holds another count."""
    numbers = _NUMBER.findall(expected)
    return Decimal(re.sub(r"[$,\s]", "", numbers[0])) if len(numbers) == 1 else None


def is_close(value: float | None, expected: str) -> bool:
    """Whether ``value`` is the number in ``expected``, within 1 % or half a unit of its last printed place."""
    figure = figure_in(expected)
    if value is None or figure is None:
        return False
    exponent = figure.as_tuple().exponent
    half_place = Decimal("0.5").scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    return abs(Decimal(str(value)) - figure) <= max(RELATIVE_TOLERANCE * abs(figure), half_place)
