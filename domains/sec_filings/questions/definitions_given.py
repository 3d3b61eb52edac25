"""Where a question says how its figure is to be worked out: definitions in sentences and clauses, and the basis."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SPACED = r"(?:\s[-+*x/÷×=]\s|\b(?:divided by|multiplied by|minus|less|plus)\b)"
_SYMBOL = r"(?:\s[-+*x]\s|[/÷×=]|\b(?:divided by|multiplied by|minus|less|plus|over)\b)"
_VERB = r"(?:defined|calculated|computed|measured|expressed|taken|determined|derived)"
_NAME = r"(?P<name>[^:=?()]{1,80}?(?: ?\([^()]{1,20}\))?)"
_IT = re.compile(r"^(?:it|this|that|the (?:metric|ratio|figure|measure|formula|value)|which|here)$", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"^(?:please|for (?:this|the) (?:question|purpose)s?(?: of this question)?,?|here,?|in this case,?|note(?: that)?:?"
    r"|assume(?: that)?|let|define|take|treat|calculate|compute|use|by|the term|we (?:define|calculate|compute)|[ ,])+\b ?",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"(?:,? (?:here|should|can|may|is|are|to be|being|be|we mean|in this case|for this question))+$", re.IGNORECASE
)


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


# Sentences that do nothing but define.
_FORMULA = r"[: ]+(?P<formula>.{3,600}?)[.!]?$"
_SENTENCES = (
    re.compile(rf"^{_NAME},? (?:here |in this case )*{_VERB}:? ?(?:as|by|using|to be)\b:?{_FORMULA}", re.IGNORECASE),
    re.compile(rf"^(?:please )?(?:define|let|take|treat) {_NAME} (?:as|to be|be|by|:):?{_FORMULA}", re.IGNORECASE),
    re.compile(rf"^(?:please )?(?:calculate|compute) {_NAME} as:?{_FORMULA}", re.IGNORECASE),
    re.compile(
        rf"^(?!(?:you|your|if|i|we|there|when)\b){_NAME} ?(?:=|:=|equals|means|refers to|is the sum of|is){_FORMULA}",
        re.IGNORECASE,
    ),
    re.compile(rf"^(?:please )?(?:use|apply|using) (?:the |this )?(?:following )?(?:formula|definition){_FORMULA}", re.I),
    re.compile(rf"^formula{_FORMULA}", re.IGNORECASE),
)
_NEEDS_SYMBOL = 2  # from the third on, a sentence defines only where it holds arithmetic

_END = r"(?=\?|;|[.)]*$|,? (?:in (?:units|usd|us\$|\$|percent|%|millions|thousands|billions)|round|answer|express|and round|to (?:one|two|three|\d) decimal))"
_CLAUSES = (
    re.compile(rf"\b(?:if|when|suppose|assuming|given that) (?:we |you |one )?(?:define|calculate|compute|measure|take) {_NAME} (?:as|to be|by)[: ]*(?P<formula>[^?;]{{3,400}}?),(?= (?:what|how|which|did|does|is|was)\b)", re.I),
    re.compile(rf",? ?(?:\bi\.e\.?,?|\bthat is,?|(?<=[a-zA-Z)\u25a1]) - (?=[a-z][^?]*\b(?:divided by|over)\b)) ?(?P<formula>[^?;,]{{3,300}}?){_END}", re.I),
    re.compile(rf",? ?\(?\bwhere(?:by|in)? {_NAME} ?(?:=|:=|equals|means|is(?: {_VERB})?(?: as| by)?)[: ]*(?P<formula>[^?;]{{3,400}}?){_END}", re.I),
    re.compile(rf",? ?\(?\b(?:with|taking|if) {_NAME} (?:is )?{_VERB} (?:as|by)[: ]*(?P<formula>[^?;]{{3,400}}?){_END}", re.I),
    re.compile(rf",? ?\(?\b(?:which is |when |as )?{_VERB} (?:as|by|using the formula)[: ]+(?P<formula>[^?;]{{3,400}}?){_END}", re.I),
    re.compile(rf",? ?\b(?:using|with|by|via) (?:the )?(?:formula|definition)[: ]+(?P<formula>[^?;]{{3,400}}?){_END}", re.I),
)  # fmt: skip
_ASIDE = re.compile(rf" ?\((?:i\.?e\.?,? |that is,? |= ?)?(?P<formula>(?=[^()?]*?(?:\([^()]*\)[^()?]*)?{_SPACED})(?:[^()]|\([^()]*\))+)\)", re.I)
_FOLLOWED = re.compile(r",? and (?P<name>[^=,]{1,50}?) ?(?:=|equals|is (?:defined|calculated) as) ?", re.IGNORECASE)
_BASIS = re.compile(
    r"[,;]? ?\(?\b(?:us(?:e|ing)|based on|with|take|taking)(?: an?| the)? "
    r"(?P<basis>(?:average|avg\.?|mean|year[- ]end|period[- ]end|ending|closing|opening|beginning)\b[^?;,().]{0,60}"
    r"|[^?;,().]{3,50}? as (?:the |its )?(?:denominator|numerator|base))(?P<close>\))?",
    re.IGNORECASE,
)
_SHORT_ENOUGH = 800


def given(sentence: str) -> Given:
    """Reads definitions out of one sentence of a question (white space normalised)."""
    if len(sentence) > _SHORT_ENOUGH:
        return Given(sentence)
    if "?" not in sentence and (whole := _whole(sentence)):
        return Given("", tuple(whole))
    definitions: list[Definition] = []
    rest = sentence
    for pattern in (*_CLAUSES, _ASIDE):
        rest = pattern.sub(_taken(definitions), rest)
    bases: list[str] = []
    rest = _BASIS.sub(lambda match: bases.append(match["basis"]) or "", rest)
    return Given(rest, tuple(definitions), tuple(bases))


def _whole(sentence: str) -> list[Definition] | None:
    if re.match(r"(?:what|how|which|did|does|is|are|was)\b", sentence, re.IGNORECASE):
        return None
    for place, pattern in enumerate(_SENTENCES):
        match = pattern.match(sentence)
        if match and (place < _NEEDS_SYMBOL or re.search(_SYMBOL, match["formula"])):
            return list(_split(_plain_name(match.groupdict().get("name") or ""), match["formula"]))
    return None


def _taken(definitions: list[Definition]) -> Callable[[re.Match[str]], str]:
    """Keeps what a clause defines and leaves nothing of it."""

    def take(match: re.Match[str]) -> str:
        renames = re.search(r"\b(?:means|equals)\b|=", match[0]) is not None
        if not (renames or re.search(_SYMBOL, match["formula"])):
            return match[0]
        formula = match["formula"]
        if match[0].lstrip(" ,").startswith("(") and formula.count("(") < formula.count(")"):
            formula = formula.rstrip().removesuffix(")")
        definitions.extend(_split(_plain_name(match.groupdict().get("name") or ""), formula))
        return ""

    return take


def _split(name: str, formula: str) -> Iterator[Definition]:
    """ "a / b and a = c - d" defines two."""
    following = _FOLLOWED.search(formula)
    yield Definition(name, (formula[: following.start()] if following else formula).strip(" .,"))
    if following:
        yield from _split(_plain_name(following["name"]), formula[following.end() :])


def _plain_name(name: str) -> str:
    bare = _AFTER_NAME.sub("", _BEFORE_NAME.sub("", name.strip())).strip(" ,:\"'")
    return "" if _IT.match(bare) else bare
