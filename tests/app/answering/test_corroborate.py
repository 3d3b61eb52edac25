from dataclasses import replace

from app.answering.corroborate import corroborated
from app.answering.draft import Draft, Evidence
from tests.app.answering.passages import REPORT, hit, passage

DRAFT = Draft("Tax rate fell from 24.6% to 21.6%.", (Evidence(REPORT, 1, "Tax 461 512"),), "facts")
NAMES = ("Effective tax rate",)


def test_a_page_that_states_the_figures_is_cited_too() -> None:
    page = hit(passage("The effective tax rate was 21.6 percent and 24.6 percent for 2022 and 2021.", page=2))
    fuller = corroborated(DRAFT, NAMES, [page])
    assert [piece.page for piece in fuller.evidence] == [1, 2]
    assert fuller.text.endswith("2022 and 2021.” [2]")
    assert fuller.signals["stated"] == 1


def test_a_page_that_is_cited_already_or_prints_the_number_of_something_else_is_not() -> None:
    same_page = hit(passage("The effective tax rate was 21.6 percent."))
    other_thing = hit(passage("Of all parcels 21.6 percent were late.", page=3))
    fuller = corroborated(DRAFT, NAMES, [same_page, other_thing])
    assert fuller.evidence == DRAFT.evidence and fuller.text == DRAFT.text


def test_years_and_short_numbers_corroborate_nothing() -> None:
    draft = replace(DRAFT, text="Rose to 12 in 2022.")
    page = hit(passage("The tax rate of 12 percent was set in 2022.", page=2))
    assert corroborated(draft, NAMES, [page]).evidence == draft.evidence
