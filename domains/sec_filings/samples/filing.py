"""What a filing is: its form, its period, its dates, and the view of the books it reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .document import Block, Document, Fact
from .issuer import Issuer, Period, View
from .prose import Builder, Prose


@dataclass(frozen=True)
class Filing:
    """One filing. ``edition`` is its key in the prose; ``periods`` are keys, the current one first."""

    stem: str
    suffix: Literal["pdf", "htm"]
    form: str
    issuer: Issuer
    edition: str
    filed: date
    period_end: date
    year: int
    focus: str
    periods: tuple[str, ...] = ()
    year_to_date: tuple[str, ...] = ()
    balance_dates: tuple[date, ...] = ()
    corrected: bool = True
    look: Literal["rotated", "wide"] = "wide"

    @property
    def file_name(self) -> str:
        """The name of the file that the generator writes."""
        return f"{self.stem}.{self.suffix}"

    @property
    def amendment(self) -> bool:
        """Whether this amends an earlier filing."""
        return self.form.endswith("/A")

    def view(self) -> View:
        """The books as this filing reports them."""
        known = self.issuer.periods

        def named(keys: tuple[str, ...]) -> tuple[Period, ...]:
            return tuple(known[key] for key in keys)

        restated = self.corrected and bool(self.issuer.corrected) and self.year >= 2024
        return View(
            self.issuer, self.issuer.books(self.corrected), named(self.periods), self.year, named(self.year_to_date),
            self.balance_dates, restated, self.form,
        )  # fmt: skip

    def prose(self, builders: dict[str, Builder]) -> Prose:
        """The prose of this filing."""
        return Prose(self.view(), self.edition, builders, self._general())

    def _general(self) -> dict[str, str]:
        """The words that the text common to all issuers refers to."""
        issuer = self.issuer
        people = dict(zip(("ceo", "cfo", "controller"), (name for name, _ in issuer.officers), strict=True))
        words = {
            "company": issuer.short, "name": company(issuer), "ticker": issuer.ticker, "exchange": issuer.exchange,
            "state": issuer.state, "filed": day(self.filed), "period_end": day(self.period_end),
            "year": str(self.year), "last_year": str(self.year - 1), "next_year": str(self.year + 1),
            "unit": issuer.amounts.word, "auditor": issuer.auditor, "auditor_city": issuer.auditor_city,
            "auditor_since": str(issuer.auditor_since), "auditor_id": issuer.auditor_id,
            "income_title": issuer.labels.income_statement.lower(), "owners": issuer.labels.owners,
            "holders_word": issuer.labels.owners[:-1],
        }  # fmt: skip
        return words | people

    def document(self, blocks: tuple[Block, ...], hidden: tuple[Fact, ...]) -> Document:
        """The filing's blocks with what the renderers need to know about the filer."""
        issuer = self.issuer
        name = company(issuer)
        return Document(
            name=self.stem,
            title=f"{name} Form {self.form}",
            short_title=self._short_title(),
            issuer_name=issuer.name,
            cik=issuer.cik,
            prefix=issuer.key,
            namespace=f"{issuer.namespace}/{self.period_end:%Y%m%d}",
            amounts=issuer.amounts,
            blocks=blocks,
            hidden=hidden,
            look=self.look,
            accent=issuer.accent,
            font=issuer.font,
            author=name,
            filed=self.filed,
        )

    def _short_title(self) -> str:
        kind = {"10-K": "Annual Report", "10-Q": "Quarterly Report"}.get(self.form.removesuffix("/A"), "Current Report")
        return f"{self.issuer.short} {kind} on Form {self.form}"


def company(issuer: Issuer) -> str:
    """The registrant's name in title case, as running text has it."""
    small = {"Llc": "LLC"}
    return " ".join(small.get(word, word) for word in issuer.name.title().split())


def day(value: date) -> str:
    """``May 31, 2025``."""
    return f"{value:%B} {value.day}, {value.year}"
