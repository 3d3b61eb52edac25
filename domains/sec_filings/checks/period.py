"""Whether an answer speaks of the periods asked, and each figure is that of the period it is said to be of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.domain import Backed, Cited, Claim
from core.types import Fact, PeriodIntent
from domains.sec_filings.checks.sentences import sentence_around
from domains.sec_filings.figures.operands import fiscal_of
from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.questions.periods import Day, FiscalPeriod, periods_named
from domains.sec_filings.questions.plan import FilingPlan

FilingClaim = Claim[FilingMetadata, FilingPlan]
YEARS_SHOWN = 10  # a filing compares with so many years before its own
SAME_END = timedelta(days=8)  # a 52/53-week year ends within a week of the day that names it
_COMPARED = re.compile(
    r"\b(?:from|compared (?:with|to)|versus|vs\.?|than|against|prior|previous|earlier)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_WORKED_OUT = re.compile(r"(?P<when>[^:=]{4,20}): .* = (?P<total>-?[\d,]*\.?\d+)$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Named:
    """A period named in the answer, with its place."""

    start: int
    end: int
    when: FiscalPeriod | Day


def period(claim: FilingClaim) -> Iterator[str]:
    """One sentence for each document, period named or figure that is not of the periods asked or cited."""
    asked = claim.plan.periods if claim.plan.period is PeriodIntent.EXPLICIT else ()
    yield from _documents_of_other_years(claim, asked)
    documents = {piece.document.id: piece for piece in claim.cited}
    named = [_Named(*found) for found in periods_named(claim.prose, _newest(claim))]
    facts = [fact for piece in claim.cited for fact in piece.facts]
    facts = list(claim.computation.operands) if claim.computation else facts
    yield from _named_without_evidence(claim, named, asked, facts, documents)
    if claim.computation and named:
        yield from _not_named(named, asked, facts, documents)
        yield from _not_worked_out(claim, named)
    elif asked and named and not any(_is_asked(mention.when, asked) for mention in named):
        yield f"The answer names other periods than {_listed(asked)}, which is asked: say what is of that period."
    for backed in claim.figures:
        yield from _of_another_period(claim, backed, named, asked, documents)


def _newest(claim: FilingClaim) -> date:
    """What "last year" is measured from."""
    return max((piece.document.dated for piece in claim.cited if piece.document.dated), default=date.max)


def _documents_of_other_years(claim: FilingClaim, asked: Sequence[FiscalPeriod]) -> Iterator[str]:
    for piece in claim.cited:
        year = piece.document.metadata.fiscal_year
        if not asked or year is None or piece.document.id in claim.plan.documents:
            continue
        if not any(year - YEARS_SHOWN <= when.year <= year + 1 for when in asked):
            yield f"{piece.document.title} does not report on {_listed(asked)}: cite a filing that does."


def _named_without_evidence(
    claim: FilingClaim,
    named: Sequence[_Named],
    asked: Sequence[FiscalPeriod],
    facts: Sequence[Fact],
    documents: Mapping[str, Cited[FilingMetadata]],
) -> Iterator[str]:
    years = {int(year) for piece in claim.cited for year in _YEAR.findall(piece.quote)}
    own = {piece.document.metadata.fiscal_year for piece in claim.cited}
    for mention in named:
        if any(_is_of(fact, mention.when, documents) for fact in facts):
            continue
        year = mention.when.year if isinstance(mention.when, FiscalPeriod) else mention.when.day.year
        if mention.when in asked or (not claim.computation and (year in years or year in own)):
            continue
        text = claim.prose[mention.start : mention.end]
        yield f"Nothing that is cited is of “{text}”: name the period of the figures cited, or cite that period."


def _not_named(
    named: Sequence[_Named],
    asked: Sequence[FiscalPeriod],
    facts: Sequence[Fact],
    documents: Mapping[str, Cited[FilingMetadata]],
) -> Iterator[str]:
    """A computed figure names the last period that it is of, and the first where it is of several."""
    said = [mention.when for mention in named if isinstance(mention.when, FiscalPeriod)]
    shown = sorted({when for fact in facts if (when := _period_of(fact, documents))}, key=_order)
    wanted = [*asked[-1:], *(asked[:1] if len(said) > 1 else ())] if asked else shown[-1:]
    for when in wanted:
        if said and not any(_same(when, other) for other in said):
            yield f"The answer does not say that it is of {when}: name that period."
    if len(said) > 1 and len({_order(when) for when in said}) == 1:
        yield f"A change or a span is said to run from {said[0]} to itself: name both its periods."


def _not_worked_out(claim: FilingClaim, named: Sequence[_Named]) -> Iterator[str]:
    """Figures that are said to be of a period and are not what a step works out for it ("FY2018: 7 / 9 = 0.7778")."""
    assert claim.computation is not None
    totals = {match["when"]: Decimal(match["total"].replace(",", "")) for match in _matches(claim.computation.steps)}
    for backed in claim.figures:
        figure = backed.figure
        mention = _named_with(claim.prose, figure.start, figure.end, named, claim.figures)
        total = totals.get(str(mention.when)) if mention else None
        is_result = abs(figure.value) == abs(claim.computation.value)  # which joins periods where there are several
        if backed.facts or total is None or figure.unit != "percent" or is_result:
            continue
        if abs(abs(figure.value) - abs(total * 100)) > figure.step:
            yield f"“{figure.text}” is not what is worked out for {mention.when if mention else ''}: {total}."


def _matches(steps: Sequence[str]) -> Iterator[re.Match[str]]:
    yield from filter(None, map(_WORKED_OUT.match, steps))


def _is_asked(when: FiscalPeriod | Day, asked: Sequence[FiscalPeriod]) -> bool:
    if isinstance(when, Day):
        return True  # a day is of a fiscal period that only the facts tell
    return any(when.year == other.year for other in asked)


def _of_another_period(
    claim: FilingClaim,
    backed: Backed,
    named: Sequence[_Named],
    asked: Sequence[FiscalPeriod],
    documents: Mapping[str, Cited[FilingMetadata]],
) -> Iterator[str]:
    if not backed.facts:
        return
    figure = backed.figure
    mention = _named_with(claim.prose, figure.start, figure.end, named, claim.figures)
    compared = _COMPARED.search(claim.prose[: figure.start]) is not None
    own = mention and not (compared and mention.start < figure.start)
    if mention and own and not any(_is_of(fact, mention.when, documents) for fact in backed.facts):
        text = claim.prose[mention.start : mention.end]
        yield f"“{figure.text}” is not the figure of “{text}”, but of {_periods(backed, documents)}: say so."
        return
    if mention or compared or claim.computation or not asked:
        return
    if not any(_is_of(fact, when, documents) for fact in backed.facts for when in asked):
        yield f"“{figure.text}” is of {_periods(backed, documents)}, and {_listed(asked)} is asked: give that one."


def _named_with(text: str, start: int, end: int, named: Sequence[_Named], figures: Sequence[Backed]) -> _Named | None:
    """The period that a figure is said to be of: the next one named before another figure, else the last before it,
    in the same sentence."""
    first, last = sentence_around(text, start)
    following = next((mention for mention in named if end <= mention.start < last), None)
    if following and not any(end <= other.figure.start < following.start for other in figures):
        return following
    before = [mention for mention in named if first <= mention.start and mention.end <= start]
    return before[-1] if before else None


def _is_of(fact: Fact, when: FiscalPeriod | Day, documents: Mapping[str, Cited[FilingMetadata]]) -> bool:
    if isinstance(when, Day):
        end, slack = fact.period.end, timedelta(days=31) if when.whole_month else SAME_END
        return abs(end - when.day) <= slack
    own = _period_of(fact, documents)
    return own is None or _same(own, when) or (fact.period.start is None and own.order == when.order)


def _same(left: FiscalPeriod, right: FiscalPeriod) -> bool:
    return (left.year, left.quarter) == (right.year, right.quarter) or (
        left.year == right.year and {left.quarter, right.quarter} == {None, 4}
    )


def _period_of(fact: Fact, documents: Mapping[str, Cited[FilingMetadata]]) -> FiscalPeriod | None:
    piece = documents.get(fact.document_id)
    year, quarter = fiscal_of(fact, piece.document) if piece else (fact.period.fiscal_year, fact.period.fiscal_quarter)
    return FiscalPeriod(year, quarter) if year else None


def _order(when: FiscalPeriod) -> tuple[int, int]:
    return when.order


def _periods(backed: Backed, documents: Mapping[str, Cited[FilingMetadata]]) -> str:
    return _listed([when for fact in backed.facts if (when := _period_of(fact, documents))])


def _listed(periods: Sequence[FiscalPeriod]) -> str:
    return ", ".join(dict.fromkeys(map(str, periods))) or "another period"
