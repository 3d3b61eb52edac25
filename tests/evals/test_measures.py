"""Measures against values worked out by hand."""

import json
import math
from pathlib import Path

import pytest

from core.errors import PermanentError
from evals.answers import is_close
from evals.datasets import Case, financebench
from evals.retrieval import Outcome, hit_rate, mean_reciprocal_rank

CASE = Case("1", "What?", "$1577.00", "metrics", frozenset({("A_2018", 60), ("A_2018", 61)}))


@pytest.mark.parametrize(
    ("value", "expected", "close"),
    [
        (1577.0, "$1577.00", True),
        (8.738, "$8.70", True),
        (381.603, "$382.00", True),
        (0.0096, "0.01", True),
        (-3.7, "-3.7", True),
        (30.8, "30.8%", True),
        (1_234.0, "1,234", True),
        (3.7, "-3.7", False),
        (1577000.0, "$1577.00", False),
        (0.02, "0.01", False),
        (None, "1", False),
        (2.0, "between 1 and 2", False),
        (2.0, "No", False),
    ],
)
def test_a_figure_is_right_within_its_rounding(value: float | None, expected: str, close: bool) -> None:
    assert is_close(value, expected) is close


def test_ranks_are_those_of_the_first_evidence_page_and_document() -> None:
    outcome = Outcome(CASE, (("B_2018", 60), ("A_2018", 3), ("A_2018", 61)))
    assert outcome.page_rank() == 3 and outcome.document_rank() == 2
    assert outcome.id_recall() == 0.5
    assert Outcome(CASE, ()).page_rank() is None


def test_hit_rate_and_reciprocal_rank() -> None:
    ranks = [1, 3, None, 6]
    assert hit_rate(ranks, 1) == 0.25 and hit_rate(ranks, 5) == 0.5 and hit_rate(ranks, 10) == 0.75
    assert mean_reciprocal_rank(ranks) == pytest.approx((1 + 1 / 3 + 1 / 6) / 4)
    assert math.isnan(hit_rate([], 5))


def test_financebench_pages_are_counted_from_one(tmp_path: Path) -> None:
    record = {
        "financebench_id": "x",
        "question": "What?",
        "answer": "1",
        "question_type": "metrics-generated",
        "doc_name": "A_2018",
        "evidence": [{"evidence_page_num": 59}],
    }
    (tmp_path / "financebench_dev.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert financebench(tmp_path).cases[0].evidence == {("A_2018", 60)}


def test_a_folder_without_the_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match=r"financebench\*\.jsonl"):
        financebench(tmp_path)
