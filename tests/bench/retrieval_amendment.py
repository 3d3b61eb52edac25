"""Bar 4: the amended figure wins from its filing date; before it, and with it unseen, the original does."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from app.answering.answer import Answer
from app.answering.asking import Asked
from app.wiring import build
from core.settings import load_settings
from domains.sec_filings import DOMAIN
from ingest.build import ingestion
from ingest.pipeline import Scope
from tests.bench.retrieval_bars import Bar

QUESTION = "What was Tarvenhall's cost of revenue in fiscal 2024?"
AMENDED_ON, TODAY = date(2025, 5, 1), date(2026, 11, 24)
COMPANY = "tvhl-*"


def bars() -> Iterator[Bar]:
    with TemporaryDirectory() as folder:
        now, before = answers(Path(folder))
    yield Bar(4, "the amendment is cited, today", _said(now), "10-K/A", is_amended(now))
    yield Bar(4, "the original is cited, as of before", _said(before), "10-K", is_original(before))


def answers(folder: Path) -> tuple[Answer, Answer]:
    """The answers of a store with the sample issuer that amended its annual report: today's, and of the day before."""
    inbox = folder / "in"
    inbox.mkdir()
    for path in (DOMAIN.home / "samples" / "filings").glob(COMPANY):
        (inbox / path.name).write_bytes(path.read_bytes())
    settings = load_settings(domain="domains.sec_filings", data_dir=folder / "data")
    with build(settings, today=lambda: TODAY) as application:
        list(ingestion(application.workspace).run(Scope(inbox)))
        day_before = date.fromordinal(AMENDED_ON.toordinal() - 1)
        ask = application.answerer.ask
        return ask(Asked(QUESTION)), ask(Asked(QUESTION, as_of=day_before))


def is_amended(answer: Answer) -> bool:
    first = answer.citations[0] if answer.citations else None
    return first is not None and first.document.metadata["amendment"] and first.is_current


def is_original(answer: Answer) -> bool:
    first = answer.citations[0] if answer.citations else None
    return first is not None and not first.document.metadata["amendment"] and first.superseded_by is None


def _said(answer: Answer) -> str:
    cited = ", ".join(dict.fromkeys(citation.document.title for citation in answer.citations))
    return f"{answer.answer} [{cited}]"
