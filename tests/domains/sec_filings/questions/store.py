"""A store of companies that do not exist: their filings as the planner sees them."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.domain import Corpus
from core.types import Document
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.metadata.company import company_key

TODAY = date(2024, 6, 1)


def filing(
    company: str,
    form: Form,
    year: int,
    quarter: int | None = None,
    *,
    end: date | None = None,
    filed: date | None = None,
    ticker: str | None = None,
    former: Iterable[str] = (),
    amendment: bool = False,
    cik: str | None = None,
) -> Document[FilingMetadata]:
    """A document whose id says what it is: "brightwater industries 10-K 2021"."""
    end = end or (date(year, 12, 31) if quarter in (None, 4) else date(year, 3 * quarter, 30))
    filed = filed or end + timedelta(days=50 if quarter is None else 30)
    parts = [company_key(company), str(form) + ("/A" if amendment else ""), str(year), f"Q{quarter}" if quarter else ""]
    event = form is Form.CURRENT and quarter is None
    name = " ".join(filter(None, [*parts[:2], end.isoformat()] if event else parts))
    metadata = FilingMetadata(
        company=company,
        company_key=company_key(company),
        form=form,
        amendment=amendment,
        ticker=ticker,
        former_names=tuple(former),
        period_end=end,
        fiscal_year=year,
        fiscal_quarter=quarter,
        filed_at=filed,
        cik=cik,
        items=("8.01",) if event else (),
    )
    return Document(name, f"{name}.pdf", "application/pdf", 100, name, str(form), filed, metadata)


def years(company: str, first: int, last: int, **more: object) -> list[Document[FilingMetadata]]:
    return [filing(company, Form.ANNUAL, year, **more) for year in range(first, last + 1)]  # type: ignore[arg-type]


def fictional_store() -> Corpus[FilingMetadata]:
    brightwater = "Brightwater Industries, Inc."
    harlow = "Harlow & Finch"
    documents = [
        *years(brightwater, 2017, 2022, ticker="BWTR"),
        *(filing(brightwater, Form.QUARTERLY, 2023, quarter, ticker="BWTR") for quarter in (1, 2, 3)),
        filing(brightwater, Form.EARNINGS, 2022, 4, filed=date(2023, 2, 2)),
        filing(brightwater, Form.CURRENT, 2023, end=date(2023, 5, 26), filed=date(2023, 5, 31)),
        *years(harlow, 2020, 2022, ticker="HFX"),
        filing(harlow, Form.EARNINGS, 2023, 2, filed=date(2023, 7, 20)),
        filing(harlow, Form.EARNINGS, 2022, 4, filed=date(2023, 1, 24)),
        filing(harlow, Form.CURRENT, 2023, end=date(2023, 8, 30)),
        *years("Meridian Express Company", 2021, 2022),
        *years("The Quill-Cola Company", 2015, 2019),
        *years("PaxonCo, Inc.", 2021, 2023, ticker="PAX"),
        *years("KLMorgan Vale & Co.", 2022, 2022, ticker="KLM"),
        *(filing("KLMorgan Vale & Co.", Form.QUARTERLY, 2023, quarter) for quarter in (1, 2)),
        *years("Advanced Lattice Devices, Inc.", 2020, 2022, ticker="ALTX"),
        *(
            filing("Best Barrel Co., Inc.", Form.ANNUAL, year, end=date(year + 1, 1, 28), ticker="BBRL")
            for year in range(2019, 2024)
        ),
        filing("Best Barrel Co., Inc.", Form.QUARTERLY, 2024, 2, end=date(2024, 7, 29)),
        *years("Northgate Resorts International", 2018, 2022, ticker="NGT"),
        filing("Northgate Resorts International", Form.QUARTERLY, 2023, 2),
        *years("Hexagon Pay, Inc.", 2016, 2020, cik="0001512999"),
        *years("Beacon, Inc.", 2021, 2022, former=("Hexagon Pay, Inc.",), cik="0001512999"),
        *years("Zephyra.com, Inc.", 2021, 2022),
        *years("Target Harbor Corporation", 2021, 2022),
        *years("Velora Communications Inc.", 2021, 2022, ticker="VC"),
        *(
            filing("Ostrander Mills, Inc.", Form.ANNUAL, year, end=date(year, 5, 31), ticker="OMI")
            for year in range(2019, 2024)
        ),
        filing("Amaranth Packaging plc", Form.CURRENT, 2022, end=date(2022, 7, 1)),
        *(filing("Amaranth Packaging plc", Form.ANNUAL, year, end=date(year, 6, 30)) for year in (2022, 2023)),
    ]
    newest_first = sorted(documents, key=lambda document: document.dated or date.min, reverse=True)
    return Corpus(tuple(newest_first), "fictional")
