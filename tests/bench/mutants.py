"""Correct answers, and the same with one thing changed: a digit, a unit, a period, a company.

A mutant is made of a draft that stands. What is changed is a text that a reader sees (the answer, a quote), the value
for machines, or the place that is cited. A change after which the answer is still true (the quote also stands on the
page cited instead) is no mutant.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.answering.asking import Understood
from app.answering.draft import Draft, Evidence
from app.answering.verify import is_on_page
from app.answering.verify.backing import backing, of_result
from core.domain import Corpus
from core.formats.figures import read_figures
from core.store import DocumentStore
from core.types import Computation
from domains.sec_filings.metadata.describe import UNKNOWN_COMPANY
from domains.sec_filings.questions.plan import company_index

KINDS = ("digit", "unit", "period", "company")
INVENTED = "Quorvane Industries"  # a company that no store holds
_DIGIT = re.compile(r"(?<![\[\w^-])(?:\d[\d,.]*\d|\d)(?!\w|-[A-Za-z]|[\d,.]*\])")  # not those of names: 10-K, FY2018
_SCALE = re.compile(r"\b(thousand|million|billion)\b")
_UNIT = re.compile(r"%|\bpercentage points\b|\bUSD\b|\$|(?<=\d )days\b")
_YEAR = re.compile(r"(?<=FY)\d{4}|(?<![\d,.$])\b(?:19|20)\d\d\b(?![,.]\d)")
_OTHER_SCALES = {"thousand": "million", "million": "billion", "billion": "million"}
_OTHER_UNITS = {"%": " percentage points", "percentage points": "%", "USD": "EUR", "$": "€", "days": "months"}
_OTHER_RESULTS = {"percent": "ratio", "ratio": "percent", "percentage points": "percent", "USD": "USD millions",
                  "USD millions": "USD billions", "USD billions": "USD millions", "days": "ratio"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    kind: str
    where: str
    draft: Draft


class Mutator:
    """Makes the mutants of a draft; the same of the same draft, whatever came before."""

    def __init__(self, store: DocumentStore[Any]) -> None:
        self._store = store
        self._documents = store.corpus().documents
        self._companies = _companies(store.corpus())

    def mutants(self, draft: Draft, understood: Understood) -> Iterator[Mutant]:
        rng = random.Random(draft.text)
        yield from self._in_text(draft, rng)
        if draft.computation:
            yield from _in_result(draft, rng)
        for index, piece in enumerate(draft.evidence):
            for kind, where, changed in self._in_citation(piece, rng):
                evidence = (*draft.evidence[:index], changed, *draft.evidence[index + 1 :])
                yield Mutant(kind, where, replace(draft, evidence=evidence))

    def _in_text(self, draft: Draft, rng: random.Random) -> Iterator[Mutant]:
        for kind, changed in (
            ("digit", changed_digit(draft.text, rng)),
            ("unit", _swapped(draft.text, _SCALE, _OTHER_SCALES, rng)),
            ("unit", _swapped(draft.text, _UNIT, _OTHER_UNITS, rng)),
            ("period", _changed_year(draft.text, rng)),
            ("period", _changed_quarter(draft.text, rng)),
            ("period", _swapped_figures(draft.text)),
            *(("company", text) for text in self._renamed(draft, rng)),
        ):
            if changed and changed != draft.text:
                yield Mutant(kind, "text", replace(draft, text=changed))

    def _renamed(self, draft: Draft, rng: random.Random) -> Iterator[str]:
        own = {piece.document.metadata.company for piece in draft.evidence}
        others = sorted(name for name in self._companies if not own & self._companies[name])
        for name in own:
            if name in draft.text and others:
                yield draft.text.replace(name, rng.choice(others))
                yield draft.text.replace(name, INVENTED)

    def _in_citation(self, piece: Evidence, rng: random.Random) -> Iterator[tuple[str, str, Evidence]]:
        quote = changed_digit(piece.quote, rng)
        if quote and quote != piece.quote and not self._stands(replace(piece, quote=quote)):
            yield "digit", "quote", replace(piece, quote=quote)
        names = self._companies.get(piece.document.metadata.company, {piece.document.metadata.company})
        others = [other for other in self._documents if other.id != piece.document.id]
        own = [other for other in others if other.metadata.company in names]
        foreign = [other for other in others if other.metadata.company not in names]
        for kind, documents in (("period", own), ("company", foreign)):
            if documents:
                changed = replace(piece, document=rng.choice(documents))
                if not self._stands(changed):
                    yield kind, "citation's document", changed
        page = replace(piece, page=piece.page + rng.choice([-1, 1]) if piece.page > 1 else 2)
        if not self._stands(page):
            yield "period", "citation's page", page

    def _stands(self, piece: Evidence) -> bool:
        return is_on_page(piece.quote, self._store.page(piece.document.id, piece.page))


def _changed_quarter(text: str, rng: random.Random) -> str | None:
    match = re.search(r"(?<=\bQ)[1-4]\b", text)
    other = rng.choice([quarter for quarter in "1234" if not match or quarter != match.group()])
    return text[: match.start()] + other + text[match.end() :] if match else None


def _swapped_figures(text: str) -> str | None:
    """The figures of two periods given to each other's."""
    match = re.search(r"from (?P<first>\S.*?) in (?P<then>\S+) to (?P<second>\S.*?) in ", text)
    if not match or match["first"] == match["second"]:
        return None
    swapped = f"from {match['second']} in {match['then']} to {match['first']} in "
    return text[: match.start()] + swapped + text[match.end() :]


def _companies(corpus: Corpus[Any]) -> dict[str, set[str]]:
    """Each name with every name of its registrant, past ones included: one of those is no other company."""
    members = company_index(corpus).members.values()
    alike: dict[str, set[str]] = {}
    for keys in members:
        names = {doc.metadata.company for doc in corpus.documents if doc.metadata.company_key in keys}
        alike |= dict.fromkeys(names - {UNKNOWN_COMPANY}, names)
    return alike


def _in_result(draft: Draft, rng: random.Random) -> Iterator[Mutant]:
    computation = draft.computation
    assert computation is not None
    together = _in_text_and_value(draft, computation, rng)
    if together:
        yield Mutant("digit", "text and value", together)
    index = len(computation.steps) - 1
    step = changed_digit(computation.steps[index], rng) if index >= 0 else None
    if step:
        steps = (*computation.steps[:index], step)
        yield Mutant("digit", "last step", replace(draft, computation=replace(computation, steps=steps)))
    value = changed_digit(str(computation.value), rng)
    if value:
        yield Mutant("digit", "value", replace(draft, computation=replace(computation, value=Decimal(value))))
    unit = _OTHER_RESULTS.get(computation.unit)
    if unit:
        yield Mutant("unit", "value's unit", replace(draft, computation=replace(computation, unit=unit)))
    index = rng.randrange(len(computation.operands))
    operand = computation.operands[index]
    changed = changed_digit(str(operand.value), rng)
    if changed:
        operands = list(computation.operands)
        operands[index] = replace(operand, value=Decimal(changed))
        yield Mutant("digit", "operand", replace(draft, computation=replace(computation, operands=tuple(operands))))


def _in_text_and_value(draft: Draft, computation: Computation, rng: random.Random) -> Draft | None:
    """The figure changed alike where people and where machines read it."""
    result = of_result(computation)
    figure = next((found for found in read_figures(draft.text) if backing(found, [result])), None)
    changed = changed_digit(figure.text, rng) if figure else None
    other = next(iter(read_figures(f"{changed} ")), None) if changed else None
    if figure is None or changed is None or other is None or not figure.value:
        return None
    value = computation.value * (other.value / figure.value)
    text = draft.text[: figure.start] + draft.text[figure.start : figure.end].replace(figure.text, changed)
    text += draft.text[figure.end :]
    return replace(draft, text=text, computation=replace(computation, value=value))


def changed_digit(text: str, rng: random.Random) -> str | None:
    """``text`` with one digit of one of its numbers changed; a year is a period, not a number."""
    numbers = [match for match in _DIGIT.finditer(text) if not _YEAR.fullmatch(match.group()) and _preceding(match)]
    if not numbers:
        return None
    number = rng.choice(numbers)
    places = [place for place in range(number.start(), number.end()) if text[place].isdigit()]
    place = rng.choice(places)
    digit = rng.choice([other for other in "0123456789" if other != text[place]])
    return text[:place] + digit + text[place + 1 :]


def _preceding(match: re.Match[str]) -> bool:
    return not re.search(r"(?:\bpage |\b[A-Z][a-z]+ |\bof |\(1 / )$", match.string[: match.start()])


def _swapped(text: str, pattern: re.Pattern[str], others: dict[str, str], rng: random.Random) -> str | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + others[match.group()] + text[match.end() :]


def _changed_year(text: str, rng: random.Random) -> str | None:
    found = list(_YEAR.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + str(int(match.group()) + rng.choice([-2, -1, 1, 2])) + text[match.end() :]
