import pytest

from app.answering.draft import Draft
from app.answering.generate import Extractor
from app.answering.generate.extract.judge import FEW
from core.settings import AnsweringSettings
from core.sparse import SparseEncoder
from core.types import Wanted
from tests.app.answering.passages import hit, material, passage


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(AnsweringSettings(), SparseEncoder())


def quotes(draft: Draft | None) -> list[str]:
    assert draft is not None
    return [piece.quote for piece in draft.evidence]


def test_the_sentence_that_carries_the_question_is_quoted_first(extractor: Extractor) -> None:
    pages = [
        hit(passage("The weather was mild in most regions. Selling expenses rose because of hiring in Europe.")),
        hit(passage("Directors are elected each year by the holders.", page=2, rank=40), score=0.1),
    ]
    draft = extractor.generate(material("Why did selling expenses rise?", pages, wanted=Wanted.CAUSE))
    assert quotes(draft)[0] == "Selling expenses rose because of hiring in Europe."


def test_an_explanation_that_goes_on_is_quoted_with_its_sentence(extractor: Extractor) -> None:
    page = hit(passage("Selling expenses rose by 4% in 2023. The increase was driven by hiring in Europe."))
    draft = extractor.generate(material("Why did selling expenses rise by 4%?", [page], wanted=Wanted.CAUSE))
    assert "Selling expenses rose by 4% in 2023. The increase was driven by hiring in Europe." in quotes(draft)


def test_a_row_comes_with_the_line_over_its_columns(extractor: Extractor) -> None:
    page = hit(passage("2023 2022", "Customer deposits $ 110,239 $ 84,382", "Other 12 13", table=True))
    draft = extractor.generate(material("How large are customer deposits?", [page], wanted=Wanted.FIGURE))
    assert quotes(draft)[:2] == ["2023 2022", "Customer deposits $ 110,239 $ 84,382"]


def test_of_two_sentences_alike_the_one_of_the_year_asked_is_quoted(extractor: Extractor) -> None:
    pages = [hit(passage("Churn fell to 4% in 2022.", "Churn fell to 3% in 2023."))]
    for year, quote in (("2022", "Churn fell to 4% in 2022."), ("2023", "Churn fell to 3% in 2023.")):
        draft = Extractor(AnsweringSettings(first_quotes=1), SparseEncoder()).generate(
            material("How did churn develop?", pages, marks=[year])
        )
        assert quotes(draft) == [quote]


def test_what_two_pages_say_alike_is_quoted_once(extractor: Extractor) -> None:
    same = "The lawsuit was settled for $4 million in cash."
    pages = [hit(passage(same)), hit(passage(same, page=2), score=0.9)]
    assert quotes(extractor.generate(material("How was the lawsuit settled?", pages))) == [same]


def test_words_that_no_page_carries_are_told(extractor: Extractor) -> None:
    page = hit(passage("Copper prices rose in the year and margins fell."))
    draft = extractor.generate(material("copper cathode tonnage", [page]))
    assert draft is not None
    assert draft.signals["unseen"] == pytest.approx(2 / (3 + FEW))
    named = extractor.generate(material("copper cathode tonnage", [page], names=["Cathode tonnage"]))
    assert named is not None and named.signals["unseen"] == 0


def test_nothing_is_made_of_nothing(extractor: Extractor) -> None:
    assert extractor.generate(material("anything", [])) is None
