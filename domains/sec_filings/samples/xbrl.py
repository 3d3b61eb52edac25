"""The inline XBRL side of a filing: contexts, units and fact elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from .document import Amounts, Column, Context, Document, Fact, Kind, Row
from .numbers import Printed, cell_kind

NAMESPACES = {
    "": "http://www.w3.org/1999/xhtml",
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
    "ixt-sec": "http://www.sec.gov/inlineXBRL/transformation/2015-08-31",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "dei": "http://xbrl.sec.gov/dei/2025",
    "us-gaap": "http://fasb.org/us-gaap/2025",
    "srt": "http://fasb.org/srt/2025",
    "country": "http://xbrl.sec.gov/country/2025",
}
_MEASURES = {
    "usd": "<xbrli:measure>iso4217:USD</xbrli:measure>",
    "shares": "<xbrli:measure>xbrli:shares</xbrli:measure>",
    "pure": "<xbrli:measure>xbrli:pure</xbrli:measure>",
    "usdPerShare": (
        "<xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>"
        "<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide>"
    ),
}
_UNITS: dict[Kind, str] = {
    "amount": "usd",
    "per_share": "usdPerShare",
    "shares": "shares",
    "percent": "pure",
    "count": "pure",
}


@dataclass
class Registry:
    """Hands out the ids of one document's contexts, units and facts, and writes its header."""

    document: Document
    contexts: dict[Context, str] = field(default_factory=dict)
    units: dict[str, None] = field(default_factory=dict)
    relationships: list[tuple[str, str]] = field(default_factory=list)
    facts: int = 0

    def context(self, context: Context) -> str:
        """The id of a context."""
        return self.contexts.setdefault(context, f"c-{len(self.contexts) + 1}")

    def fact_id(self) -> str:
        """A new id of a fact."""
        self.facts += 1
        return f"f-{self.facts}"

    def text(self, fact: Fact) -> str:
        """A fact in running text, as markup."""
        attributes = f'contextRef="{self.context(fact.context)}" name="{fact.concept}" id="{self.fact_id()}"'
        kind = "nonNumeric"
        if fact.unit:
            self.units[fact.unit] = None
            sign = ' sign="-"' if fact.negative else ""
            attributes = f'unitRef="{fact.unit}" decimals="{fact.decimals}" scale="{fact.scale}"{sign} {attributes}'
            kind = "nonFraction"
        form = fact.format or ("ixt:num-dot-decimal" if fact.unit else "")
        attributes += f" format={quoteattr(form)}" if form else ""
        body = escape(fact.text).replace("\n", "<br/>")
        return f"{escape(fact.prefix)}<ix:{kind} {attributes}>{body}</ix:{kind}>{escape(fact.suffix)}"

    def number(self, row: Row, position: int, column: Column, shown: Printed) -> tuple[str, str]:
        """The bare figure of a table cell, tagged if it has a concept and a period; and the fact's id or nothing."""
        context = fact_context(row, column)
        if not row.concept or context is None or not column.tagged:
            return escape(shown.text), ""
        unit, scale, decimals = _measure(cell_kind(row, column), self.document.amounts)
        value = row.cells[position]
        assert isinstance(value, int | Decimal)
        negative = (value < 0) != row.flip and value != 0
        self.units[unit] = None
        name = self.fact_id()
        form = "ixt:fixed-zero" if value == 0 else "ixt:num-dot-decimal"
        sign = ' sign="-"' if negative else ""
        markup = (
            f'<ix:nonFraction unitRef="{unit}" contextRef="{self.context(context)}" decimals="{decimals}"{sign} '
            f'name="{row.concept}" format="{form}" scale="{scale}" id="{name}">{escape(shown.text)}</ix:nonFraction>'
        )
        return markup, name

    def nil(self, row: Row, column: Column) -> str:
        """An empty fact of a row that the statement carries without an amount."""
        context = fact_context(row, column)
        assert context is not None
        self.units["usd"] = None
        return (
            f'<ix:nonFraction unitRef="usd" contextRef="{self.context(context)}" xsi:nil="true" name="{row.concept}" '
            f'id="{self.fact_id()}"></ix:nonFraction>'
        )

    def footnote(self, facts: list[str], text: str) -> str:
        """A footnote and its relationship to facts."""
        name = f"fn-{len(self.relationships) + 1}"
        self.relationships.append((" ".join(facts), name))
        role = "http://www.xbrl.org/2003/role/footnote"
        return f'<ix:footnote id="{name}" footnoteRole="{role}" xml:lang="en-US">{escape(text)}</ix:footnote>'

    def header(self) -> str:
        """The hidden header; to be written once the body is, for only then all contexts are known."""
        hidden = "".join(self.text(fact) for fact in self.document.hidden)
        schema = f"{self.document.name}.xsd"
        references = (
            f'<ix:references xml:lang="en-US"><link:schemaRef xlink:type="simple" xlink:href="{schema}"/>'
            "</ix:references>"
        )
        related = "".join(
            '<ix:relationship arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote" '
            f'fromRefs="{facts}" toRefs="{note}"/>'
            for facts, note in self.relationships
        )
        units = "".join(f'<xbrli:unit id="{unit}">{_MEASURES[unit]}</xbrli:unit>' for unit in sorted(self.units))
        contexts = "".join(_context(self.document.cik, context, name) for context, name in self.contexts.items())
        resources = f"<ix:resources>{related}{units}{contexts}</ix:resources>"
        hidden = f"<ix:hidden>{hidden}</ix:hidden>" if hidden else ""
        return f'<div style="display:none"><ix:header>{hidden}{references}{resources}</ix:header></div>'

    def namespaces(self) -> str:
        """The declarations for the root element, the issuer's own namespace included."""
        spaces = NAMESPACES | {self.document.prefix: self.document.namespace}
        return " ".join(f'xmlns{":" if prefix else ""}{prefix}="{uri}"' for prefix, uri in spaces.items())


def _measure(kind: Kind, amounts: Amounts) -> tuple[str, int, str]:
    """Unit, scale and decimals of a kind of cell."""
    unit = _UNITS[kind]
    match kind:
        case "amount":
            return unit, amounts.scale, f"-{amounts.scale}"
        case "shares":
            return unit, amounts.scale, str(amounts.share_decimals - amounts.scale)
        case "percent":
            return unit, -2, "3"
        case "per_share":
            return unit, 0, "2"
        case _:
            return unit, 0, "INF"


def fact_context(row: Row, column: Column) -> Context | None:
    """The context of a cell: the row's period or else the column's, with the dimensions of both."""
    base = row.context or column.context
    if base is None:
        return None
    if row.instant == "begin" and base.start:
        base = Context(date.fromordinal(base.start.toordinal() - 1), None, base.dimensions)
    elif row.instant == "end":
        base = Context(base.end, None, base.dimensions)
    return base.within(row.dimensions).within(column.dimensions)


def _context(cik: str, context: Context, name: str) -> str:
    members = "".join(
        f'<xbrldi:explicitMember dimension="{axis}">{member}</xbrldi:explicitMember>'
        for axis, member in context.dimensions
    )
    segment = f"<xbrli:segment>{members}</xbrli:segment>" if members else ""
    period = (
        f"<xbrli:startDate>{context.start}</xbrli:startDate><xbrli:endDate>{context.end}</xbrli:endDate>"
        if context.start
        else f"<xbrli:instant>{context.end}</xbrli:instant>"
    )
    return (
        f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">{cik}'
        f"</xbrli:identifier>{segment}</xbrli:entity><xbrli:period>{period}</xbrli:period></xbrli:context>"
    )
