from dataclasses import replace
from decimal import Decimal

import pytest

from app.answering.confidence import Confidence, features, is_strange, load_weights, stands
from app.answering.draft import Draft
from core.types import Computation, Condition, Hints, Plan, Wanted

PLAN = Plan(question="q", search=("q",))
FIGURE = replace(PLAN, hints=Hints(Wanted.FIGURE))
EXTRACT = Draft("“…” [1]", (), "extractive", signals={"chance": 0.8, "unseen": 0.0, "carried": 0.6})
COMPUTED = Draft("1", (), "facts", computation=Computation(Decimal(1), "USD", "1", (), ()))


@pytest.mark.parametrize("draft", [EXTRACT, COMPUTED, Draft("a", (), "some-model")])
def test_every_answer_has_a_confidence_between_0_and_1(draft: Draft) -> None:
    assert 0 < Confidence().of(draft, PLAN) < 1


def test_every_feature_has_a_weight() -> None:
    weights = load_weights()
    assert set(features(EXTRACT, PLAN)) == set(weights["quoted"]) - {"constant"}
    assert set(features(COMPUTED, PLAN)) == set(weights["computed"]) - {"constant"}


def test_likelier_pages_make_surer_and_words_that_no_page_carries_less_sure() -> None:
    confidence = Confidence()
    likelier = replace(EXTRACT, signals={**EXTRACT.signals, "chance": 0.95})
    stranger = replace(EXTRACT, signals={**EXTRACT.signals, "unseen": 0.5})
    assert confidence.of(stranger, PLAN) < confidence.of(EXTRACT, PLAN) < confidence.of(likelier, PLAN)


def test_a_figure_asked_by_unseen_words_needs_more_confidence_to_stand() -> None:
    strange = replace(EXTRACT, signals={**EXTRACT.signals, "unseen": 0.5})
    assert is_strange(strange, FIGURE) and not is_strange(strange, PLAN)
    assert stands(0.6, strange, PLAN, at_least=0.35)
    assert not stands(0.6, strange, FIGURE, at_least=0.35)


def test_what_one_sentence_of_the_documents_meant_carries_stands_however_unsure() -> None:
    stated = replace(EXTRACT, signals={**EXTRACT.signals, "carried": 1.0})
    narrowed = replace(PLAN, filters=(Condition("document_id", ("a",)),))
    assert stands(0.1, stated, narrowed, at_least=0.35)
    assert not stands(0.1, stated, PLAN, at_least=0.35)
