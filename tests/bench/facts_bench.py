"""Measures statements and facts on real filings.

    python -m tests.bench.facts_bench [FOLDER] [--part NAME]… [--limit N] [--misses]

FOLDER defaults to RAG_FILINGS_DIR (../shared/filings). The parts are

markup        inline XBRL filings read as if they had no tags: each tagged amount that is printed in a column of an
              income statement, balance sheet or cash flow statement is compared with the fact read from the table.
              Right is: the same amount (scale applied), period, unit and sign. The sign is right where it is the
              tag's own or the printed one (a payment is tagged positive and printed in parentheses). Percentages
              (unit "pure") are left out, as the reader leaves out columns of percentages. "concept" is the share of
              tagged amounts known to the catalogue whose printed label led to the same concept.
pdf           the same filings without their tags, printed to PDF by Chromium and read from there. The tagged amounts
              are those of the statements found in the HTML: one that is missed in the PDF counts in full. Rows are the
              same where their labels are, but for spaces and marks, or where one label begins or ends the other (a
              footnote mark, a heading that ran into it, a second line that it lost).
              Needs chromium on the path, or in CHROMIUM.
statements    PDFs: whether the three statements are found and the balance sheet balances, as warned of.
comparatives  PDFs: a year's figures against the comparative column of the next year's report. Restatements,
              discontinued operations and share splits make figures differ although both are read rightly.
"""

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from core.errors import UnreadableDocumentError
from core.formats.html import read_html
from core.formats.ixbrl import XbrlFact
from core.formats.pdf import read_pdf
from core.types import Element, Fact, Parsed
from domains.sec_filings.catalogue.concepts import load_catalogue
from domains.sec_filings.facts.consistency import fact_warnings
from domains.sec_filings.facts.tables import table_facts
from domains.sec_filings.filing import FilingMetadata, Form, Statement
from domains.sec_filings.metadata.describe import describe
from domains.sec_filings.statements.find import find_statements, statement_of

PRIMARY = (Statement.INCOME, Statement.BALANCE_SHEET, Statement.CASH_FLOW)
PARTS = ("markup", "pdf", "statements", "comparatives")
CHROMIUM = os.environ.get("CHROMIUM", "chromium")
KEY = (
    "revenue", "cost_of_revenue", "operating_income", "income_before_taxes", "income_tax_expense", "net_income",
    "eps_diluted", "total_assets", "total_current_assets", "total_current_liabilities", "shareholders_equity",
    "cash_and_equivalents", "accounts_receivable", "inventories", "accounts_payable", "ppe_net", "long_term_debt",
    "operating_cash_flow", "investing_cash_flow", "financing_cash_flow", "capital_expenditures",
    "depreciation_and_amortisation", "dividends_paid", "share_repurchases",
)  # fmt: skip
ERRORS = ("amount", "period", "unit", "sign")
Cells: TypeAlias = dict[tuple[int, str], tuple[tuple[str, ...], Statement]]
Comparison: TypeAlias = tuple[Counter[str], list[tuple[str, XbrlFact]]]


@dataclass(frozen=True)
class Filing:
    name: str
    metadata: FilingMetadata
    elements: tuple[Element, ...]
    facts: tuple[Fact, ...]
    pages: int
    seconds: float


def main() -> int:
    arguments = _arguments()
    load_catalogue()
    parts = arguments.part or list(PARTS)
    pages = sorted(arguments.folder.rglob("*.htm"))[: arguments.limit]
    if "markup" in parts:
        _markup("inline XBRL filing", pages, compare_html, misses=arguments.misses)
    if "pdf" in parts and shutil.which(CHROMIUM) is None:
        print(f"\npdf: left out, there is no {CHROMIUM} on the path")
    elif "pdf" in parts:
        _markup("printed to PDF", pages, compare_pdf, misses=arguments.misses)
    if {"statements", "comparatives"} & set(parts):
        filings = list(_read_pdfs(sorted(arguments.folder.rglob("*.pdf"))[: arguments.limit]))
        if "statements" in parts:
            _statements(filings)
        if "comparatives" in parts:
            _comparatives(filings)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("RAG_FILINGS_DIR", "../shared/filings"))
    )
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--limit", type=int, help="files of each format")
    parser.add_argument("--misses", action="store_true", help="print the amounts of markup and pdf that are not right")
    return parser.parse_args()


def _understand(name: str, parsed: Parsed) -> Filing:
    metadata = describe(parsed)
    started = time.process_time()
    elements = find_statements(parsed.elements, metadata)
    facts = table_facts(elements, metadata)
    return Filing(name, metadata, elements, facts, len(parsed.pages), time.process_time() - started)


# ------------------------------------------------------------------------------------------------------------- markup


def _markup(name: str, paths: Sequence[Path], compare: Callable[[Path, str], Comparison], *, misses: bool) -> None:
    print(f"\n{name:<34}{'found':>6}{'amounts':>9}{'right':>9}", *(f"{error:>8}" for error in ERRORS), " concept")
    totals: Counter[str] = Counter()
    for path in paths:
        source = path.read_text("utf-8", errors="replace")
        if "ix:nonFraction" not in source:
            continue
        counts, wrong = compare(path, source)
        totals.update(counts)
        _print_counts(path.name, counts)
        for verdict, tag in wrong if misses else ():
            print(f"    {verdict:<7} {tag.concept} {tag.value} {tag.context.end} p. {tag.page}: {tag.quote[:90]}")
    _print_counts("all", totals)


def _without_tags(source: str) -> str:
    return re.sub(r"</?ix:[^>]*>", "", re.sub(r"<ix:header.*?</ix:header>", "", source, flags=re.DOTALL))


def compare_html(path: Path, source: str) -> Comparison:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "filing.htm"
        plain.write_text(_without_tags(source), "utf-8")
        filing = _understand(path.name, read_html(plain).parsed)
    rows: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in filing.facts:
        rows[fact.page, fact.quote].append(fact)
    cells = _printed_cells(filing.elements)
    found = len({statement for _, statement in cells.values()})
    return _compare(read_html(path).xbrl.numeric, cells, found, lambda tag: rows[tag.page or 0, tag.quote])


def compare_pdf(path: Path, source: str) -> Comparison:
    with tempfile.TemporaryDirectory() as folder:
        plain, printed = Path(folder) / "filing.html", Path(folder) / "filing.pdf"
        plain.write_text(_without_tags(source), "utf-8")
        _print_pdf(plain, printed)
        filing = _understand(path.name, read_pdf(printed))
    document = read_html(path)
    cells = _printed_cells(find_statements(document.parsed.elements, describe(document.parsed)))
    found = len({statement for _, statement in _printed_cells(filing.elements).values()})
    return _compare(document.xbrl.numeric, cells, found, lambda tag: _rows_like(tag, cells, filing.facts))


def _print_pdf(source: Path, target: Path) -> None:
    """Runs in a profile of its own, beside the target, so that no settings of the user are read or written."""
    options = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    more = f"--disable-sync --no-first-run --no-pdf-header-footer --user-data-dir={target.parent / 'profile'}"
    command = ["nice", CHROMIUM, *options.split(), *more.split()]
    command += [f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _rows_like(tag: XbrlFact, cells: Cells, facts: Iterable[Fact]) -> list[Fact]:
    """The facts of the tag's statement in rows with its label, or with one that begins or ends alike."""
    statement = cells[tag.page or 0, tag.quote][1]
    label = _squeeze(tag.label)
    named = [(_squeeze(fact.label), fact) for fact in facts if fact.statement == statement]
    same = [fact for other, fact in named if other == label]
    return same or [
        fact for other, fact in named if other and label and _begins_or_ends(*sorted((label, other), key=len))
    ]


def _begins_or_ends(short: str, long: str) -> bool:
    return long.startswith(short) or long.endswith(short)


def _squeeze(label: str) -> str:
    return re.sub(r"[^a-z0-9]", "", label.lower())


def _compare(
    tagged: Iterable[XbrlFact], cells: Cells, found: int, facts_of: Callable[[XbrlFact], Sequence[Fact]]
) -> Comparison:
    """Each tagged amount in ``cells`` against the facts that ``facts_of`` gives for its row."""
    catalogue = load_catalogue()
    counts = Counter({"found": found})
    wrong: list[tuple[str, XbrlFact]] = []
    for tag in tagged:
        row = (tag.page or 0, tag.quote)
        texts = cells[row][0] if row in cells else ()
        if tag.hidden or tag.value is None or tag.unit == "pure" or not any(tag.printed in text for text in texts):
            continue
        verdict, equal = _judge(tag, facts_of(tag))
        counts.update(["amounts", verdict])
        if verdict != "right":
            wrong.append((verdict, tag))
        concept = catalogue.by_tag(tag.concept) if tag.concept.startswith("us-gaap:") else None
        if concept and equal and not tag.context.dimensions:
            counts.update(["known", "named"] if any(fact.concept == concept.name for fact in equal) else ["known"])
    return counts, wrong


def _printed_cells(elements: Iterable[Element]) -> Cells:
    """The rows of the primary statements, by page and quote: the texts of their cells and the statement."""
    found: Cells = {}
    for element in elements:
        statement = statement_of(element) if element.table else None
        if element.table and statement in PRIMARY:
            for row in element.table.rows:
                found[row.span.page, row.span.text] = tuple(cell.text for cell in row.cells[1:]), statement
    return found


def _judge(tag: XbrlFact, candidates: Sequence[Fact]) -> tuple[str, list[Fact]]:
    """What is wrong first, or "right"; and the facts that agree with the tag."""
    value = tag.value or Decimal(0)
    left = [fact for fact in candidates if fact.value is not None and abs(fact.value) == abs(value)]
    if not left:
        return "amount", []
    left = [fact for fact in left if (fact.period.start, fact.period.end) == (tag.context.start, tag.context.end)]
    if not left:
        return "period", []
    left = [fact for fact in left if fact.unit == tag.unit]
    if not left:
        return "unit", []
    negative = re.search(rf"\(\s*\$?\s*{re.escape(tag.printed)}\s*\)", tag.quote) is not None
    signs = {value, -abs(value) if negative else abs(value)}
    return ("right", left) if any(fact.value in signs for fact in left) else ("sign", [])


def _print_counts(name: str, counts: Counter[str]) -> None:
    share = counts["right"] / counts["amounts"] if counts["amounts"] else 0.0
    named = counts["named"] / counts["known"] if counts["known"] else 0.0
    errors = (f"{counts[error]:>8}" for error in ERRORS)
    print(f"{name:<34}{counts['found']:>6}{counts['amounts']:>9}{share:>9.2%}", *errors, f"{named:>8.1%}")


# --------------------------------------------------------------------------------------------------------------- PDFs


def _read_pdfs(paths: Iterable[Path]) -> Iterator[Filing]:
    for path in paths:
        try:
            yield _understand(path.stem, read_pdf(path))
        except UnreadableDocumentError as error:
            print(f"{path.name}: {error}")


def _statements(filings: Sequence[Filing]) -> None:
    annual = [filing for filing in filings if filing.metadata.form in (Form.ANNUAL, Form.ANNUAL_REPORT)]
    periodic = [filing for filing in filings if filing in annual or filing.metadata.form is Form.QUARTERLY]
    complete = [filing for filing in annual if {*PRIMARY} <= {fact.statement for fact in filing.facts}]
    balanced = [filing for filing in periodic if balances(filing)]
    for filing in filings:
        for warning in fact_warnings(filing.facts, filing.metadata):
            print(f"{filing.name}: {warning}")
    pages = sum(filing.pages for filing in filings) or 1
    print(f"\nthree statements found: {len(complete)} of {len(annual)} annual reports")
    print(f"balance sheet balances: {len(balanced)} of {len(periodic)} annual and quarterly reports")
    print(f"time: {1000 * sum(filing.seconds for filing in filings) / pages:.2f} ms of CPU a page, {pages} pages")


def balances(filing: Filing) -> bool:
    """Both totals of every column are there and equal."""
    sides = [
        {
            fact.period.end: fact.value
            for fact in filing.facts
            if fact.concept == name and fact.statement == "balance_sheet"
        }
        for name in ("total_assets", "total_liabilities_and_equity")
    ]
    return bool(sides[0]) and sides[0] == sides[1]


def _comparatives(filings: Sequence[Filing]) -> None:
    print(f"\n{'concept':<34}{'reports':>8}{'stated':>8}{'compared':>10}{'equal':>8}")
    totals: Counter[str] = Counter()
    for concept in KEY:
        counts = compare_years(filings, [concept])
        totals.update(counts)
        _print_comparison(concept, counts)
    _print_comparison("all", totals)


def compare_years(filings: Sequence[Filing], concepts: Sequence[str] = KEY) -> Counter[str]:
    """Of the annual reports: figures looked for ("reports"), stated, stated by the next report as well, and equal."""
    annual = {
        (filing.metadata.company_key, filing.metadata.fiscal_year): filing
        for filing in filings
        if filing.metadata.form is Form.ANNUAL
    }
    counts: Counter[str] = Counter()
    for concept in concepts:
        for (company, year), filing in annual.items():
            own = _amounts(filing, concept, year)
            later = annual.get((company, (year or 0) + 1))
            restated = _amounts(later, concept, year) if later else set()
            counts["reports"] += 1
            counts["stated"] += bool(own)
            counts["compared"] += bool(own and restated)
            counts["equal"] += bool(own & restated)
    return counts


def _print_comparison(name: str, counts: Counter[str]) -> None:
    share = counts["equal"] / counts["compared"] if counts["compared"] else 0.0
    print(f"{name:<34}{counts['reports']:>8}{counts['stated']:>8}{counts['compared']:>10}{share:>8.1%}")


def _amounts(filing: Filing, concept: str, year: int | None) -> set[Decimal]:
    return {
        fact.value
        for fact in filing.facts
        if fact.concept == concept
        and fact.value is not None
        and fact.statement in PRIMARY
        and (fact.period.fiscal_year, fact.period.fiscal_quarter) == (year, None)
    }


if __name__ == "__main__":
    raise SystemExit(main())
