"""Why a figure cannot be given, told to a person: what is missing, where it was looked for, what to ask instead."""

from dataclasses import dataclass

from core.types import Abstention
from domains.sec_filings.catalogue.formula import MissingOperandError
from domains.sec_filings.figures.results import Work, lowered
from domains.sec_filings.questions.telling import filing_name, listed

NO_BASE = "a_positive_figure_to_grow_from"
NOT_COMPARABLE = "comparable_periods"
ONE_PERIOD = "several_periods"
MIXED_CURRENCIES = "one_currency"
_REASONS = {
    NO_BASE: "was not positive in {period}, and growth from there has no meaning. Ask for the change in money instead.",
    NOT_COMPARABLE: "is asked of periods of different length, which are not comparable. Name two years, or the same"
    " quarter of two years.",
    ONE_PERIOD: "is no average within {period} alone. Name the years to average over, or ask for the figure itself.",
    MIXED_CURRENCIES: "for {period} would mix figures in different currencies. Ask for one of its line items.",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What kept one company's figure from being worked out."""

    work: Work
    error: MissingOperandError


def not_stated(missing: Missing) -> Abstention:
    work, error = missing.work, missing.error
    company, label = work.filings[0].metadata.company, work.quantity.label
    if error.name in _REASONS:
        reason = _REASONS[error.name].format(period=error.period)
        return Abstention("not_meaningful", f"{label} of {company} {reason}")
    chosen = [filing for filing in work.filings if filing.id in work.plan.documents] or list(work.filings)
    looked = listed([filing_name(filing) for filing in chosen])
    operand = work.metrics.label(error.name)
    needs = f"{label} is" if operand == label else f"{label} needs {lowered(operand)}, which is"
    return Abstention(
        "operand_not_stated",
        f"{needs} not stated for {error.period} in the statements of {company} ({looked}). Ask for another figure or"
        " period.",
    )
