"""Real servers on loopback over small stores, and the page as a browser shows it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from core.domain import load_domain
from core.settings import load_settings
from tests.browser.ask_page import AskPage
from tests.conftest import REPOSITORY
from tests.serving import ingest, sample_filings, serving

if TYPE_CHECKING:
    from selenium.webdriver.chromium.webdriver import ChromiumDriver

KEY = "a-long-secret"
FILINGS = ("tvhl-10q-20250930.pdf", "hlsm-8k-20251117.htm")
ARTIFACTS = REPOSITORY / "tests" / "artifacts"


@pytest.fixture(scope="session")
def filings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves one PDF and one HTML filing of the samples."""
    settings = load_settings(domain="domains.sec_filings", data_dir=tmp_path_factory.mktemp("data"))
    ingest(settings, sample_filings(tmp_path_factory.mktemp("filings"), FILINGS))
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves the toy field, in which a release replaces an earlier one, to those who send KEY."""
    settings = load_settings(
        domain="tests.toy_domain", data_dir=tmp_path_factory.mktemp("toy"), server={"api_key": KEY}
    )
    ingest(settings, load_domain(settings.domain).home / "samples")
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(load_settings(domain="tests.toy_domain", data_dir=tmp_path_factory.mktemp("empty"))) as address:
        yield address


@pytest.fixture
def page(browser: "ChromiumDriver") -> Iterator[Callable[..., AskPage]]:
    """Opens the page of a server; afterwards checks that nothing came from elsewhere and the console is clean."""
    opened: list[AskPage] = []

    def open_page(address: str, **options: object) -> AskPage:
        opened.append(AskPage(browser, address, ARTIFACTS))
        opened[-1].open(**options)  # type: ignore[arg-type]
        return opened[-1]

    yield open_page
    for each in opened:
        assert each.foreign_requests() == []
        assert each.complaints() == []
        each.forget()
