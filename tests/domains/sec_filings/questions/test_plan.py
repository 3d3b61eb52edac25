"""Questions and the plans expected for them: see questions/cases.yaml."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.domain import Corpus
from core.types import PeriodIntent
from domains.sec_filings.questions.plan import FilingPlan, plan
from tests.domains.sec_filings.questions.store import TODAY, fictional_store

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
STORE = fictional_store()


def plan_of(question: str) -> FilingPlan:
    return plan(question, STORE, TODAY, None)


def seen(found: FilingPlan, case: dict[str, Any]) -> dict[str, Any]:
    """The parts of a plan that a case speaks of, in the form in which it writes them."""
    quantity = found.quantity
    labels = {boost.label for boost in found.boosts} | {
        label
        for query in found.sub_queries
        for condition in query.filters
        if condition.name == "labels"
        for label in condition.any_of
    }
    everything = {
        "companies": sorted(found.companies),
        "periods": [str(period) for period in found.periods],
        "intent": found.period.value,
        "documents": sorted(found.documents),
        "includes": sorted(set(found.documents) & set(case.get("includes", ()))),
        "kind": found.kind.value,
        "statements": sorted(found.statements),
        "formula": quantity.formula if quantity else None,
        "operation": quantity.operation.value if quantity else None,
        "result": quantity.unit if quantity else None,
        "unit": found.unit.unit,
        "scale": found.unit.scale,
        "places": found.unit.places,
        "trailing": found.trailing,
        "boosts": sorted(labels & set(case.get("boosts", ()))),
        "decline": found.decline.code if found.decline else None,
        "filters": {c.name: sorted(c.any_of) for c in found.filters if c.name in case.get("filters", {})},
        "note": next((case["note"] for note in found.notes if case.get("note", "\0") in note), None),
        "documents_all": next(iter(found.companies), None) if len(found.documents) > 1 else None,
    }
    return {key: everything[key] for key in case if key != "q"}


def expected(case: dict[str, Any]) -> dict[str, Any]:
    unordered = ("companies", "documents", "includes", "statements", "boosts")
    wanted: dict[str, Any] = {}
    for key, value in case.items():
        wanted[key] = sorted(value) if key in unordered else value
    wanted.pop("q")
    if "filters" in wanted:
        wanted["filters"] = {name: sorted(values) for name, values in case["filters"].items()}
    return wanted


@pytest.mark.parametrize("case", CASES, ids=[case["q"][:90] for case in CASES])
def test_question_is_understood(case: dict[str, Any]) -> None:
    assert seen(plan_of(case["q"]), case) == expected(case)


def test_explicit_year_filters_to_the_filing_of_that_year() -> None:
    found = plan_of("What was Brightwater's revenue in FY2021?")
    conditions = {condition.name: condition.any_of for condition in found.filters}
    assert conditions == {"company_key": ("brightwater industries",), "fiscal_year": (2021,)}
    assert found.period is PeriodIntent.EXPLICIT


def test_filters_by_document_where_fields_would_let_others_through() -> None:
    found = plan_of("What was the gain of HnF as of August 30, 2023?")
    passing = [
        document.id
        for document in STORE.documents
        if all(
            (document.id if condition.name == "document_id" else getattr(document.metadata, condition.name))
            in condition.any_of
            for condition in found.filters
        )
    ]
    assert passing == ["harlow and finch 8-K 2023-08-30"]


def test_names_the_unknown_company_and_what_is_held() -> None:
    decline = plan_of("What was Zendomo's revenue in FY2022?").decline
    assert decline is not None
    assert "Zendomo" in decline.reason
    assert "Amaranth Packaging plc" in decline.reason


def test_names_the_period_that_is_missing_and_those_held() -> None:
    decline = plan_of("What was Quill Cola's net income in FY2023?").decline
    assert decline is not None
    assert "FY2023" in decline.reason
    assert "2015, 2016, 2017, 2018, 2019" in decline.reason


def test_a_known_company_beside_an_unknown_name_is_not_declined() -> None:
    assert plan_of("How does Brightwater's revenue compare to Zendomo's in FY2022?").decline is None


def test_filings_after_as_of_are_not_chosen() -> None:
    found = plan("What are Brightwater's latest net sales?", STORE, TODAY, date(2021, 6, 1))
    assert found.documents[0] == "brightwater industries 10-K 2020"
    assert not [name for name in found.documents if "2021" in name or "2022" in name or "2023" in name]


def test_last_year_is_counted_from_as_of() -> None:
    found = plan("What was Brightwater's revenue last year?", STORE, TODAY, date(2022, 6, 1))
    assert [str(period) for period in found.periods] == ["FY2021"]


def test_search_text_holds_what_is_asked_and_not_how_to_answer() -> None:
    found = plan_of(
        "Assume that you are a public equities analyst. Answer the following question by primarily using information"
        " that is shown in the balance sheet: what is the year end FY2019 net PPNE for Brightwater?"
        " Answer in USD billions."
    )
    assert found.search[0] == "what is the year end net PPNE"
    assert "Property, plant and equipment, net" in found.search[1]


def test_notes_say_what_was_understood() -> None:
    notes = plan_of("What was Brightwater's gross margin in FY2018?").notes
    assert notes[:3] == (
        "Company: Brightwater Industries, Inc.",
        "Period: FY2018 -> 10-K FY2018",
        "Figure: Gross margin",
    )


def test_a_new_version_of_the_store_is_planned_against_anew() -> None:
    old = Corpus(STORE.documents[-3:], "one")
    new = Corpus(STORE.documents, "two")
    question = "What was PaxonCo's revenue in FY2022?"
    assert plan(question, old, TODAY, None).decline is not None
    assert plan(question, new, TODAY, None).decline is None


def test_an_empty_store_declines() -> None:
    found = plan("What was the revenue in FY2022?", Corpus((), "empty"), TODAY, None)
    assert found.decline is not None
    assert found.search


WORDS = (
    "What is was the of for FY2021 2019 - to Q2 'Q Brightwater Harlow & Finch revenue gross margin defined as: ( ) *"
    " / 365 average between and change in U.S. Inc. % , . ? ! first quarter ended June 30, last three years should I"
).split(" ")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=2_000), st.lists(st.sampled_from(WORDS), max_size=400).map(" ".join)),
    st.none() | st.dates(),
)
@example("(" * 5_000, None)
@example("X is defined as: " + "(" * 400 + "revenue" + ")" * 400 + ".", None)
@example("a " * 5_000, None)
@example("A1'" * 3_300, None)
@example("between FY2016 and " * 500, None)
@example("(formerly " * 1_000, None)
@example("FY20" + "19-" * 3_000, None)
@example("Answer the following question " * 330, None)
@example("What is Brightwater's revenue? " * 320, None)
@example("365 * average x between FY2016 and FY2017 / " * 200, None)
@example("\u0130" * 100 + "'s revenue in 2\u0660\u0661\u0669", None)
@example("January 99, 2020 2020-13-45 0/0/2020 FY00 Q1 99", None)
def test_never_raises_and_always_has_something_to_search_with(question: str, as_of: date | None) -> None:
    found = plan(question, STORE, TODAY, as_of)
    assert found.search
    assert found.question == question
