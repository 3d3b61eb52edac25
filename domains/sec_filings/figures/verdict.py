"""Yes or no, where a question asks that and a figure decides it."""

import re
from collections.abc import Sequence
from decimal import Decimal

from domains.sec_filings.catalogue.metrics import MetricCatalogue
from domains.sec_filings.questions.plan import FilingPlan
from domains.sec_filings.questions.quantities import Quantity
from domains.sec_filings.questions.quantities_operation import Operation
from domains.sec_filings.questions.reading import QuestionKind

_UP = re.compile(
    r"\b(?:increas\w*|gr[eo]w\w*|ris(?:e|en|ing)|rose|high(?:er|est)|expand\w*|widen\w*|larg(?:er|est)|great(?:er|est)|bigg(?:er|est)|more|most|up)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:decreas\w*|declin\w*|fall(?:en|ing)?|fell|drop\w*|low(?:er|est)|reduc\w*|shr[iau]nk\w*|contract(?:ed|ing)?"
    r"|narrow\w*|small(?:er|est)|less|least|few(?:er|est)|down)\b",
    re.IGNORECASE,
)
_FALL = re.compile(r"\b(?:decreas|declin|fall|fell|drop|shr[iau]nk|contract)\w*", re.IGNORECASE)
_EITHER = re.compile(
    r"\b(?:increas|improv|gr[eo]w|ris|rose|expand|higher|up)\w*,? or (?:to )?"
    r"(?:decreas|declin|deteriorat|worsen|fall|fell|drop|contract|lower|down)",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:improv\w*|better|strengthen\w*)\b", re.IGNORECASE)
_WORSE = re.compile(r"\b(?:deteriorat\w*|worse\w*|weaken\w*)\b", re.IGNORECASE)
_HAS_SOME = re.compile(r"\W*(?:did|does|has|have|do)\b", re.IGNORECASE)
_REQUEST = re.compile(r"\W*(?:can|could|would|will) you\b", re.IGNORECASE)  # asks for a figure, politely
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:FY ?'?|20|FY ?20|Q[1-4] ?20)(\d\d)\b", re.IGNORECASE)


def verdict_on(
    plan: FilingPlan, quantity: Quantity, figures: Sequence[Decimal], value: Decimal, metrics: MetricCatalogue
) -> str | None:
    """ "Yes." or "No." to a yes/no question that the figure decides, "" to others, None where it does not decide."""
    if plan.kind is not QuestionKind.YES_NO or _REQUEST.match(plan.question):
        return "" if quantity.test is None else None
    if quantity.operation in (Operation.CHANGE, Operation.GROWTH) and quantity.threshold is not None:
        moved = -value if _FALL.search(plan.question) else value
        answer: bool | None = moved > quantity.threshold if quantity.test == "above" else moved < quantity.threshold
    elif quantity.operation in (Operation.CHANGE, Operation.GROWTH):
        if _EITHER.search(plan.question):
            return ""
        answer = is_as_asked(plan.question, quantity, value, metrics)
    elif quantity.test:
        answer = _passes(quantity, figures, metrics) if quantity.operation is Operation.VALUE else None
    else:
        some = quantity.operation is Operation.VALUE and _HAS_SOME.match(plan.question)
        answer = value != 0 if some else None
    return None if answer is None else "Yes." if answer else "No."


def is_as_asked(question: str, quantity: Quantity, change: Decimal, metrics: MetricCatalogue) -> bool | None:
    """Whether a figure moved, or differs, in the direction that the question names; None where it names none."""
    up = wants_higher(question, quantity, metrics)
    if up is None:
        return None
    if _asks_earlier_first(question):
        up = not up
    return change > 0 if up else change < 0


def wants_higher(question: str, quantity: Quantity, metrics: MetricCatalogue) -> bool | None:
    """Whether the words ask for the higher figure (True) or the lower; "better" is what the metric says it is."""
    up, down = bool(_UP.search(question)), bool(_DOWN.search(question))
    better = metrics.better(quantity.formula) or metrics.better(getattr(metrics.named(quantity.label), "name", ""))
    if better and _BETTER.search(question):
        up, down = up or better == "higher", down or better == "lower"
    if better and _WORSE.search(question):
        up, down = up or better == "lower", down or better == "higher"
    return None if up == down else up


def _asks_earlier_first(question: str) -> bool:
    """ "Was revenue higher in 2020 than in 2021?" asks of the earlier year."""
    than = _THAN.search(question)
    if not than:
        return False
    before = [int(year) for year in _YEAR.findall(question[: than.start()])]
    after = [int(year) for year in _YEAR.findall(question[than.end() :])]
    return bool(before and after) and before[-1] < after[0]


def _passes(quantity: Quantity, figures: Sequence[Decimal], metrics: MetricCatalogue) -> bool | None:
    match quantity.test:
        case "positive":
            return min(figures) > 0
        case "negative":
            return max(figures) < 0
        case "above" if quantity.threshold is not None:
            return min(figures) > quantity.threshold
        case "below" if quantity.threshold is not None:
            return max(figures) < quantity.threshold
    metric = metrics.get(quantity.formula) or metrics.named(quantity.label)
    return min(figures) >= metric.sound_from if metric and metric.sound_from is not None else None
