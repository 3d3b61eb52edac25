"""Real servers on loopback over small stores, and the page as a browser shows it."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from app.main import create_app
from app.wiring import build
from core.domain import load_domain
from core.settings import Settings, load_settings
from ingest.build import ingestion
from ingest.pipeline import Scope
from tests.browser.ask_page import AskPage
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from selenium.webdriver.chromium.webdriver import ChromiumDriver

TODAY = date(2026, 11, 24)
KEY = "a-long-secret"
FILINGS = ("tvhl-10q-20250930.pdf", "hlsm-8k-20251117.htm")
ARTIFACTS = REPOSITORY / "tests" / "artifacts"


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The address of the application, served from a thread on a free port."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings, today=lambda: TODAY), host="127.0.0.1", port=0, log_level="warning")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def _ingest(settings: Settings, folder: Path) -> None:
    with build(settings) as application:
        list(ingestion(application.workspace).run(Scope(folder)))


@pytest.fixture(scope="session")
def filings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves one PDF and one HTML filing of the samples."""
    folder = tmp_path_factory.mktemp("filings")
    settings = load_settings(domain="domains.sec_filings", data_dir=tmp_path_factory.mktemp("data"))
    samples = load_domain(settings.domain).home / "samples" / "filings"
    for name in FILINGS:
        shutil.copy(samples / name, folder)
    _ingest(settings, folder)
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves the toy field, in which a release replaces an earlier one, to those who send KEY."""
    settings = load_settings(
        domain="tests.toy_domain", data_dir=tmp_path_factory.mktemp("toy"), server={"api_key": KEY}
    )
    _ingest(settings, load_domain(settings.domain).home / "samples")
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
