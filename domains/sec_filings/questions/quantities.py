"""The figure a question asks for: a formula over line items, and what to do with it over the periods named."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.concepts import Concept
from domains.sec_filings.catalogue.metrics import Mention, Metric, MetricCatalogue, Terms
from domains.sec_filings.questions.definitions import defined_terms, named_definitions
from domains.sec_filings.questions.quantities_basis import on_basis
from domains.sec_filings.questions.quantities_operation import Operation, compares, operation_of, test_of
from domains.sec_filings.questions.units import UnitAsked
from domains.sec_filings.questions.wording import Wording


@dataclass(frozen=True, slots=True)
class Quantity:
    """``formula`` is evaluated for each period and ``operation`` joins the results.

    ``test`` is what a yes/no question asks of the value: "positive", "negative", "healthy", or "above" or "below" the
    ``threshold``, which is in the unit of the formula's value.
    ``unit`` is that of the formula's value: USD, USD/shares, shares, days, ratio, or percent, whose formula gives a
    share (0.25). ``unread`` are words of the question that neither the catalogues nor the grammar account for: they
    may narrow the question to a part of the company, so a quantity with any is not computed.
    """

    label: str
    formula: str
    unit: str
    operation: Operation = Operation.VALUE
    test: str | None = None
    threshold: Decimal | None = None
    defined: bool = False
    unread: tuple[str, ...] = ()


def read_quantity(
    asked: str,
    wording: Wording,
    unit: UnitAsked,
    metrics: MetricCatalogue,
    fillers: frozenset[str],
) -> tuple[Terms, Quantity | None]:
    """The terms in ``asked`` (without companies and periods), and the figure that it wants or None."""
    own, failure = defined_terms(named_definitions(wording.definitions, asked, metrics), asked, metrics)
    terms = _terms(asked, own, metrics)
    quantity = _related(terms, unit) or _single(terms, metrics)
    if own and not any(term.defined for term in terms.metrics):
        quantity = _with_own(quantity, own, metrics)
    if quantity is None or failure:
        return terms, Quantity("The metric defined", "", "ratio", unread=(failure,)) if failure else None
    if quantity.unread:
        return terms, quantity
    for basis in wording.bases:
        text = on_basis(quantity.formula, basis, metrics)
        if text is None:
            return terms, replace(quantity, unread=(basis,))
        quantity = replace(quantity, formula=text, defined=quantity.defined or text != quantity.formula)
    fillers = fillers | metrics.fillers | _UNIT_WORDS.get(quantity.unit, frozenset())
    if compares(asked):
        fillers |= metrics.comparing
    related = len(formula.names(quantity.formula)) > 1
    test, threshold = test_of(asked, quantity.unit)
    return terms, replace(
        quantity,
        operation=operation_of(asked, quantity.label, quantity.unit, unit),
        test=test,
        threshold=threshold,
        unread=_unread(terms, fillers | _LINK_WORDS if related else fillers, metrics),
    )


def _terms(asked: str, own: Mapping[str, Metric], metrics: MetricCatalogue) -> Terms:
    """The terms, without abbreviations in parentheses that only repeat the name before them."""
    asked = asked.replace(" / ", " divided by ")
    bare = _ABBREVIATION.sub(" ", asked)
    repeats = all(metrics.normalise(match["short"]) not in own for match in _ABBREVIATION.finditer(asked))
    terms = metrics.terms(bare, own) if repeats else metrics.terms(asked, own)
    return terms if terms.mentions else metrics.terms(asked, own)


_ABBREVIATION = re.compile(r"\((?P<short>[A-Z][A-Za-z&/]{1,7})\)")
_LINKS = (
    (re.compile(r"^as(?: percent| percentage| share| proportion| fraction| pct)?(?: total)?$"), "/", "percent"),
    (re.compile(r"^(?:percent|percentage)(?: total)?$"), "/", "percent"),
    (re.compile(r"^(?:divided|divided by|over)(?: total)?$"), "/", "ratio"),
    (re.compile(r"^to(?: total)?$"), "/", "ratio"),
    (re.compile(r"^(?:relative(?: to)?|per dollar|cover(?:ed|s)?(?: it)?)(?: total)?$"), "/", "ratio"),
    (re.compile(r"^(?:less|minus)(?: total)?$"), "-", ""),
    (re.compile(r"^plus(?: total)?$"), "+", ""),
)


_UNIT_WORDS = {"days": frozenset({"day", "outstanding"})}
_LINK_WORDS = frozenset(
    {
        "less",
        "minus",
        "plus",
        "divided",
        "share",
        "proportion",
        "fraction",
        "portion",
        "cover",
        "covered",
        "relative",
        "per",
    }
)


_PART_OF = frozenset({"percent", "percentage", "portion", "share", "proportion", "fraction"})


_SPENT = frozenset("was were is are did it spent used paid went go on for as in to out pay".split())


def _related(terms: Terms, unit: UnitAsked) -> Quantity | None:
    """Two terms in relation: "capex as a % of revenue", "debt to equity", "cost of sales margin"."""
    mentions = terms.mentions
    if len(mentions) == 2 and (turned := _turned(terms, mentions[0], mentions[1])):
        return turned
    is_ratio = "ratio" in terms.words or unit.unit in ("percent", "ratio")
    for left, right in pairwise(mentions):
        between = " ".join(terms.words[left.end : right.start])
        for link, operator, linked in _LINKS:
            if link.match(between) and (between != "to" or is_ratio):
                pair = {left.term, right.term}
                others = tuple(mention.term.label for mention in mentions if mention.term not in pair)
                label = f"{left.term.label} {'to' if operator == '/' else operator} {_lower(right.term.label)}"
                return Quantity(
                    label, f"{left.term.name} {operator} {right.term.name}", linked or left.term.unit, unread=others
                )
    if mentions and _margin_follows(terms, mentions[0]):
        term = mentions[0].term
        return Quantity(f"{term.label} margin", f"{term.name} / revenue", "percent")
    return None


def _turned(terms: Terms, left: Mention, right: Mention) -> Quantity | None:
    """ "What percentage of A was B", "the difference between A and B"."""
    before = terms.words[max(0, left.start - 3) : left.start]
    first, second = left.term, right.term
    between = terms.words[left.end : right.start]
    if _PART_OF & set(before) and between and _SPENT.issuperset(between):
        label = f"{second.label} as a share of {_lower(first.label)}"
        return Quantity(label, f"{second.name} / {first.name}", "percent")
    if "difference" in before and left.end == right.start and first.unit == second.unit:
        return Quantity(f"{first.label} less {_lower(second.label)}", f"{first.name} - {second.name}", first.unit)
    return None


def _margin_follows(terms: Terms, mention: Mention) -> bool:
    rest = [word for word in terms.words[mention.end : mention.end + 3] if word not in ("expense", "percent")]
    return rest[:1] == ["margin"] and mention.term.name != "revenue" and mention.term.unit == "USD"


def _single(terms: Terms, metrics: MetricCatalogue) -> Quantity | None:
    """The only term; the metric where one stands beside line items, which are its parts; the question's own first.
    Terms that are no part of it are left unread: they ask for more than one figure."""
    own = tuple(metric for metric in terms.metrics if metric.defined)
    chosen: Sequence[Metric | Concept] = own[:1] or terms.metrics[:1] or terms.concepts
    if len(chosen) != 1:
        return None
    quantity = _of_term(chosen[0])
    parts = {*metrics.parts(quantity.formula), chosen[0].name}
    others = (mention.term for mention in terms.mentions if mention.term.label != chosen[0].label)
    return replace(quantity, unread=tuple(term.label for term in others if not parts & {term.name, *_inside(term)}))


def _inside(term: Metric | Concept) -> list[str]:
    """What a term that the question defines is made of."""
    return formula.names(term.formula) if isinstance(term, Metric) and term.defined else []


def _with_own(quantity: Quantity | None, own: Mapping[str, Metric], metrics: MetricCatalogue) -> Quantity:
    """The figure asked, where the question defines it by another name, or defines a part of it. A definition of
    something that is no part of the figure leaves it unread."""
    named = metrics.get(quantity.formula) if quantity else None
    if quantity is None:
        return _of_term(next(iter(own.values())))
    text = named.formula if named else quantity.formula
    for key, term in own.items():
        same = metrics.named(term.label)
        if same and same == named:
            return _of_term(term)
        concepts = metrics.terms(key).concepts
        part = same.name if same else concepts[0].name if len(concepts) == 1 else ""
        if part in formula.names(text):
            text = re.sub(rf"\b{part}\b", term.name, text)
        elif len(own) == 1 and (_is_called(key, named, metrics) if named else _is_about(term, text)):
            return _of_term(term)
        else:
            return replace(quantity, unread=(key,))
    return replace(quantity, formula=text, defined=True)


def _is_called(key: str, metric: Metric, metrics: MetricCatalogue) -> bool:
    """Whether a name is the metric's own with a word more or less: "cash conversion" for its ratio."""
    words = set(key.split())
    return any(words <= name or name <= words for name in metrics.names_of(metric))


def _is_about(defined: Metric, text: str) -> bool:
    """Whether a definition is made of all the line items that the question relates."""
    related = formula.names(text)
    return len(related) > 1 and set(related) <= set(formula.names(defined.formula))


def _of_term(term: Metric | Concept) -> Quantity:
    text = term.formula if isinstance(term, Metric) and term.defined else term.name
    return Quantity(term.label, text, term.unit, defined=isinstance(term, Metric) and term.defined)


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _unread(terms: Terms, fillers: frozenset[str], metrics: MetricCatalogue) -> tuple[str, ...]:
    left = _left(terms, (range(mention.start, mention.end) for mention in terms.mentions), fillers)
    if left:  # looking labels up costs milliseconds
        left = _left(terms, (_printed_span(terms, mention, metrics) for mention in terms.mentions), fillers)
    return left


def _left(terms: Terms, spans: Iterable[range], fillers: frozenset[str]) -> tuple[str, ...]:
    covered = {index for span in spans for index in span} | terms.idle
    rest = (word for index, word in enumerate(terms.words) if index not in covered)
    return tuple(dict.fromkeys(word for word in rest if word not in fillers and not word.isdigit()))


def _printed_span(terms: Terms, mention: Mention, metrics: MetricCatalogue) -> range:
    """The words of a mention with those around it that make up a printed label of the same line item."""
    for size in range(_LONGEST_LABEL, 0, -1):
        for start in range(max(0, mention.end - size), mention.start + 1):
            end = min(start + size, len(terms.words))
            if end < mention.end or end - start <= mention.end - mention.start:
                continue
            if metrics.catalogue.by_label(" ".join(terms.words[start:end])) == mention.term:
                return range(start, end)
    return range(mention.start, mention.end)


_LONGEST_LABEL = 6  # words
