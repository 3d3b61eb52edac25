"""Correct answers over the samples stand, and the same with a digit, a unit, a period or a company changed do not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from app.answering.verify.arithmetic import totals
from app.wiring import Application, build
from core.domain import load_domain
from core.settings import load_settings
from ingest.build import ingestion
from ingest.pipeline import Scope
from tests.bench.answers_mutations import Answers
from tests.bench.mutants import KINDS, Mutator

MOST = 15  # drafts of each writer


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    settings = load_settings(domain="domains.sec_filings", data_dir=tmp_path_factory.mktemp("samples"))
    with build(settings) as built:
        list(ingestion(built.workspace).run(Scope(load_domain(settings.domain).home / "samples")))
        yield built


@pytest.fixture(scope="module")
def answers(application: Application) -> Answers:
    return Answers(application, most=MOST)


def test_every_correct_answer_stands(answers: Answers) -> None:
    writers: Counter[str] = Counter()
    for writer, draft, understood in answers.correct():
        writers[writer] += 1
        verdict = answers.verifier.verify(draft, understood)
        assert not verdict.faults, (draft.text, verdict.faults)
    assert set(writers) == {"facts", "extractive", "model"}


def test_what_is_changed_in_a_correct_answer_is_caught(application: Application, answers: Answers) -> None:
    mutator = Mutator(application.workspace.store)
    made: Counter[str] = Counter()
    missed: list[tuple[str, str, str]] = []
    for _, draft, understood in answers.correct():
        for mutant in mutator.mutants(draft, understood):
            made[mutant.kind] += 1
            if not answers.verifier.verify(mutant.draft, understood).faults:
                missed.append((mutant.kind, mutant.where, mutant.draft.text))
    assert set(made) == set(KINDS)
    for kind in KINDS:
        assert sum(one[0] == kind for one in missed) <= 0.01 * made[kind], missed


def test_a_figure_without_its_operands_cited_does_not_stand(answers: Answers) -> None:
    writer, draft, understood = next(answers.correct())
    assert writer == "facts" and draft.computation
    bare = replace(draft, evidence=draft.evidence[:0])
    (fault,) = answers.verifier.verify(bare, understood).faults
    assert fault.check == "citation"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("FY2018: 7 / 9 = 0.7778", True),
        ("FY2018: 7 / 9 = 0.7779", False),
        ("FY2018: (2,605 + 0 + 25,332) / 50,171 = 0.5568", True),
        ("DSO FY2022: 365 x ((100 + 120) / 2) / 1,000 = 40.15", True),
        ("so it is 4.8% (1,577 / 32,765 = 4.8%)", True),
        ("so it is 4.9% (1,577 / 32,765 = 4.9%)", False),
        ("FY2020: 1 / 0 = 3", False),
    ],
)
def test_arithmetic_that_is_shown_is_worked_out(text: str, right: bool) -> None:
    ((_, total),) = totals(text, [Decimal(1577), Decimal(32765)])
    assert (total is not None) is right
