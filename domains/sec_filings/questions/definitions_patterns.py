"""The patterns by which ``definitions_given`` finds definitions. Every repetition of theirs is bounded."""

import re

SPACED = r"(?:\s[-+*x/÷×=]\s|\b(?:divided by|multiplied by|minus|less|plus)\b)"
_SYMBOL = r"(?:\s[-+*x]\s|[/÷×=]|\b(?:divided by|multiplied by|minus|less|plus|over)\b)"
_VERB = r"(?:defined|calculated|computed|measured|expressed|taken|determined|derived)"
_NAME = r"(?P<name>[^:=?()]{1,80}?(?: ?\([^()]{1,20}\))?)"
_TAIL = (
    r",? (?:in (?:units|usd|us\$|\$|percent|%|millions|thousands|billions)|round|answer|express|and round"
    r"|to (?:one|two|three|\d) decimal)"
)
_END = rf"(?=\?|;|[.)]*$|,? (?:what|how|which)\b|{_TAIL})"
_WHOLE = r"[: ]+(?P<formula>.{3,600}?)[.!]?$"
_INNER = rf"[: ]*(?P<formula>[^?;]{{3,400}}?){_END}"
_MASK = "\u25a1"  # reading.MASK


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


ARITHMETIC = _pattern(_SYMBOL)
RENAMES = _pattern(r"\b(?:means|equals)\b|=")
TAIL = _pattern(rf"{_TAIL}.*$")
QUESTION = _pattern(r"(?:what|how|which|did|does|is|are|was)\b")
IT = _pattern(r"^(?:it|this|that|the (?:metric|ratio|figure|measure|formula|value)|which|here)$")
BEFORE_NAME = _pattern(
    r"^(?:please|for (?:this|the) (?:question|purpose)s?(?: of this question)?,?|here,?|in this case,?|note(?: that)?:?"
    r"|assume(?: that)?|let|define|take|treat|calculate|compute|use|by|the term|we (?:define|calculate|compute)"
    r"|[ ,]){1,8}\b ?"
)
AFTER_NAME = _pattern(
    r"(?:,? (?:here|should|can|may|is|are|to be|being|be|we mean|in this case|for this question)){1,4}$"
)

# Sentences that do nothing but define; those of the second list only where they hold arithmetic.
SENTENCES = (
    _pattern(rf"^{_NAME},? (?:here |in this case )?{_VERB}:? ?(?:as|by|using|to be)\b:?{_WHOLE}"),
    _pattern(rf"^(?:please )?(?:define|let|take|treat) {_NAME} (?:as|to be|be|by|:):?{_WHOLE}"),
)
ARITHMETIC_SENTENCES = (
    _pattern(rf"^(?:please )?(?:calculate|compute) {_NAME} as:?{_WHOLE}"),
    _pattern(
        rf"^(?!(?:you|your|if|i|we|there|when)\b){_NAME}"
        rf"(?: ?:?=| (?:equals|means|refers to|is the sum of|is)\b){_WHOLE}"
    ),
    _pattern(rf"^(?:please )?(?:use|apply|using) (?:the |this )?(?:following )?(?:formula|definition){_WHOLE}"),
    _pattern(rf"^formula{_WHOLE}"),
)

# Clauses of a question; "- a divided by b" only after a word, so that it is no subtraction.
CLAUSES = (
    _pattern(
        r"\b(?:if|when|suppose|assuming|given that) (?:we |you |one )?(?:define|calculate|compute|measure|take)"
        rf" {_NAME} (?:as|to be|by)[: ]*(?P<formula>[^?;]{{3,400}}?),(?= (?:what|how|which|did|does|is|was)\b)"
    ),
    _pattern(
        rf",? ?\(?(?:\bi\.e\.?,?|\bthat is,?|(?<=[a-zA-Z){_MASK}]) - (?=[a-z][^?]*\b(?:divided by|over)\b)) ?"
        rf"(?P<formula>[^?;,]{{3,300}}?){_END}"
    ),
    _pattern(rf",? ?\(?\bwhere(?:by|in)? {_NAME}(?: ?:?=| (?:equals|means|is(?: {_VERB})?(?: as| by)?)\b){_INNER}"),
    _pattern(rf",? ?\(?\b(?:with|taking|if) {_NAME} (?:is )?{_VERB} (?:as|by){_INNER}"),
    _pattern(rf",? ?\(?\b(?:which is |when |as )?{_VERB} (?:as|by|using the formula){_INNER}"),
    _pattern(rf",? ?\b(?:using|with|by|via) (?:the )?(?:formula|definition){_INNER}"),
    _pattern(
        r",? ?\b(?:using|taking|with) (?P<formula>[^?;,()]{3,80}\b(?:divided by|over|minus|less|plus)\b"
        rf" [^?;,]{{3,80}}?){_END}"
    ),
)
DIVIDING = _pattern(r"\bby dividing (?P<left>[^?;,]{3,60}?) by (?P<right>[^?;,]{3,60}?)(?=[,?.;]|$)")
ASIDE = _pattern(
    rf" ?\((?:i\.?e\.?,? |that is,? |= ?)?(?P<formula>(?=[^()?]*?(?:\([^()]*\)[^()?]*)?{SPACED})"
    r"(?:[^()]|\([^()]*\)){3,400})\)"
)
FOLLOWED = _pattern(r",? and (?P<name>[^=,]{1,50}?) ?(?:=|equals|is (?:defined|calculated) as) ?")
BASIS = _pattern(
    r"[,;]? ?\(?\b(?:us(?:e|ing)|based on|with|take|taking)(?: an?| the)? "
    r"(?P<basis>(?:average|avg\.?|mean|year[- ]end|period[- ]end|ending|closing|opening|beginning)\b[^?;,().]{0,60}"
    r"|[^?;,().]{3,50}? as (?:the |its )?(?:denominator|numerator|base))\)?"
    r"|[,;]? ?\(?\b(?P<without>(?:excluding|without|ignoring) (?!\w+ing\b|access\b|any\b)[^?;,().]{3,60})(?=[^?]*\?)\)?"
)
