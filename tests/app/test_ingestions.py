"""Ingestion over the API, run beside the server, and a second process that finds the store held."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from core.settings import load_settings
from ingest.following import job_events
from ingest.pipeline import Ended, Planned, Scope
from ingest.reading import Finished
from ingest.serving import run_jobs
from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"
PATIENCE = 60.0  # seconds until a job must be over


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One filing that is read, one file that is not."""
    made = tmp_path / "filings"
    made.mkdir()
    shutil.copy(min(SAMPLES.iterdir(), key=lambda path: path.stat().st_size), made)
    (made / "broken.pdf").write_bytes(b"no PDF at all")
    return made


@pytest.fixture
def client(tmp_path: Path, folder: Path) -> Iterator[TestClient]:
    sources = {"filings": {"path": folder}, "pdf": {"path": folder, "patterns": ("*.pdf",)}}
    settings = load_settings(data_dir=tmp_path / "data", ingestion={"sources": sources})
    with TestClient(create_app(settings, beside=run_jobs)) as opened:
        yield opened


def finished(client: TestClient, location: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get(location).json()
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job is still {job['state']}")


def test_a_job_is_accepted_runs_and_names_what_it_could_not_read(client: TestClient) -> None:
    accepted = client.post("/api/v1/ingestions", json={"source": "filings"})
    assert accepted.status_code == 202
    job = finished(client, accepted.headers["location"])
    assert (job["state"], job["indexed"], job["failed"]) == ("failed", 1, 1)
    broken = next(outcome for outcome in job["outcomes"] if outcome["name"] == "broken.pdf")
    assert broken["stage"] == "parse" and broken["reason"] and broken["remedy"]
    assert [letter["name"] for letter in client.get("/api/v1/ingestions/dead-letters").json()["dead_letters"]] == [
        "broken.pdf"
    ]
    assert client.get("/health/ready").json()["documents"] == 1
    listed = client.get("/api/v1/ingestions").json()["jobs"]
    assert [each["id"] for each in listed] == [job["id"]]


def test_the_configured_sources_are_listed(client: TestClient, folder: Path) -> None:
    listed = client.get("/api/v1/ingestions/sources").json()["sources"]
    place = {"path": str(folder), "feed": None, "every_minutes": None}
    assert listed == [{"name": "filings", **place}, {"name": "pdf", **place}]


def test_dead_letters_are_read_again_when_asked(client: TestClient, folder: Path) -> None:
    finished(client, client.post("/api/v1/ingestions", json={"source": "filings"}).headers["location"])
    shutil.copy(min(SAMPLES.glob("*.pdf"), key=lambda path: path.stat().st_size), folder / "broken.pdf")
    (again,) = client.post("/api/v1/ingestions/dead-letters/retry").json()["jobs"]
    assert finished(client, f"/api/v1/ingestions/{again['id']}")["state"] == "succeeded"
    assert client.get("/api/v1/ingestions/dead-letters").json() == {"dead_letters": []}


def test_what_is_not_configured_or_not_there_is_a_problem_that_says_what_to_do(client: TestClient) -> None:
    unknown = client.post("/api/v1/ingestions", json={"source": "elsewhere"})
    assert unknown.status_code == 404 and "filings" in unknown.json()["detail"]
    nowhere = "/api/v1/ingestions/00000000-0000-0000-0000-000000000000"
    assert client.get(nowhere).status_code == client.post(f"{nowhere}/cancel").status_code == 404


def test_another_process_submits_its_job_to_the_server_and_watches_it_there(
    client: TestClient, tmp_path: Path, folder: Path
) -> None:
    settings = load_settings(data_dir=tmp_path / "data")
    planned, *middle, last = job_events(settings, Scope(folder))
    assert planned == Planned(to_read=2, unchanged=0)
    assert sorted((event.entry.name, event.entry.failed) for event in middle if isinstance(event, Finished)) == [
        ("broken.pdf", True),
        (next(path.name for path in folder.iterdir() if path.name != "broken.pdf"), False),
    ]
    assert isinstance(last, Ended) and last.job.state == "failed"
    assert client.get("/health/ready").json()["documents"] == 1


def test_sources_are_read_by_the_clock(tmp_path: Path, folder: Path) -> None:
    source = {"path": folder, "patterns": ("*.pdf",), "every_minutes": 60}
    settings = load_settings(data_dir=tmp_path / "timed", ingestion={"sources": {"filings": source}})
    with TestClient(create_app(settings, beside=run_jobs)) as client:
        deadline = time.monotonic() + PATIENCE
        while not (jobs := client.get("/api/v1/ingestions").json()["jobs"]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(jobs) == 1 and jobs[0]["root"] == str(folder)
        finished(client, f"/api/v1/ingestions/{jobs[0]['id']}")


def test_an_uploaded_document_is_answered_from_until_it_is_deleted(client: TestClient) -> None:
    original = min(SAMPLES.glob("*.pdf"), key=lambda path: path.stat().st_size)
    accepted = client.post("/api/v1/documents", files={"file": ("../../a report.pdf", original.read_bytes())})
    assert accepted.status_code == 202, accepted.text
    job = finished(client, accepted.headers["location"])
    assert (job["state"], job["outcomes"][0]["name"]) == ("succeeded", "a report.pdf")
    document = f"/api/v1/documents/{job['outcomes'][0]['document_id']}"
    assert client.get(f"{document}/pages/1/image").status_code == 200
    assert client.delete(document).status_code == 204
    assert client.get(document).status_code == client.get(f"{document}/pages/1").status_code == 404
    assert client.get("/health/ready").json() == {"status": "empty", "documents": 0, "chunks": 0}


def test_a_deleted_document_stays_out_until_its_content_changes(client: TestClient, folder: Path) -> None:
    job = finished(client, client.post("/api/v1/ingestions", json={"source": "filings"}).headers["location"])
    document = next(each["document_id"] for each in job["outcomes"] if each["document_id"])
    client.delete(f"/api/v1/documents/{document}")
    again = finished(client, client.post("/api/v1/ingestions", json={"source": "filings"}).headers["location"])
    assert again["indexed"] == 0 and client.get("/api/v1/documents").json()["documents"] == []


def test_an_upload_of_another_kind_is_refused_and_a_damaged_one_is_named(client: TestClient) -> None:
    refused = client.post("/api/v1/documents", files={"file": ("notes.exe", b"MZ")})
    assert refused.status_code == 415 and ".pdf" in refused.json()["detail"]
    accepted = client.post("/api/v1/documents", files={"file": ("notes.pdf", b"MZ not a PDF")})
    outcome = finished(client, accepted.headers["location"])["outcomes"][0]
    assert outcome["stage"] == "parse" and "PDF" in outcome["reason"]
