"""Facts made by hand, behind the interface through which facts are read."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from core.types import Document, Fact, Period
from domains.sec_filings.catalogue.concepts import load_catalogue
from domains.sec_filings.filing import FilingMetadata


class HandMadeFacts:
    """Implements ``core.domain.Facts`` over a list."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = list(facts)

    def find(
        self, *, documents: Sequence[str], concepts: Sequence[str] = (), statements: Sequence[str] = ()
    ) -> list[Fact]:
        return [
            fact
            for document in documents
            for fact in self._facts
            if fact.document_id == document
            and (not concepts or fact.concept in concepts)
            and (not statements or fact.statement in statements)
        ]


def fact(
    document: Document[FilingMetadata],
    concept: str,
    millions: str | int,
    year: int | None = None,
    *,
    quarter: int | None = None,
    months: int | None = None,
    statement: str | None = "own",
    dimensions: tuple[tuple[str, str], ...] = (),
    unit: str | None = None,
    scale: int = 6,
    label: str | None = None,
    page: int = 50,
) -> Fact:
    """A fact of ``document`` in millions; ``year`` is its own fiscal year where not given, ``months`` 12 or 3."""
    item = load_catalogue().get(concept)
    assert item is not None, concept
    year = year if year is not None else document.metadata.fiscal_year
    assert year is not None
    end = date(year, 12, 31) if quarter in (None, 4) else date(year, 3 * quarter, 30)
    months = months or (12 if quarter is None else 3)
    start = None if item.period == "instant" else end - timedelta(days=round(months * 30.4) - 1)
    return Fact(
        label=label or item.label,
        value=Decimal(millions) * 10**scale,
        unit=unit or item.unit,
        period=Period(end, start, year, quarter),
        page=page,
        concept=concept,
        scale=scale,
        statement=str(item.statement) if statement == "own" else statement,
        dimensions=dimensions,
        quote=f"{item.label} {millions}",
        document_id=document.id,
    )
