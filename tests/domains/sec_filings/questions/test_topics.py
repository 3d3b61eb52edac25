"""Which searches of their own a question needs, beside that for its own words."""

import pytest

from core.types import SubQuery
from domains.sec_filings.catalogue.metrics import load_metrics
from domains.sec_filings.filing import Statement
from domains.sec_filings.questions.plan import FilingPlan, plan
from domains.sec_filings.questions.topics import MAX_SUB_QUERIES, load_topics
from tests.domains.sec_filings.questions.store import TODAY, fictional_store

STORE = fictional_store()


def plan_of(question: str) -> FilingPlan:
    return plan(question, STORE, TODAY, None)


def values(query: SubQuery, name: str) -> set[str]:
    return {str(value) for condition in query.filters if condition.name == name for value in condition.any_of}


def places(question: str) -> set[str]:
    return {label for query in plan_of(question).sub_queries for label in values(query, "labels")}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Is Brightwater capital intensive, FY2021?", {"statement:cash_flow", "statement:balance_sheet"}),
        ("Would you call Harlow & Finch asset-light in FY2022?", {"statement:cash_flow", "statement:balance_sheet"}),
        ("Is Brightwater's liquidity sound at the end of FY2021?", {"statement:balance_sheet", "mda"}),
        ("Can Velora comfortably cover its interest in FY2022?", {"statement:income", "mda"}),
        ("Why did Brightwater's gross margin fall in FY2021?", {"mda", "press_release"}),
        ("Does Brightwater depend on a single customer in FY2021?", {"note", "item:1"}),
        ("Did Meridian Express have a class action against it in 2022?", {"note"}),
    ],
)  # fmt: skip
def test_a_judgement_is_looked_up_where_its_line_items_stand(question: str, wanted: set[str]) -> None:
    assert wanted <= places(question)


def test_a_judgement_weighs_its_line_items_more_than_its_own_words() -> None:
    assert all(query.weight > 1 for query in plan_of("Is Brightwater capital intensive as of FY2021?").sub_queries)


def test_a_figure_that_a_statement_prints_keeps_its_statement_first() -> None:
    found = plan_of("What was Brightwater's gross margin in FY2021?")
    assert "statement:income" in {boost.label for boost in found.boosts}
    assert all(query.weight < 1 for query in found.sub_queries)


def test_a_line_item_that_is_mentioned_is_looked_up_on_its_statement() -> None:
    (found,) = plan_of("Which plant drove research and development up most at Brightwater, FY2021?").sub_queries
    assert values(found, "labels") == {"statement:income"}


def test_a_question_of_no_known_topic_needs_one_search() -> None:
    assert plan_of("What did Brightwater say about its zeppelin hangar in FY2021?").sub_queries == ()


def test_each_of_several_companies_is_searched_for_itself() -> None:
    found = plan_of("Compare the research and development expense of Brightwater and Harlow & Finch in FY2021.")
    first, second = found.sub_queries[:2]
    assert (values(first, "company_key"), values(second, "company_key")) == tuple({key} for key in found.companies)
    assert {boost.label for boost in first.boosts} == {"statement:income"}


def test_each_filing_of_the_year_asked_has_a_search_of_its_own() -> None:
    found = plan_of("What did Brightwater say about its zeppelin hangar in FY2022?")
    assert len(found.documents) > 1
    assert [values(query, "document_id") for query in found.sub_queries] == [{name} for name in found.documents[1:]]


def test_searches_are_bounded() -> None:
    everything = " ".join(name for topic in load_topics().topics for name in (topic.search,) if name)
    assert (
        len(plan_of(f"What of {everything} dividends, acquisitions, segments at Brightwater?").sub_queries)
        <= MAX_SUB_QUERIES
    )


def test_the_catalogue_of_topics_names_only_what_exists() -> None:
    topics, metrics = load_topics(), load_metrics()
    known = {f"statement:{statement}" for statement in Statement} | {"mda", "note", "cover", "press_release"}
    labels = {label for topic in topics.topics for look in topic.looks for label in look.labels}
    assert all(label in known or label.startswith("item:") for label in labels)
    assert all(metrics.get(name) or metrics.catalogue.get(name) for name in topics.drivers)
    assert all(topic.search or topic.looks for topic in topics.topics)
