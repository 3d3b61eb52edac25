"""Metrics as questions ask for them, and their figures over amounts read by the second reader (``printed``).

Written apart from the product's catalogue: plain functions of the amounts of a year and of the year before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from tests.bench.printed import Amounts

Year = Callable[[str, int], Decimal]
"""The amount of an item, so many years back; raises KeyError where it was not read."""


@dataclass(frozen=True)
class Metric:
    """``places`` are those that the question asks for, or that the product has by default."""

    question: str
    value: Callable[[Year], Decimal]
    places: int
    unit: str = "ratio"


def _mean(of: Year, item: str) -> Decimal:
    return (of(item, 0) + of(item, 1)) / 2


def _capex(of: Year, back: int = 0) -> Decimal:
    return abs(of("capex", back))


def _ebitda(of: Year, back: int = 0) -> Decimal:
    return of("operating_income", back) + of("d_and_a", back)


def _positive(base: Decimal) -> Decimal:
    """Growth from a loss, or from nothing, is no figure."""
    if base <= 0:
        raise KeyError
    return base


def _average(of: Year, share: Callable[[int], Decimal]) -> Decimal:
    return sum((share(back) for back in range(3)), Decimal(0)) / 3


def _dpo(of: Year) -> Decimal:
    purchases = of("cost_of_revenue", 0) + of("inventories", 0) - of("inventories", 1)
    return 365 * _mean(of, "accounts_payable") / purchases


METRICS: Mapping[str, Metric] = {
    "gross margin": Metric(
        "What was {company}'s gross margin in FY{year}, in percent? Round to one decimal place.",
        lambda of: 100 * (of("revenue", 0) - of("cost_of_revenue", 0)) / of("revenue", 0), 1, "percent"),
    "operating margin": Metric(
        "What is {company}'s FY{year} operating margin?",
        lambda of: 100 * of("operating_income", 0) / of("revenue", 0), 1, "percent"),
    "net margin, average": Metric(
        "What is the FY{first} - FY{year} 3 year average net profit margin for {company}? Answer in units of percents"
        " and round to one decimal place.",
        lambda of: 100 * _average(of, lambda back: of("net_income", back) / of("revenue", back)), 1, "percent"),
    "revenue growth": Metric(
        "What was {company}'s year-over-year revenue growth from FY{before} to FY{year}? Answer in percent, rounded to"
        " one decimal.",
        lambda of: 100 * (of("revenue", 0) / of("revenue", 1) - 1), 1, "percent"),
    "revenue CAGR": Metric(
        "What is the FY{first} - FY{year} 2 year total revenue CAGR for {company}? Answer in units of percents and"
        " round to one decimal place.",
        lambda of: 100 * ((of("revenue", 0) / of("revenue", 2)) ** Decimal("0.5") - 1), 1, "percent"),
    "operating income change": Metric(
        "What is {company}'s year-over-year change in unadjusted operating income from FY{before} to FY{year} (in"
        " units of percents and round to one decimal place)?",
        lambda of: 100 * (of("operating_income", 0) / _positive(of("operating_income", 1)) - 1), 1, "percent"),
    "COGS margin": Metric(
        "What is {company}'s FY{year} COGS % margin? Calculate what was asked by utilizing the line items clearly"
        " shown in the income statement.",
        lambda of: 100 * of("cost_of_revenue", 0) / of("revenue", 0), 1, "percent"),
    "capex share, average": Metric(
        "What is the FY{first} - FY{year} 3 year average of capex as a % of revenue for {company}? Answer in units of"
        " percents and round to one decimal place.",
        lambda of: 100 * _average(of, lambda back: _capex(of, back) / of("revenue", back)), 1, "percent"),
    "D&A margin": Metric(
        "What is the FY{year} depreciation and amortization (D&A from cash flow statement) % margin for {company}?",
        lambda of: 100 * of("d_and_a", 0) / of("revenue", 0), 1, "percent"),
    "effective tax rate": Metric(
        "What was {company}'s effective tax rate in FY{year}?",
        lambda of: 100 * abs(of("income_tax_expense", 0)) / of("income_before_taxes", 0), 1, "percent"),
    "EBITDA": Metric(
        "What is the FY{year} unadjusted EBITDA for {company}? Define unadjusted EBITDA as unadjusted operating income"
        " + depreciation and amortization from the cash flow statement. Answer in USD millions.",
        lambda of: _ebitda(of) / 10**6, 3, "USD millions"),
    "EBITDA margin": Metric(
        "What is {company}'s FY{year} EBITDA % margin? Round to two decimal places.",
        lambda of: 100 * _ebitda(of) / of("revenue", 0), 2, "percent"),
    "EBITDA less capex": Metric(
        "What is {company}'s FY{year} unadjusted EBITDA less capex? Define unadjusted EBITDA as unadjusted operating"
        " income + depreciation and amortization [from cash flow statement]. Answer in USD millions.",
        lambda of: (_ebitda(of) - _capex(of)) / 10**6, 3, "USD millions"),
    "free cash flow": Metric(
        "What is the FY{year} free cash flow (FCF) for {company}? FCF here is defined as: (cash from operations -"
        " capex). Answer in USD millions.",
        lambda of: (of("operating_cash_flow", 0) - _capex(of)) / 10**6, 3, "USD millions"),
    "cash conversion": Metric(
        "What is {company}'s free cash flow conversion for FY{year}, in percent to one decimal place? Define it as"
        " free cash flow divided by net income.",
        lambda of: 100 * (of("operating_cash_flow", 0) - _capex(of)) / of("net_income", 0), 1, "percent"),
    "working capital": Metric(
        "What was {company}'s net working capital at the end of FY{year}? Define net working capital as total current"
        " assets less total current liabilities. Answer in USD millions.",
        lambda of: (of("total_current_assets", 0) - of("total_current_liabilities", 0)) / 10**6, 3, "USD millions"),
    "current ratio": Metric(
        "What is the FY{year} working capital ratio for {company}? Please round your answer to two decimal places.",
        lambda of: of("total_current_assets", 0) / of("total_current_liabilities", 0), 2),
    "operating cash flow ratio": Metric(
        "What is the FY{year} operating cash flow ratio for {company}? Operating cash flow ratio is defined as: cash"
        " from operations / total current liabilities. Round your answer to two decimal places.",
        lambda of: of("operating_cash_flow", 0) / of("total_current_liabilities", 0), 2),
    "return on assets": Metric(
        "What is {company}'s FY{year} return on assets (ROA)? ROA is defined as: FY{year} net income / (average total"
        " assets between FY{before} and FY{year}). Round your answer to two decimal places.",
        lambda of: of("net_income", 0) / _mean(of, "total_assets"), 2),
    "return on equity": Metric(
        "What was the return on equity of {company} in fiscal {year} (use average shareholders' equity)?",
        lambda of: 100 * of("net_income", 0) / _mean(of, "equity"), 1, "percent"),
    "asset turnover": Metric(
        "What is {company}'s asset turnover ratio for FY{year}, using average total assets?",
        lambda of: of("revenue", 0) / _mean(of, "total_assets"), 2),
    "fixed asset turnover": Metric(
        "What is the FY{year} fixed asset turnover ratio for {company}? Fixed asset turnover ratio is defined as:"
        " FY{year} revenue / (average PP&E between FY{before} and FY{year}). Round your answer to two decimal places.",
        lambda of: of("revenue", 0) / _mean(of, "ppe_net"), 2),
    "inventory turnover": Metric(
        "What is {company}'s FY{year} inventory turnover ratio? Inventory turnover ratio is defined as: (FY{year}"
        " COGS) / (average inventory between FY{before} and FY{year}). Round your answer to two decimal places.",
        lambda of: of("cost_of_revenue", 0) / _mean(of, "inventories"), 2),
    "days payable": Metric(
        "What is the FY{year} days payable outstanding (DPO) for {company}? DPO is defined as: 365 * (average accounts"
        " payable between FY{before} and FY{year}) / (FY{year} COGS + change in inventory between FY{before} and"
        " FY{year}). Round your answer to two decimal places.",
        _dpo, 2, "days"),
    "days sales": Metric(
        "How many days of sales were outstanding (DSO) at {company} in FY{year}, where DSO = 365 * average accounts"
        " receivable / revenue? Round to one decimal.",
        lambda of: 365 * _mean(of, "receivables") / of("revenue", 0), 1, "days"),
    "retention": Metric(
        "What is the FY{year} retention ratio (using total cash dividends paid and net income attributable to"
        " shareholders) for {company}? Round answer to two decimal places.",
        lambda of: 1 - abs(of("dividends", 0)) / of("net_income", 0), 2),
    "payout": Metric(
        "What is {company}'s FY{year} dividend payout ratio?",
        lambda of: abs(of("dividends", 0)) / of("net_income", 0), 2),
    "equity ratio": Metric(
        "What was the equity ratio of {company} at the end of FY{year}? The equity ratio is calculated as total"
        " shareholders' equity divided by total assets. Round to two decimals.",
        lambda of: of("equity", 0) / of("total_assets", 0), 2),
}  # fmt: skip


def metric_of(metric: Metric, amounts: Amounts, year: int) -> Decimal | None:
    """The figure rounded as asked; None where an amount was not read, or the metric means nothing (a loss, zero)."""

    def of(item: str, back: int) -> Decimal:
        return amounts[item][year - back]

    try:
        return metric.value(of).quantize(Decimal(1).scaleb(-metric.places), ROUND_HALF_UP)
    except (KeyError, ZeroDivisionError, InvalidOperation):
        return None
