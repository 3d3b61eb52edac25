"""Each ablation leaves out its own part, and nothing else of the plan."""

import pytest

from core.types import Boost, Condition, PeriodIntent, Plan, SubQuery
from evals.ablation import ABLATIONS, NoWords

PLAN = Plan(
    question="What was Fablecote's revenue in 2024?",
    search=("revenue",),
    filters=(Condition("company_key", ("fablecote",)),),
    boosts=(Boost("statement:income", 0.3),),
    sub_queries=(SubQuery(search="revenue", boosts=(Boost("mda", 0.3),)),),
    period=PeriodIntent.LATEST,
)


def test_the_whole_is_left_whole() -> None:
    assert ABLATIONS["everything"].plan(PLAN) == PLAN


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("without sub-queries", {"sub_queries"}),
        ("without preferred labels", {"boosts", "sub_queries"}),
        ("without statement awareness", {"boosts", "sub_queries"}),
        ("without filters", {"filters"}),
        ("without recency", {"period"}),
        ("without understanding", {"search", "filters", "boosts", "sub_queries", "period"}),
        ("without BM25", set()),
    ],
)
def test_an_ablation_leaves_out_its_part(name: str, without: set[str]) -> None:
    changed = ABLATIONS[name].plan(PLAN)
    assert {field for field in Plan.__slots__ if getattr(changed, field) != getattr(PLAN, field)} == without


def test_without_bm25_no_term_is_found() -> None:
    assert not NoWords().encode_query("revenue of the year").indices
