"""The modules of the page on answers that no small store gives: what a model writes, what is estimated or undated."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.ask_page import AskPage

pytestmark = pytest.mark.browser

Open = Callable[..., AskPage]

DOCUMENT = {
    "id": "d",
    "title": "Kettle <b>2.0</b>",
    "pages": 1,
    "dated": "2025-03-05",
    "metadata": {"released": "2025-03-05", "released_estimated": True},
}
CITATION = {
    "number": 2,
    "page": 7,
    "document": DOCUMENT,
    "section": ["Care", "Descaling"],
    "quote": "Descale monthly.",
    "boxes": [],
    "age_days": 30,
    "is_current": True,
    "superseded_by": None,
}
ANSWER = {
    "status": "answered",
    "answer": "It should be descaled monthly [2].\n“Descale monthly.” [2]",
    "value": -12.5,
    "unit": "percent",
    "computation": {"steps": ["one", "two"]},
    "citations": [CITATION],
    "abstain_reason": None,
    "degraded": [],
    "as_of": "2026-11-24",
    "model": "some-model",
    "explanation": None,
    "timings_ms": {"retrieve": 900.0, "answer": 350.0},
}


@pytest.fixture
def render(page: Open, empty: str) -> Callable[[dict[str, Any]], AskPage]:
    """Shows an answer in an otherwise empty page; what it asks to open is kept in ``window.opened``."""

    def show(answer: dict[str, Any]) -> AskPage:
        shown = page(empty)
        shown.run_module(
            """
            const { renderAnswer } = await import("/static/answer.js");
            const { Citations } = await import("/static/citations.js");
            window.opened = [];
            const citations = new Citations({ onOpen: (citation) => window.opened.push(citation.page) });
            const onCitation = (number) => citations.openNumber(number);
            const root = document.getElementById("answer");
            root.replaceChildren(...renderAnswer(given, { onCitation }), citations.render(given.citations));
            root.hidden = false;
            """,
            answer,
        )
        return shown

    return show


def test_a_sentence_of_a_model_leads_to_its_citation(render: Callable[[dict[str, Any]], AskPage]) -> None:
    shown = render(ANSWER)
    marker = shown.find(".sentence .marker")
    assert marker.get_attribute("aria-label") == "Citation 2"
    marker.click()
    assert shown.run("return window.opened") == [7, 7], "once by itself as the first, once by the marker"
    assert len(shown.all(".sentence")) == 1, "the line that repeats the quote is left to its card"


def test_a_figure_shows_its_sign_unit_steps_and_writer(render: Callable[[dict[str, Any]], AskPage]) -> None:
    shown = render(ANSWER)
    assert shown.find(".figure").text == "−12.5%"
    assert [step.text for step in shown.all(".steps li")] == ["one", "two"]
    assert shown.find(".footnote").text == "Written by some-model · as of 2026-11-24 · 1.3 s"


def test_a_step_leads_to_the_citation_of_its_figure_and_other_figures_are_listed(
    render: Callable[[dict[str, Any]], AskPage],
) -> None:
    operand = {"value": -1500.5, "unit": "USD", "period_end": "2025-09-30", "fiscal_year": 2025, "citation": 2}
    figures = [
        {**operand, "label": "Net sales", "fiscal_quarter": None},
        {**operand, "label": "Cost", "fiscal_quarter": 3},
    ]
    steps = ['Revenue FY2025: USD 1 ("Net sales", page 7)', "Untold", "Margin = Revenue / Cost"]
    shown = render({**ANSWER, "computation": {"steps": steps, "operands": figures}})
    shown.find(".steps li:first-child .marker").click()
    assert shown.run("return window.opened") == [7, 7]
    assert [row.text for row in shown.all(".steps tr")] == ["Cost 2 Q3 2025 −1,500.5 USD"]
    assert shown.find(".steps .formula").text == steps[2]


def test_what_was_out_of_reach_and_what_a_check_did_is_said(render: Callable[[dict[str, Any]], AskPage]) -> None:
    guardrail = {"check": "injection", "action": "quarantined", "detail": "A passage was left out."}
    shown = render({**ANSWER, "degraded": ["The model is away."], "guardrails": [guardrail]})
    assert [note.text for note in shown.all("#answer > .superseded")] == [
        "The model is away.",
        "A passage was left out.",
    ]


def test_an_answer_given_before_says_when_and_how_sure_it_is(render: Callable[[dict[str, Any]], AskPage]) -> None:
    cache = {"status": "semantic", "age_seconds": 300, "saved_cost_usd": 0.0125}
    shown = render({**ANSWER, "confidence": 0.834, "cache": cache})
    assert shown.find(".footnote").text == (
        "Written by some-model · confidence 83% · as of 2026-11-24 · 1.3 s · answered 5 minutes ago to a question that"
        " asks the same, 0.0125 USD saved · Answer anew"
    )


def test_a_refused_question_is_not_called_unanswered(render: Callable[[dict[str, Any]], AskPage]) -> None:
    blocked = {**ANSWER, "status": "blocked", "value": None, "citations": [], "abstain_reason": "It is an attack."}
    assert render(blocked).find(".abstention h2").text == "Refused"


def test_stages_are_shown_while_an_answer_takes_its_time(page: Open, empty: str) -> None:
    shown = page(empty)
    shown.run_module(
        """
        const { Progress } = await import("/static/progress.js");
        window.progress = new Progress(document.getElementById("progress"));
        progress.begin();
        progress.hear({ type: "retrieval", hits: [{ document: { title: "Kettle <b>2</b>" }, page: 3 }] });
        """,
        None,
    )
    assert shown.wait("#progress .stage").text == "Reading 1 page …"
    assert shown.find("#progress li").text == "Kettle <b>2</b>, p. 3"
    shown.run("progress.hear({ type: 'token', text: 'It ' }); progress.hear({ type: 'token', text: 'boils.' });")
    assert shown.find("#progress .sentence").text == "It boils."
    shown.run("progress.end()")
    assert not shown.find("#progress").is_displayed()


def test_an_estimated_date_is_said_to_be_one(render: Callable[[dict[str, Any]], AskPage]) -> None:
    assert render(ANSWER).find(".dated").text == "Dated 2025-03-05 estimated · 30 days old"


def test_a_document_without_a_date_is_called_undated(render: Callable[[dict[str, Any]], AskPage]) -> None:
    undated = {**CITATION, "document": {**DOCUMENT, "dated": None}, "age_days": None}
    assert render({**ANSWER, "citations": [undated]}).find(".dated").text == "Undated"


def test_a_figure_from_a_superseded_document_is_flagged_beside_it(render: Callable[[dict[str, Any]], AskPage]) -> None:
    shown = render({**ANSWER, "citations": [{**CITATION, "is_current": False}]})
    assert shown.all(".superseded")[0].text == "This figure rests on a superseded document."


def test_markup_in_a_document_stays_text(render: Callable[[dict[str, Any]], AskPage]) -> None:
    shown = render(ANSWER)
    assert "Kettle <b>2.0</b>" in shown.find(".card .title").text and not shown.all(".card b")
