"""A dataset is a value: questions with what a right answer and right evidence are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import PermanentError


@dataclass(frozen=True, slots=True)
class Case:
    """One question. ``evidence`` holds (source without suffix, page from 1); any one of them answers."""

    id: str
    question: str
    expected: str
    slice: str
    evidence: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Dataset:
    name: str
    cases: tuple[Case, ...]


def financebench(folder: Path) -> Dataset:
    """FinanceBench's questions from a folder that the user has (CC BY-NC 4.0: never shipped with this project).

    Its ``evidence_page_num`` counts from zero and equals the index of the PDF page. Raises PermanentError where the
    folder holds no ``financebench*.jsonl``.
    """
    files = sorted(folder.glob("financebench*.jsonl"))
    if not files:
        raise PermanentError(f"There is no financebench*.jsonl in {folder}.", remedy="Give --path its folder.")
    return Dataset("financebench", tuple(_cases(files[0])))


def _cases(file: Path) -> Iterator[Case]:
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        evidence = {
            (
                piece.get("evidence_doc_name") or piece.get("doc_name") or record["doc_name"],
                piece["evidence_page_num"] + 1,
            )
            for piece in record["evidence"]
        }
        yield Case(
            id=record["financebench_id"],
            question=record["question"],
            expected=record["answer"],
            slice=record["question_type"],
            evidence=frozenset(evidence),
        )
