"""Generated questions for figures: line items and derived metrics of every 10-K, against what other pages print.

Line items: twelve that most companies print. The expected amount of a year is the comparative column of the next one
or two 10-Ks of the same company, or, for inline XBRL filings, the tags; both are read by second readers (``printed``,
``ixbrl_reference``) that share no code with the product beyond the text of a PDF's pages. Where the year's own 10-K
prints something else, the figure was restated later: an answer equal to what its own year printed is right, and
counted as restated.

Metrics: the formulas of ``METRICS``, worked out here over the amounts that the second reader finds in the year's own
10-K. Right is: within half a unit of the last place asked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.answering.answer import Answer
from app.answering.answerer import Asked
from app.wiring import Application
from core.types import Document
from domains.sec_filings.filing import FilingMetadata, Form
from tests.bench import ixbrl_reference
from tests.bench.figures_metrics import METRICS, metric_of
from tests.bench.printed import Amounts, read

VERDICTS = ("right", "restated", "declined", "quoted", "wrong")
LEAST_SETTLED, MOST_WRONG, MOST_DECLINED = 0.95, 0.02, 0.03

FLOW, BALANCE = "flow", "balance"
ITEMS: Mapping[str, tuple[str, Sequence[str]]] = {
    "revenue": (FLOW, ("revenue", "total revenue", "net sales", "top line revenue")),
    "cost_of_revenue": (FLOW, ("cost of revenue", "COGS", "cost of sales", "cost of goods sold")),
    "operating_income": (FLOW, ("operating income", "operating profit", "income from operations")),
    "net_income": (FLOW, ("net income", "net earnings", "net income attributable to shareholders")),
    "cash": (BALANCE, ("cash and cash equivalents", "cash & cash equivalents")),
    "receivables": (BALANCE, ("accounts receivable", "net accounts receivable", "net AR", "receivables")),
    "inventories": (BALANCE, ("inventories", "inventory", "total inventory")),
    "total_assets": (BALANCE, ("total assets", "assets")),
    "equity": (BALANCE, ("total shareholders' equity", "shareholders equity", "stockholders' equity")),
    "operating_cash_flow": (
        FLOW, ("cash from operations", "operating cash flow", "net cash from operating activities"),
    ),
    "capex": (FLOW, ("capital expenditures", "capex", "capital expenditure amount")),
    "d_and_a": (FLOW, ("depreciation and amortization", "D&A", "D&A expense")),
}  # fmt: skip
STATEMENT = {
    "revenue": "income statement", "cost_of_revenue": "P&L statement", "operating_income": "statement of income",
    "net_income": "statement of income", "operating_cash_flow": "cash flow statement",
    "capex": "statement of cash flows", "d_and_a": "cash flow statement",
}  # fmt: skip
# Text, scale and places asked: None where the question names none.
Wording = tuple[str, int | None, int | None]
WORDINGS: Mapping[str, Sequence[Wording]] = {
    FLOW: (
        ("What was {company}'s {phrase} in FY{year}?", None, None),
        ("What is the FY{year} {phrase} for {company}? Answer in USD millions.", 6, None),
        ("What was the {phrase} of {company} for fiscal year {year}, in USD billions? Round to two decimal places.",
         9, 2),
        ("According to the details clearly outlined within the {statement}, what is {company}'s FY{year} {phrase}?"
         " Please respond in units of USD thousands.", 3, None),
        ("{company} {phrase} {year}", None, None),
        ("You are an investment banker and your only resource(s) to answer the following question is (are): the"
         " {statement}. Here's the question: how much was {company}'s {phrase} during fiscal {year}? Round your answer"
         " to the nearest million and answer in USD millions.", 6, 0),
    ),
    BALANCE: (
        ("What was {company}'s {phrase} at the end of FY{year}?", None, None),
        ("What is the year end FY{year} {phrase} for {company}? Answer in USD millions.", 6, None),
        ("How much did {company} have in {phrase} at the end of fiscal {year}, in USD billions? Round to two decimals.",
         9, 2),
        ("Based on the information provided primarily in the balance sheet, what is {company}'s FY{year} {phrase}?"
         " Answer in thousands of US dollars.", 3, None),
        ("{company} {phrase} {year}", None, None),
        ("Please answer the question as a financial analyst who only has access to the statement of financial"
         " position: what is the amount of {phrase} on {company}'s balance sheet as of year-end {year}?"
         " Answer in USD millions, to one decimal place.", 6, 1),
    ),
}  # fmt: skip
TAGS: Mapping[str, Sequence[str]] = {
    "revenue": ("Revenues", "RevenueFromContractWithCustomerExcludingAssessedTax"),
    "cost_of_revenue": ("CostOfRevenue", "CostOfGoodsAndServicesSold"),
    "operating_income": ("OperatingIncomeLoss",),
    "net_income": ("NetIncomeLoss",),
    "cash": ("CashAndCashEquivalentsAtCarryingValue",),
    "receivables": ("AccountsReceivableNetCurrent",),
    "inventories": ("InventoryNet",),
    "total_assets": ("Assets",),
    "equity": ("StockholdersEquity",),
    "operating_cash_flow": ("NetCashProvidedByUsedInOperatingActivities",),
    "capex": ("PaymentsToAcquirePropertyPlantAndEquipment", "PaymentsToAcquireProductiveAssets"),
    "d_and_a": ("DepreciationDepletionAndAmortization", "DepreciationAndAmortization"),
}
Filing = Document[FilingMetadata]


@dataclass(frozen=True)
class Case:
    """A question with its figure, in ``scale`` as asked. ``own`` is what the year's own 10-K prints, where read."""

    group: str
    question: str
    expected: Decimal
    scale: int
    places: int | None
    own: Decimal | None = None
    unit: str = "USD"


@dataclass
class Tally:
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)

    def add(self, case: Case, answer: Answer) -> None:
        verdict = judge(case, answer)
        self.counts[case.group][verdict] += 1
        if verdict not in ("right", "restated"):
            said = answer.value if answer.value is not None else answer.abstain_reason or "text"
            self.misses.append(
                f"{verdict:<9}{case.group}: {case.question}\n         expected {_shown(case)}, got {said}"
            )


def _shown(case: Case) -> str:
    return f"{case.expected.scaleb(-case.scale):,f} (own {case.own and case.own.scaleb(-case.scale)})"


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    reports = _reports(application)
    printed = {filing.id: read(_texts(application, filing)) for filing in reports if filing.source.endswith(".pdf")}
    met = True
    for title, cases, is_metric in (
        ("Line items of 10-Ks", [*line_items(reports, printed), *tagged(reports, printed, folder)], False),
        ("Metrics of 10-Ks", list(metrics(reports, printed)), True),
    ):
        tally = Tally()
        for case in cases:
            tally.add(case, application.answerer.ask(Asked(case.question)))
        met = _print(title, tally, is_metric=is_metric) and met
        for line in tally.misses if misses else ():
            print(line)
    return met


def _reports(application: Application) -> list[Filing]:
    documents = application.workspace.store.corpus().documents
    return [each for each in documents if each.metadata.form is Form.ANNUAL and each.metadata.fiscal_year]


def _texts(application: Application, filing: Filing) -> Iterator[str]:
    for number in range(1, filing.pages + 1):
        page = application.workspace.store.page(filing.id, number)
        if page:
            yield page.text


# -------------------------------------------------------------------------------------------------------- questions


def line_items(reports: Sequence[Filing], printed: Mapping[str, Amounts]) -> Iterator[Case]:
    """For each 10-K that is read from pages and each item, the comparative of a later one, where there is one."""
    by_place = {(each.metadata.company_key, each.metadata.fiscal_year or 0): each for each in reports}
    owner = _registrants(reports)
    for filing in reports:
        year = filing.metadata.fiscal_year or 0
        for item in ITEMS if filing.id in printed else ():
            later = [
                printed[each.id][item][year]
                for (key, other), each in sorted(by_place.items(), key=lambda pair: pair[0][1])
                if owner[key] == owner[filing.metadata.company_key]
                and year < other <= year + 2
                and year in printed.get(each.id, {}).get(item, {})
            ]
            if later:
                own = printed[filing.id].get(item, {}).get(year)
                yield _case(item, filing, item, later[0], own)


def _registrants(reports: Sequence[Filing]) -> dict[str, str]:
    """The company keys that are one registrant: by CIK, where stated, so that a new name keeps its comparatives."""
    by_cik: dict[str, str] = {}
    for filing in reports:
        if filing.metadata.cik:
            by_cik.setdefault(filing.metadata.cik, filing.metadata.company_key)
    return {
        each.metadata.company_key: by_cik.get(each.metadata.cik or "", each.metadata.company_key) for each in reports
    }


def tagged(reports: Sequence[Filing], printed: Mapping[str, Amounts], folder: Path) -> Iterator[Case]:
    """Each item of the inline XBRL 10-Ks, for the year itself and those before it, from the tags."""
    own = {
        (each.metadata.company_key, item, each.metadata.fiscal_year): amounts[each.metadata.fiscal_year or 0]
        for each in reports
        for item, amounts in printed.get(each.id, {}).items()
        if each.metadata.fiscal_year in amounts
    }
    for filing in reports:
        path = next(folder.rglob(Path(filing.source).name), None)
        if not filing.source.endswith(".htm") or path is None or filing.metadata.period_end is None:
            continue
        amounts = _tagged_amounts(path, filing.metadata.period_end)
        for item, tags in TAGS.items():
            for back in range(3):
                amount = next((amounts[tag, back] for tag in tags if (tag, back) in amounts), None)
                if amount is not None:
                    before = own.get((filing.metadata.company_key, item, (filing.metadata.fiscal_year or 0) - back))
                    yield _case("tagged", filing, item, amount, before, back)


def _tagged_amounts(path: Path, end: date) -> dict[tuple[str, int], Decimal]:
    """Amounts without dimensions of years and year ends, by tag and years before ``end``."""
    found: dict[tuple[str, int], Decimal] = {}
    for tag, value, _, start, stop, dimensions, _ in ixbrl_reference.read(path):
        days = (date.fromisoformat(stop) - date.fromisoformat(start)).days if start else 365
        years = (end - date.fromisoformat(stop)).days / 365.25
        if value and not dimensions and 350 < days < 375 and abs(years - round(years)) < 0.03:
            found.setdefault((tag.split(":")[1], round(years)), Decimal(value))
    return found


def _case(group: str, filing: Filing, item: str, expected: Decimal, own: Decimal | None, back: int = 0) -> Case:
    """The wording, the phrase and the name vary with the filing and the item, the same in every run."""
    kind, phrases = ITEMS[item]
    year = (filing.metadata.fiscal_year or 0) - back
    turn = year + 7 * list(ITEMS).index(item) + len(filing.metadata.company_key)
    text, scale, places = WORDINGS[kind][turn % len(WORDINGS[kind])]
    question = text.format(
        company=_name(filing, turn),
        phrase=phrases[turn // 2 % len(phrases)],
        year=year,
        statement=STATEMENT.get(item, "balance sheet"),
    )
    if item == "capex":
        expected, own = abs(expected), own and abs(own)
    return Case(group, question, expected, scale or 0, places, own)


def _name(filing: Filing, turn: int) -> str:
    """The name as printed, its ticker, or the name without its legal form."""
    metadata = filing.metadata
    names = (
        metadata.company,
        metadata.ticker or metadata.company,
        metadata.company.split(",")[0].removesuffix(" Inc."),
    )
    return names[turn // 3 % len(names)]


def metrics(reports: Sequence[Filing], printed: Mapping[str, Amounts]) -> Iterator[Case]:
    for filing in reports:
        year = filing.metadata.fiscal_year or 0
        for turn, (name, metric) in enumerate(METRICS.items()):
            expected = metric_of(metric, printed.get(filing.id, {}), year)
            if expected is not None and (year + turn + len(filing.metadata.company_key)) % 3 == 0:
                question = metric.question.format(
                    company=_name(filing, turn + year), year=year, before=year - 1, first=year - 2
                )
                yield Case(name, question, expected, 0, metric.places, unit=metric.unit)


# ---------------------------------------------------------------------------------------------------------- verdicts


def judge(case: Case, answer: Answer) -> str:
    """ "quoted": text was given in place of a figure."""
    if answer.value is None:
        return "quoted" if answer.answer else "declined"
    value = Decimal(str(answer.value))
    if _equals(value, case.expected, case):
        return "right"
    return "restated" if case.own is not None and _equals(value, case.own, case) else "wrong"


def _equals(value: Decimal, expected: Decimal, case: Case) -> bool:
    """Within half of the last place asked, and a hair, since Decimal and float both round."""
    places = case.places if case.places is not None else 3
    return abs(value - expected.scaleb(-case.scale)) <= Decimal("0.501").scaleb(-places)


def _print(title: str, tally: Tally, *, is_metric: bool) -> bool:
    total: Counter[str] = sum(tally.counts.values(), Counter())
    table = Table(title, "n", *VERDICTS, title_justify="left")
    for group, counts in [*tally.counts.items(), ("all", total)]:
        table.add_row(group, str(counts.total()), *(str(counts[verdict]) for verdict in VERDICTS))
    Console(soft_wrap=True, highlight=False).print(table)
    n = total.total() or 1
    right, wrong = (total["right"] + total["restated"]) / n, total["wrong"] / n
    settled, declined = right + total["declined"] / n, (total["declined"] + total["quoted"]) / n
    met = settled >= LEAST_SETTLED and wrong <= MOST_WRONG
    print(f"right {right:.1%}, right or declined {settled:.1%} (95 % required), wrong {wrong:.1%} (at most 2 %)")
    if is_metric:
        met = met and declined <= MOST_DECLINED
        print(f"answerable and not answered with a figure {declined:.1%} (at most 3 %)")
    return met
