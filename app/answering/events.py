"""What a caller hears while an answer is made. Nothing of a text is told before it is verified."""

from datetime import date
from typing import Literal

from app.answering.answer import Answer, Citation, Guardrail, Hit, Out


class Meta(Out):
    """The question is understood: how, a line each, and against which corpus."""

    type: Literal["meta"] = "meta"
    id: str
    as_of: date
    corpus_version: str
    notes: list[str]


class Retrieved(Out):
    type: Literal["retrieval"] = "retrieval"
    hits: list[Hit]


class Guarded(Out):
    """A check acted."""

    type: Literal["guardrail"] = "guardrail"
    guardrail: Guardrail


class Token(Out):
    """The next piece of the verified answer."""

    type: Literal["token"] = "token"
    text: str


class Cited(Out):
    type: Literal["citation"] = "citation"
    citation: Citation


class Done(Out):
    """The whole answer: the same that a caller who does not listen receives."""

    type: Literal["done"] = "done"
    answer: Answer


Event = Meta | Retrieved | Guarded | Token | Cited | Done
