"""Which tables are the primary statements of a filing."""

from datetime import date

from core.types import Element
from domains.sec_filings.facts.tables import table_facts
from domains.sec_filings.filing import LABEL_PARENT_ONLY, LABEL_REGISTRANT, FilingMetadata, Form, Statement
from domains.sec_filings.statements.content import Content
from domains.sec_filings.statements.find import _Run, _window, find_statements, statement_of
from tests.domains.sec_filings.tables import table, text, title

ANNUAL = FilingMetadata(company="A", company_key="a", form=Form.ANNUAL, period_end=date(2023, 12, 31), fiscal_year=2023)
YEARS = [["(In millions)", "2023", "2022"]]
INCOME = [
    ["Net sales", "100", "90"],
    ["Cost of sales", "60", "50"],
    ["Selling, general and administrative expenses", "20", "20"],
    ["Operating income", "20", "20"],
    ["Income before income taxes", "18", "18"],
    ["Provision for income taxes", "4", "4"],
    ["Net income", "14", "14"],
    ["Diluted earnings per share", "$ 1.40", "$ 1.40"],
]
ASSETS = [
    ["Cash and cash equivalents", "10", "10"],
    ["Accounts receivable, net", "20", "20"],
    ["Total current assets", "30", "30"],
    ["Property, plant and equipment, net", "40", "40"],
    ["Goodwill", "30", "30"],
    ["Total assets", "100", "100"],
]
CLAIMS = [
    ["Accounts payable", "20", "20"],
    ["Total current liabilities", "20", "20"],
    ["Long-term debt", "30", "30"],
    ["Retained earnings", "50", "50"],
    ["Total stockholders’ equity", "50", "50"],
    ["Total liabilities and stockholders’ equity", "100", "100"],
]
CASH = [
    ["Net income", "14", "14"],
    ["Depreciation and amortization", "5", "5"],
    ["Net cash provided by operating activities", "20", "20"],
    ["Purchases of property and equipment", "(8)", "(8)"],
    ["Net cash used in investing activities", "(8)", "(8)"],
    ["Dividends paid", "(5)", "(5)"],
    ["Net cash used in financing activities", "(5)", "(5)"],
    ["Net increase in cash", "7", "7"],
    ["Cash and cash equivalents at end of year", "10", "3"],
]


def labelled(elements: list[Element], metadata: FilingMetadata = ANNUAL) -> list[tuple[int, Statement | None]]:
    """Page and statement of every table."""
    found = find_statements(elements, metadata)
    return [(element.page, statement_of(element)) for element in found if element.table]


def statements_from(page: int) -> list[Element]:
    return [
        title("Consolidated Statements of Income", page=page),
        table(YEARS, INCOME, page=page),
        title("CONSOLIDATED BALANCE SHEETS", page=page + 1),
        table(YEARS, [*ASSETS, *CLAIMS], page=page + 1),
        title("Consolidated Statements of Cash Flows", page=page + 2),
        table(YEARS, CASH, page=page + 2),
    ]


def test_labels_the_primary_statements_and_their_titles() -> None:
    found = find_statements(statements_from(50), ANNUAL)

    assert [statement_of(element) for element in found] == [
        Statement.INCOME, Statement.INCOME,
        Statement.BALANCE_SHEET, Statement.BALANCE_SHEET,
        Statement.CASH_FLOW, Statement.CASH_FLOW,
    ]  # fmt: skip


def test_prefers_the_statement_to_a_discussion_of_it() -> None:
    discussion = [
        title("Results of Operations", page=20),
        table([["", "2023", "2022", "% Change"]], [[*row, "3 %"] for row in INCOME], page=20),
        title("Selected Financial Data", page=18),
        table(YEARS, [*INCOME[:1], *INCOME[6:], *ASSETS[-1:]], page=18),
    ]

    found = labelled([*discussion, *statements_from(50)])

    assert [page for page, statement in found if statement is Statement.INCOME] == [50]


def test_joins_a_statement_that_runs_over_two_pages() -> None:
    elements = [
        title("Consolidated Balance Sheets", page=50),
        table(YEARS, ASSETS, page=50),
        title("Consolidated Balance Sheets (continued)", page=51),
        table(YEARS, CLAIMS, page=51),
    ]

    assert labelled(elements) == [(50, Statement.BALANCE_SHEET), (51, Statement.BALANCE_SHEET)]


def test_keeps_the_parent_company_apart() -> None:
    parent = [
        title("Schedule I: Condensed Financial Information of the Registrant (Parent Company Only)", page=90),
        title("Condensed Balance Sheets", page=90),
        table(YEARS, [*ASSETS, *CLAIMS], page=90),
    ]

    found = find_statements([*statements_from(50), *parent], ANNUAL)

    assert found[-1].labels == (LABEL_PARENT_ONLY,)


def test_an_affiliate_whose_statements_are_appended_is_not_the_registrant() -> None:
    affiliate = statements_from(150)
    registrant = statements_from(50)
    registrant[1] = table(YEARS, [["", "100", "90"], *INCOME[1:]], page=50)

    found = labelled([*registrant, text("Exhibit", page=149), *affiliate])

    assert [page for page, statement in found if statement is not None] == [50, 51, 52]


def test_a_release_may_print_a_quarter_and_a_year_apart() -> None:
    release = ANNUAL.model_copy(update={"form": Form.EARNINGS, "fiscal_quarter": 4})
    elements = [
        title("Consolidated Statements of Income", page=5),
        text("Three months ended December 31", page=5),
        table(YEARS, INCOME, page=5),
        title("Consolidated Statements of Income", page=6),
        text("Twelve months ended December 31", page=6),
        table(YEARS, INCOME, page=6),
    ]

    assert labelled(elements, release) == [(5, Statement.INCOME), (6, Statement.INCOME)]


def test_a_table_of_segments_is_labelled_as_such() -> None:
    elements = [
        text("Revenue by segment was as follows:"),
        table(YEARS, [["Consumer", "40", "30"], ["Industrial", "60", "60"], ["Total", "100", "90"]]),
    ]

    assert labelled(elements) == [(1, Statement.SEGMENTS)]


def test_other_tables_are_left_alone() -> None:
    elements = [title("Note 5. Leases"), table(YEARS, [["2024", "5", "5"], ["2025", "4", "4"], ["Total", "9", "9"]])]

    assert labelled(elements) == [(1, None)]


def test_pages_that_begin_at_a_discussion_give_way_to_those_of_the_statements() -> None:
    def run(page: int, score: float) -> _Run:
        return _Run(Content(Statement.CASH_FLOW, frozenset(), 0), (page,), page, score, None)

    candidates = {
        Statement.CASH_FLOW: [run(46, 5.0), run(60, 10.5)],
        Statement.INCOME: [run(56, 10.0)],
        Statement.BALANCE_SHEET: [run(58, 10.0)],
        Statement.EQUITY: [run(59, 10.0)],
        Statement.COMPREHENSIVE_INCOME: [run(57, 10.0)],
    }
    assert 60 in _window(candidates) and 46 not in _window(candidates)


def test_a_sentence_that_mentions_a_segment_does_not_make_the_table_below_it_one_of_segments() -> None:
    goodwill = table(YEARS, [["Trade name", "8", "8"], ["Customer list", "4", "4"], ["Total", "12", "12"]])

    assert labelled([text("Goodwill belongs to the Stores segment and was not impaired."), goodwill]) == [(1, None)]
    assert labelled([text("Sales by segment were as follows."), goodwill]) == [(1, Statement.SEGMENTS)]


COMBINED = ANNUAL.model_copy(
    update={
        "company": "Prairie Energy Holdings Inc.",
        "company_key": "prairie energy holdings",
        "co_registrants": ("Prairie Energy Holdings Power LLC", "Lakeshore Edison Company"),
    }
)


def registrants(elements: list[Element]) -> list[tuple[int, str | None]]:
    """Page of every statement and whose it is."""
    found: list[tuple[int, str | None]] = []
    for element in find_statements(elements, COMBINED):
        names = [label.removeprefix(LABEL_REGISTRANT) for label in element.labels if label.startswith(LABEL_REGISTRANT)]
        if element.table and statement_of(element):
            found.append((element.page, names[0] if names else None))
    return found


def with_names(name: str, page: int) -> list[Element]:
    """The statements of one registrant, its name over each of them."""
    found: list[Element] = []
    for element in statements_from(page):
        found += [title(name, page=element.page), element] if element.table is None else [element]
    return found


def test_each_registrant_of_a_combined_filing_has_statements_of_its_own() -> None:
    parent = with_names("PRAIRIE ENERGY HOLDINGS INC. AND SUBSIDIARIES", 50)
    power = with_names("Prairie Energy Holdings Power LLC", 60)
    edison = with_names("Lakeshore Edison Company", 70)
    found = registrants([*parent, *power, *edison])
    owners = dict.fromkeys(name for _, name in found)
    assert list(owners) == [None, "Prairie Energy Holdings Power LLC", "Lakeshore Edison Company"]
    assert all(name is None for page, name in found if page < 60)
    assert all(name == "Lakeshore Edison Company" for page, name in found if page >= 70)


def test_figures_of_a_subsidiary_carry_its_name_and_those_of_the_parent_none() -> None:
    elements = [*with_names("Prairie Energy Holdings Inc.", 50), *with_names("Lakeshore Edison Company", 70)]
    facts = table_facts(find_statements(elements, COMBINED), COMBINED)
    assert facts and {fact.dimensions for fact in facts if fact.page < 70} == {()}
    assert {dict(fact.dimensions)["registrant"] for fact in facts if fact.page >= 70} == {"Lakeshore Edison Company"}
    named = [{fact.concept for fact in facts if (fact.page >= 70) is later} for later in (False, True)]
    assert named[0] == named[1] and "total_assets" in named[0]


def test_a_line_that_names_every_registrant_tells_nothing() -> None:
    both = "Prairie Energy Holdings Inc. and Lakeshore Edison Company"
    assert {name for _, name in registrants(with_names(both, 50))} == {None}
