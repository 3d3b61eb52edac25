"""A model that computes: the figure is the domain's, and the answer rests on its operands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.answering.asking import Asked, Material, Understood
from app.answering.draft import Draft
from app.answering.generate.model import ModelGenerator
from app.answering.generate.prompts import load_prompts
from app.answering.generate.reply import Claim, Quote, Reply
from app.answering.generate.tools import Toolbox
from app.wiring import Application, build
from core.domain import Corpus, Facts
from core.settings import ModelSettings, Settings
from core.types import Abstention, Box, Computation, Fact, Period, Plan
from tests.app.conftest import TODAY
from tests.fakes import ScriptedLLM
from tests.toy_domain import DOMAIN

SETTINGS = ModelSettings(provider="ollama", model="m", output="tools")
ROW = "The tank holds at most 1.7 litres of water."


def doubled(plan: Plan, corpus: Corpus[Any], facts: Facts) -> Computation | None:
    """A toy metric: twice what the tank holds, of one version."""
    if "twice" not in plan.question:
        return None
    document = next(document for document in corpus.documents if document.source == "kettle-2.0.md")
    fact = Fact(
        label="tank",
        value=Decimal("1.7"),
        unit="litres",
        period=Period(date(2025, 2, 11)),
        page=1,
        quote=ROW,
        box=Box(1, 2, 3, 4),
        document_id=document.id,
    )
    return Computation(Decimal("3.4"), "litres", "3.4 litres", ("1.7 × 2 = 3.4",), (fact,))


@pytest.fixture
def application(toy_settings: Settings) -> Iterator[Application]:
    with build(toy_settings, today=lambda: TODAY) as opened:
        yield opened


def write(application: Application, *script: Any, question: str = "What is new in Kettle?") -> Draft | None:
    store = application.workspace.store
    missing = Abstention("not_stated", "No notes state the weight of Kettle.")
    domain = replace(
        DOMAIN, compute=doubled, shortfall=lambda *given: missing if "weight" in given[0].question else None
    )
    corpus = store.corpus()
    understood = Understood(Asked(question), TODAY, corpus, domain.plan(question, corpus, TODAY, None))
    model = ScriptedLLM(*script, with_tools=True)
    write.model = model  # type: ignore[attr-defined]
    generator = ModelGenerator(
        llm=model,
        settings=SETTINGS,
        prompts=load_prompts(DOMAIN.home),
        toolbox=Toolbox(domain=domain, facts=store, retriever=None),  # type: ignore[arg-type]
        tool_rounds=4,
    )
    return generator.generate(Material(understood, []))


def told(place: int) -> str:
    """What the model was told last before its call of that place."""
    return write.model.heard[place][-1].content or ""  # type: ignore[attr-defined,no-any-return]


def compute(question: str) -> tuple[str, dict[str, str]]:
    return ("compute_figure", {"question": question})


FOUND = Claim(sentence="Two tanks of Kettle hold 3.4 litres.", evidence=[Quote(passage=1, quote="3.4 litres")])


def test_a_computed_figure_is_cited_by_its_operands_and_shown_with_its_steps(application: Application) -> None:
    draft = write(application, compute("twice what Kettle holds?"), Reply(answered=True, claims=[FOUND]))
    assert "1.7 × 2 = 3.4" in told(1) and "<<<passage 1 " in told(1)
    assert draft and draft.text == "Two tanks of Kettle hold 3.4 litres. [1]"
    assert [(piece.quote, piece.page, piece.boxes) for piece in draft.evidence] == [(ROW, 1, (Box(1, 2, 3, 4),))]
    assert draft.computation and draft.computation.value == Decimal("3.4")


def test_a_figure_that_the_answer_does_not_cite_is_not_shown_as_its_computation(application: Application) -> None:
    other = Claim(sentence="It boils water.", evidence=[Quote(passage=9, quote="water")])
    draft = write(application, compute("twice what Kettle holds?"), Reply(answered=True, claims=[other]))
    assert draft and draft.computation is None


def test_two_figures_are_shown_together(application: Application) -> None:
    second = FOUND.model_copy(update={"evidence": [Quote(passage=2, quote="3.4 litres")]})
    reply = Reply(answered=True, claims=[FOUND, second])
    draft = write(application, compute("twice Kettle?"), compute("and twice Kettle again?"), reply)
    assert draft and draft.computation and len(draft.computation.operands) == 1 and len(draft.evidence) == 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the weight of Kettle?", "No notes state the weight"),
        ("How loud is Kettle?", "asks for no figure"),
        ("How loud is Blender?", "No notes of that product"),
    ],
)
def test_where_no_figure_can_be_computed_the_model_is_told_why(
    application: Application, question: str, said: str
) -> None:
    assert write(application, compute(question), Reply(answered=False, claims=[])) is None
    assert said in told(1)
