"""Filings from EDGAR, whose part a server of ours plays on loopback."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.errors import ConfigurationError, PermanentError, TransientError
from core.settings import load_settings
from core.workspace import open_workspace
from domains.sec_filings.edgar.client import SECONDS_BETWEEN_REQUESTS
from domains.sec_filings.edgar.feed import EdgarOptions, fetch
from ingest.feeds import options_of
from ingest.following import job_events
from ingest.pipeline import Ended, Scope
from tests.conftest import REPOSITORY
from tests.domains.sec_filings.edgar_server import CIK, MODIFIED, TICKER, Edgar, edgar_server

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"
ANNUAL, EVENT, OLD = "0001999001-26-000011", "0001999001-26-000012", "0001999001-19-000001"
PAGE = b"<html><body><p>Nothing to see.</p></body></html>"


@pytest.fixture
def edgar() -> Iterator[Edgar]:
    with edgar_server() as server:
        server.file_filing(OLD, "10-K", "2019-02-20", {"old.htm": PAGE})
        report = min(SAMPLES.glob("*.htm"), key=lambda path: path.stat().st_size).read_bytes()
        server.file_filing(ANNUAL, "10-K", "2026-02-20", {"annual.htm": report})
        server.file_filing(EVENT, "8-K", "2026-03-01", {"event.htm": PAGE, "q4-ex99_1.htm": PAGE, "logo.jpg": b""})
        server.file_filing("0001999001-26-000013", "4", "2026-03-02", {"insider.htm": PAGE})
        yield server


def options(edgar: Edgar, **more: object) -> EdgarOptions:
    asked = {"ticker": [TICKER], "user_agent": "Test test@example.com", "since": "2024-01-01"} | more
    return EdgarOptions.model_validate(asked | {"data_url": edgar.url, "archive_url": edgar.url})


def test_fetches_filings_of_the_forms_and_days_asked_with_the_releases_of_an_8k(edgar: Edgar, tmp_path: Path) -> None:
    brought = [each.path.relative_to(tmp_path).as_posix() for each in fetch(options(edgar), tmp_path)]
    home = f"{CIK:010d}"
    assert sorted(brought) == [
        f"{home}/{ANNUAL}/annual.htm",
        f"{home}/{EVENT}/event.htm",
        f"{home}/{EVENT}/q4-ex99_1.htm",
    ]
    assert edgar.agents == {"Test test@example.com"}
    assert not list(tmp_path.parent.rglob("evil.htm"))


def test_what_is_there_is_not_asked_for_again_and_unchanged_lists_are_not_sent(edgar: Edgar, tmp_path: Path) -> None:
    list(fetch(options(edgar), tmp_path))
    edgar.asked.clear()
    assert list(fetch(options(edgar), tmp_path)) == []
    assert edgar.not_modified == 2 and MODIFIED
    assert not any("Archives" in path for path in edgar.paths())


def test_asks_at_most_ten_times_a_second(edgar: Edgar, tmp_path: Path) -> None:
    list(fetch(options(edgar), tmp_path))
    times = [moment for _, moment in edgar.asked]
    assert len(times) >= 6
    assert (times[-1] - times[0]) / (len(times) - 1) >= SECONDS_BETWEEN_REQUESTS * 0.9


def test_tries_again_where_edgar_is_busy_and_says_so_where_it_stays_so(edgar: Edgar, tmp_path: Path) -> None:
    edgar.faults["/files/company_tickers.json"] = [429, 503]
    assert list(fetch(options(edgar, form=["10-K"]), tmp_path))
    edgar.faults["/files/company_tickers.json"] = [503] * 20
    with pytest.raises(TransientError, match="503"):
        list(fetch(options(edgar), tmp_path / "again"))


def test_an_unknown_ticker_and_a_refusal_say_what_to_do(edgar: Edgar, tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match="NOSUCH") as unknown:
        list(fetch(options(edgar, ticker=["NOSUCH"]), tmp_path))
    assert "CIK" in unknown.value.remedy
    edgar.faults["/files/company_tickers.json"] = [403]
    with pytest.raises(PermanentError, match="403") as refused:
        list(fetch(options(edgar), tmp_path / "again"))
    assert "e-mail" in refused.value.remedy


def test_a_job_fetches_ingests_and_knows_the_day_of_filing(edgar: Edgar, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    asked = options(edgar, form=["10-K"]).model_dump(mode="json")
    *_, last = job_events(settings, Scope(tmp_path / "feeds" / "edgar"), {"feed": "edgar", "options": asked})
    assert isinstance(last, Ended) and (last.job.state, last.job.indexed) == ("succeeded", 1)
    with open_workspace(settings) as workspace:
        (document,) = workspace.store.corpus().documents
    assert document.dated == date(2026, 2, 20) and not document.metadata.filed_at_estimated


def test_options_that_do_not_fit_name_the_option() -> None:
    from domains.sec_filings import DOMAIN

    with pytest.raises(ConfigurationError, match="user_agent"):
        options_of(DOMAIN.feeds["edgar"], "edgar", {"ticker": ["HLSM"], "user_agent": "nobody"}, load_settings())
