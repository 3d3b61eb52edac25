"""SEC filings: 10-K, 10-Q, 8-K and earnings releases, as PDF and as EDGAR HTML. The only folder that knows them."""

from pathlib import Path

from core.domain import Domain
from domains.sec_filings.compute import compute, shortfall
from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.metadata import describe
from domains.sec_filings.reading import annotate, context, parse, supersedes, title
from domains.sec_filings.source import discover
from domains.sec_filings.understanding import FilingPlan, plan

DOMAIN: Domain[FilingMetadata, FilingPlan] = Domain(
    name="sec_filings",
    metadata=FilingMetadata,
    home=Path(__file__).parent,
    discover=discover,
    parse=parse,
    describe=describe,
    annotate=annotate,
    title=title,
    kind=lambda metadata: str(metadata.form),
    dated=lambda metadata: metadata.filed_at,
    access=lambda metadata: "public",
    context=context,
    supersedes=supersedes,
    plan=plan,
    compute=compute,
    shortfall=shortfall,
)
