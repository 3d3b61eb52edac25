"""Answers given again, by a running application over the toy field."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.answering.answer import Answer, Status, UsageOut
from app.answering.answerer import Answerer
from app.answering.asking import Asked, Understood
from app.answering.cache import AnswerCache
from app.answering.cache.redis import RedisShelf
from app.answering.cache.sql import SqlShelf
from app.answering.confidence import Confidence
from app.answering.drafting import Drafter
from app.answering.events import Done
from app.answering.verify import Verifier
from app.wiring import Application, build
from core.domain import Corpus, Facts
from core.settings import Settings, load_settings
from core.types import Computation, Fact, Page, Period, Plan
from tests.app.cache.conftest import Clock, understood
from tests.app.cache.sharing import answer_to
from tests.app.conftest import TODAY

QUESTION = "In how many stages does Kettle 1.4 boil water?"


@pytest.fixture
def application(tmp_path: Path, toy_settings: Settings) -> Iterator[Application]:
    """Over a copy of the toy store, so that a test may change it, without the answers of other tests."""
    shutil.copytree(toy_settings.data_dir, tmp_path / "data")
    with build(load_settings(domain="tests.toy_domain", data_dir=tmp_path / "data"), today=lambda: TODAY) as built:
        SqlShelf(built.workspace.database).clear()
        yield built


def ask(application: Application, question: str = QUESTION) -> Understood:
    plan = Plan(question=question, search=("kettle",))
    return understood(plan, application.workspace.store.corpus(), Asked(question))


def status(answer: Answer) -> str:
    assert answer.cache
    return answer.cache.status


@pytest.mark.parametrize("question", [QUESTION, "Who painted the Kettle 1.4 box?"])
def test_the_answer_given_again_equals_the_first_in_all_but_id_cache_and_timings(
    application: Application, question: str
) -> None:
    for asked in (Asked(question), Asked(question, explain=True)):
        first, again = application.answerer.ask(asked), application.answerer.ask(asked)
        assert (status(first), status(again)) == ("miss", "hit")
        own = {"id", "cache", "timings_ms"}
        assert again.model_dump(exclude=own) == first.model_dump(exclude=own)
        assert again.cache and again.cache.origin == first.id and again.id != first.id


def test_a_cached_answer_is_told_in_the_same_words_as_a_fresh_one(application: Application) -> None:
    fresh, cached = ([*application.answerer.events(Asked(QUESTION))] for _ in range(2))
    told = [[event for event in events if event.type in ("token", "citation")] for events in (fresh, cached)]
    assert told[0] == told[1] and isinstance(cached[-1], Done)
    assert cached[0].type == "meta" and "retrieval" not in {event.type for event in cached}


def test_a_fresh_answer_is_asked_for_and_given(application: Application) -> None:
    application.answerer.ask(Asked(QUESTION))
    assert status(application.answerer.ask(Asked(QUESTION, fresh=True))) == "miss"


def test_other_circumstances_are_another_answer(application: Application) -> None:
    application.answerer.ask(Asked(QUESTION))
    for asked in (Asked(QUESTION, as_of=date(2026, 1, 1)), Asked(QUESTION, top_k=3), Asked(QUESTION, ("other",))):
        assert status(application.answerer.ask(asked)) == "miss"


def test_a_document_read_again_a_deletion_and_a_new_generation_put_answers_out_of_reach(
    application: Application,
) -> None:
    store = application.workspace.store
    document = store.corpus().documents[0]
    page = store.page(document.id, 1)
    assert page
    for change in (
        lambda: store.put(document, [page], []),
        store.advance,
        lambda: store.delete(document.id),
    ):
        application.answerer.ask(Asked(QUESTION))
        assert status(application.answerer.ask(Asked(QUESTION))) == "hit"
        change()
        assert status(application.answerer.ask(Asked(QUESTION))) == "miss"


def test_another_prompt_puts_answers_out_of_reach(
    application: Application, make_cache: Callable[..., AnswerCache]
) -> None:
    cache, prompt = make_cache(), ["1"]
    cache._recipe = lambda: prompt[0]
    asked = ask(application)
    cache.keep(asked, 10, answer_to(asked.asked))
    assert cache.find(asked, 10)
    prompt[0] = "2"
    assert cache.find(asked, 10) is None


def test_what_would_not_be_as_good_the_next_time_is_not_kept(
    application: Application, make_cache: Callable[..., AnswerCache]
) -> None:
    asked = ask(application)
    cache = make_cache()
    cache.keep(asked, 10, answer_to(asked.asked, degraded=["The model is out of reach."]))
    assert cache.find(asked, 10) is None
    assert status(application.answerer.ask(Asked("How loud is Blender?"))) == "miss"
    assert status(application.answerer.ask(Asked("How loud is Blender?"))) == "miss", "declined by its plan"


def test_a_question_that_is_declined_is_not_answered_from_one_that_plans_to_the_same(
    application: Application, make_cache: Callable[..., AnswerCache]
) -> None:
    cache, asked = make_cache(), ask(application)
    cache.keep(asked, 10, answer_to(asked.asked))
    assert cache.find(asked, 10)
    assert cache.find(replace(asked, corpus=Corpus((), asked.corpus.version)), 10) is None


def test_an_entry_expires(application: Application, make_cache: Callable[..., AnswerCache], clock: Clock) -> None:
    cache = make_cache(ttl_seconds=60)
    asked = ask(application)
    cache.keep(asked, 10, answer_to(asked.asked).model_copy(update={"usage": UsageOut(calls=1, cost_usd=0.5)}))
    clock.now += 59
    found = cache.find(asked, 10)
    assert found and (found.age_seconds, found.cost_usd) == (59, 0.5)
    clock.now += 1
    assert cache.find(asked, 10) is None
    assert (cache.stats().hits, cache.stats().misses, cache.stats().saved_cost_usd) == (1, 1, 0.5)


def test_a_cache_that_cannot_be_reached_is_a_miss_and_not_a_failure(
    application: Application, make_cache: Callable[..., AnswerCache], caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("redis", reason="needs the extra: pip install 'groundwork[redis]'")
    cache = make_cache(RedisShelf.at("redis://127.0.0.1:9/0"))
    asked = ask(application)
    cache.keep(asked, 10, answer_to(asked.asked))
    assert cache.find(asked, 10) is None
    assert "could not be used to read" in caplog.text


def test_keeping_none_is_a_setting(tmp_path: Path, toy_settings: Settings) -> None:
    shutil.copytree(toy_settings.data_dir, tmp_path / "data")
    settings = load_settings(domain="tests.toy_domain", data_dir=tmp_path / "data", cache={"backend": "none"})
    with build(settings) as application:
        answer = application.answerer.ask(Asked(QUESTION))
    assert answer.status is Status.ANSWERED and answer.cache is None and application.cache is None


def test_readers_never_get_a_figure_that_was_replaced_before_they_asked(
    application: Application, make_cache: Callable[..., AnswerCache]
) -> None:
    """A document is written again and again with another figure while readers ask all the time. ``written`` is what
    stands in the store for certain: a reader may get that or something newer, never something older."""
    store, document = application.workspace.store, application.workspace.store.corpus().documents[-1]
    answerer = _computing(application, make_cache(SqlShelf(application.workspace.database)))
    written, statuses, stale = [0], set[str](), list[tuple[int, float]]()
    done = threading.Event()

    def write(figure: int) -> None:
        quote = f"It boils in {figure} stages."
        fact = Fact("stages", Decimal(figure), "pure", Period(TODAY), 1, quote=quote, document_id=document.id)
        store.put(document, [Page(1, quote)], [fact])
        written[0] = figure

    def read() -> None:
        while not done.is_set():
            before, answer = written[0], answerer.ask(Asked(QUESTION))
            statuses.add(status(answer))
            if answer.value is not None and answer.value < before:  # none: figure and page are of two versions
                stale.append((before, answer.value))

    write(1)
    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for figure in range(2, 60):
        write(figure)
        time.sleep(0.02)
    done.set()
    for reader in readers:
        reader.join()
    assert stale == []
    assert statuses == {"hit", "miss"}, "readers were given cached answers and fresh ones"
    assert answerer.ask(Asked(QUESTION)).value == 59


def _computing(application: Application, cache: AnswerCache) -> Answerer:
    """The application's answerer over a field that answers from the one fact of its store."""

    def compute(plan: Plan, corpus: Corpus[Any], facts: Facts) -> Computation | None:
        (fact,) = facts.find(documents=[document.id for document in corpus.documents])
        return Computation(fact.value or Decimal(0), "stages", fact.quote, (fact.quote,), (fact,))

    domain, workspace = replace(application.workspace.domain, compute=compute), application.workspace
    drafter = Drafter(
        domain=domain,
        facts=workspace.store,
        generators=[],
        verifier=Verifier(
            domain=domain,
            page_of=workspace.store.page,
            facts_on=workspace.store.stated_on,
            sparse=workspace.sparse,
        ),
        confidence=Confidence(),
        min_confidence=0,
    )
    retriever = application.answerer._retriever
    return Answerer(domain=domain, store=workspace.store, retriever=retriever, drafter=drafter, top_k=3, cache=cache)
