"""Fits the weights by which pages are judged and confidence is told, on labelled questions.

    python -m tests.bench.fit_evidence QUESTIONS.jsonl…

A line of a file has "question", "doc" (a source without its suffix), "pages" (those that hold the answer, from 1; none
where there is no answer) and "half": "tune" is fitted on, "held" is only reported. Prints the models as they stand in
app/answering/generate/extract/weights.yaml and app/answering/confidence.yaml; nothing is written. The store is that of
the settings.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.answering.asking import Asked, Material, Understood
from app.answering.confidence import features
from app.answering.generate import Extractor
from app.answering.generate.extract.judge import Judge, sigmoid, weigh
from app.answering.retrieve import Retriever
from app.wiring import Application, build
from core.settings import load_settings

RIDGE = 2.0  # on every weight but the constant: a few hundred questions carry no more
STEPS = 50

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    question: str
    gold: frozenset[tuple[str, int]]
    half: str


def main(files: Sequence[str]) -> None:
    cases = [case for file in files for case in read(Path(file))]
    with build(load_settings()) as application:
        materials = [(case, material) for case in cases if (material := _material(application, case.question))]
        report("page", list(page_examples(application, materials)))
        report("quoted", list(confidence_examples(application, materials)))


def read(file: Path) -> list[Case]:
    records = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Case(r["question"], frozenset((r["doc"], page) for page in r["pages"]), r["half"]) for r in records]


def _material(application: Application, question: str) -> Material | None:
    """What the extractor would receive; None where the plan declines, or where the figure is computed."""
    workspace, today = application.workspace, date.today()
    domain, settings, corpus = workspace.domain, workspace.settings, workspace.store.corpus()
    plan = domain.plan(question, corpus, today, None)
    if plan.decline or (domain.compute and domain.compute(plan, corpus, workspace.store)):
        return None
    retriever = Retriever(
        index=workspace.index, embedder=workspace.embedder, sparse=workspace.sparse, settings=settings.retrieval
    )
    hits = retriever.retrieve(plan, corpus, as_of=today, access=("public",), limit=settings.retrieval.top_k)
    return Material(Understood(Asked(question), today, corpus, plan), hits)


Example = tuple[str, Features, bool]  # the half, what is known, and whether it is so


def page_examples(application: Application, materials: Iterable[tuple[Case, Material]]) -> Iterator[Example]:
    """Every page found for a question that has an answer."""
    judge = Judge(application.workspace.sparse)
    for case, material in materials:
        for page in judge.judge(material.understood.plan, material.pages).pages if case.gold else ():
            yield case.half, page.features, (_stem(page.hit.document.source), page.hit.page) in case.gold


def confidence_examples(application: Application, materials: Iterable[tuple[Case, Material]]) -> Iterator[Example]:
    """Every question that is answered by quotes: whether a page that holds the answer is among those cited."""
    extractor = Extractor(application.settings.answering, application.workspace.sparse)
    for case, material in materials:
        draft = extractor.generate(material)
        if draft:
            cited = {(_stem(piece.document.source), piece.page) for piece in draft.evidence}
            yield case.half, features(draft, material.understood.plan), bool(cited & case.gold)


def _stem(source: str) -> str:
    return PurePath(source).stem


def report(name: str, examples: Sequence[Example]) -> None:
    tune = [(features, right) for half, features, right in examples if half == "tune"]
    weights = fit([features for features, _ in tune], [right for _, right in tune])
    print(f"{name}: {{{', '.join(f'{key}: {value:.2f}' for key, value in weights.items())}}}")
    for half in ("tune", "held"):
        own = [(sigmoid(weigh(weights, features)), right) for place, features, right in examples if place == half]
        if own:
            brier = np.mean([(chance - right) ** 2 for chance, right in own])
            print(f"  {half}: {len(own)} examples, {sum(right for _, right in own)} so; Brier score {brier:.3f}")


def fit(examples: Sequence[Features], labels: Sequence[bool]) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method."""
    names = list(examples[0])
    x = np.array([[1.0, *(each[name] for name in names)] for each in examples])
    y = np.array(labels, dtype=float)
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 1e-6
    weights: NDArray[Any] = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (y - chance) - ridge @ weights
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + ridge
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(["constant", *names], (round(float(weight), 2) for weight in weights), strict=True))


if __name__ == "__main__":
    main(sys.argv[1:])
