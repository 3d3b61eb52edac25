"""Every figure of an answer stands in the cited evidence or in the computation shown, with its unit and scale."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from app.answering.draft import Evidence
from app.answering.verify.arithmetic import follows, totals, unread_operands
from app.answering.verify.backing import Backing, backing, of_facts, of_quote, of_result, step_of
from core.domain import Backed, Cited
from core.formats.figures import Figure, read_figures
from core.types import Computation

Faults = Iterator[tuple[str, str]]
SCALES = (0, 3, 6, 9)
BARE = 1000
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")  # the label of a row in a step


class FiguresCheck:
    """The figures of ``prose``, what the writer says in words of its own, and what each rests on."""

    def __init__(self, prose: str, backings: Sequence[Backing]) -> None:
        self._backings = backings
        self._found = [(figure, backing(figure, backings)) for figure in read_figures(prose)]

    @property
    def backed(self) -> tuple[Backed, ...]:
        return tuple(
            Backed(figure, tuple(stands.fact for stands in found if stands.fact)) for figure, found in self._found
        )

    def faults(self, *, only_amounts: bool = False) -> Faults:
        """``only_amounts``: leaves out bare small numbers, which in a step are exponents and counts."""
        for figure, found in self._found:
            if not found and not (only_amounts and _is_bare(figure)):
                yield "figure", self._unsupported(figure)

    def says(self, result: Backing) -> bool:
        """Whether the prose says ``result``, if it says any figure."""
        return not self._found or any(backing(figure, [result]) for figure, _ in self._found)

    def _unsupported(self, figure: Figure) -> str:
        digits = _digits(figure.value)
        stated = next((found for found in self._backings if _digits(found.value) == digits), None)
        if stated:
            return (
                f"“{figure.text}” has another unit or scale than what is cited, which is {stated.value:,f}"
                f" {stated.unit or 'without a unit'} in whole units: say it in that unit."
            )
        return (
            f"“{figure.text}” stands neither in the passages cited nor in a computation shown: state figures as they"
            " are printed there, cite the row that holds it, or leave it out."
        )


def check_written(
    prose: str, cited: Sequence[Cited[Any]], captions: Callable[[Cited[Any]], str]
) -> tuple[FiguresCheck, list[tuple[str, str]]]:
    """Of an answer without a computation. ``captions`` reads the page that something is cited from, whose captions
    tell the scale of a row that states no facts."""
    stated = [found for piece in cited for found in of_facts(piece.facts)]
    if any(read_figures(prose)):
        stated += [found for piece in cited for found in of_quote(piece, captions(piece))]
    sums = list(totals(prose, [found.value for found in stated], SCALES))
    worked_out = [Backing(total, "ratio") for _, total in sums if total is not None]
    faults = [_wrong(expression) for expression, total in sums if total is None]
    figures = FiguresCheck(prose, [*stated, *worked_out])
    return figures, [*faults, *figures.faults()]


def place_of(piece: Cited[Any] | Evidence) -> tuple[str, int, str]:
    """What an operand and the row that is cited for it have in common."""
    return piece.document.id, piece.page, piece.quote


def check_computed(
    prose: str, cited: Sequence[Cited[Any]], computation: Computation, captions: Callable[[Cited[Any]], str]
) -> tuple[FiguresCheck, list[tuple[str, str]]]:
    """Of a computed figure: its operands are cited and stand in their rows, its steps come out, its value follows,
    and the text says it. What is cited beside its operands backs what is said beside it."""
    stated = list(of_facts(computation.operands))
    operands = [found.value for found in stated]
    scales = sorted({0, *(fact.scale for fact in computation.operands)})
    sums = [found for step in computation.steps for found in totals(step, operands, scales)]
    worked_out = [total for _, total in sums if total is not None]
    result = of_result(computation)
    units = dict.fromkeys(["ratio", result.unit, *(found.unit for found in stated)])
    between = [Backing(total, unit) for total in worked_out for unit in units if unit not in ("percent", "points")]
    rows = {(fact.document_id, fact.page, fact.quote) for fact in computation.operands}
    beside = [piece for piece in cited if place_of(piece) not in rows]
    printed = [found for piece in beside for found in (*of_facts(piece.facts), *of_quote(piece, captions(piece)))]
    figures = FiguresCheck(prose, [result, *stated, *between, *printed])
    faults = [*_faults_of_operands(cited, computation), *(_wrong(text) for text, total in sums if total is None)]
    follow = follows(result, step_of(computation), worked_out or operands) or result.value in operands
    if not follow:
        faults.append(("arithmetic", f"{computation.value} {computation.unit} does not follow from the operands."))
    if not figures.says(result):
        faults.append(("figure", f"The answer does not say what was computed, {computation.value} {computation.unit}."))
    shown = (step for step in computation.steps if not any(totals(step, operands, scales)))
    for step in shown:
        said = FiguresCheck(_QUOTED.sub(" ", step), [result, *stated, *between])
        faults += [(check, f"In the step “{step}”: {detail}") for check, detail in said.faults(only_amounts=True)]
    return figures, [*faults, *figures.faults()]


def _faults_of_operands(cited: Sequence[Cited[Any]], computation: Computation) -> Faults:
    rows = {place_of(piece) for piece in cited}
    for fact in computation.operands:
        if (fact.document_id, fact.page, fact.quote) not in rows:
            yield "citation", f"The operand “{fact.label}” is not cited: cite the row that it is read from."
    for fact in unread_operands(computation.operands):
        yield "operand", f"“{fact.label}” is not {fact.value} {fact.unit} in the row “{fact.quote}”: read it anew."


def _is_bare(figure: Figure) -> bool:
    return figure.unit in ("", "multiple") and not figure.scaled and figure.step == 1 and abs(figure.value) < BARE


def _wrong(expression: str) -> tuple[str, str]:
    return "arithmetic", f"“{expression}” does not come out: work it out anew from the figures cited."


def _digits(value: Decimal) -> str:
    return "".join(map(str, abs(value).as_tuple().digits)).rstrip("0")
