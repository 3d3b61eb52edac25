"""What the sections of the bench measure, on made-up answers; and the unanswerable set over the sample filings."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from app.answering.answer import Status
from app.answering.asking import Asked
from app.wiring import Application, build
from core.settings import load_settings
from domains.sec_filings import DOMAIN
from ingest.build import ingestion
from ingest.pipeline import Scope
from tests.bench.answers_confidence import calibration_error, risk
from tests.bench.fit_evidence import fit
from tests.bench.unanswerable import ANSWERABLE, questions

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    settings = load_settings(data_dir=tmp_path_factory.mktemp("samples"), embedding={"cache": False})
    with build(settings, today=lambda: TODAY) as built:
        list(ingestion(built.workspace).run(Scope(DOMAIN.home / "samples")))
        yield built


def test_of_the_unanswerable_set_all_but_some_missing_items_are_declined_and_of_its_relatives_almost_none(
    application: Application,
) -> None:
    """Over three small companies the bar of 95 % stands at 94 to 96: what is missing is close to what is there."""
    asked = questions(application.workspace.store.corpus())
    answered = Counter(
        each.kind for each in asked if application.answerer.ask(Asked(each.question)).status is Status.ANSWERED
    )
    unanswerable = [each for each in asked if each.kind != ANSWERABLE]
    assert len(unanswerable) >= 100
    assert set(answered) == {ANSWERABLE, "missing_item"}
    assert answered["missing_item"] <= 0.06 * len(unanswerable)
    assert answered[ANSWERABLE] >= 0.9 * (len(asked) - len(unanswerable))


def test_confidence_that_is_right_as_often_as_it_says_has_no_calibration_error() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0)
    assert calibration_error([(0.9, False)]) == pytest.approx(0.9)


def test_risk_counts_the_surest_first() -> None:
    scored = [(0.9, True), (0.8, True), (0.3, False), (0.2, False)]
    assert risk(scored, 0.5) == 0 and risk(scored, 1.0) == 0.5


def test_the_fit_finds_which_way_a_feature_points() -> None:
    weights = fit([{"a": 0.0}, {"a": 1.0}] * 50, [False, True] * 50)
    assert weights["a"] > 1 and weights["constant"] < 0
