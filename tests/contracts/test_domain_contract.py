"""What every field owes the rest. A fork adds its own to DOMAINS; passing here tells it that it is done."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.answering.answer import Status
from app.answering.asking import Asked
from app.answering.examples import example_questions
from app.answering.verify import is_on_page
from app.wiring import Application, build
from core.domain import Corpus, Domain, load_domain
from core.errors import GroundworkError
from core.settings import Settings, load_settings
from core.types import ElementKind, Metadata, Parsed, Source
from ingest.build import ingestion
from ingest.pipeline import Planned, Retired, Scope
from ingest.reading import Finished

DOMAINS = ("domains.sec_filings", "tests.toy_domain")
TODAY = date(2026, 11, 24)


@pytest.fixture(params=DOMAINS, scope="module")
def module(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def domain(module: str) -> Domain[Any, Any]:
    return load_domain(module)


@cache
def understood(name: str) -> tuple[tuple[Source, Parsed, Metadata], ...]:
    """Every sample of the field, read once."""
    field = load_domain(name)
    read = []
    for source in field.discover(field.home / "samples"):
        parsed = field.parse(source)
        metadata = field.describe(parsed)
        read.append((source, field.annotate(parsed, metadata) if field.annotate else parsed, metadata))
    return tuple(read)


@pytest.fixture(scope="module")
def samples(module: str) -> tuple[tuple[Source, Parsed, Metadata], ...]:
    return understood(module)


def test_samples_are_found_and_hold_text(samples: tuple[tuple[Source, Parsed, Metadata], ...]) -> None:
    assert samples
    for source, parsed, _ in samples:
        assert parsed.pages, source.name
        assert any(element.kind is not ElementKind.FURNITURE for element in parsed.elements), source.name


def test_every_span_stands_on_its_page(samples: tuple[tuple[Source, Parsed, Metadata], ...]) -> None:
    for source, parsed, _ in samples:
        pages = {page.number: page for page in parsed.pages}
        for element in parsed.elements:
            for span in element.spans:
                assert is_on_page(span.text, pages[span.page]), (source.name, span)


def test_every_fact_is_quoted_from_its_page(samples: tuple[tuple[Source, Parsed, Metadata], ...]) -> None:
    for source, parsed, _ in samples:
        pages = {page.number: page for page in parsed.pages}
        for fact in parsed.facts:
            assert not fact.quote or is_on_page(fact.quote, pages[fact.page]), (source.name, fact)


def test_tables_are_rectangular(samples: tuple[tuple[Source, Parsed, Metadata], ...]) -> None:
    for source, parsed, _ in samples:
        for element in parsed.elements:
            if element.table:
                assert len({len(row.cells) for row in element.table.rows}) == 1, (source.name, element.text[:80])


def test_metadata_is_of_the_declared_class_and_survives_json(
    domain: Domain[Any, Any], samples: tuple[tuple[Source, Parsed, Metadata], ...]
) -> None:
    for source, _, metadata in samples:
        assert type(metadata) is domain.metadata, source.name
        assert domain.metadata.model_validate_json(metadata.model_dump_json()) == metadata
        assert domain.title(metadata) and domain.kind(metadata) and domain.access(metadata)
        dated = domain.dated(metadata)
        assert dated is None or not isinstance(dated, datetime), "dated is a day, without a time"


def test_context_names_the_document_on_one_line(
    domain: Domain[Any, Any], samples: tuple[tuple[Source, Parsed, Metadata], ...]
) -> None:
    for _, _, metadata in samples:
        header = domain.context(metadata, ("Part", "Section"), ())
        assert header and "\n" not in header


def test_nothing_supersedes_itself(
    domain: Domain[Any, Any], samples: tuple[tuple[Source, Parsed, Metadata], ...]
) -> None:
    assert not any(domain.supersedes(metadata, metadata) for _, _, metadata in samples)


def test_a_plan_of_an_empty_store_either_searches_or_declines(domain: Domain[Any, Any]) -> None:
    plan = domain.plan("What was revenue in 2024?", Corpus((), "0"), TODAY, None)
    assert plan.decline or plan.search


def test_a_path_without_a_file_is_an_error_with_a_remedy_or_nothing(domain: Domain[Any, Any], tmp_path: Path) -> None:
    try:
        assert list(domain.discover(tmp_path)) == []
    except GroundworkError as error:
        assert error.remedy


def settings_for(domain: str, data_dir: Path) -> Settings:
    return load_settings(domain=domain, data_dir=data_dir, embedding={"cache": False})


@pytest.fixture(scope="module")
def application(
    module: str, domain: Domain[Any, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Application]:
    """The field's samples, ingested for real, and the application over them."""
    with build(settings_for(module, tmp_path_factory.mktemp("data")), today=lambda: TODAY) as built:
        events = list(ingestion(built.workspace).run(Scope(domain.home / "samples")))
        assert all(not event.entry.failed for event in events if isinstance(event, Finished)), events
        yield built


def test_examples_are_answered_with_verbatim_quotes_and_the_last_is_declined(
    application: Application, domain: Domain[Any, Any]
) -> None:
    *answerable, unanswerable = example_questions(domain.home)
    for question in answerable:
        answer = application.answerer.ask(Asked(question))
        assert answer.status is Status.ANSWERED, (question, answer.abstain_reason)
        for citation in answer.citations:
            page = application.workspace.store.page(citation.document.id, citation.page)
            assert is_on_page(citation.quote, page)
    declined = application.answerer.ask(Asked(unanswerable))
    assert declined.status is Status.ABSTAINED and declined.abstain_reason and not declined.citations


def test_every_check_passes_the_examples(application: Application, domain: Domain[Any, Any]) -> None:
    for question in example_questions(domain.home)[:-1]:
        answer = application.answerer.ask(Asked(question))
        assert not [acted for acted in answer.guardrails if acted.action == "rejected"], question


def test_nothing_dated_after_as_of_is_found_or_cited(application: Application, domain: Domain[Any, Any]) -> None:
    days = sorted({document.dated for document in application.workspace.store.corpus().documents if document.dated})
    for day in days:
        for question in example_questions(domain.home):
            asked = Asked(question, as_of=day, explain=True)
            answer = application.answerer.ask(asked)
            shown = [citation.document for citation in answer.citations]
            shown += [hit.document for hit in (answer.explanation.hits if answer.explanation else [])]
            assert all(document.dated is None or document.dated <= day for document in shown)


def test_a_second_run_reads_nothing_and_a_vanished_source_is_retired(
    module: str, domain: Domain[Any, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for source in list(domain.discover(domain.home / "samples"))[:2]:
        (folder / source.name).write_bytes(source.path.read_bytes())
    with build(settings_for(module, tmp_path / "data")) as built:
        job = ingestion(built.workspace)
        list(job.run(Scope(folder)))
        assert list(job.run(Scope(folder))) == [Planned(to_read=0, unchanged=2)]
        gone = sorted(folder.iterdir())[0]
        gone.unlink()
        assert Retired(str(gone)) in list(job.run(Scope(folder)))
        assert gone.name not in {document.source for document in built.workspace.store.corpus().documents}
