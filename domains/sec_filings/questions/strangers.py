"""Names in a question that stand where a company stands, and that no document of the store answers to.

There is no list of the world's companies. A stranger is a run of capitalised words in the place of a company ("for
Xyz", "Xyz's sales", "did Xyz pay", "that Xyz sells", "Xyz revenue FY2020") that is no known word, term or place; of
known words, a run counts that is built like a name ("Best Barrel's", "for Best Barrel").
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domains.sec_filings.questions.tokens import Token, tokenise
from domains.sec_filings.questions.words import KnownWords

_BEFORE = frozenset(
    "for of did does do has have had is was were are by at about will can could would should between than versus vs"
    " with if when compare to that which under how from and or".split()
)
_ACTS = frozenset("audits owns runs leads manages founded supplies controls regulates".split())
_OPENERS = _BEFORE | frozenset("what who whose why where so then please tell show give the a an in on as i".split())
_VERBS = frozenset(
    "has have had does did is was were are will would may might can could should sells sold sell uses used use operates"
    " operate operated primarily reports reported report generates generated generate pays paid pay spends spent spend"
    " earns earned earn makes made make faces faced face expects expected expect realised realized issues issued issue"
    " owns owned own holds held hold recorded records record incurred incurs acquired acquires".split()
)
_DEALS = frozenset(
    "separation acquisition acquisitions sale disposal divestiture disposition purchase merger spinoff off spin"
    " impairment acquire sold buy bought brand product".split()
)
_LEGAL_FORMS = frozenset("inc incorporated corp corporation plc ltd llc holdings".split())
_ROLES = frozenset("company board management ceo cfo chairman parent issuer registrant street committee s".split())
_NO_NAME = re.compile(r"(?:(?:FY|CY|[HQ])'?\d+|\d+[HQ]?\d*|10-?[KQ]|8-?K|20-?F|[2-5][GD]|\d+[MX])", re.IGNORECASE)
_MAX_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Stranger:
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens ``start`` to ``end`` (exclusive) of a question that may be a name."""

    tokens: Sequence[Token]
    start: int
    end: int
    text: str

    @property
    def words(self) -> Sequence[Token]:
        return self.tokens[self.start : self.end]

    @property
    def before(self) -> list[str]:
        return [token.text.lower() for token in self.tokens[max(0, self.start - 3) : self.start]]

    @property
    def after(self) -> list[str]:
        return [token.text.lower() for token in self.tokens[self.end : self.end + 4]]

    @property
    def possessive(self) -> bool:
        return self.words[-1].possessive


def strangers(question: str, known: KnownWords, is_term: Callable[[str], bool]) -> list[Stranger]:
    """The unknown names in company position, in order. ``is_term`` tells line items and metrics from names."""
    tokens = tokenise(question)[:_MAX_TOKENS]
    if question.isupper():
        return []
    titled = _is_titled(tokens)
    found: dict[str, Stranger] = {}
    for run in _runs(tokens, question):
        if _is_stranger(run, known, is_term, titled=titled):
            found.setdefault(run.text, Stranger(run.text, run.words[0].start, run.words[-1].end))
    return list(found.values())


def _is_titled(tokens: Sequence[Token]) -> bool:
    """Whether the question writes most of its words with a capital, so that one says nothing."""
    long = [token for token in tokens[1:] if len(token.key) > 3 and token.key.isalpha()]
    return len(long) > 3 and sum(token.text[0].isupper() for token in long) > 0.6 * len(long)


def _runs(tokens: Sequence[Token], question: str) -> Iterator[_Run]:
    """Capitalised words next to each other; a possessive ends a run, "&" and "of" can be inside one.

    A word in lower case is a run where it is possessive, and every word is in a question without capitals.
    """
    start = 0
    whispered = question.islower()
    while start < len(tokens):
        end = start + 1
        if not _is_capitalised(tokens[start]) or tokens[start].text.lower() in _OPENERS:
            if tokens[start].possessive or whispered:
                yield _Run(tokens, start, end, tokens[start].text)
            start += 1
            continue
        while end < len(tokens) and not tokens[end - 1].possessive and _continues(tokens, end, question):
            end += 1
        yield _Run(tokens, start, end, question[tokens[start].start : tokens[end - 1].end])
        start = end


def _continues(tokens: Sequence[Token], at: int, question: str) -> bool:
    gap = question[tokens[at - 1].end : tokens[at].start]
    if gap not in (" ", "-", ". ", ""):
        return False
    joint = tokens[at].text in ("&", "of") and at + 1 < len(tokens)
    return _is_capitalised(tokens[at]) or (joint and _is_capitalised(tokens[at + 1]))


def _is_capitalised(token: Token) -> bool:
    return any(map(str.isupper, token.text))


def _is_stranger(run: _Run, known: KnownWords, is_term: Callable[[str], bool], *, titled: bool) -> bool:
    keys = [token.key for token in run.words]
    if _NO_NAME.fullmatch(run.words[0].text) and len(keys) == 1 and not run.possessive:
        return re.fullmatch(r"\dM", run.text) is not None and bool(_BEFORE.intersection(run.before[-1:]))
    if all(key in known.places or key in ("of", "and") for key in keys) or is_term(run.text):
        return False
    if not _is_capitalised(run.words[0]):
        return (
            keys[0] not in known
            and run.before[-1:] != ["the"]
            and (run.possessive or _is_whispered_name(run, known, is_term))
        )
    if all(key in known or key in known.acronyms or key[0].isdigit() for key in keys):
        return not titled and _is_built_like_a_name(run, known)
    return run.possessive or keys[-1] in _LEGAL_FORMS or _is_in_company_position(run, is_term)


def _is_built_like_a_name(run: _Run, known: KnownWords) -> bool:
    """Known words with capitals in the middle of a sentence, as a possessor or as the object of "for", "did" …."""
    keys = [token.key for token in run.words]
    if run.start == 0 or run.before[-1:] == ["the"] or any(key in _ROLES for key in keys):
        return False
    if run.possessive:
        return len(keys) > 1 or keys[0] in known.ordinary or re.fullmatch(r"\dm", keys[0]) is not None
    return len(keys) > 1 and any(key in known.ordinary for key in keys) and run.before[-1] in _BEFORE


def _is_whispered_name(run: _Run, known: KnownWords, is_term: Callable[[str], bool]) -> bool:
    """ "xyz revenue 2020", "revenue for xyz in 2020": without capitals only such short questions give a name away."""
    key = run.words[0].key
    if len(run.tokens) > 10 or len(key) < 4 or not key.isalpha() or key in known.ordinary or key in known.acronyms:
        return False
    if not run.before:
        return is_term(" ".join(run.after))
    return run.before[-1] in ("for", "of", "did", "does") and (
        not run.after or run.after[0] in ("in", *_VERBS) or run.after[0].isdigit()
    )


def _is_in_company_position(run: _Run, is_term: Callable[[str], bool]) -> bool:
    before, after = run.before, run.after
    if before and before[-1] in ("the", "a", "an"):
        return False
    if before and before[-1] in ("of", "from") and any(word in _DEALS for word in before[:-1]):
        return False
    if after and after[0] in _VERBS:
        return True
    return before[-1] in _BEFORE | _ACTS if before else is_term(" ".join(after))
