"""From the bytes of an HTML file to a tree: limits, encodings, wrappers, and markup that is not well formed."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from core.errors import UnreadableDocumentError

MAX_BYTES = 100_000_000
_MOST_ATTRIBUTES = 2000  # of one element; libxml2 takes the square of their number
_LONG_TAG: Final = re.compile(r"<[a-z][^<>]{10000,}", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_SAVE_AGAIN = "Open it in a browser and save it."
_HEAD = 4096
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_DECLARED: Final = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_DOCTYPE_START: Final = re.compile(r"<!DOCTYPE\s", re.IGNORECASE)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\s+[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml\b[^>]*\?>", re.IGNORECASE)
_SGML: Final = re.compile(r"\s*<(?:SEC-)?DOCUMENT>", re.IGNORECASE)
_SGML_DOCUMENT: Final = re.compile(r"<DOCUMENT>", re.IGNORECASE)
_SGML_TEXT: Final = re.compile(r"<TEXT>", re.IGNORECASE)
_SGML_TEXT_END: Final = re.compile(r"</TEXT>", re.IGNORECASE)
_SGML_FIELD: Final = re.compile(r"<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>([^<\r\n]*)", re.IGNORECASE)
_WRAPPER: Final = re.compile(r"</?(?:XBRL|HTML-DOC)>", re.IGNORECASE)
_XMLNS: Final = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_MARKUP: Final = re.compile(
    r"<(?:!doctype|html|head|body|div|p|table|span|font|h[1-6]|pre|a|b|i|br|hr|ul|ol|center|title|meta|text|section|article)\b",
    re.IGNORECASE,
)
_NESTING: Final = re.compile(
    r"</?(?:div|span|font|b|i|u|em|strong|a|p|center|blockquote|section|article|ul|ol|li|sup|sub|small|big|ix:\w+|table|tbody|tr|td)\b[^<>]*>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HtmlSource:
    """A parsed file: its tree, whether names keep their case (XML), declared prefixes, and what was found odd."""

    root: etree._Element
    prefixes: dict[str, str]
    wrapper: dict[str, str]
    warnings: tuple[str, ...]


def load_html(path: Path, max_bytes: int = MAX_BYTES) -> HtmlSource:
    """Reads ``path``; raises UnreadableDocumentError where it is too large (before reading it), empty or no HTML."""
    size = path.stat().st_size
    if size > max_bytes:
        raise UnreadableDocumentError(
            f"{path.name} has {size / 1e6:,.0f} MB; files over {max_bytes / 1e6:,.0f} MB are not read.",
            remedy="Split the document, or raise the size limit.",
        )
    return parse_html(path.read_bytes(), path.name)


def parse_html(data: bytes, name: str = "The document") -> HtmlSource:
    """The tree of an HTML or XHTML document; ``name`` is what errors call it."""
    text, warnings = decode(data, name)
    if not text.strip():
        raise UnreadableDocumentError(f"{name} is empty.", remedy="Fetch the file again.")
    if not _MARKUP.search(text):
        raise UnreadableDocumentError(f"{name} holds no HTML.", remedy="Check that the file is what its name says.")
    if any(len(_QUOTED.sub(" ", tag).split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.findall(text)):
        raise UnreadableDocumentError(f"{name} has an element with thousands of attributes.", remedy=_SAVE_AGAIN)
    text, wrapper = _unwrap(text, warnings)
    prefixes = {prefix.lower(): uri for prefix, uri in _XMLNS.findall(text[:200_000])}
    root, problems = _tree(text, name)
    return HtmlSource(root, prefixes, wrapper, (*warnings, *problems))


def decode(data: bytes, name: str = "The document") -> tuple[str, list[str]]:
    """Text by byte order mark, by declaration, as UTF-8, else as Windows-1252; a wrong declaration is a warning."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace").lstrip("\ufeff"), []
    if data[:_HEAD].count(b"\x00") > _HEAD // 100 or data.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b")):
        raise UnreadableDocumentError(
            f"{name} is a binary file, not HTML.", remedy="Check that the file's extension says what it is."
        )
    found = _DECLARED.search(data[:_HEAD])
    declared = found[1].decode("ascii").lower() if found else ""
    if declared and declared not in ("ascii", "us-ascii", "utf-8", "iso-8859-1", "latin-1", "latin1", "windows-1252"):
        try:
            return data.decode(declared), []
        except (LookupError, UnicodeError):
            text, _ = decode_western(data)
            return text, [f"The declared encoding '{declared}' does not fit the file."]
    text, utf8 = decode_western(data)
    wrong = declared == "utf-8" and not utf8
    return text, ["The file declares UTF-8 but is not; it was read as Windows-1252."] if wrong else []


def decode_western(data: bytes) -> tuple[str, bool]:
    """UTF-8 where it is valid, else Windows-1252 (a superset of what Latin-1 files print); says whether UTF-8."""
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), False


def _unwrap(text: str, warnings: list[str]) -> tuple[str, dict[str, str]]:
    """The first document of an SGML submission without its wrapper, and the wrapper's fields."""
    document = _SGML_DOCUMENT.search(text) if _SGML.match(text) else None
    start = _SGML_TEXT.search(text, document.end()) if document else None
    if document is None or start is None:
        return text, {}
    end = _SGML_TEXT_END.search(text, start.end())
    if end and _SGML_DOCUMENT.search(text, end.end()):
        warnings.append("The file holds several documents; only the first was read.")
    fields = {name.lower(): value.strip() for name, value in _SGML_FIELD.findall(text, document.end(), start.start())}
    return _WRAPPER.sub("", text[start.end() : end.start() if end else len(text)], count=1), fields


def _tree(text: str, name: str) -> tuple[etree._Element, list[str]]:
    text = _without_doctype(text)  # its entities are never expanded
    body = _XML_DECLARATION.sub("", text, count=1).lstrip()
    warnings: list[str] = []
    if "xmlns" in body[:20_000]:
        try:
            return etree.fromstring(body.encode(), _xml_parser()), warnings
        except etree.XMLSyntaxError as error:
            if "inlinexbrl" in body.lower():
                warnings.append(f"The XHTML is not well formed ({error.msg}); it was read as HTML.")
    root, deep = _html_tree(body)
    if deep:
        warnings.append("Elements are nested too deeply; their structure was flattened.")
        root, deep = _html_tree(_NESTING.sub(" ", body))
    if root is None or deep:
        raise UnreadableDocumentError(f"{name} cannot be parsed as HTML.", remedy=_SAVE_AGAIN)
    return root, warnings


def _without_doctype(text: str) -> str:
    start = _DOCTYPE_START.search(text)
    doctype = _DOCTYPE.match(text, start.start()) if start else None
    return f"{text[: doctype.start()]}{text[doctype.end() :]}" if doctype else text


def _xml_parser() -> etree.XMLParser:
    return etree.XMLParser(
        huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _html_tree(text: str) -> "tuple[etree._Element | None, bool]":
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, deep
