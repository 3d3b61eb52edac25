"""One contract over SQLite, Postgres and Redis."""

from dataclasses import replace

import pytest

from app.answering.cache.redis import RedisShelf
from app.answering.cache.shelf import CacheUnavailableError, Entry, Shelf

NOW = 1_000_000.0
ENTRY = Entry(
    key="k1",
    family="f1",
    question="What is it?",
    computed=True,
    answer='{"answer": "“Two” stages"}',
    created=NOW,
    expires=NOW + 60,
    generation=3,
    cost_usd=0.25,
)


def test_what_is_put_is_found_whole_by_key_and_by_family(shelf: Shelf) -> None:
    shelf.put(ENTRY, keep=8)
    assert shelf.get("k1", NOW + 1) == ENTRY and shelf.family("f1", NOW + 1) == [ENTRY]
    assert shelf.get("k2", NOW + 1) is None and shelf.family("f2", NOW + 1) == []


def test_what_has_expired_is_not_found(shelf: Shelf) -> None:
    shelf.put(ENTRY, keep=8)
    assert shelf.get("k1", NOW + 60) is None and shelf.family("f1", NOW + 60) == []


def test_a_key_holds_what_was_put_last(shelf: Shelf) -> None:
    shelf.put(ENTRY, keep=8)
    newer = replace(ENTRY, answer="newer", created=NOW + 1)
    shelf.put(newer, keep=8)
    assert shelf.get("k1", NOW + 2) == newer and shelf.family("f1", NOW + 2) == [newer]


def test_a_family_keeps_its_newest_and_gives_them_newest_first(shelf: Shelf) -> None:
    for place in range(5):
        shelf.put(replace(ENTRY, key=f"k{place}", created=NOW + place), keep=3)
    shelf.put(replace(ENTRY, key="other", family="f2"), keep=3)
    assert [entry.key for entry in shelf.family("f1", NOW + 9)] == ["k4", "k3", "k2"]
    assert shelf.get("k0", NOW + 9) is None and shelf.get("other", NOW + 9)


def test_sweeping_drops_what_no_question_reaches_and_the_oldest_beyond_the_bound(shelf: Shelf) -> None:
    shelf.put(replace(ENTRY, key="unreached", generation=2), keep=8)
    for place in range(4):
        shelf.put(replace(ENTRY, key=f"k{place}", family=f"f{place}", created=NOW + place), keep=8)
    assert shelf.sweep(NOW + 9, generation=3, keep=3) == 2
    assert [shelf.get(key, NOW + 9) is not None for key in ("unreached", "k0", "k1", "k2", "k3")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_counts_add_up_and_clearing_drops_all(shelf: Shelf) -> None:
    shelf.put(ENTRY, keep=8)
    shelf.count({"hits": 2, "misses": 1, "saved_cost_usd": 0.5})
    shelf.count({"hits": 1, "semantic": 4, "saved_cost_usd": 0.25})
    stats = shelf.stats(NOW + 10)
    assert (stats.entries, stats.oldest_seconds) == (1, 10.0)
    assert (stats.hits, stats.semantic, stats.misses, stats.saved_cost_usd) == (3, 4, 1, 0.75)
    assert stats.hit_rate == 7 / 8
    assert shelf.clear() == 1
    assert shelf.stats(NOW + 10).entries == shelf.stats(NOW + 10).hits == 0 and shelf.get("k1", NOW + 1) is None


def test_a_redis_that_does_not_answer_is_told_as_such() -> None:
    pytest.importorskip("redis", reason="needs the extra: pip install 'groundwork[redis]'")
    with pytest.raises(CacheUnavailableError, match="Redis"):
        RedisShelf.at("redis://127.0.0.1:9/0").get("k1", NOW)
