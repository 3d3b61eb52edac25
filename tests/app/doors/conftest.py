"""Two real servers on loopback over the same sample filings: one keeps answers, one answers anew each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import load_settings
from tests.serving import ingest, sample_filings, serving

FILINGS = ("tvhl-10q-20250930.pdf", "hlsm-8k-20251117.htm")
KEY = "a-long-secret"


@pytest.fixture(scope="session")
def filings_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    settings = load_settings(domain="domains.sec_filings", data_dir=folder)
    ingest(settings, sample_filings(tmp_path_factory.mktemp("filings"), FILINGS))
    return folder


@pytest.fixture(scope="module", params=["none", "sql"])
def address(request: pytest.FixtureRequest, filings_store: Path) -> Iterator[str]:
    """Where the application answers to those who send KEY."""
    settings = load_settings(
        domain="domains.sec_filings",
        data_dir=filings_store,
        cache={"backend": request.param},
        server={"api_key": KEY},
    )
    with serving(settings) as url:
        yield url
