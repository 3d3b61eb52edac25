"""What makes another key, and what does not."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import pytest

from app.answering.asking import Asked
from app.answering.cache.key import identity, key_of
from core.domain import Corpus
from core.types import Boost, Condition, PeriodIntent, Plan
from domains.sec_filings.filing import Form
from domains.sec_filings.questions.plan import FilingPlan
from tests.app.cache.conftest import understood

PLAN = FilingPlan(question="What is it?", search=("it",), filters=(Condition("form", ("10-K",)),))
CORPUS: Corpus[Any] = Corpus((), "v1")
BASE = understood(PLAN, CORPUS, Asked("What is it?"))


def key(**changes: Any) -> Any:
    recipe, top_k = changes.pop("recipe", "r"), changes.pop("top_k", 10)
    return key_of(replace(BASE, **changes), recipe=recipe, top_k=top_k)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipe": "another prompt"},
        {"top_k": 5},
        {"generation": 1},
        {"corpus": Corpus((), "v2")},
        {"as_of": date(2020, 1, 1)},
        {"asked": Asked("What is it?", access=("public", "internal"))},
        {"asked": Asked("What is it?", explain=True)},
        {"plan": replace(PLAN, period=PeriodIntent.LATEST)},
        {"plan": replace(PLAN, filters=(Condition("form", ("10-Q",)),))},
        {"plan": replace(PLAN, boosts=(Boost("note", 0.1),))},
        {"plan": replace(PLAN, forms=(Form.ANNUAL,))},
        {"plan": replace(PLAN, trailing=3)},
        {"plan": Plan(question="What is it?", search=("it",))},
    ],
)
def test_what_can_change_an_answer_makes_another_family(changes: dict[str, Any]) -> None:
    assert key(**changes).family != key().family and key(**changes).exact != key().exact


def test_every_field_of_a_plan_but_its_words_is_part_of_it() -> None:
    names = {member[0] for member in identity(PLAN)[1:]}
    assert names == {each.name for each in fields(PLAN)} - {"question", "search", "sub_queries", "notes"}


def test_other_words_are_another_question_of_the_same_family() -> None:
    other = key(plan=replace(PLAN, question="Which is it?"))
    assert other.family == key().family and other.exact != key().exact


def test_case_space_and_the_question_mark_are_no_other_words() -> None:
    assert key(plan=replace(PLAN, question=" what  IS it")) == key()


def test_the_order_of_access_labels_makes_no_difference() -> None:
    one, other = (Asked("?", access=labels) for labels in (("a", "b"), ("b", "a")))
    assert key(asked=one) == key(asked=other)


def test_a_text_and_a_number_that_read_alike_are_not_the_same() -> None:
    one, other = (replace(PLAN, filters=(Condition("year", (year,)),)) for year in (2020, "2020"))
    assert key(plan=one) != key(plan=other)


def test_a_plan_that_holds_what_cannot_be_found_again_is_refused() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Odd(Plan):
        handle: object = field(default_factory=object)

    with pytest.raises(TypeError, match="__repr__"):
        identity(Odd(question="?", search=("?",)))
