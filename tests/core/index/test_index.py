"""One suite over both engines: what they find, in which order, and why."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from qdrant_client import models

from core.errors import StoreInUseError
from core.index import Engine, Point, Search, SearchPolicy, open_index, run_all
from core.index.query import Decay
from core.settings import IndexSettings
from core.types import Boost, Condition, Metadata

AS_OF = date(2024, 6, 30)
POLICY = SearchPolicy(leg_limit=40, rrf_k=5, dense_weight=1.0, sparse_weight=0.7)
DECAYS = {"annual": Decay(365, 0.6), "event": Decay(30, 0.2), "default": Decay(100, 0.5)}


class Paper(Metadata):
    company_key: str
    fiscal_year: int | None = None


def vector(random_: random.Random) -> list[float]:
    raw = [random_.gauss(0, 1) for _ in range(8)]
    length = sum(value * value for value in raw) ** 0.5
    return [value / length for value in raw]


def sparse(random_: random.Random) -> models.SparseVector:
    indices = sorted(random_.sample(range(30), 5))
    return models.SparseVector(indices=indices, values=[random_.uniform(0.2, 2) for _ in indices])


def points(count: int = 200) -> list[Point]:
    random_ = random.Random(7)
    made = []
    for number in range(count):
        dated = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(days=random_.randrange(3000))
        payload: dict[str, object] = {
            "document_id": f"d{number % 20}",
            "labels": random_.sample(["statement:income", "mda", "note"], 2),
            "access": "public" if number % 5 else "board",
            "kind": random_.choice(["annual", "event", "other"]),
            "metadata": {"company_key": f"c{number % 4}", "fiscal_year": 2018 + number % 6},
        }
        if number % 11:
            payload["dated"] = dated.isoformat()
        made.append(Point(f"00000000-0000-0000-0000-{number:012d}", vector(random_), sparse(random_), payload))
    return made


def open_engine(backend: str, folder: Path) -> Engine:
    settings = IndexSettings.model_validate({"backend": backend})
    return open_index(settings, folder, model="model", dimension=8, metadata=Paper)


@pytest.fixture(params=["embedded", "memory"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(request.param, tmp_path)
    opened.upsert(points())
    yield opened
    opened.close()


def search(random_: random.Random, **changes: object) -> Search:
    values: dict[str, object] = {
        "vectors": [(vector(random_), sparse(random_)) for _ in range(random_.choice([1, 2]))],
        "as_of": AS_OF,
        "access": ("public",),
        "decays": DECAYS,
        "limit": 15,
    }
    return Search(**{**values, **changes})  # type: ignore[arg-type]


def test_both_engines_give_the_same_hits_and_scores(tmp_path: Path) -> None:
    embedded, memory = open_engine("embedded", tmp_path), open_engine("memory", tmp_path)
    for opened in (embedded, memory):
        opened.upsert(points())
    random_ = random.Random(3)
    for _ in range(40):
        asked = search(
            random_,
            filters=random_.choice(
                [(), (Condition("company_key", ("c1", "c2")), Condition("fiscal_year", (2019, 2021)))]
            ),
            boosts=random_.choice([(), (Boost("mda", 0.5),)]),
        )
        one, other = asked.run(embedded, POLICY), asked.run(memory, POLICY)
        assert [scores.final for _, scores in one] == pytest.approx([scores.final for _, scores in other], rel=1e-5)
        assert len(one) == len(other) > 0
    embedded.close()


def test_every_score_is_explained_by_its_parts(engine: Engine) -> None:
    random_ = random.Random(5)
    for _ in range(20):
        for _hit, scores in search(random_, boosts=(Boost("note", 0.3),)).run(engine, POLICY):
            assert scores.fused is not None and scores.recency is not None and scores.boost is not None
            assert scores.final == pytest.approx(scores.fused * scores.recency + scores.boost, rel=1e-4)


def test_nothing_later_than_as_of_and_nothing_out_of_scope_is_found(engine: Engine) -> None:
    random_ = random.Random(11)
    for _ in range(30):
        as_of = date(2018, 1, 1) + timedelta(days=random_.randrange(3000))
        for hit, _ in search(random_, as_of=as_of, boosts=(Boost("mda", 1.0),), limit=100).run(engine, POLICY):
            assert hit.payload["access"] == "public"
            assert "dated" not in hit.payload or datetime.fromisoformat(hit.payload["dated"]).date() <= as_of


def test_filters_hold_in_every_leg(engine: Engine) -> None:
    found = search(
        random.Random(2), filters=(Condition("fiscal_year", (2020,)),), boosts=(Boost("mda", 1.0),), limit=100
    )
    years = {hit.payload["metadata"]["fiscal_year"] for hit, _ in found.run(engine, POLICY)}
    assert years == {2020}


def test_without_decays_age_does_not_matter(engine: Engine) -> None:
    assert all(scores.recency == 1.0 for _, scores in search(random.Random(2), decays={}).run(engine, POLICY))


def test_a_deleted_document_is_gone_and_others_stay(engine: Engine) -> None:
    engine.delete("d3")
    assert engine.count() == 190
    hits = search(random.Random(2), limit=100).run(engine, POLICY)
    assert "d3" not in {hit.payload["document_id"] for hit, _ in hits}


def test_points_survive_closing_and_a_second_process_is_refused(tmp_path: Path) -> None:
    opened = open_engine("embedded", tmp_path)
    opened.upsert(points(30))
    with pytest.raises(StoreInUseError, match="in use"):
        open_engine("embedded", tmp_path)
    opened.close()
    again = open_engine("embedded", tmp_path)
    assert again.count() == 30
    again.close()


def test_several_searches_in_one_round_trip_answer_as_each_alone(engine: Engine) -> None:
    random_ = random.Random(3)
    searches = [search(random_), search(random_, boosts=(Boost("mda", 0.3),)), search(random_, leg_limit=7)]
    assert run_all(searches, engine, POLICY) == [each.run(engine, POLICY) for each in searches]


def test_a_hit_tells_the_scores_behind_its_ranks(engine: Engine) -> None:
    for _, scores in search(random.Random(5)).run(engine, POLICY):
        assert (scores.similarity is None) == (scores.dense_rank is None)
        assert (scores.bm25 is None) == (scores.sparse_rank is None)
