"""The checks that a field brings: none are needed, each one's faults reach the answer, a broken one is named."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.answering.answer import Status
from app.answering.asking import Asked, Material
from app.answering.draft import Draft, Evidence
from app.wiring import Application, build
from core.domain import Check, Claim
from core.errors import PermanentError
from core.settings import Settings
from tests.attack.campaign import with_writer


class Writer:
    """Says one sentence about the first passage, as often as it is asked, and keeps what it was told of the faults."""

    name, attempts = "writer", 2

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def generate(self, material: Material) -> Draft:
        self.told.append(material.faults)
        span = material.pages[0].passages[0].chunk.spans[0]
        cited = Evidence(material.pages[0].document, span.page, span.text)
        return Draft(f"New: {span.text} [1]", (cited,), self.name)


@pytest.fixture
def application(toy_settings: Settings) -> Iterator[Application]:
    with build(toy_settings) as built:
        yield built


def with_check(application: Application, check: Check) -> Application:
    workspace = application.workspace
    domain = replace(workspace.domain, checks={"house_style": check})
    return replace(application, workspace=replace(workspace, domain=domain))


def first_question(application: Application) -> str:
    product = application.workspace.store.corpus().documents[0].metadata.product
    return f"What is new in {product}?"


def test_a_field_without_checks_answers(application: Application) -> None:
    assert not application.workspace.domain.checks
    writer = Writer()
    answer = with_writer(application, writer).ask(Asked(first_question(application)))
    assert answer.status is Status.ANSWERED and answer.model == "writer" and writer.told == [()]


def test_the_faults_of_a_check_are_told_to_the_writer_and_shown_in_the_answer(application: Application) -> None:
    def style(claim: Claim[Any, Any]) -> Iterator[str]:
        if claim.prose.startswith("New"):
            yield "An answer does not begin with New: begin otherwise."

    writer = Writer()
    answer = with_writer(with_check(application, style), writer).ask(Asked(first_question(application)))
    assert writer.told == [(), ("An answer does not begin with New: begin otherwise.",)]
    assert {(acted.check, acted.action) for acted in answer.guardrails} == {("house_style", "rejected")}
    assert answer.model != "writer"


def test_a_broken_check_is_named_and_nothing_is_shown(application: Application) -> None:
    def broken(claim: Claim[Any, Any]) -> Iterator[str]:
        raise KeyError("period")
        yield

    answerer = with_writer(with_check(application, broken), Writer())
    with pytest.raises(PermanentError, match=r"The check 'house_style' of the domain 'toy' failed: KeyError"):
        answerer.ask(Asked(first_question(application)))
