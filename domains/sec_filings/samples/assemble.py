"""Puts filings together: annual, quarterly and current reports from their parts."""

from __future__ import annotations

from collections.abc import Callable

from . import analysis, movements, notes, statements, taxes
from .cover import Cover
from .document import (
    Block,
    Column,
    Contents,
    Document,
    Heading,
    Layout,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Table,
)
from .filing import Filing, company, day
from .issuer import Period, View
from .prose import Builder

Statement = Callable[[View, tuple[Period, ...]], Table]


def _single(make: Statement) -> Builder:
    return lambda view: [make(view, view.periods)]


BUILDERS: dict[str, Builder] = {
    "income_statement": _single(statements.income_statement),
    "income_statement_ytd": lambda view: [statements.income_statement(view, (*view.periods, *view.year_to_date))],
    "balance_sheet": lambda view: [statements.balance_sheet(view)],
    "cash_flows": lambda view: [movements.cash_flows(view, view.longest)],
    "results": analysis.results_table,
    "segment_sales": analysis.segment_sales_table,
    "cash": analysis.cash_table,
    "obligations": analysis.obligations_table,
    "maturities": analysis.maturity_table,
    "restatement": analysis.restatement_tables,
    "segments": notes.segment_note,
    "segment_other": notes.segment_other,
    "geography": notes.geography,
    "inventories": notes.inventories,
    "accrued": notes.accrued,
    "property": notes.property_table,
    "goodwill": notes.goodwill,
    "intangibles": notes.intangibles,
    "debt": notes.debt,
    "earnings_per_share": notes.earnings_per_share,
    "lease_maturities": notes.lease_maturities,
    "tax_components": taxes.tax_components,
    "tax_rate": taxes.tax_rate,
    "deferred_taxes": taxes.deferred_taxes,
}

ANNUAL_ITEMS = (
    ("PART I", ""),
    ("Item 1. Business", "business"),
    ("Item 1A. Risk Factors", "risks"),
    ("Item 1B. Unresolved Staff Comments", "unresolved"),
    ("Item 1C. Cybersecurity", "cybersecurity"),
    ("Item 2. Properties", "properties"),
    ("Item 3. Legal Proceedings", "legal"),
    ("Item 4. Mine Safety Disclosures", "mine_safety"),
    ("PART II", ""),
    (
        "Item 5. Market for Registrant's Common Equity, Related Stockholder Matters and Issuer Purchases of Equity "
        "Securities",
        "market",
    ),
    ("Item 6. [Reserved]", ""),
    ("Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations", "mdna"),
    ("Item 7A. Quantitative and Qualitative Disclosures About Market Risk", "market_risk"),
    ("Item 8. Financial Statements and Supplementary Data", "statements"),
    ("Item 9. Changes in and Disagreements with Accountants on Accounting and Financial Disclosure", "accountants"),
    ("Item 9A. Controls and Procedures", "controls"),
    ("Item 9B. Other Information", "other_information"),
    ("PART III", ""),
    (
        "Items 10 through 14. Directors, Executive Compensation, Security Ownership, Related Transactions and Accountant "
        "Fees",
        "part_three",
    ),
    ("PART IV", ""),
    ("Item 15. Exhibits and Financial Statement Schedules", "exhibits"),
    ("Item 16. Form 10-K Summary", "summary"),
    ("Signatures", "signatures"),
)

QUARTERLY_ITEMS = (
    ("PART I. FINANCIAL INFORMATION", ""),
    ("Item 1. Financial Statements (Unaudited)", "statements"),
    ("Item 2. Management's Discussion and Analysis of Financial Condition and Results of Operations", "mdna"),
    ("Item 3. Quantitative and Qualitative Disclosures About Market Risk", "market_risk"),
    ("Item 4. Controls and Procedures", "controls"),
    ("PART II. OTHER INFORMATION", ""),
    ("Item 1. Legal Proceedings", "legal"),
    ("Item 1A. Risk Factors", "risks"),
    ("Item 2. Unregistered Sales of Equity Securities and Use of Proceeds", "market"),
    ("Item 5. Other Information", "other_information"),
    ("Item 6. Exhibits", "exhibits"),
    ("Signatures", "signatures"),
)


class Assembler:
    """Builds the document of one filing."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        self.prose = filing.prose(BUILDERS)
        self.view = self.prose.view

    def document(self) -> Document:
        """The document, cover first."""
        cover = Cover(self.filing, self.prose)
        body = self._current() if self.filing.form == "8-K" else self._periodic()
        return self.filing.document((*cover.blocks(), *body), cover.hidden())

    def _section(self, name: str) -> list[Block]:
        """A section in the version closest to the filing: for this edition, for this kind of report, or at large."""
        kind = "annual" if self.view.annual else "quarterly"
        for key in (f"{name}_{self.filing.edition}", f"{name}_{kind}", name):
            if self.prose.has(key):
                return self.prose.section(key)
        raise KeyError(f"{self.filing.stem}: no section {name}")

    def _periodic(self) -> list[Block]:
        items = ANNUAL_ITEMS if self.view.annual else QUARTERLY_ITEMS
        blocks: list[Block] = [PageBreak()]
        if self.filing.amendment:
            blocks += [Heading("EXPLANATORY NOTE", 1, toc=True), *self._section("explanatory"), PageBreak()]
        blocks += [Contents(), PageBreak(), *self._section("forward")]
        for title, key in items:
            blocks += self._item(title, key)
        return blocks

    def _item(self, title: str, key: str) -> list[Block]:
        level = 1 if title.startswith("PART") else 2
        apart = self.view.annual and key == "mdna"
        heading = Heading(self.prose.text(title), level, toc=True, new_page=apart)
        if key == "statements":
            return [heading, *self._statements()]
        if key == "signatures":
            return [heading, *self._signatures()]
        return [heading, *(self._section(key) if key else [])]

    def _statements(self) -> list[Block]:
        view, labels = self.view, self.view.issuer.labels
        prefix = "" if view.annual else "Condensed "
        everything = (*view.periods, *view.year_to_date)
        blocks = self._section("audit_report") if view.annual else []
        blocks += self._statement(
            f"{prefix}{labels.income_statement}", [statements.income_statement(view, everything)], new_page=view.annual
        )
        comprehensive = statements.comprehensive_income(view, everything)
        blocks += self._statement(
            f"{prefix}Consolidated Statements of Comprehensive Income", [comprehensive], new_page=False
        )
        sheet = statements.balance_sheet(view)
        blocks += self._statement(f"{prefix}{labels.balance_sheet}", [sheet], new_page=view.annual)
        cash = movements.cash_flows(view, view.longest)
        blocks += self._statement(f"{prefix}Consolidated Statements of Cash Flows", [cash], new_page=view.annual)
        equity = movements.equity_statement(view, view.longest)
        owners = self._statement(f"{prefix}{labels.equity_statement}", [equity], new_page=False)
        blocks += [Layout("landscape", tuple(owners))] if view.annual else owners
        title = (
            "Notes to Consolidated Financial Statements"
            if view.annual
            else ("Notes to Condensed Consolidated Financial Statements")
        )
        return [*blocks, Heading(title, 3, toc=True), *self._section("notes")]

    def _statement(self, title: str, tables: list[Table], new_page: bool = True) -> list[Block]:
        printed = self.prose.text(title)
        owner = company(self.view.issuer).upper()
        notes = (
            "consolidated financial statements" if self.view.annual else ("condensed consolidated financial statements")
        )
        return [
            Heading(printed, 3, toc=True, new_page=new_page),
            Paragraph((f"{owner} AND SUBSIDIARIES",), "bold_center"),
            *tables,
            Paragraph((f"The accompanying notes are an integral part of these {notes}.",), "small_center"),
        ]

    def _signatures(self) -> list[Block]:
        issuer, filed = self.view.issuer, day(self.filing.filed)
        lines: list[Block] = [
            Paragraph(
                (
                    "Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly "
                    "caused this report to be signed on its behalf by the undersigned, thereunto duly "
                    "authorized.",
                )
            ),
            Paragraph((issuer.name,), "right"),
            Paragraph((f"Date: {filed}",), "right"),
            Paragraph((f"By: /s/ {issuer.officers[1][0]}",), "right"),
            Paragraph((f"{issuer.officers[1][0]}\n{issuer.officers[1][1]}",), "right"),
        ]
        return [*lines, *(self._everyone(filed) if self.view.annual else [])]

    def _everyone(self, filed: str) -> list[Block]:
        people = (*self.view.issuer.officers, *((name, "Director") for name in self.view.issuer.directors))
        rows = tuple(Row(f"/s/ {name}", (f"{name}, {title}", filed), kind="text") for name, title in people)
        text = (
            "Pursuant to the requirements of the Securities Exchange Act of 1934, this report has been signed below by "
            "the following persons on behalf of the registrant and in the capacities and on the dates indicated."
        )
        table = Table((Column("Name and Title"), Column("Date")), rows, label_head="Signature", label_width=0.28)
        return [Paragraph((text,)), table]

    def _current(self) -> list[Block]:
        issuer = self.view.issuer
        signed: list[Block] = [
            Heading("SIGNATURE", 1),
            Paragraph(
                (
                    "Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly "
                    "caused this report to be signed on its behalf by the undersigned hereunto duly authorized.",
                )
            ),
            Paragraph((issuer.name,), "right"),
            Paragraph((f"Date: {day(self.filing.filed)}",), "right"),
            Paragraph((f"By: /s/ {issuer.officers[1][0]}\n{issuer.officers[1][0]}\n{issuer.officers[1][1]}",), "right"),
        ]
        blocks: list[Block] = [PageBreak(), *self._section("report"), *signed]
        release = f"release_{self.filing.edition}"
        if self.prose.has(release):
            blocks += [PageBreak(), Paragraph(("Exhibit 99.1",), "right"), Rule(), *self.prose.section(release)]
        return blocks
