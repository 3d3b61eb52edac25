"""SEC filings: 10-K, 10-Q, 8-K and earnings releases, as PDF and as EDGAR HTML. The only folder that knows them."""

from pathlib import Path

from core.domain import Domain
from domains.sec_filings.checks import CHECKS
from domains.sec_filings.edgar import EDGAR
from domains.sec_filings.figures.compute import compute, shortfall
from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.metadata.describe import describe
from domains.sec_filings.questions.plan import FilingPlan, plan
from domains.sec_filings.reading import annotate, context, parse, supersedes, title
from domains.sec_filings.source import discover

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
    series=lambda metadata: metadata.company_key,
    supersedes=supersedes,
    feeds={"edgar": EDGAR},
    plan=plan,
    compute=compute,
    shortfall=shortfall,
    checks=CHECKS,
)
