"""Reads HTML, the kind that filings are made of (styled spans, tables for layout, inline XBRL) and plain HTML."""

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from core.errors import UnreadableDocumentError
from core.formats.html_blocks import read_blocks
from core.formats.html_pages import lay_out
from core.formats.html_source import MAX_BYTES, HtmlSource, load_html
from core.formats.html_style import Styler
from core.formats.html_text import Context, Names
from core.formats.ixbrl import XbrlFacts, properties, read_facts, to_facts
from core.formats.ixbrl_consistency import contradictions
from core.types import Parsed


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """``parsed`` holds pages, elements, the printed facts and the document's properties; ``xbrl`` all that is tagged.

    Properties are the short non-numeric facts by concept ("dei:DocumentType"), the ``html:title``, and the fields of
    an SGML wrapper ("sgml:type").
    """

    parsed: Parsed
    xbrl: XbrlFacts


def read_html(path: Path, *, max_bytes: int = MAX_BYTES) -> HtmlDocument:
    """Pages, elements and facts of an HTML file.

    Every span's text stands verbatim in the text of its page. Pages are those that the document breaks itself into;
    see ``html_pages`` for documents that never break. Raises UnreadableDocumentError.
    """
    source = load_html(path, max_bytes)
    names = Names(source.prefixes)
    layout = lay_out(read_blocks(source.root, Context(names, Styler(_sheet(source.root, names)))))
    if not layout.pages:
        raise UnreadableDocumentError(f"{path.name} prints nothing.", remedy="Check that the file is whole.")
    xbrl = read_facts(source.root, names, layout.places)
    parsed = Parsed(
        layout.pages, layout.elements, to_facts(xbrl), _properties(source, names, xbrl),
        (*source.warnings, *xbrl.warnings, *contradictions(xbrl.numeric)),
    )  # fmt: skip
    return HtmlDocument(parsed, xbrl)


def _sheet(root: etree._Element, names: Names) -> str:
    return "\n".join(element.text or "" for element in root.iter() if names[element.tag] == "style")


def _properties(source: HtmlSource, names: Names, xbrl: XbrlFacts) -> dict[str, str]:
    found = {f"sgml:{name}": value for name, value in source.wrapper.items()}
    title = next((element for element in source.root.iter() if names[element.tag] == "title"), None)
    if title is not None and title.text and title.text.strip():
        found["html:title"] = " ".join(title.text.split())
    return found | properties(xbrl)
