"""What has no reader of its own, through ``unstructured``: Markdown, text, HTML fragments, DOCX, e-mail, CSV.

Also the way between our elements and the element model of ``unstructured``, which its chunking works on.
"""

import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.errors import UnreadableDocumentError
from core.formats import unstructured_offline
from core.types import Cell, Element, ElementKind, Page, Parsed, Row, Span, Table

if TYPE_CHECKING:
    from unstructured.documents import elements as unstructured

MAX_BYTES: Final = 50_000_000
PAGE_CHARACTERS: Final = 6000
_MODULES: Final = {
    ".md": "md", ".markdown": "md", ".txt": "text", ".text": "text", ".log": "text", ".html": "html", ".htm": "html",
    ".docx": "docx", ".eml": "email", ".csv": "csv",
}  # fmt: skip
_OPTIONS: Final[dict[str, dict[str, Any]]] = {"email": {"process_attachments": False}, "csv": {"include_header": True}}
_KINDS: Final = {
    "Title": ElementKind.TITLE, "ListItem": ElementKind.LIST_ITEM, "Table": ElementKind.TABLE,
    "Header": ElementKind.FURNITURE, "Footer": ElementKind.FURNITURE, "PageNumber": ElementKind.FURNITURE,
}  # fmt: skip
_SKIPPED: Final = frozenset({"PageBreak", "Image"})


def read_with_unstructured(path: Path) -> Parsed:
    """Pages and elements of a file by the partitioner for its extension.

    Pages are the format's own where it has any (page breaks of DOCX), else about 6,000 characters each. Raises
    UnreadableDocumentError where the file is too large, empty, of another kind, or the partitioner cannot read it.
    """
    _check(path)
    partitioner = _partitioner(path)
    try:
        found = partitioner(filename=str(path))
    except Exception as error:  # partitioners raise whatever their libraries do
        raise UnreadableDocumentError(
            f"{path.name} cannot be read ({type(error).__name__}: {error}).",
            remedy="Check that the file is whole and what its extension says.",
        ) from error
    elements = from_unstructured(found)
    if not elements:
        raise UnreadableDocumentError(f"{path.name} holds no text.", remedy="Check that the file is whole.")
    return Parsed(_pages(elements), tuple(elements), properties=_properties(found[0]))


def _properties(first: "unstructured.Element") -> dict[str, str]:
    """What an e-mail says of itself: ``email:subject``, ``email:sent_from``, ``email:sent_to``."""
    found = {}
    for name in ("subject", "sent_from", "sent_to"):
        value = getattr(first.metadata, name)
        if value:
            found[f"email:{name}"] = value if isinstance(value, str) else ", ".join(value)
    return found


def _check(path: Path) -> None:
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocumentError(f"{path.name} is empty.", remedy="Fetch the file again.")
    if size > MAX_BYTES:
        raise UnreadableDocumentError(
            f"{path.name} has {size / 1e6:,.0f} MB; files over {MAX_BYTES / 1e6:,.0f} MB are not read.",
            remedy="Split the document.",
        )


def _partitioner(path: Path) -> "Callable[..., list[unstructured.Element]]":
    module = _MODULES.get(path.suffix.lower())
    if module is None:
        raise UnreadableDocumentError(
            f"There is no reader for '{path.suffix or path.name}' files.", remedy=f"Known are {', '.join(_MODULES)}."
        )
    unstructured_offline.prepare()
    try:
        partition = getattr(importlib.import_module(f"unstructured.partition.{module}"), f"partition_{module}")
    except ImportError as error:
        raise UnreadableDocumentError(
            f"{path.name} needs a package that is not installed ({error.name}).",
            remedy=f"Install 'unstructured[{module}]', or leave such files out.",
        ) from error
    options = _OPTIONS.get(module, {})
    return lambda filename: partition(filename=filename, languages=[""], detect_language_per_element=False, **options)


def to_unstructured(elements: Sequence[Element]) -> "tuple[list[unstructured.Element], dict[str, Element]]":
    """The elements in unstructured's model, and the way back: our element by the id of theirs.

    Furniture becomes Footer; a table carries its grid as ``metadata.text_as_html``.
    """
    unstructured_offline.prepare()
    from unstructured.documents import elements as unstructured

    kinds = {
        ElementKind.TITLE: unstructured.Title, ElementKind.LIST_ITEM: unstructured.ListItem,
        ElementKind.TABLE: unstructured.Table, ElementKind.FURNITURE: unstructured.Footer,
        ElementKind.TEXT: unstructured.NarrativeText,
    }  # fmt: skip
    by_id = {str(number): element for number, element in enumerate(elements)}
    given: list[unstructured.Element] = [
        kinds[element.kind](
            text=element.text,
            element_id=identity,
            metadata=unstructured.ElementMetadata(
                page_number=element.page, text_as_html=_as_html(element.table) if element.table else None
            ),
        )
        for identity, element in by_id.items()
    ]
    return given, by_id


def from_unstructured(found: "Iterable[unstructured.Element]") -> list[Element]:
    """Our elements, in the same order; what prints nothing (page breaks, images without text) is left out."""
    elements: list[Element] = []
    page, length = 1, 0
    for each in found:
        kind = type(each).__name__
        lines = [" ".join(line.split()) for line in each.text.splitlines()]
        if kind in _SKIPPED or not any(lines):
            continue
        stated = each.metadata.page_number
        if stated is None and length >= PAGE_CHARACTERS:
            page, length = page + 1, 0
        page = stated or page
        length += len(each.text)
        elements.append(_element(each, _KINDS.get(kind, ElementKind.TEXT), [line for line in lines if line], page))
    return elements


def _element(found: "unstructured.Element", kind: ElementKind, lines: Sequence[str], page: int) -> Element:
    html = found.metadata.text_as_html
    table = _table(html, page) if kind is ElementKind.TABLE and html else None
    if table is not None:
        return Element(kind, tuple(row.span for row in table.rows), table)
    kind = ElementKind.TEXT if kind is ElementKind.TABLE else kind
    return Element(kind, tuple(Span(line, page) for line in lines))


def _table(html: str, page: int) -> Table | None:
    """The grid of a table's HTML; its first row heads it where it says so (``th``) or where only it has no numbers."""
    from lxml import etree

    root = etree.fromstring(f"<html>{html}</html>", etree.HTMLParser(recover=True, no_network=True))
    if root is None:
        return None
    raw = [
        [" ".join("".join(map(str, cell.itertext())).split()) for cell in row.iter("td", "th")]
        for row in root.iter("tr")
    ]
    raw = [row for row in raw if any(row)]
    if not raw:
        return None
    width = max(map(len, raw))
    rows = [
        Row(tuple(Cell(text) for text in row + [""] * (width - len(row))), Span(" ".join(filter(None, row)), page))
        for row in raw
    ]
    first = next(root.iter("tr"))
    digits = Counter(any(char.isdigit() for char in "".join(row[1:])) for row in raw[1:])
    headed = next(first.iter("th"), None) is not None or (
        not any(char.isdigit() for char in "".join(raw[0][1:])) and digits[True] > digits[False]
    )
    return Table(tuple(rows), 1 if headed and len(rows) > 1 else 0)


def _as_html(table: Table) -> str:
    from lxml.html import builder as tag
    from lxml.html import tostring

    rows = [
        tag.TR(*(tag.TH(cell.text) if index < table.header_rows else tag.TD(cell.text) for cell in row.cells))
        for index, row in enumerate(table.rows)
    ]
    return str(tostring(tag.TABLE(*rows), encoding="unicode"))


def _pages(elements: Sequence[Element]) -> tuple[Page, ...]:
    lines: dict[int, list[str]] = {}
    for element in elements:
        lines.setdefault(element.page, []).extend(span.text for span in element.spans)
    return tuple(Page(number, "\n".join(texts)) for number, texts in sorted(lines.items()))
