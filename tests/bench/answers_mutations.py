"""Section ``mutations``: what verification catches of answers in which one thing was changed, and its false alarms.

Correct answers of three writers: figures computed for generated questions, extracts, and sentences as a model writes
them, each made of a fact that the store holds, in a scale and a wording of its own.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.answering.asking import Asked, Material, Understood
from app.answering.draft import Draft, Evidence, from_computation
from app.answering.generate import Extractor
from app.answering.verify import Verifier
from app.wiring import Application
from core.corpus import limit_to
from core.types import Document, Fact
from domains.sec_filings.questions.selection import ANNUAL_FORMS
from tests.bench.mutants import KINDS, Mutator

BAR = 0.99
LINE_ITEMS = (
    "revenue", "net income", "capital expenditures", "total assets", "operating income", "cost of revenue",
    "diluted EPS", "income tax expense", "inventory", "net cash from operating activities", "total current liabilities",
)  # fmt: skip
METRICS = (
    "gross margin", "operating margin", "effective tax rate", "current ratio", "return on assets", "free cash flow",
    "days sales outstanding", "interest coverage ratio", "dividend payout ratio", "inventory turnover",
)  # fmt: skip
PROSE = (
    "What drove the change in revenue of {company} in FY{year}?",
    "What are the legal proceedings of {company} in FY{year}?",
    "What debt did {company} issue in FY{year}?",
    "What restructuring charges did {company} record in FY{year}?",
)
WRITTEN = (
    "{company} reported {label} of {figure} for fiscal {year} [1].",
    "In fiscal year {year}, {label} of {company} came to {figure} [1].",
    "For FY{year}, {company}'s {label} was {figure}. [1]",
)
CONCEPTS = (
    "revenue", "net_income", "capital_expenditures", "total_assets", "operating_income", "cost_of_revenue",
    "income_tax_expense", "eps_diluted", "operating_cash_flow", "inventory", "cash_and_equivalents",
)  # fmt: skip


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    answers = Answers(application)
    mutator = Mutator(application.workspace.store)
    caught: Counter[tuple[str, str, str]] = Counter()
    made: Counter[tuple[str, str, str]] = Counter()
    alarms: Counter[str] = Counter()
    correct: Counter[str] = Counter()
    for writer, draft, understood in answers.correct():
        correct[writer] += 1
        verdict = answers.verifier.verify(draft, understood)
        if verdict.faults:
            alarms[writer] += 1
            if misses:
                print(f"false alarm: {understood.asked.question}\n  {draft.text}\n  {verdict.faults}")
            continue
        for mutant in mutator.mutants(draft, understood):
            key = (writer, mutant.kind, mutant.where)
            made[key] += 1
            if answers.verifier.verify(mutant.draft, understood).draft is None or not _stands_whole(
                answers.verifier, mutant.draft, understood
            ):
                caught[key] += 1
            elif misses:
                print(f"missed {key}: {understood.asked.question}\n  {draft.text[:300]}\n  {mutant.draft.text[:300]}")
    return _report(correct, alarms, made, caught)


def _stands_whole(verifier: Verifier, draft: Draft, understood: Understood) -> bool:
    """Whether a draft stands as it is: an extract from which the changed quote was dropped is caught."""
    return not verifier.verify(draft, understood).faults


class Answers:
    """Correct drafts over a store, the same at every run."""

    def __init__(self, application: Application, *, most: int = 400) -> None:
        workspace = application.workspace
        self._application, self._domain, self._store = application, workspace.domain, workspace.store
        self.verifier = Verifier(
            domain=self._domain,
            page_of=self._store.page,
            facts_on=self._store.stated_on,
            sparse=workspace.sparse,
        )
        self._extractor = Extractor(workspace.settings.answering, workspace.sparse)
        self._most = most
        self._corpus = self._store.corpus()
        self._today = max(document.dated for document in self._corpus.documents if document.dated)

    def correct(self) -> Iterator[tuple[str, Draft, Understood]]:
        """Writer, draft, and the question as understood."""
        for writer, drafts in (
            ("facts", self._computed()),
            ("extractive", self._extracts()),
            ("model", self._written()),
        ):
            for draft, understood in drafts:
                yield writer, draft, understood

    def understood(self, question: str) -> Understood:
        corpus = limit_to(self._corpus, self._today, ("public",))
        plan = self._domain.plan(question, corpus, self._today, None)
        return Understood(Asked(question), self._today, corpus, plan)

    def _years(self) -> list[tuple[str, int, Document[Any]]]:
        """Company, fiscal year and document of every annual filing."""
        documents = {
            (document.metadata.company, document.metadata.fiscal_year): document
            for document in self._corpus.documents
            if document.metadata.form in ANNUAL_FORMS and document.metadata.fiscal_year
        }
        return [(company, year, document) for (company, year), document in sorted(documents.items())]

    def _quarters(self) -> list[tuple[str, int, int]]:
        found = (document.metadata for document in self._corpus.documents)
        return sorted(
            {(m.company, m.fiscal_year, m.fiscal_quarter) for m in found if m.fiscal_year and m.fiscal_quarter}
        )

    def _computed(self) -> Iterator[tuple[Draft, Understood]]:
        questions = [
            question
            for company, year, _ in self._years()
            for question in (
                *(f"What was {company}'s {item} in FY{year}?" for item in (*LINE_ITEMS, *METRICS)),
                f"How did {company}'s revenue change from FY{year - 1} to FY{year}?",
                f"By what percentage did {company}'s net income grow in FY{year}?",
                f"What was the change in {company}'s operating margin between FY{year - 1} and FY{year}?",
                f"What was the 3 year average of {company}'s capital expenditures from FY{year - 2} to FY{year}"
                " in USD millions?",
                f"What was {company}'s revenue CAGR from FY{year - 2} to FY{year}?",
                f"What is {company}'s FY{year} revenue in USD billions, rounded to one decimal place?",
            )
        ]
        questions += [
            f"What was {company}'s {item} in Q{quarter} of FY{year}?"
            for company, year, quarter in self._quarters()
            for item in ("revenue", "net income", "total assets", "operating margin")
        ]
        for question in _sample(questions, self._most):
            understood = self.understood(question)
            if not understood.decline and (
                computation := self._domain.compute(understood.plan, understood.corpus, self._store)
            ):
                yield from_computation(computation, understood.corpus), understood

    def _extracts(self) -> Iterator[tuple[Draft, Understood]]:
        questions = [text.format(company=company, year=year) for company, year, _ in self._years() for text in PROSE]
        for question in _sample(questions, self._most // 5):
            understood = self.understood(question)
            pages = self._application.answerer._retrieve(understood)
            draft = self._extractor.generate(Material(understood, pages))
            if draft:
                yield draft, understood

    def _written(self) -> Iterator[tuple[Draft, Understood]]:
        facts = [
            (company, year, document, fact)
            for company, year, document in self._years()
            for fact in self._store.find(documents=[document.id], concepts=CONCEPTS)
            if fact.value
            and fact.quote
            and not fact.dimensions
            and fact.period.fiscal_year == year
            and not fact.period.fiscal_quarter
            and fact.statement
        ]
        rng = random.Random(5)
        for company, year, document, fact in _sample(facts, self._most):
            assert fact.concept
            label = fact.concept.replace("_", " ")
            understood = self.understood(f"What was {company}'s {label} in FY{year}?")
            text = rng.choice(WRITTEN).format(company=company, label=label, figure=_spelt(fact, rng), year=year)
            evidence = Evidence(document, fact.page, fact.quote)
            if not understood.decline:
                yield Draft(text, (evidence,), "a model"), understood
                yield from self._compared(company, year, label, fact, evidence, rng)

    def _compared(
        self, company: str, year: int, label: str, fact: Fact, evidence: Evidence, rng: random.Random
    ) -> Iterator[tuple[Draft, Understood]]:
        """The figure beside that of the year before, which the same row states."""
        row = self._store.stated_on(evidence.document.id, fact.page)
        before = [
            other
            for other in row
            if (other.quote, other.concept) == (fact.quote, fact.concept)
            and other.period.fiscal_year == year - 1
            and not other.period.fiscal_quarter
            and other.value
        ]
        if len(before) == 1:
            understood = self.understood(f"How did {company}'s {label} develop from FY{year - 1} to FY{year}?")
            first, second = _spelt(before[0], rng), _spelt(fact, rng)
            text = f"{company}'s {label} went from {first} in fiscal {year - 1} to {second} in fiscal {year} [1]."
            if not understood.decline:
                yield Draft(text, (evidence,), "a model"), understood


def _sample(items: Sequence[Any], most: int) -> list[Any]:
    return random.Random(3).sample(list(items), min(most, len(items)))


def _spelt(fact: Fact, rng: random.Random) -> str:
    """A fact's amount as people write it: in full, in millions or in billions, as precise as they are."""
    value = abs(fact.value or Decimal(0))
    if fact.unit.endswith("/shares"):
        return f"${value:,} per share"
    if value >= 10**9:
        return rng.choice([f"${value / 10**9:,.2f} billion", f"${value / 10**6:,.0f} million", f"USD {value:,.0f}"])
    if value >= 10**6:
        return rng.choice([f"${value / 10**6:,.1f} million", f"${value:,.0f}"])
    return f"${value:,.0f}"


def _report(
    correct: Counter[str],
    alarms: Counter[str],
    made: Counter[tuple[str, str, str]],
    caught: Counter[tuple[str, str, str]],
) -> bool:
    print("Mutations: one digit, unit, period or company changed in a correct answer")
    for key in sorted(made):
        print(f"  {' / '.join(key):44} {caught[key]:6} of {made[key]:6}  {caught[key] / made[key]:7.2%}")
    met = not sum(alarms.values())
    for kind in KINDS:
        total = sum(count for key, count in made.items() if key[1] == kind)
        found = sum(count for key, count in caught.items() if key[1] == kind)
        rate = found / total if total else 0.0
        met = met and rate >= BAR
        print(f"  {kind:44} {found:6} of {total:6}  {rate:7.2%}  (bar {BAR:.0%})")
    for writer in sorted(correct):
        print(f"  false alarms, {writer:30} {alarms[writer]:6} of {correct[writer]:6}")
    return met
