"""Inline XBRL 1.1: the facts that a document states in its own markup, exactly.

Numeric facts keep concept, entity, period, dimensions, unit, value (scale and sign applied), precision and
footnotes. What cannot be resolved (a missing context or unit, one that is defined twice in different ways, text that
is no number) is a warning and no fact.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import TypeAlias, TypeVar

from lxml import etree

from core.formats import ixbrl_transforms as transforms
from core.formats.html_pages import Place
from core.formats.html_text import Names
from core.formats.ixbrl_resources import XbrlContext, local_name, read_context, read_unit
from core.types import Fact, Period

T = TypeVar("T")
Places: TypeAlias = Mapping["etree._Element | str", Place]
_SEPARATORS = dict.fromkeys(("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table"), "\n") | {"td": " "}
_MOST_WARNINGS = 50  # of different ones
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True)
class XbrlFact:
    """A numeric fact (``ix:nonFraction``).

    ``value`` has scale and sign applied and is None where nil. ``decimals`` and ``precision`` are as stated ("-6",
    "INF"). ``page`` and ``quote`` are where and in what line it is printed, None and "" for facts in ``ix:hidden``
    that no printed text refers to; ``label`` is the label of its row.
    """

    concept: str
    context: XbrlContext
    value: Decimal | None
    unit: str
    printed: str
    scale: int = 0
    negated: bool = False
    decimals: str | None = None
    precision: str | None = None
    format: str | None = None
    id: str | None = None
    hidden: bool = False
    page: int | None = None
    quote: str = ""
    label: str = ""
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class XbrlText:
    """A non-numeric fact (``ix:nonNumeric``): its transformed value, continuations joined, markup left out."""

    concept: str
    context: XbrlContext
    value: str
    format: str | None = None
    id: str | None = None
    hidden: bool = False
    block: bool = False
    page: int | None = None
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class XbrlFacts:
    numeric: tuple[XbrlFact, ...] = ()
    texts: tuple[XbrlText, ...] = ()
    contexts: Mapping[str, XbrlContext] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_facts(root: etree._Element, names: Names | None = None, places: Places | None = None) -> XbrlFacts:
    """All facts below ``root``, in document order; empty where the document is not inline XBRL.

    ``places`` maps fact elements, and ids of hidden facts, to where they are printed (``html_pages.Place``).
    """
    return _Reader(root, names or Names({}), places or {}).read()


class _Reader:
    def __init__(self, root: etree._Element, names: Names, places: Places) -> None:
        self._names, self._places = names, places
        self._warnings: dict[str, int] = {}
        self._facts: list[tuple[etree._Element, bool]] = []
        self._contexts: dict[str, XbrlContext] = {}
        self._units: dict[str, str] = {}
        self._continuations: dict[str, etree._Element] = {}
        self._notes: dict[str, etree._Element] = {}
        self._footnotes: dict[str, list[str]] = {}
        self._ambiguous: set[tuple[str, str]] = set()
        self._continued: set[str] = set()
        relationships: list[etree._Element] = []
        hidden_until: set[etree._Element] = set()
        for element in root.iter():
            name = names[element.tag]
            if not name.startswith("ix:"):
                continue
            if name == "ix:hidden":
                hidden_until.update(element.iter())
            elif name in ("ix:nonfraction", "ix:nonnumeric", "ix:fraction"):
                self._facts.append((element, element in hidden_until))
            elif name == "ix:continuation":
                self._continuations[_get(element, "id") or ""] = element
            elif name == "ix:footnote":
                self._notes[_get(element, "id") or ""] = element
            elif name == "ix:relationship":
                relationships.append(element)
            elif name == "ix:resources":
                self._read_resources(element)
        self._shared = {identity for identity, count in self._identities().items() if identity and count > 1}
        if self._shared:
            self._warn(f"The id '{min(self._shared)}' and {len(self._shared) - 1} others belong to several facts.")
        for relationship in relationships:
            self._relate(relationship)

    def _identities(self) -> Counter[str | None]:
        return Counter(element.get("id") for element, _ in self._facts)

    def read(self) -> XbrlFacts:
        numeric: list[XbrlFact] = []
        texts: list[XbrlText] = []
        for element, hidden in self._facts:
            name = self._names[element.tag]
            if name == "ix:nonfraction":
                numeric += self._numeric(element, hidden)
            elif name == "ix:nonnumeric":
                texts += self._text(element, hidden)
            else:
                self._warn(f"ix:fraction is not read ({_get(element, 'name')})")
        return XbrlFacts(tuple(numeric), tuple(texts), self._contexts, tuple(self._counted()))

    def _counted(self) -> Iterator[str]:
        for text, count in islice(self._warnings.items(), _MOST_WARNINGS):
            yield text if count == 1 else f"{text} ({count} times)"
        if len(self._warnings) > _MOST_WARNINGS:
            yield f"{len(self._warnings) - _MOST_WARNINGS} more facts, contexts or units cannot be read."

    def _warn(self, text: str) -> None:
        self._warnings[text] = self._warnings.get(text, 0) + 1

    def _read_resources(self, resources: etree._Element) -> None:
        for element in resources:
            local = local_name(element)
            try:
                if local == "context":
                    self._define(self._contexts, "context", element, read_context(element))
                elif local == "unit":
                    self._define(self._units, "unit", element, read_unit(element))
            except ValueError as error:
                self._warn(f"The {local} '{element.get('id') or ''}' cannot be read: {error}.")

    def _define(self, known: dict[str, T], kind: str, element: etree._Element, value: T) -> None:
        """Keeps a definition; where an id is defined twice in different ways, neither can be trusted."""
        key = (kind, element.get("id") or "")
        if key in self._ambiguous or known.setdefault(key[1], value) != value:
            self._warn(f"The {kind} '{key[1]}' is defined twice in different ways.")
            self._ambiguous.add(key)
            known.pop(key[1], None)

    def _relate(self, relationship: etree._Element) -> None:
        refs = dict.fromkeys((_get(relationship, "toRefs") or "").split())
        texts = [self._content(self._notes[ref]) for ref in refs if ref in self._notes]
        for ref in dict.fromkeys((_get(relationship, "fromRefs") or "").split()):
            self._footnotes.setdefault(ref, []).extend(texts)

    def _numeric(self, element: etree._Element, hidden: bool) -> Iterator[XbrlFact]:
        concept = _get(element, "name") or ""
        context = self._context_of(element, concept)
        reference = _get(element, "unitRef") or ""
        if context is None:
            return
        if reference not in self._units:
            self._warn(f"{concept}: the unit '{reference}' is not defined.")
            return
        printed = " ".join(_raw(element, self._names).split())
        try:
            stated = _get(element, "scale")
            scale = 0 if stated is None else int(stated)
            value = None if _nil(element) else self._value(element, printed, scale)
        except ValueError as error:  # transforms.TransformError is one
            self._warn(f"{concept}: {error}.")
            return
        identity = element.get("id")
        place = self._place(element)
        yield XbrlFact(
            concept, context, value, self._units[reference], printed, scale, _get(element, "sign") == "-",
            _get(element, "decimals"), _get(element, "precision"), _get(element, "format"), identity, hidden,
            place.page if place else None, place.quote if place else "", place.label if place else "",
            self._footnotes_of(identity),
        )  # fmt: skip

    def _value(self, element: etree._Element, printed: str, scale: int) -> Decimal:
        """The value with scale and sign; raises ValueError where the markup leaves open what it is."""
        sign = _get(element, "sign")
        inner = next((node for node in element if self._names[node.tag] == "ix:nonfraction"), None)
        if inner is not None and " ".join(_raw(inner, self._names).split()) != printed:
            raise ValueError(f"'{printed[:40]}' holds another fact and text beside it")
        value = transforms.scaled(transforms.number(printed, _suffix(_get(element, "format"))), scale)
        if sign not in (None, "-") or (sign == "-" and value < 0):
            raise ValueError(f"the sign '{sign}' of '{printed[:40]}' is not known")
        return value.copy_negate() if sign == "-" and value else value

    def _text(self, element: etree._Element, hidden: bool) -> Iterator[XbrlText]:
        concept = _get(element, "name") or ""
        context = self._context_of(element, concept)
        if context is None:
            return
        block = _get(element, "escape") in ("true", "1")
        raw = " ".join(self._content(part) if block else _raw(part, self._names) for part in self._chain(element))
        form = _get(element, "format")
        try:
            value = "" if _nil(element) else raw.strip() if block else transforms.text(raw, _suffix(form))
        except transforms.TransformError as error:
            self._warn(f"{concept}: {error}; kept as printed.")
            value = " ".join(raw.split())
        identity = element.get("id")
        place = self._place(element)
        yield XbrlText(
            concept, context, value, form, identity, hidden, block, place.page if place else None,
            self._footnotes_of(identity),
        )  # fmt: skip

    def _place(self, element: etree._Element) -> Place | None:
        """Where a fact is printed; an id that several facts share leads nowhere."""
        identity = element.get("id") or ""
        return self._places.get(element) or (None if identity in self._shared else self._places.get(identity))

    def _footnotes_of(self, identity: str | None) -> tuple[str, ...]:
        return () if identity in self._shared else tuple(self._footnotes.get(identity or "", ()))

    def _context_of(self, element: etree._Element, concept: str) -> XbrlContext | None:
        if not concept:
            self._warn("A fact has no name.")
            return None
        reference = _get(element, "contextRef") or ""
        context = self._contexts.get(reference)
        if context is None:
            self._warn(f"{concept}: the context '{reference}' is not defined.")
        return context

    def _chain(self, element: etree._Element) -> Iterator[etree._Element]:
        """The element and its continuations; a chain that is broken, shared or runs in a circle ends with a warning.

        No two elements continue at the same place (Inline XBRL 1.1, 4.1.1), so a chain never runs over a part again.
        """
        yield element
        reference = _get(element, "continuedAt")
        while reference:
            part = self._continuations.get(reference)
            if part is None or reference in self._continued:
                fault = "is missing" if part is None else "runs in a circle or continues another text"
                self._warn(f"{_get(element, 'name')}: the continuation '{reference}' {fault}.")
                return
            self._continued.add(reference)
            yield part
            reference = _get(part, "continuedAt")

    def _content(self, element: etree._Element) -> str:
        """Text of a block of markup, its blocks on lines of their own."""
        return _raw(element, self._names, breaks=True)


def _raw(element: etree._Element, names: Names, *, breaks: bool = False) -> str:
    """The text of a fact, without what ``ix:exclude`` excludes."""
    if len(element) == 0:
        return element.text or ""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        name = names[node.tag]
        if event == "start":
            if name == "ix:exclude":
                walk.skip_subtree()
            elif node.text:
                pieces.append(node.text)
        elif node is not element:
            if breaks:
                pieces.append(_SEPARATORS.get(name, ""))
            if node.tail:
                pieces.append(node.tail)
    return _tidy("".join(pieces)) if breaks else "".join(pieces)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _nil(element: etree._Element) -> bool:
    return (element.get(_NIL) or element.get("xsi:nil")) in ("true", "1")


def _get(element: etree._Element, name: str) -> str | None:
    """An attribute; HTML parsers give lower-case names."""
    value = element.get(name)
    return value if value is not None else element.get(name.lower())


def _suffix(name: str | None) -> str | None:
    return name.rpartition(":")[2] if name else None


def to_facts(facts: XbrlFacts) -> tuple[Fact, ...]:
    """The printed numeric facts as the store's own; what is not printed cannot be cited and is left out."""
    return tuple(
        Fact(
            label=fact.label or _words(fact.concept), value=fact.value, unit=fact.unit,
            period=Period(fact.context.end, fact.context.start), page=fact.page, tag=fact.concept, scale=fact.scale,
            dimensions=tuple((each.axis, each.member) for each in fact.context.dimensions), quote=fact.quote,
            origin="markup",
        )
        for fact in facts.numeric
        if fact.page is not None and fact.context.end is not None
    )  # fmt: skip


def _words(concept: str) -> str:
    """ "us-gaap:NetIncomeLoss" as words: "Net Income Loss"."""
    return re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", concept.rpartition(":")[2])


def properties(facts: XbrlFacts, longest: int = 300) -> dict[str, str]:
    """Short non-numeric facts by concept; one without dimensions goes before one with, the first before the next.

    Those with one dimension are there by concept and member as well: "dei:EntityRegistrantName[us:SubsidiaryMember]".
    """
    found: dict[str, str] = {}
    for plain in (True, False):
        for text in facts.texts:
            if bool(text.context.dimensions) != plain and not text.block and len(text.value) <= longest:
                found.setdefault(text.concept, text.value)
                if len(text.context.dimensions) == 1:
                    found.setdefault(f"{text.concept}[{text.context.dimensions[0].member}]", text.value)
    return found
