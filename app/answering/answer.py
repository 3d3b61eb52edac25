"""What a caller gets: one object, the same through every door."""

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Out(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


REJECTED = "failed_checks"  # the code of an abstention: what was drafted did not pass verification


class Status(StrEnum):
    ANSWERED = "answered"
    ABSTAINED = "abstained"
    BLOCKED = "blocked"


class ListRankOut(Out):
    """A hit's place in one list of candidates, and the share of ``fused`` that comes of it."""

    name: str
    rank: int
    share: float


class ScoresOut(Out):
    """Why a hit stands where it stands: final = fused x recency + boost, and fused is the sum of the shares of
    ``lists``. Ranks count from 1; ``dense_rank`` and ``sparse_rank`` are the best among everything let through.

    ``page``, by which hits are ordered, is the final score of the page's best passage plus a share of its further ones
    and of the raw scores (``similarity``, ``bm25``); with sub-queries, what its places in their lists are worth.
    """

    final: float
    fused: float | None = None
    dense_rank: int | None = None
    sparse_rank: int | None = None
    similarity: float | None = None
    bm25: float | None = None
    recency: float | None = None
    boost: float | None = None
    lists: list[ListRankOut] = []
    page: float | None = None


class DocumentOut(Out):
    """A document of the store. ``metadata`` holds the domain's own fields."""

    id: str
    source: str = Field(description="base name of the file")
    title: str
    kind: str
    pages: int
    dated: date | None
    media_type: str
    metadata: dict[str, Any]
    warnings: list[str] = []


class Hit(Out):
    """A page that may hold the answer, with its best passage."""

    source: str
    page: int = Field(ge=1)
    document: DocumentOut
    section: list[str]
    text: str
    boxes: list[list[float]]
    scores: ScoresOut
    flags: list[str] = Field([], description="why nothing is written from a passage of it: 'flagged:instructions' …")


class DocumentRef(Out):
    id: str
    title: str
    dated: date | None


class Citation(Out):
    """Where a statement stands. ``quote`` is a verbatim substring of the page, white space aside.

    ``boxes`` are [x0, y0, x1, y1] in points from the page's top left corner; empty where the format has no geometry.
    """

    number: int = Field(ge=1)
    source: str
    page: int = Field(ge=1)
    document: DocumentOut
    section: list[str]
    quote: str
    boxes: list[list[float]]
    age_days: int | None
    is_current: bool
    superseded_by: str | None = Field(description="id of the newest document that replaces it, as of the day asked")
    successor: DocumentRef | None = Field(None, description="that document, for people")
    supersedes: list[DocumentRef] = Field([], description="what the cited document itself replaces, newest first")
    scores: ScoresOut | None = None


class OperandOut(Out):
    """A figure that a computation started from, in ``unit``, and the number of the citation that it stands in."""

    label: str
    value: float
    unit: str
    period_end: date
    fiscal_year: int | None
    fiscal_quarter: int | None
    citation: int | None


class ComputationOut(Out):
    """How a figure was worked out, a step a line; each operand is cited."""

    steps: list[str]
    operands: list[OperandOut] = []


class Guardrail(Out):
    """A check that acted: on the question, on a passage, or on a draft, with a sentence that says why."""

    check: str
    action: Literal["blocked", "quarantined", "neutralised", "rejected"]
    detail: str


class UsageOut(Out):
    """What models were used for it, retries and tools included. Null: a provider did not report it, or the price of a
    model is not known."""

    calls: int = 0
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    cost_usd: float | None = 0


class Explanation(Out):
    """How the question was understood, and the hits that were considered."""

    notes: list[str]
    search: list[str]
    period: str
    hits: list[Hit]


class CacheOut(Out):
    """Whether the answer had been given before. ``semantic``: to other words that ask the same. ``origin`` is the id
    of the answer as it was first given; a caller's own ``id`` is always new."""

    status: Literal["hit", "semantic", "miss"]
    age_seconds: float | None = None
    saved_cost_usd: float | None = None
    origin: str | None = None


class Answer(Out):
    id: str
    status: Status
    question: str
    answer: str | None = None
    value: float | None = Field(None, description="the figure, in ``unit``")
    unit: str | None = None
    computation: ComputationOut | None = None
    citations: list[Citation] = []
    confidence: float | None = Field(
        None,
        ge=0,
        le=1,
        description="estimated probability that the figure is right, or that what is cited holds the answer; of an"
        " abstention that of the answer withheld, null where there was none",
    )
    abstain_code: str | None = None
    abstain_reason: str | None = None
    as_of: date
    corpus_version: str
    model: str | None = Field(None, description="what wrote the answer: 'facts', 'extractive', or a model's name")
    guardrails: list[Guardrail] = Field([], description="the checks that acted, in order; none where all passed")
    prompt_version: str | None = Field(None, description="hash of the prompts that a model wrote it from")
    degraded: list[str] = Field([], description="what was out of reach while it was made, a sentence each")
    usage: UsageOut = UsageOut()
    explanation: Explanation | None = None
    cache: CacheOut | None = Field(None, description="null where answers are not kept")
    timings_ms: dict[str, float] = {}
