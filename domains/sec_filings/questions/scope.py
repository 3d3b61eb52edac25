"""What this field does not answer: investment advice, opinions, predictions, and other fields."""

from core.types import Abstention
from domains.sec_filings.questions.words import Scope


def out_of_scope(question: str, scope: Scope, names_company: bool) -> Abstention | None:
    """``question`` has its companies masked, so that a name such as "Best Buy" is not read as advice."""
    if scope.advice.search(question):
        return Abstention(
            "out_of_scope_advice",
            "This reports what filings say and gives no investment advice, recommendations or price predictions."
            " Ask for the figures or disclosures that you would base a decision on.",
        )
    if scope.opinion.search(question):
        return Abstention(
            "out_of_scope_opinion",
            "This reports what filings say and holds no opinions. Ask what a filing states instead.",
        )
    if scope.forecast.search(question):
        return Abstention(
            "out_of_scope_forecast",
            "This reports what filings say and predicts nothing. Ask which outlook or guidance a filing states.",
        )
    if scope.elsewhere.search(question) or (not names_company and scope.elsewhere_alone.search(question)):
        return Abstention(
            "out_of_scope",
            "This answers questions about companies' SEC filings only. Ask about a company's reports.",
        )
    return None
