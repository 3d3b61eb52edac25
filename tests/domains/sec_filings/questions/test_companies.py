"""Names of companies, as people shorten and misspell them."""

import pytest

from domains.sec_filings.catalogue.metrics import load_metrics
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.metadata.company import company_key
from domains.sec_filings.questions.companies import CompanyIndex, index_companies
from domains.sec_filings.questions.words import known_words


def store(*names: str, **tickers: str) -> CompanyIndex:
    filings = [FilingMetadata(company=name, company_key=company_key(name), form=Form.ANNUAL) for name in names]
    filings += [
        FilingMetadata(company=name, company_key=company_key(name), form=Form.ANNUAL, ticker=ticker)
        for ticker, name in tickers.items()
    ]
    return index_companies(filings, known_words(), load_metrics().is_term)


def found(index: CompanyIndex, question: str) -> list[str]:
    return [mention.company for mention in index.find(question)]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Zephyra.com, Inc.", "Zephyra"),
        ("Zephyra.com, Inc.", "Zephyra.com, Inc.'s"),
        ("The Quill-Cola Company", "Quill Cola"),
        ("The Quill-Cola Company", "quill-cola's"),
        ("Harlow & Finch", "Harlow and Finch"),
        ("Harlow & Finch", "H&F's"),
        ("Harlow & Finch", "HnF"),
        ("Harlow & Finch", "HNF"),
        ("Varden Communications Inc.", "Varden's"),
        ("MGX Resorts International", "MGX"),
        ("MGX Resorts International", "MGX Resorts'"),
        ("Meridian Express Company", "MeEx"),
        ("Advanced Lattice Devices, Inc.", "ALD"),
        ("United Freight Service, Inc.", "UFS"),
        ("Bank of Arlen Corporation", "BofA"),
        ("KLMorgan Vale & Co.", "KLM"),
        ("KLMorgan Vale & Co.", "KL Morgan"),
        ("PaxonCo, Inc.", "Paxon"),
        ("The Walt Dirsney Company", "Dirsney"),
        ("McAllister's Corporation", "McAllisters'"),
        ("eGavel Inc.", "eGavel"),
        ("Best Barrel Co., Inc.", "BestBarrel"),
        ("Amaranth plc", "AMARANTH"),
        ("Amaranth plc", "Amarantth"),
        ("Citycorp Société Générale SA", "Citycorp Societe Generale"),
    ],
)
def test_a_company_is_found_by_what_people_write(name: str, written: str) -> None:
    index = store(name, "Ostrander Mills, Inc.")
    assert found(index, f"What was {written} revenue in 2021?") == [company_key(name)]


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("Target Corporation", "What is the target revenue for 2021?"),
        ("Block, Inc.", "Which building block of the strategy matters?"),
        ("United Freight Service, Inc.", "What were the sales in the United States?"),
        ("General Widgets Company", "What is the general trend?"),
        ("Capital Express Inc.", "What was capex in 2021?"),
        ("Advanced Micro Lattice, Inc.", "What advanced products are there?"),
        ("Royal Omaha Assurance", "What was the ROA in 2021?"),
    ],
)
def test_ordinary_words_and_terms_are_no_company(name: str, question: str) -> None:
    assert found(store(name), question) == []


@pytest.mark.parametrize("question", ["What was Target's revenue?", "what was target's revenue?", "revenue of target"])
def test_a_name_that_is_an_ordinary_word_is_found_where_a_name_stands(question: str) -> None:
    assert found(store("Target Corporation"), question) == ["target"]


def test_tickers_count_in_capitals_and_not_as_words() -> None:
    index = store(BWTR="Brightwater Industries, Inc.", ALL="Allmark Corporation")
    assert found(index, "What was the revenue of BWTR?") == ["brightwater industries"]
    assert found(index, "What was the revenue of bwtr?") == []
    assert found(index, "What was the revenue of ALL segments?") == []


def test_a_short_name_shared_by_two_companies_means_neither() -> None:
    index = store("Johnsen & Johnsen", "Johnsen Controls plc")
    assert found(index, "What was Johnsen's revenue?") == []
    assert found(index, "What was Johnsen Controls' revenue?") == ["johnsen controls"]


def test_several_companies_are_found_in_their_order() -> None:
    index = store("Velora Communications Inc.", "Brightwater Industries, Inc.")
    assert found(index, "Compare Brightwater's margin with Velora's.") == [
        "brightwater industries",
        "velora communications",
    ]


def test_a_name_in_parentheses_lends_its_company_to_the_name_before() -> None:
    index = store("Hexagon Pay, Inc.")
    mentions = index.find("What was Newname's (formerly known as Hexagon Pay) revenue?")
    assert [(mention.company, mention.text) for mention in mentions] == [
        ("hexagon pay", "Newname"),
        ("hexagon pay", "Hexagon Pay"),
    ]


def test_former_names_and_a_common_cik_make_one_company() -> None:
    new = FilingMetadata(company="Beacon, Inc.", company_key="beacon", form=Form.ANNUAL, cik="0000000007")
    old = FilingMetadata(company="Hexagon, Inc.", company_key="hexagon", form=Form.ANNUAL, cik="0000000007")
    index = index_companies([new, old], known_words(), load_metrics().is_term)
    assert index.members == {"beacon": ("beacon", "hexagon")}
    assert found(index, "What was Hexagon's revenue?") == ["beacon"]
