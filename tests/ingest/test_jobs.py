"""Jobs and the ledger on SQLite and on Postgres: who may run what, and what is remembered."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.ledger import INDEXED, Entry, Jobs, JobState, Ledger
from core.ledger.jobs import LEASE, jobs, owner_name
from core.store import connect


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    url = f"sqlite:///{tmp_path}/jobs.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = connect(url)
    yield engine
    engine.dispose()


def silence(database: sa.Engine, job_id: str) -> None:
    """Makes a running job one that has not beaten for longer than its lease, on another machine."""
    long_ago = datetime.now(UTC) - LEASE - timedelta(seconds=1)
    with database.begin() as connection:
        connection.execute(jobs.update().where(jobs.c.id == job_id).values(beaten_at=long_ago, owner="elsewhere:1"))


def test_a_job_is_claimed_once_however_many_ask(database: sa.Engine) -> None:
    asked = [Jobs(database).submit(f"/filings/{number}") for number in range(6)]
    with ThreadPoolExecutor(8) as pool:
        claimed = [job.id for job in pool.map(lambda n: Jobs(database).claim(owner_name()), range(12)) if job]
    assert sorted(claimed) == sorted(job.id for job in asked)


def test_a_job_waits_while_one_over_the_same_source_runs(database: sa.Engine) -> None:
    queue = Jobs(database)
    first, inside, beside = (queue.submit(root) for root in ("/filings", "/filings/2023", "/filings-old"))
    running = queue.claim(owner_name())
    assert running and running.id == first.id
    assert queue.claim(owner_name(), job_id=inside.id) is None
    assert queue.claim(owner_name(), job_id=beside.id) is not None
    queue.finish(running, JobState.SUCCEEDED)
    assert queue.claim(owner_name(), job_id=inside.id) is not None


def test_asking_twice_for_the_same_is_one_job_until_it_has_begun(database: sa.Engine) -> None:
    queue = Jobs(database)
    first = queue.submit("/filings", patterns=["*.pdf"])
    assert queue.submit("/filings", patterns=["*.pdf"]).id == first.id
    assert queue.submit("/filings").id != first.id
    queue.claim(owner_name(), job_id=first.id)
    assert queue.submit("/filings", patterns=["*.pdf"]).id != first.id


def test_a_job_whose_process_is_dead_goes_back_into_the_queue(database: sa.Engine) -> None:
    queue = Jobs(database)
    job = queue.submit("/filings")
    assert queue.claim(f"{owner_name().rpartition(':')[0]}:999999999")
    taken = queue.claim(owner_name())
    assert taken and taken.id == job.id and taken.owner == owner_name()


def test_a_job_that_no_longer_beats_is_taken_back_and_its_owner_is_told(database: sa.Engine) -> None:
    queue = Jobs(database)
    queue.submit("/filings")
    lost = queue.claim("elsewhere:1")
    assert lost and queue.beat(lost)
    silence(database, lost.id)
    assert queue.claim(owner_name())
    assert not queue.beat(lost)


def test_cancelling_stops_a_queued_job_at_once_and_a_running_one_when_it_beats(database: sa.Engine) -> None:
    queue = Jobs(database)
    running, waiting = queue.submit("/a"), queue.submit("/b")
    claimed = queue.claim(owner_name())
    assert claimed and claimed.id == running.id
    cancelled = queue.cancel(waiting.id)
    assert cancelled and cancelled.state is JobState.CANCELLED
    assert queue.beat(claimed)
    queue.cancel(running.id)
    assert not queue.beat(claimed)
    assert queue.cancel("00000000-0000-0000-0000-000000000000") is None


def test_the_ledger_remembers_the_last_outcome_of_each_source_with_its_time(database: sa.Engine) -> None:
    ledger = Ledger(database)
    failed = Entry("/f/a.pdf", "r", "parse", reason="It is damaged.", remedy="Fetch it again.", job_id="j")
    read = Entry("/f/a.pdf", "r", INDEXED, sha256="0" * 64, document_id="d", seconds={"parse": 1.5}, job_id="k")
    ledger.record(failed)
    assert ledger.dead_letters() == [failed]
    ledger.record(read)
    assert ledger.dead_letters() == [] and ledger.below("/f") == {"/f/a.pdf": read}
    assert ledger.of_job("k") == [read] and ledger.counts() == {INDEXED: 1}
    assert ledger.below("/f/a") == {} and ledger.below("/") == {"/f/a.pdf": read}
