"""The first draft that stands: a figure computed from facts, else what the first generator in reach writes."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.answering.answer import Guardrail
from app.answering.asking import Material
from app.answering.confidence import Confidence, stands
from app.answering.corroborate import corroborated
from app.answering.draft import Draft, from_computation
from app.answering.generate import Generator
from app.answering.guard import neutralise
from app.answering.verify import Fault, Verifier
from core.domain import Domain, Facts
from core.errors import ConfigurationError, TransientError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The draft that stands, or None; what checks rejected or took out on the way; and which generators were out of
    reach, a sentence each. ``confidence`` is that of the draft, or of the best that was not sure enough to stand."""

    draft: Draft | None
    guardrails: tuple[Guardrail, ...] = ()
    degraded: tuple[str, ...] = ()
    confidence: float | None = None


class Drafter:
    """Asks ``generators`` in their order: the next one where one is out of reach, or writes nothing that stands and is
    as sure as ``min_confidence``; but not where one finds that the pages do not answer, for what it read and found
    wanting is not quoted at the asker."""

    def __init__(
        self,
        *,
        domain: Domain[Any, Any],
        facts: Facts,
        generators: Sequence[Generator],
        verifier: Verifier,
        confidence: Confidence,
        min_confidence: float,
    ) -> None:
        self._domain, self._facts = domain, facts
        self._generators, self._verifier = generators, verifier
        self._confidence, self._min_confidence = confidence, min_confidence

    def draft(self, material: Material) -> Outcome:
        acted: list[Guardrail] = []
        degraded: list[str] = []
        unsure: float | None = None
        plan = material.understood.plan
        figure = self._figure(material, acted)
        if figure:
            return Outcome(figure, tuple(acted), confidence=self._confidence.of(figure, plan))
        for generator in self._generators:
            try:
                draft, not_answered = self._written(generator, material, acted)
            except (TransientError, ConfigurationError) as error:
                _log.warning("%s: %s", generator.name, error)
                degraded.append(f"{generator.name}: {error.message}")
                continue
            if draft:
                confidence = self._confidence.of(draft, plan)
                if stands(confidence, draft, plan, self._min_confidence):
                    return Outcome(draft, tuple(acted), tuple(degraded), confidence)
                unsure = max(confidence, unsure or 0.0)
            elif not_answered:
                break
        return Outcome(None, tuple(acted), tuple(degraded), unsure)

    def _figure(self, material: Material, acted: list[Guardrail]) -> Draft | None:
        understood = material.understood
        compute = self._domain.compute
        computation = compute and compute(understood.plan, understood.corpus, self._facts)
        if not computation:
            return None
        verdict = self._verifier.verify(from_computation(computation, understood.corpus), understood)
        acted += rejections(verdict.faults)
        if verdict.draft is None:
            return None
        fuller, taken = neutralise(corroborated(verdict.draft, understood.plan.hints.names, material.pages))
        standing = self._verifier.verify(fuller, understood).draft
        acted += taken if standing else ()
        return standing or verdict.draft

    def _written(self, generator: Generator, material: Material, acted: list[Guardrail]) -> tuple[Draft | None, bool]:
        """The draft that stands, or None; and whether it is None because the pages do not answer."""
        for _ in range(generator.attempts):
            draft = generator.generate(material)
            if draft is None:
                return None, True
            draft, taken = neutralise(draft)
            verdict = self._verifier.verify(draft, material.understood)
            acted += [*taken, *rejections(verdict.faults)]
            if verdict.draft:
                return verdict.draft, False
            material = replace(material, faults=tuple(fault.detail for fault in verdict.faults))
        return None, False


def rejections(faults: Sequence[Fault]) -> list[Guardrail]:
    return [Guardrail(check=fault.check, action="rejected", detail=fault.detail) for fault in faults]
