"""Chunks -> pages -> one list: which pages come first, and why."""

from datetime import date

from app.answering.retrieve import PageHit, by_page, interleave
from core.types import Chunk, Document, ElementKind, Metadata, Passage, Scores, Span

DOCUMENT = Document("d", "d.pdf", "application/pdf", 9, "D", "report", date(2024, 1, 1), Metadata())


def passage(page: int, final: float, *, similarity: float | None = None, bm25: float | None = None) -> Passage:
    span = Span("text", page)
    chunk = Chunk(f"{page}-{final}", "d", page, "", "text", (span,), ElementKind.TEXT)
    return Passage(chunk, DOCUMENT, Scores(final=final, similarity=similarity, bm25=bm25))


def pages(*numbers: int) -> list[PageHit]:
    return [
        PageHit(DOCUMENT, number, (passage(number, 1 / number),), 1 / place) for place, number in enumerate(numbers, 1)
    ]


def order(hits: list[PageHit]) -> list[int]:
    return [hit.page for hit in hits]


def test_a_page_with_several_good_passages_comes_before_one_with_a_single_equal_one() -> None:
    assert order(by_page([passage(1, 0.2), passage(2, 0.2), passage(2, 0.19)])) == [2, 1]


def test_of_pages_of_equal_rank_the_one_that_says_more_of_the_question_comes_first() -> None:
    found = by_page([passage(1, 0.2, similarity=0.5, bm25=2.0), passage(2, 0.2, similarity=0.5, bm25=9.0)])
    assert order(found) == [2, 1]
    found = by_page([passage(1, 0.2, similarity=0.4, bm25=2.0), passage(2, 0.2, similarity=0.6, bm25=2.0)])
    assert order(found) == [2, 1]


def test_no_passages_make_no_pages() -> None:
    assert by_page([]) == []


def test_the_first_page_of_each_list_is_among_the_first_of_all() -> None:
    joined = interleave([pages(1, 2, 3, 4), pages(11, 12, 13), pages(21, 22)], [1.0, 1.0, 1.0])
    assert set(order(joined)[:3]) == {1, 11, 21}
    assert set(order(joined)) == {1, 2, 3, 4, 11, 12, 13, 21, 22}


def test_a_list_of_more_weight_comes_first_and_a_page_in_several_lists_rises() -> None:
    joined = interleave([pages(1, 5), pages(11, 5)], [1.0, 2.0])
    assert order(joined)[:2] == [11, 5]


def test_a_single_list_is_left_as_it_is() -> None:
    assert interleave([pages(3, 1, 2)], [1.0]) == pages(3, 1, 2)


def test_a_page_found_twice_keeps_each_passage_once() -> None:
    (hit,) = interleave([pages(7), pages(7)], [1.0, 1.0])
    assert [passage.chunk.page for passage in hit.passages] == [7]
