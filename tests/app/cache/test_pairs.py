"""Bar 7: what differs in one thing never shares an answer; wordings of one question mostly do."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.answering.asking import Asked
from app.answering.cache import AnswerCache, Shelf
from core.domain import Corpus
from core.embedding import load_embedder
from domains.sec_filings import DOMAIN
from tests.app.cache.alike import Pair, pairs, paraphrases
from tests.app.cache.sharing import MemoryShelf, is_shared
from tests.domains.sec_filings.questions.store import fictional_store


def _with_secret(corpus: Corpus[Any]) -> Corpus[Any]:
    """Every tenth document is only for callers with the label "internal"."""
    documents = tuple(
        replace(document, access="internal") if place % 10 == 0 else document
        for place, document in enumerate(corpus.documents)
    )
    return Corpus(documents, corpus.version)


def _is_shared(cache: AnswerCache, corpus: Corpus[Any], one: Asked, other: Asked) -> bool | None:
    return is_shared(DOMAIN, cache, corpus, one, other)


def test_no_two_questions_that_differ_in_one_thing_share_an_answer(make_cache: Callable[..., AnswerCache]) -> None:
    """With an embedder to which everything is alike, so that the plan and the words alone keep them apart."""
    corpus = _with_secret(fictional_store())
    tried: Counter[str] = Counter()
    shared: list[Pair] = []
    for pair in pairs(corpus):
        outcome = _is_shared(make_cache(MemoryShelf()), corpus, pair.one, pair.other)
        tried[pair.differs_in] += outcome is not None
        shared += [pair] if outcome else []
    assert shared == []
    assert tried.total() >= 1000 and min(tried[name] for name in DIMENSIONS) >= 50, tried


DIMENSIONS = ("company", "year", "quarter", "metric", "form", "as_of", "scope")


def test_wordings_of_one_question_mostly_share_its_answer(
    make_cache: Callable[..., AnswerCache], tmp_path: Any
) -> None:
    corpus = fictional_store()
    embedder = load_embedder("packaged/all-MiniLM-L6-v2", data_dir=tmp_path, threads=2, cache=None)
    groups = list(paraphrases(corpus))
    found: list[bool] = []
    for group in groups:
        first, *others = map(Asked, group.wordings)
        for other in others:
            shared = _is_shared(make_cache(MemoryShelf(), embedder), corpus, first, other)
            found += [] if shared is None else [shared]
    assert len(groups) >= 100 and len(found) >= 400
    assert sum(found) / len(found) >= 0.6, sum(found) / len(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Did Brightwater's revenue increase in FY2022?", "Did Brightwater's revenue decrease in FY2022?"),
        ("Did Brightwater's revenue improve in FY2022?", "Did Brightwater's revenue not improve in FY2022?"),
        ("What was Brightwater's revenue in FY2022?", "What was Brightwater's revenue in FY2022 excluding services?"),
        ("Which plants did Brightwater close in FY2022?", "Which plants did Brightwater open in FY2022?"),
        ("Did Brightwater outgrow its peers in FY2022?", "Did its peers outgrow Brightwater in FY2022?"),
        ("When did Brightwater sign its FY2022 lease?", "Why did Brightwater sign its FY2022 lease?"),
        ("What are Brightwater's 3 largest risks in FY2022?", "What are Brightwater's 5 largest risks in FY2022?"),
    ],
)
def test_a_word_that_turns_the_question_keeps_it_apart(
    one: str, other: str, make_cache: Callable[..., AnswerCache]
) -> None:
    assert not _is_shared(make_cache(MemoryShelf()), fictional_store(), Asked(one), Asked(other))


def test_memory_shelf_is_as_strict_as_the_real_ones(shelf: Shelf, make_cache: Callable[..., AnswerCache]) -> None:
    corpus = fictional_store()
    one, other = Asked("What was Brightwater's revenue in FY2021?"), Asked("What was Brightwater's revenue in FY2022?")
    assert not _is_shared(make_cache(shelf), corpus, one, other)
    assert _is_shared(make_cache(shelf), corpus, one, Asked("Tell me Brightwater's revenue for fiscal 2021."))
