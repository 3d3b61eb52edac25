"""Definitions that a question gives, read into the formula language: they override the catalogue's own."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from core.types import PeriodIntent
from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.metrics import Metric, MetricCatalogue, Terms
from domains.sec_filings.questions.definitions_given import Definition
from domains.sec_filings.questions.definitions_units import unit_power
from domains.sec_filings.questions.periods import FiscalPeriod, read_periods
from domains.sec_filings.questions.wording import without

_OPERATORS = (
    (re.compile(r"\b(?:divided by|over)\b|÷", re.IGNORECASE), " / "),
    (re.compile(r"\b(?:multiplied by|times)\b|[×∗]| x (?=[\d(])|(?<=\d) x ", re.IGNORECASE), " * "),
    (re.compile(r"\b(?:minus|less)\b", re.IGNORECASE), " - "),
    (re.compile(r"\bplus\b", re.IGNORECASE), " + "),
)
_ASIDE = re.compile(r"[(\[](?:from|in|per|as|on|see|taken|found|using)\b[^()\[\]]{0,80}[)\]]", re.IGNORECASE)
_PIECE = re.compile(
    r"(?P<operator>(?<![\w])-(?!\w)|(?<=\s)-(?=\s)|[+*/()]|(?<=\))-|-(?=\())|(?P<number>(?<![\w.])\d+(?:\.\d+)?(?![\w.%]))|(?P<space>\s+)"
)
_ENDS = (
    r"(?:opening|beginning|starting|start|prior[- ]year)(?: and |/| & | to )"
    r"(?:closing|ending|end|year[- ]end|current[- ]year)"
)
_AVERAGE = re.compile(
    rf"^(?:the )?(?:simple |two[- ]point |annual )?(?:average|avg\.?|mean)(?: of)?(?: the| its)?"
    rf"(?: {_ENDS}(?: of year)?| year[- ]end)? (?P<of>.+)$",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"^(?:the )?(?:change|difference|increase)s? in (?:the )?(?P<of>.+)$", re.IGNORECASE)
_PRIOR = re.compile(
    r"\b(?:prior|previous|last|preceding)[ -](?:fiscal )?(?:year|period)(?:'s)?\b"
    r"|(?:\bat )?(?:the )?\b(?:beginning|start|opening)(?:[- ]of[- ](?:the )?(?:year|period))?\b"
    r"|\b(?:a|one|the) year (?:ago|earlier|before)\b",
    re.IGNORECASE,
)
_OF_THE_COMPANY = re.compile(r"\b(?:(?:attributable )?to |of |for )?\u25a1(?:'s?)?", re.IGNORECASE)  # reading.MASK
_FILLERS = frozenset(
    "total net the of for in at a an year end ended annual fiscal period reported consolidated unadjusted amount"
    " balance balances value company current this same sheet line item ending closing during from its figure".split()
)
_TIMES_100 = re.compile(r"^\((?P<rest>.*)\) \* 100$|^(?P<rest2>.*) \* 100$")


class UnreadDefinitionError(ValueError):
    """A definition names something that no catalogue knows, or is no arithmetic."""


def defined_terms(
    definitions: Sequence[Definition], asked: str, metrics: MetricCatalogue
) -> tuple[dict[str, Metric], str | None]:
    """The terms that a question defines, by normalised name; and why one could not be read, where so.

    The name of such a metric is its formula in parentheses, which stands for it in the formulas that use it.
    """
    terms: dict[str, Metric] = {}
    for definition in definitions:
        try:
            terms[_key(definition.name, metrics)] = _term(definition, definitions, asked, metrics)
        except UnreadDefinitionError as error:
            return terms, str(error)
    return terms, None


_ASKED_NAME = re.compile(
    r"^(?:what|how (?:much|high|large))(?: (?:is|was|are|were))? (?:the )?(?:company's )?(?P<name>[\w&%/' -]{3,60}?)"
    r"(?: (?:of|for|in|at|by|during)\b.*)?[ ?.]*$",
    re.IGNORECASE,
)
_PART_OF_COMPANY = re.compile(r"\b(?:segments?|divisions?|regions?|units?|markets?|products?|brands?)\b", re.IGNORECASE)


def named_definitions(
    definitions: Sequence[Definition], asked: str, metrics: MetricCatalogue
) -> tuple[Definition, ...]:
    """The definitions, with the name of the figure asked where they give none ("calculated as …")."""
    if all(definition.name for definition in definitions):
        return tuple(definitions)
    terms = metrics.terms(asked)
    match = None if _PART_OF_COMPANY.search(asked) else _ASKED_NAME.match(asked)
    candidates = (*(metric.label for metric in terms.metrics), match and match["name"], "the figure asked")
    name = next(candidate for candidate in candidates if candidate)
    return tuple(Definition(each.name or name, each.formula) for each in definitions)


def _term(definition: Definition, others: Sequence[Definition], asked: str, metrics: MetricCatalogue) -> Metric:
    text, percent = read_definition(definition, others, metrics)
    same = metrics.terms(definition.name).metrics
    label = same[0].label if same else definition.name[:1].upper() + definition.name[1:]
    unit = same[0].unit if same else _unit_of(text)
    if unit in ("ratio", "percent"):
        words = f"{definition.name} {asked if same else ''}"
        unit = "percent" if percent or re.search(r"%|\bmargin\b|\bpercent|\brate\b", words, re.IGNORECASE) else "ratio"
    return Metric(f"({text})", label, unit, text, defined=True)


def _unit_of(expression: str) -> str:
    """A definition with a division gives a ratio, or days where it counts 365 of them; another gives an amount."""
    if "/" not in expression:
        return "USD"
    return "days" if re.search(r"\b36[05]\b", expression) else "ratio"


def read_definition(wanted: Definition, others: Sequence[Definition], metrics: MetricCatalogue) -> tuple[str, bool]:
    """The formula of ``wanted``, the names that ``others`` define put in, and whether it multiplies by 100 itself.

    Raises UnreadDefinitionError.
    """
    names = {_key(other.name, metrics): other for other in others if other is not wanted}
    text = _grouped(_formula(wanted.formula, names, metrics, depth=0), metrics)
    scaled = _TIMES_100.match(text)
    if scaled:
        text = scaled["rest"] or scaled["rest2"]
    return text, bool(scaled)


def _grouped(text: str, metrics: MetricCatalogue) -> str:
    """The formula, or, where it adds unlike things, with what stands before its last division taken together: "sales
    less costs, divided by sales" speaks of the difference. Raises UnreadDefinitionError where that is no formula."""
    candidates = [text]
    if "(" not in text and "/" in text:
        left, _, right = text.rpartition("/")
        candidates.append(f"({left.strip()}) / {right.strip()}")
    problem = "the definition adds unlike things"
    for candidate in candidates:
        try:
            if unit_power(formula.parse(candidate), metrics) is not None:
                return candidate
        except formula.FormulaError as error:
            problem = str(error)
    raise UnreadDefinitionError(problem)


def _key(name: str, metrics: MetricCatalogue) -> str:
    return metrics.normalise(re.sub(r"\([^()]*\)", " ", name))


def _formula(text: str, names: Mapping[str, Definition], metrics: MetricCatalogue, depth: int) -> str:
    if depth > 3:
        raise UnreadDefinitionError("the definitions refer to each other")
    plain = _ASIDE.sub(" ", text)
    for pattern, sign in _OPERATORS:
        plain = pattern.sub(sign, plain)
    parts: list[str] = []
    phrase, last = "", 0
    for match in _PIECE.finditer(plain):
        phrase += plain[last : match.start()]
        last = match.end()
        if match["space"]:
            phrase += " "
            continue
        if phrase.strip() and match["number"] is not None:
            phrase += match["number"]  # "5 year average", "level 3 assets": part of a name
            continue
        parts.extend((_leaf(phrase, names, metrics, depth), match["operator"] or match["number"]))
        phrase = ""
    parts.append(_leaf(phrase + plain[last:], names, metrics, depth))
    return " ".join(part for part in parts if part).strip()


def _leaf(phrase: str, names: Mapping[str, Definition], metrics: MetricCatalogue, depth: int) -> str:
    """One operand: "average total assets between FY2016 and FY2017", "FY2017 COGS", "DIO"."""
    phrase = _OF_THE_COMPANY.sub("", phrase).strip(" ,;:.")
    if not phrase:
        return ""
    periods, bare = _periods(phrase)
    average, change = _AVERAGE.match(bare), _CHANGE.match(bare)
    inner = average or change
    item = _operand(inner["of"] if inner else bare, names, metrics, depth)
    if not inner:
        return f"{item}[{periods[-1].year}]" if periods else item
    if len(periods) < 2:
        at = f"[{periods[-1].year}]" if periods else ""
        return f"{'avg' if average else 'change'}({item}){at}"
    first, last = f"{item}[{periods[0].year}]", f"{item}[{periods[-1].year}]"
    if average:
        return "(" + "(" + " + ".join(f"{item}[{period.year}]" for period in periods) + f") / {len(periods)})"
    return f"({last} - {first})"


def _periods(phrase: str) -> tuple[tuple[FiscalPeriod, ...], str]:
    words = read_periods(phrase, date.min)
    if words.intent is not PeriodIntent.EXPLICIT:
        return (), phrase
    bare = without(phrase, words.spans)
    return words.periods, re.sub(r"\b(?:between|from|for|in|of|and|to|at|during|the| )+$", "", bare).strip()


def _operand(phrase: str, names: Mapping[str, Definition], metrics: MetricCatalogue, depth: int) -> str:
    prior = _PRIOR.search(phrase)
    if prior:
        phrase = _PRIOR.sub(" ", phrase)
    known = names.get(_key(phrase, metrics))
    if known:
        remaining = {key: other for key, other in names.items() if other is not known}
        item = f"({_formula(known.formula, remaining, metrics, depth + 1)})"
    else:
        item = _named(metrics.terms(phrase), phrase, metrics)
    return f"{item}[-1]" if prior else item


def _named(terms: Terms, phrase: str, metrics: MetricCatalogue) -> str:
    """The one line item or metric that a phrase names, or the line item that it is as a printed label; nothing but
    fillers may be left beside it."""
    covered = {index for mention in terms.mentions for index in range(mention.start, mention.end)} | terms.idle
    rest = [word for index, word in enumerate(terms.words) if index not in covered and word not in _FILLERS]
    if len(terms.mentions) == 1 and not rest:
        return terms.mentions[0].term.name
    printed = metrics.catalogue.by_label(phrase)
    if printed is None:
        raise UnreadDefinitionError(f"'{phrase}' is no line item or metric")
    return printed.name
