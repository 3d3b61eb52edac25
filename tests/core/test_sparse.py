from concurrent.futures import ThreadPoolExecutor

import pytest

from core.sparse import SparseEncoder, split_word

ENCODER = SparseEncoder()


def _share(left: str, right: str) -> bool:
    """Whether a question with one text finds a passage with the other."""
    return bool(set(ENCODER.encode_query(left).indices) & set(ENCODER.encode_passages([right])[0].indices))


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("10-K", "10K"),
        ("8-K", "Form 8K"),
        ("1577", "(1,577)"),
        ("12,345,678", "$12345678"),
        ("3.25", "3.25%"),
        ("R&D", "R&D expense"),
        ("US", "U.S. Treasury"),
        ("FY2018", "fiscal 2018"),
        ("COVID-19", "the covid pandemic"),
        ("gaap", "Non-GAAP measures"),
        ("ecommerce", "e-commerce"),
        ("company", "the Company\u2019s results"),
        ("financial", "\ufb01nancial statements"),
        ("long-term debt", "long\u2010term debt"),
        ("expenditure", "Capital expenditures"),
        ("2019", "2018-2019"),
        ("AAPL", "Nasdaq: AAPL"),
        ("brk.b", "BRK.B"),
    ],
)
def test_a_question_finds_what_is_printed_another_way(asked: str, printed: str) -> None:
    assert _share(asked, printed)


@pytest.mark.parametrize(
    ("asked", "printed"),
    [("1577", "1,578"), ("3.25", "3.26"), ("10-K", "10-Q"), ("what is the", "what is the")],
)
def test_different_figures_and_empty_words_do_not_meet(asked: str, printed: str) -> None:
    assert not _share(asked, printed)


def test_a_word_is_split_where_search_engines_split_it() -> None:
    assert list(split_word("10-k")) == ["10k"]
    assert list(split_word("year-over-year")) == ["year", "over", "year"]
    assert list(split_word("1577.5")) == ["1577.5"]


def test_weights_follow_bm25() -> None:
    encoder = SparseEncoder(k1=1.2, b=0.75, average_length=4)
    vector = encoder.encode_passages(["sales sales rose today"])[0]
    weights = dict(zip(vector.indices, vector.values, strict=True))
    (sales,) = encoder.encode_query("sales").indices
    (rose,) = encoder.encode_query("rose").indices
    assert weights[sales] == pytest.approx(2 * 2.2 / (2 + 1.2))
    assert weights[rose] == pytest.approx(1.0)


def test_a_longer_passage_weighs_a_term_less() -> None:
    short, long = ENCODER.encode_passages(["dividend", "dividend " + "other words follow " * 50])
    (term,) = ENCODER.encode_query("dividend").indices
    assert dict(zip(long.indices, long.values, strict=True))[term] < short.values[0]


def test_ids_ascend_are_distinct_and_fit_32_bits() -> None:
    for vector in (
        ENCODER.encode_passages(["net sales and net income of 2018"])[0],
        ENCODER.encode_query("net net sales"),
    ):
        assert vector.indices == sorted(set(vector.indices))
        assert all(0 <= index < 2**32 for index in vector.indices)
        assert len(vector.values) == len(vector.indices)


def test_a_query_weighs_every_term_once() -> None:
    assert ENCODER.encode_query("sales sales income").values == [1.0, 1.0]


def test_text_without_terms_gives_an_empty_vector() -> None:
    assert ENCODER.encode_query("?").indices == []
    assert ENCODER.encode_passages(["", "the"])[1].values == []


def test_the_same_text_gives_the_same_vector_in_every_process() -> None:
    assert SparseEncoder().encode_query("dividend").indices == [755829001]


def test_threads_may_share_it() -> None:
    texts = [f"net sales of {year} rose" for year in range(1900, 2100)]
    expected = SparseEncoder().encode_passages(texts)
    with ThreadPoolExecutor(8) as pool:
        assert all(result == expected for result in pool.map(SparseEncoder().encode_passages, [texts] * 8))
