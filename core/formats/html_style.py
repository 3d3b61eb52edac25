"""How an HTML element is printed: the few CSS properties that tell a heading from prose, inherited and cached.

Only inline styles, presentational tags and attributes, and simple rules of a ``<style>`` sheet (``p``, ``.name``,
``p.name``, ``#name``) are read: that is what report writers use.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p page pre section summary table tbody td tfoot"
    " th thead tr ul".split()
)
HIDDEN_TAGS: Final = frozenset(
    "area audio base canvas datalist head iframe link map meta noscript object param script style svg template"
    " textarea title video ix:header".split()
)
HEADING_TAGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_HEADING_SIZES: Final = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0, "h5": 10.0, "h6": 8.0}
_FONT_SIZES: Final = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
_SIZE_WORDS: Final = {
    "xx-small": 7.0, "x-small": 7.5, "small": 10.0, "medium": 12.0, "large": 13.5, "x-large": 18.0, "xx-large": 24.0,
}  # fmt: skip
_POINTS: Final = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_LENGTH: Final = re.compile(r"(-?\d{0,6}\.?\d{1,20})(pt|px|in|cm|mm|pc|em|rem|ex|%)?")
_WEIGHT: Final = re.compile(r"\d{1,4}")
_BREAKS: Final = frozenset({"always", "page", "left", "right"})


@dataclass(frozen=True, slots=True)
class Style:
    """Computed style. Inherited: bold … size. The element's own: block, break_*, indents, gap. Lengths in points.

    ``indent`` is how far the element stands in from the page (margins and paddings of its ancestors added up),
    ``gap`` the space that an inline element leaves before its text.
    """

    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: bool = False
    centered: bool = False
    hidden: bool = False
    upper: bool = False
    pre: bool = False
    heading: bool = False
    item: bool = False
    size: float | None = None
    indent: float = 0.0
    first_line: float = 0.0
    block: bool = False
    break_before: bool = False
    break_after: bool = False
    gap: float = 0.0


ROOT: Final = Style()


def length(text: str, size: float | None) -> float | None:
    """Points for a CSS length, None for percentages and what is no length."""
    match = _LENGTH.match(text)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return None
    if unit in ("em", "rem"):
        return number * (size or 10.0)
    return number * (5.0 if unit == "ex" else _POINTS.get(unit or "px", 0.75))


class Styler:
    """Computes styles for one document; equal elements below equal parents share one value."""

    def __init__(self, sheet: str = "") -> None:
        self._rules = _rules(sheet)
        self._cache: dict[tuple[int, str, str | None, str | None, str | None, str | None], Style] = {}
        self._alive: dict[Style, Style] = {}

    def derive(self, parent: Style, element: etree._Element, tag: str) -> Style:
        """The style of ``element`` (whose lower-case name is ``tag``) inside ``parent``."""
        get = element.get
        css, align = get("style"), get("align")
        names = f"{get('class', '')}#{get('id', '')}" if self._rules else None
        size = get("size") if tag == "font" else None
        key = (id(parent), tag, css, align, names, size)
        style = self._cache.get(key)
        if style is None:
            style = self._compute(parent, tag, css or "", align, names, size)
            style = self._alive.setdefault(style, style)  # one object for equal values keeps the identity key small
            self._alive.setdefault(parent, parent)
            self._cache[key] = style
        return style

    def _compute(
        self, parent: Style, tag: str, css: str, align: str | None, names: str | None, size: str | None
    ) -> Style:
        values = _tag_values(parent, tag, align, size)
        style = replace(
            parent, first_line=0.0 if tag in BLOCK_TAGS else parent.first_line, block=tag in BLOCK_TAGS,
            break_before=tag == "page", break_after=False, gap=0.0,
        )  # fmt: skip
        declarations = self._sheet(tag, names) | declared(css) if names or css else {}
        return replace(style, **{**values, **_css_values(style, declarations, parent)})

    def _sheet(self, tag: str, names: str | None) -> dict[str, str]:
        if names is None:
            return {}
        classes, _, identity = names.rpartition("#")
        wanted = [tag, f"#{identity}"]
        for name in dict.fromkeys(classes.split()):
            wanted += [f".{name}", f"{tag}.{name}"]
        return {key: value for name in wanted for key, value in self._rules.get(name, {}).items()}


def declared(css: str) -> dict[str, str]:
    """The declarations of a style attribute, lower-cased; the last one of a name wins."""
    found = {}
    for declaration in css.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = value.strip().removesuffix("!important").rstrip()
    return found


def _rules(sheet: str) -> dict[str, dict[str, str]]:
    """Declarations by simple selector, the later ones over the earlier."""
    rules: dict[str, dict[str, str]] = {}
    for rule in re.sub(r"/\*.*?(?:\*/|\Z)|<!--|-->", "", sheet, flags=re.DOTALL).split("}"):
        head, _, body = rule.rpartition("{")
        declarations = declared(body)
        for selector in head.rpartition("{")[2].split(","):
            name = selector.strip().lower() if selector.strip()[:1].isalpha() else selector.strip()
            if name and not re.search(r"[\s>+~:\[@]", name):
                rules.setdefault(name, {}).update(declarations)
    return rules


def _tag_values(parent: Style, tag: str, align: str | None, size: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if tag in ("b", "strong", "th"):
        values["bold"] = True
    elif tag in ("i", "em"):
        values["italic"] = True
    elif tag == "u":
        values["underline"] = True
    elif tag == "sup":
        values["raised"] = True
    elif tag == "center":
        values["centered"] = True
    elif tag == "pre":
        values["pre"] = True
    elif tag in HEADING_TAGS:
        values.update(bold=True, heading=True, size=_HEADING_SIZES[tag])
    elif tag == "li":
        values["item"] = True
    elif tag in HIDDEN_TAGS:
        values["hidden"] = True
    elif tag in ("ul", "ol", "blockquote", "dd"):
        values["indent"] = parent.indent + 30.0
    if align:
        values["centered"] = align.lower() in ("center", "middle")
    if size and size in _FONT_SIZES:
        values["size"] = _FONT_SIZES[size]
    return values


def _css_values(style: Style, css: dict[str, str], parent: Style) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in css.items():
        reader = _PROPERTIES.get(name)
        if reader is not None:
            values |= reader(value)
    if not style.block and (
        css.get("vertical-align") in ("super", "text-top")
        or (css.get("position") == "relative" and css.get("top", "").startswith("-"))
    ):
        values["raised"] = True
    size = _font_size(css, parent)
    if size is not None:
        values["size"] = size
    return values | _indents(style, css, size)


def _weight(value: str) -> dict[str, Any]:
    bold = _bold(value)
    return {} if bold is None else {"bold": bold}


def _display(value: str) -> dict[str, Any]:
    return {"hidden": True} if value == "none" else {"block": True} if value == "block" else {}


_PROPERTIES: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "font-weight": _weight,
    "font": lambda value: _weight(value) | ({"italic": True} if "italic" in value else {}),
    "font-style": lambda value: {"italic": value in ("italic", "oblique")},
    "text-decoration": lambda value: {"underline": "underline" in value},
    "text-decoration-line": lambda value: {"underline": "underline" in value},
    "text-align": lambda value: {"centered": value == "center"},
    "text-transform": lambda value: {"upper": value == "uppercase"},
    "white-space": lambda value: {"pre": value in ("pre", "pre-wrap", "pre-line")},
    "display": _display,
    "visibility": lambda value: {"hidden": True} if value in ("hidden", "collapse") else {},
    "page-break-before": lambda value: {"break_before": value in _BREAKS},
    "page-break-after": lambda value: {"break_after": value in _BREAKS},
    "break-before": lambda value: {"break_before": value in _BREAKS},
    "break-after": lambda value: {"break_after": value in _BREAKS},
}


def _bold(value: str) -> bool | None:
    words = value.split()
    if any(word in ("bold", "bolder") or (_WEIGHT.fullmatch(word) and int(word) >= 600) for word in words):
        return True
    return False if any(word in ("normal", "lighter") or _WEIGHT.fullmatch(word) for word in words) else None


def _font_size(css: dict[str, str], parent: Style) -> float | None:
    value = css.get("font-size")
    if value is None:
        found = re.search(r"(\d{0,4}\.?\d{1,4}(?:pt|px))", css.get("font", ""))
        value = found[1] if found else ""
    if value.endswith("%") and value[:-1].replace(".", "", 1).isdecimal():
        return (parent.size or 10.0) * float(value[:-1]) / 100
    return _SIZE_WORDS.get(value) or length(value, parent.size)


def _indents(style: Style, css: dict[str, str], size: float | None) -> dict[str, Any]:
    left = 0.0
    for name in ("margin", "padding"):
        value = css.get(f"{name}-left")
        if value is None and name in css:
            parts = css[name].split()
            value = parts[3 if len(parts) == 4 else 1 if len(parts) > 1 else 0] if parts else None
        left += (length(value, size or style.size) or 0.0) if value else 0.0
    values: dict[str, Any] = {"indent": style.indent + left} if style.block else {"gap": left}
    if "text-indent" in css:
        values["first_line"] = length(css["text-indent"], size or style.size) or 0.0
    return values
