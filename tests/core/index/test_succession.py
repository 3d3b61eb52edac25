"""The newest document of a succession that carries what is asked, on both engines."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from qdrant_client import models

from core.index import Engine, Point, Search, SearchPolicy, newest_carriers, open_index
from core.settings import IndexSettings
from core.types import Boost, Metadata

AS_OF = date(2024, 6, 30)
ASKED, NEAR, FAR = [1.0, 0.0], [0.8, 0.6], [0.3, 0.954]
SUCCESSION = ("2023", "2022", "2021")


class Paper(Metadata):
    topic: str


@pytest.fixture(params=["embedded", "memory"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    settings = IndexSettings.model_validate({"backend": request.param})
    opened = open_index(settings, tmp_path, model="model", dimension=2, metadata=Paper)
    yield opened
    opened.close()


def point(number: int, document: str, dense: list[float], *labels: str, access: str = "public") -> Point:
    payload = {
        "document_id": document,
        "labels": list(labels),
        "access": access,
        "kind": "paper",
        "dated": datetime(int(document), 1, 1, tzinfo=UTC).isoformat(),
        "metadata": {"topic": "tea"},
    }
    sparse = models.SparseVector(indices=[1], values=[1.0])
    return Point(f"00000000-0000-0000-0000-{number:012d}", dense, sparse, payload)


def search(**changes: object) -> Search:
    sparse = models.SparseVector(indices=[1], values=[1.0])
    values: dict[str, object] = {"vectors": [(ASKED, sparse)], "as_of": AS_OF, "access": ("public",), "decays": {}}
    return Search(**{**values, **changes})  # type: ignore[arg-type]


def newest(engine: Engine, asked: Search, *successions: tuple[str, ...]) -> tuple[str, ...]:
    return newest_carriers(asked, engine, successions or (SUCCESSION,), carries=0.7)


def test_the_newest_that_says_about_as_much_is_chosen(engine: Engine) -> None:
    engine.upsert([point(1, "2021", ASKED), point(2, "2022", NEAR), point(3, "2023", FAR)])
    assert newest(engine, search()) == ("2022",)


def test_each_succession_has_its_own(engine: Engine) -> None:
    engine.upsert([point(1, "2021", ASKED), point(2, "2022", NEAR), point(3, "2023", FAR)])
    assert newest(engine, search(), ("2022", "2021"), ("2023",)) == ("2022", "2023")


def test_without_an_essential_label_a_document_does_not_carry_the_answer(engine: Engine) -> None:
    engine.upsert([point(1, "2021", NEAR, "table"), point(2, "2022", ASKED), point(3, "2023", FAR, "table")])
    essential = (Boost("table", 0.3, essential=True),)
    assert newest(engine, search(boosts=essential)) == ("2021",)
    assert newest(engine, search(boosts=(Boost("picture", 0.3, essential=True),))) == ("2022",)


def test_what_is_later_or_not_to_be_seen_is_never_chosen(engine: Engine) -> None:
    engine.upsert([point(1, "2021", NEAR), point(2, "2022", ASKED, access="board"), point(3, "2023", ASKED)])
    assert newest(engine, search(as_of=date(2022, 6, 1))) == ("2021",)
    assert newest(engine, search(as_of=date(2022, 6, 1), access=("public", "board"))) == ("2022",)


def test_the_preferred_document_comes_first_and_its_score_is_explained(engine: Engine) -> None:
    engine.upsert([point(1, "2021", ASKED), point(2, "2022", NEAR), point(3, "2023", FAR)])
    (hit, scores), *_ = search(preferred=("2022",), preference=0.5).run(engine, SearchPolicy())
    assert hit.payload["document_id"] == "2022"
    assert scores.dense_rank == 2 and {each.name: each.rank for each in scores.lists}["dense, newest document"] == 1
    assert scores.fused == pytest.approx(sum(each.share for each in scores.lists))
    assert scores.fused is not None and scores.boost is not None
    assert scores.final == pytest.approx(scores.fused + scores.boost, rel=1e-4)
