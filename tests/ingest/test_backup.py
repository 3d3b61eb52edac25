"""What is restored is what was backed up, on any database and any index."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.answering.answer import Answer
from app.answering.asking import Asked
from app.wiring import build
from core.errors import PermanentError
from core.settings import load_settings
from core.workspace import Workspace, open_workspace
from ingest.backup import back_up, restore
from ingest.build import ingestion
from ingest.digest import corpus_digest
from ingest.pipeline import Scope
from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"
QUESTION = "What was the company's total revenue in the latest fiscal year?"
TODAY = date(2026, 1, 1)


@contextmanager
def opened(folder: Path, *, database: str | None = None, backend: str = "embedded") -> Iterator[Workspace]:
    settings = load_settings(data_dir=folder, database={"url": database}, index={"backend": backend})
    with open_workspace(settings) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store over two sample filings, and its back-up beside it."""
    made = tmp_path_factory.mktemp("store")
    (made / "filings").mkdir()
    for path in sorted(SAMPLES.iterdir(), key=lambda path: path.stat().st_size)[:2]:
        shutil.copy(path, made / "filings")
    with opened(made / "data") as workspace:
        assert list(ingestion(workspace).run(Scope(made / "filings")))
        back_up(workspace, made / "store.zip")
    return made


@pytest.mark.parametrize("backend", ["embedded", "memory"])
def test_the_digest_and_the_answers_are_those_of_the_original(folder: Path, tmp_path: Path, backend: str) -> None:
    with opened(folder / "data") as workspace:
        digest = corpus_digest(workspace.store, workspace.index)
    with opened(tmp_path, backend=backend) as restored:
        assert restore(restored, folder / "store.zip") == digest
        assert all(restored.originals.find(each.id) for each in restored.store.corpus().documents)
    if backend == "embedded":
        with build(load_settings(data_dir=folder / "data"), today=lambda: TODAY) as before:
            expected = before.answerer.ask(Asked(QUESTION))
        with build(load_settings(data_dir=tmp_path), today=lambda: TODAY) as after:
            found = after.answerer.ask(Asked(QUESTION))
        assert found.answer and (found.answer, found.value, _places(found)) == (
            expected.answer,
            expected.value,
            _places(expected),
        )


def _places(answer: Answer) -> list[tuple[str, int, str]]:
    """Where it is cited; ranks of equals may differ by the order in which they were written."""
    return [(citation.document.id, citation.page, citation.quote) for citation in answer.citations]


def test_a_store_moves_to_postgres(folder: Path, tmp_path: Path, postgres_url: str) -> None:
    with opened(folder / "data") as workspace:
        digest = corpus_digest(workspace.store, workspace.index)
    with opened(tmp_path, database=postgres_url) as restored:
        assert restore(restored, folder / "store.zip") == digest
        plan = ingestion(restored).plan(Scope(folder / "filings"))
        assert not plan.to_read and len(plan.unchanged) == 2


def test_it_goes_only_into_an_empty_store_and_only_once_into_a_file(folder: Path) -> None:
    with opened(folder / "data") as workspace:
        with pytest.raises(PermanentError, match="not empty"):
            restore(workspace, folder / "store.zip")
        with pytest.raises(PermanentError, match="there already"):
            back_up(workspace, folder / "store.zip")


def test_a_file_that_is_not_whole_or_was_changed_is_refused(folder: Path, tmp_path: Path) -> None:
    torn, changed = tmp_path / "torn.zip", tmp_path / "changed.zip"
    with ZipFile(folder / "store.zip") as whole, ZipFile(torn, "w") as first, ZipFile(changed, "w") as second:
        for name in whole.namelist():
            if name != "manifest.json":
                first.writestr(name, whole.read(name))
            content = whole.read(name)
            second.writestr(name, content.replace(b"2024", b"2023") if name == "tables/pages.jsonl" else content)
    with opened(tmp_path / "a") as empty, pytest.raises(PermanentError, match="no whole back-up"):
        restore(empty, torn)
    with opened(tmp_path / "b") as empty, pytest.raises(PermanentError, match="is not what was backed up"):
        restore(empty, changed)
