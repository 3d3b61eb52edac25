"""The page of ingestion in a real browser, over a server that runs the jobs."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from app.main import create_app
from core.settings import load_settings
from ingest.serving import run_jobs
from tests.browser.ask_page import AskPage
from tests.browser.conftest import FILINGS, KEY
from tests.serving import running, sample_filings

pytestmark = pytest.mark.browser

Open = Callable[..., AskPage]
PDF, HTML = FILINGS
BROKEN = b"%PDF-1.7 that ends too soon"

# Drops one file on the field, as a person would.
DROP = """
const files = new DataTransfer();
files.items.add(new File(["MZ"], "notes.exe"));
document.getElementById("drop").dispatchEvent(
  new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
"""
# Keeps what the bars showed, because a small document is over before one looks.
WATCH = """
window.bars = [];
const look = () => document.querySelectorAll("progress").forEach(
  (bar) => window.bars.push([bar.position, bar.getAttribute("aria-label")]));
const all = { childList: true, subtree: true, attributes: true };
new MutationObserver(look).observe(document.getElementById("jobs"), all);
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return sample_filings(tmp_path / "inbox", FILINGS)


@pytest.fixture
def server(data: Path, source: Path) -> Iterator[str]:
    sources = {"inbox": {"path": source}}
    settings = load_settings(
        domain="domains.sec_filings", data_dir=data, ingestion={"sources": sources, "workers": 1, "max_file_mb": 1}
    )
    with running(create_app(settings, beside=run_jobs)) as address:
        yield address


def test_an_uploaded_document_is_followed_until_it_is_indexed_then_read_and_deleted(
    page: Open, server: str, source: Path
) -> None:
    shown = page(server, path="/ingestion")
    shown.wait("#jobs", "No job yet")
    shown.run(WATCH)
    shown.find("#files").send_keys(str(source / PDF))
    shown.wait("#jobs .state", "done")
    assert "1 of 1 read · 1 indexed · 0 failed" in shown.find("#jobs .counts").text
    assert PDF in str(shown.find("#status").get_attribute("textContent")), "those who listen hear that it is over"
    bars = shown.run("return window.bars")
    assert bars[0] == [-1, f"Progress of {PDF}"], "nothing is known yet"
    assert bars[-1][0] == 1
    shown.find("#jobs .name").send_keys(Keys.ENTER)
    stages = shown.wait("#jobs .legend").text
    assert "parse" in stages and "embed" in stages
    assert shown.box("#jobs .part")["width"] >= 2
    shown.find(".brand").click()
    shown.wait("#document-list button", "Tarvenhall")
    shown.find("#document-list .about button").click()
    shown.answer_dialog(accept=False)
    assert shown.all("#document-list .about button")
    shown.find("#document-list .about button").click()
    shown.answer_dialog(accept=True)
    shown.wait(".empty")


def test_a_broken_file_is_named_with_a_remedy_and_read_again_once_it_is_mended(
    page: Open, server: str, source: Path, data: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(BROKEN)
    shown = page(server, path="/ingestion")
    shown.wait("#dead-letters", "Nothing")
    shown.find("#files").send_keys(str(broken))
    letter = shown.wait("#dead-letters .name", "broken.pdf").find_element("xpath", "../..")
    assert "failed: parse" in letter.text and letter.find_element("css selector", ".reason").text
    assert "What to do:" in letter.find_element("css selector", ".remedy").text
    shown.wait("#jobs .state", "some failed")
    (kept,) = (data / "uploads").rglob("broken.pdf")
    shutil.copy(source / PDF, kept)
    shown.find("#retry").click()
    shown.wait("#dead-letters", "Nothing")
    assert [state.text for state in shown.all("#jobs .state")] == ["done", "done, some failed"]
    assert not shown.find("#retry").is_displayed()


def test_a_configured_source_is_read_when_asked(page: Open, server: str, source: Path) -> None:
    shown = page(server, path="/ingestion")
    assert str(source) in shown.wait("#sources li").text
    shown.find("#sources button").click()
    shown.wait("#jobs .counts", "2 of 2 read · 2 indexed")


def test_a_job_is_cancelled(page: Open, data: Path, source: Path) -> None:
    settings = load_settings(data_dir=data, ingestion={"sources": {"inbox": {"path": source}}})
    with running(create_app(settings)) as address:  # runs no job: it stays in the queue
        shown = page(address, path="/ingestion")
        shown.wait("#sources button").click()
        shown.wait("#jobs li > button", "Cancel").click()
        shown.wait("#jobs .state", "cancelled")
        assert not shown.find("#jobs li > button").is_displayed()


def test_what_is_refused_is_said_in_words(page: Open, server: str, tmp_path: Path) -> None:
    shown = page(server, path="/ingestion")
    shown.wait("#jobs", "No job yet")
    shown.run(DROP)
    assert ".pdf" in shown.wait("[role=alert]").text
    assert [each for each in shown.complaints() if "415" not in each] == []
    large = tmp_path / "large.pdf"
    large.write_bytes(b" " * (1024 * 1024 + 1))
    shown.find("#files").send_keys(str(large))
    assert "max_file_mb" in shown.wait("[role=alert]", "large.pdf").text


def test_a_key_is_asked_for(page: Open, locked: str) -> None:
    shown = page(locked, path="/ingestion")
    for key in ("wrong", KEY):
        shown.wait("#key").send_keys(key, Keys.ENTER)
        shown.wait("#key-note", "did not take") if key == "wrong" else shown.wait("#sources", "None")
    assert not shown.find("#key-form").is_displayed()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(page: Open, server: str, source: Path, scheme: str) -> None:
    (source / "a-file-with-a-rather-long-name-that-was-cut-off-on-its-way-here.pdf").write_bytes(BROKEN)
    for width, height in ((1280, 900), (390, 844)):
        shown = page(server, path="/ingestion", width=width, height=height, scheme=scheme)
        if width > 600:
            shown.wait("#sources button").click()
        shown.wait("#dead-letters .remedy")
        shown.wait("#jobs .state", "some failed")
        shown.find("#jobs .name").click()
        shown.wait("#jobs .legend")
        assert not shown.overflows()
        assert shown.faint_text() == []
        shown.save(f"ingestion-{width}-{scheme}")
        shown.run("document.getElementById('jobs').scrollIntoView()")
        shown.save(f"ingestion-jobs-{width}-{scheme}")
