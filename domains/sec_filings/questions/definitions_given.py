"""Where a question says how its figure is to be worked out: definitions in sentences and clauses, and the basis."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domains.sec_filings.questions import definitions_patterns as patterns

MAX_SENTENCE = 800  # characters


@dataclass(frozen=True, slots=True)
class Definition:
    """``name`` is empty where the figure asked itself is defined ("calculated as …")."""

    name: str
    formula: str


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence without what it defines; ``bases`` are the balances to take: "average total assets"."""

    rest: str
    definitions: tuple[Definition, ...] = ()
    bases: tuple[str, ...] = ()


def given(sentence: str) -> Given:
    """Reads definitions out of one sentence of a question (white space normalised)."""
    if len(sentence) > MAX_SENTENCE:
        return Given(sentence)
    if "?" not in sentence and (whole := _whole(sentence)):
        return Given("", whole)
    definitions: list[Definition] = []
    rest = patterns.DIVIDING.sub(r"calculated as \g<left> divided by \g<right>", sentence)
    for pattern in (*patterns.CLAUSES, patterns.ASIDE):
        rest = pattern.sub(_taken(definitions), rest)
    bases = tuple(match["basis"] or match["without"] for match in patterns.BASIS.finditer(rest))
    return Given(patterns.BASIS.sub("", rest), tuple(definitions), bases)


def _whole(sentence: str) -> tuple[Definition, ...]:
    if patterns.QUESTION.match(sentence):
        return ()
    for pattern in (*patterns.SENTENCES, *patterns.ARITHMETIC_SENTENCES):
        match = pattern.match(sentence)
        if match and (pattern in patterns.SENTENCES or patterns.ARITHMETIC.search(match["formula"])):
            return tuple(_split(_name_in(match), match["formula"]))
    return ()


def _taken(definitions: list[Definition]) -> Callable[[re.Match[str]], str]:
    """Keeps what a clause defines and leaves nothing of it; a clause that does no arithmetic and renames nothing
    stays."""

    def take(match: re.Match[str]) -> str:
        formula = match["formula"]
        if not (patterns.RENAMES.search(match[0]) or patterns.ARITHMETIC.search(formula)):
            return match[0]
        if match[0].lstrip(" ,").startswith("(") and formula.count("(") < formula.count(")"):
            formula = formula.rstrip().removesuffix(")")
        definitions.extend(_split(_name_in(match), formula))
        return ""

    return take


def _split(name: str, formula: str) -> Iterator[Definition]:
    """ "a / b and a = c - d" defines two."""
    formula = patterns.TAIL.sub("", formula)
    formula += ")" * (formula.count("(") - formula.count(")"))
    following = patterns.FOLLOWED.search(formula)
    yield Definition(name, (formula[: following.start()] if following else formula).strip(" .,"))
    if following:
        yield from _split(_plain_name(following["name"]), formula[following.end() :])


def _name_in(match: re.Match[str]) -> str:
    return _plain_name(match.groupdict().get("name") or "")


def _plain_name(name: str) -> str:
    bare = patterns.AFTER_NAME.sub("", patterns.BEFORE_NAME.sub("", name.strip())).strip(" ,:\"'")
    return "" if patterns.IT.match(bare) else bare
