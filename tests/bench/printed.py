"""A second reader of statements: amounts by line item and year, from the text of pages alone.

It knows no table, no coordinates, no fact and no catalogue: a statement is a page that is titled one, its years are
those of its first lines, and a line item is a line whose words match a pattern of ``ITEMS`` and that ends in as many
amounts as there are years. What it does not read surely, it leaves out. It shares the text layer of the pages with
the product, and nothing else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

Amounts = dict[str, dict[int, Decimal]]
"""By line item, by fiscal year: dollars, as printed (payments negative)."""

_TITLES = {
    "income": r"statements? of (?:consolidated )?(?:income|incom e|operations|earnings)\b(?! and comprehensive)",
    "balance_sheet": r"balance shee ?ts?\b|statements? of financial (?:position|condition)",
    "cash_flow": r"statements? of (?:consolidated )?cash flows?\b",
}
_ANCHORS = {
    "income": r"per (?:common )?share",
    "balance_sheet": r"^total (?:current )?assets",
    "cash_flow": r"operating activities",
}
_TOP = 9  # lines that can hold the title and the years
_FEWEST = 2  # items on a page that is the statement, and not a summary of it
_YEARS = re.compile(r"\b20\d\d\b")
_AMOUNT = r"\$?\s*(?:\(\s*\$?\s*[\d,]+(?:\.\d+)?\s*\)|-?[\d,]*\d(?:\.\d+)?|[—–-])"
_SCALES = {"thousands": 3, "millions": 6, "billions": 9}
_REMARK = re.compile(r"\([^()]*[a-z]{3}[^()]*\)|,? (?:net of|less)\b.*$|, net\b.*$|[:*]", re.IGNORECASE)

_NET = r"(?:,| [—–-])? net"
_LOSS = r"(?: \(?loss(?:es)?\)?)?"
_OWNERS = r"(?:share|stock)(?:holders|owners)['’]? ?(?:equity|investment)"
ITEMS: Mapping[str, tuple[str, Sequence[str]]] = {
    "revenue": ("income", (
        r"total (?:net |operating |consolidated )*(?:sales|revenues?)", r"net (?:operating )?(?:sales|revenues?)",
        r"sales to customers", r"revenues?",
    )),
    "cost_of_revenue": ("income", (
        r"total cost of (?:net )?(?:revenues?|sales)",
        r"cost of (?:net )?(?:sales|revenues?|goods sold|products sold)",
    )),
    "gross_profit": ("income", (r"gross (?:profit|margin)",)),
    "operating_income": ("income", (rf"operating (?:income|profit){_LOSS}", rf"income{_LOSS} from operations")),
    "income_before_taxes": ("income", (
        rf"(?:income|earnings){_LOSS}(?: from continuing operations)? before"
        r"(?: (?:the|provision|for|\(provision|benefit\)|income|tax|taxes|on))*",
    )),
    "income_tax_expense": ("income", (
        r"(?:provision for|income tax(?:es)? provision|income taxes)(?: income)?(?: taxes)?(?: on income)?",
    )),
    "net_income": ("income", (
        rf"net (?:income|earnings){_LOSS} attributable to (?!.*(?:noncontrolling|non-controlling)).+",
        rf"net (?:income|earnings){_LOSS}",
    )),
    "cash": ("balance_sheet", (r"cash and cash equivalents",)),
    "receivables": ("balance_sheet", (
        rf"(?:trade )?accounts receivable{_NET}", r"(?:trade )?accounts receivable(?: trade)?", r"receivables",
    )),
    "inventories": ("balance_sheet", (r"total inventories", r"inventories")),
    "total_current_assets": ("balance_sheet", (r"total current assets",)),
    "ppe_net": ("balance_sheet", (
        rf"property(?:, plant)?,? and equipment{_NET}", rf"land, buildings,? and equipment{_NET}",
        r"property(?:, plant)?,? and equipment",
    )),
    "total_assets": ("balance_sheet", (r"total assets",)),
    "accounts_payable": ("balance_sheet", (r"accounts payable",)),
    "total_current_liabilities": ("balance_sheet", (r"total current liabilities",)),
    "total_liabilities": ("balance_sheet", (r"total liabilities",)),
    "long_term_debt": ("balance_sheet", (r"long-term debt",)),
    "equity": ("balance_sheet", (
        rf"total (?!.*liabilities).{{2,40}} {_OWNERS}", rf"total {_OWNERS}", r"equity attributable to shareowners.*",
    )),
    "operating_cash_flow": ("cash_flow", (
        r"net cash (?!.*continu).*operating activities", r"cash (?:generated|provided) by operating activities",
    )),
    "capex": ("cash_flow", (
        r"(?:purchases?|additions?|payments|expenditures)\b.{0,30}\b(?:property|land|plant)\b.{0,120}",
        r"capital expenditures.*",
    )),
    "d_and_a": ("cash_flow", (r"depreciation and amortization(?! of (?:debt|financ|acquired)).*",)),
    "dividends": ("cash_flow", (
        r"(?:cash )?dividends(?: paid| to)?(?! .*noncontrolling).*", r"payments? (?:for|of) (?:cash )?dividends.*",
    )),
    "repurchases": ("cash_flow", (
        r"(?:repurchases?|purchases?) of (?:common|treasury) (?:stock|shares)", r"purchases of stock for treasury",
    )),
}  # fmt: skip


def read(pages: Iterable[str]) -> Amounts:
    """The amounts of a document's statements; of each statement the first page with enough items."""
    best: dict[str, Amounts] = {}
    for text in pages:
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        statement = _statement(lines)
        if statement and statement not in best:
            rows = _items(lines, statement)
            if len(rows) >= _FEWEST:
                best[statement] = rows
    return {item: amounts for rows in best.values() for item, amounts in rows.items()}


def _items(lines: Sequence[str], statement: str) -> Amounts:
    years, scale = _years(lines[:_TOP]), _scale(lines[:_TOP])
    found: Amounts = {}
    if scale is None:
        return found
    for item, (where, patterns) in ITEMS.items() if years else ():
        row = _row(lines, patterns, len(years)) if where == statement else None
        if row:
            found[item] = {year: amount.scaleb(scale) for year, amount in zip(years, row, strict=True)}
    return found


def _statement(lines: Sequence[str]) -> str | None:
    """A page whose first lines hold the title, and on which the anchor stands."""
    for statement, title in _TITLES.items():
        titled = any(len(line) < 90 and re.search(title, line, re.IGNORECASE) for line in lines[:_TOP])
        if titled and any(re.search(_ANCHORS[statement], line, re.IGNORECASE) for line in lines):
            return statement
    return None


def _years(lines: Sequence[str]) -> list[int]:
    """The last of the lines with consecutive years, in either direction: those before it are of the title."""
    for line in reversed(lines):
        years = [int(year) for year in _YEARS.findall(line)]
        if 2 <= len(years) <= 3 and {b - a for a, b in pairwise(years)} in ({1}, {-1}):
            return years
    return []


def _scale(lines: Sequence[str]) -> int | None:
    """The first scale named: "In millions, except shares, which are in thousands"."""
    match = re.search("|".join(_SCALES), " ".join(lines).lower())
    return _SCALES[match[0]] if match else None


def _row(lines: Sequence[str], patterns: Sequence[str], columns: int) -> list[Decimal] | None:
    """The amounts of the first line, or line with the one before it, whose label is the first pattern that any is."""
    ends = re.compile(rf"^(?P<label>.*?[^\d\s$(,—–-].*?|)\s*(?P<amounts>(?:{_AMOUNT}\s*){{{columns}}})$")
    rows = [(before, match) for before, line in zip(("", *lines), lines, strict=False) if (match := ends.match(line))]
    for pattern in patterns:
        for before, match in rows:
            labels = (match["label"].strip(), _plain(match["label"]), _plain(f"{before} {match['label']}"))
            if any(re.fullmatch(pattern, label, re.IGNORECASE) for label in labels):
                return [_amount(text) for text in re.findall(_AMOUNT, match["amounts"])]
    return None


def _plain(label: str) -> str:
    kept = label if re.search(r"\(loss(?:es)?\)$", label, re.IGNORECASE) else _REMARK.sub("", label)
    return kept.strip(" ,$—–-")


def _amount(text: str) -> Decimal:
    digits = re.sub(r"[^\d.]", "", text)
    value = Decimal(digits or 0)
    return -value if "(" in text or (text.strip().startswith("-") and digits) else value
