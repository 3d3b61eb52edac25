"""The report for people who would rather look than read: one HTML file that asks no network for anything."""

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.types import Element
from core.wording import fact_text, fiscal_text, period_text, plural, value_text
from ingest.inspection.drawing import facts_at, sheets
from ingest.inspection.findings import Findings
from ingest.inspection.places import Place

if TYPE_CHECKING:
    from markupsafe import Markup

_HERE = Path(__file__).parent
_WORD = re.compile(r"(?<=[_:])|(?<=[a-z])(?=[A-Z])")


def render_report(findings: Findings, shown: list[int], omitted: str) -> str:
    """The report on the pages ``shown``; ``omitted`` is the sentence on what is left out."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        value=value_text, period=period_text, fiscal=fiscal_text, plural=plural, breakable=_breakable
    )
    environment.globals.update(place=Place)
    style, script = _static("inspect.css"), _static("inspect.js")
    on_show = set(shown)
    return environment.get_template("inspect.html.j2").render(
        findings=findings,
        metadata=findings.metadata.model_dump(mode="json"),
        sheets=sheets(findings, shown),
        shown=on_show,
        omitted=omitted,
        facts_at=facts_at(findings.places),
        elements={i: _details(e) for i, e in enumerate(findings.elements) if any(s.page in on_show for s in e.spans)},
        facts=[fact_text(fact) for fact in findings.facts],
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _static(name: str) -> str:
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What the content security policy knows an inline style or script by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _breakable(name: str | None) -> "Markup":
    """A name such as net_income or us:NetIncome, which lines may break in where a word of it begins."""
    from markupsafe import Markup

    return Markup("<wbr>").join(_WORD.split(name or ""))


def _details(element: Element) -> dict[str, Any]:
    """What the script shows of an element that is pointed at."""
    details: dict[str, Any] = {
        "kind": element.kind,
        "page": element.page,
        "section": element.section,
        "labels": element.labels,
        "bold": element.bold,
        "size": element.size,
    }
    if element.table is None:
        return {**details, "text": element.text}
    return {
        **details,
        "headerRows": element.table.header_rows,
        "rows": [[cell.text for cell in row.cells] for row in element.table.rows],
    }
