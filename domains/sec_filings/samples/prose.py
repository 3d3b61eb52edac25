"""Reads an issuer's prose and lays it out as blocks.

A section is a list of items. An item is a paragraph, or a mapping with one of ``h`` (heading), ``lead`` and ``text``,
``bullets``, ``table``, ``build`` (a table made from the books), ``columns`` (items set in two columns), ``items`` or
``note`` (a tagged text block), and with ``when``: the filings it appears in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .document import Block, Bullets, Cell, Column, Heading, Kind, Layout, Note, Paragraph, Row, Table
from .figures import fill, plain
from .issuer import View

_FOLDER = Path(__file__).parent / "prose"
_APOSTROPHE = re.compile(r"(?<=\w)'")
_QUOTED = re.compile(r'"([^"]*)"')
RIGHT_QUOTE = "\N{RIGHT SINGLE QUOTATION MARK}"

Section = list[Any]
Builder = Callable[[View], list[Block]]


def typographic(text: str) -> str:
    """Straight quotes turned into printed ones."""
    curved = _QUOTED.sub("\N{LEFT DOUBLE QUOTATION MARK}\\1\N{RIGHT DOUBLE QUOTATION MARK}", text)
    return _APOSTROPHE.sub(RIGHT_QUOTE, curved)


@cache
def _read(name: str) -> dict[str, Any]:
    path = _FOLDER / f"{name}.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _sections(key: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for path in sorted(_FOLDER.glob(f"{key}*.yaml")):
        merged |= _read(path.stem)
    return merged


@dataclass(frozen=True)
class Prose:
    """An issuer's sections, filled with the figures of one filing.

    ``edition`` names the filing in ``when`` clauses and selects its ``facts``; ``general`` are words that hold for any
    issuer, such as its name.
    """

    view: View
    edition: str
    builders: dict[str, Builder] = field(default_factory=dict)
    general: dict[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, str]:
        """Words and numbers that are not in the books, for this filing."""
        own = _sections(self.view.issuer.key)
        values = own["facts"]["all"] | own["facts"].get(self.edition, {})
        return {name: typographic(str(value)) for name, value in (self.general | values).items()}

    def has(self, section: str) -> bool:
        """Whether the issuer, or the text common to all issuers, has the section."""
        return section in _sections(self.view.issuer.key) or section in _read("common")

    def section(self, name: str) -> list[Block]:
        """The blocks of a section: the issuer's own, or else the one common to all issuers."""
        own = _sections(self.view.issuer.key)
        items: Section = own[name] if name in own else _read("common")[name]
        return self._blocks(items)

    def text(self, template: str) -> str:
        """A filled template as plain text."""
        return plain(fill(self.view, self.facts, typographic(template)))

    def paragraph(self, template: str, lead: str = "") -> Paragraph:
        """A filled template as a paragraph."""
        return Paragraph(fill(self.view, self.facts, typographic(template)), lead=self.text(lead))

    def _blocks(self, items: Section) -> list[Block]:
        return [block for item in items for block in self._item(item)]

    def _item(self, item: str | dict[str, Any]) -> list[Block]:
        if isinstance(item, str):
            return [self.paragraph(item)]
        if not self._applies(item.get("when")):
            return []
        if "h" in item:
            return [Heading(self.text(item["h"]), level=int(item.get("level", 3)))]
        if "bullets" in item:
            facts = self.facts
            return [Bullets(tuple(fill(self.view, facts, typographic(text)) for text in item["bullets"]))]
        if "build" in item:
            return self.builders[item["build"]](self.view)
        if "table" in item:
            return [self._table(item["table"])]
        if "columns" in item:
            return [Layout("columns", tuple(self._blocks(item["columns"])))]
        if "items" in item:
            return self._blocks(item["items"])
        if "note" in item:
            return [Note(item["note"], self.view.current.context, tuple(self._blocks(item["blocks"])))]
        return [self.paragraph(item["text"], item.get("lead", ""))]

    def _applies(self, when: str | list[str] | None) -> bool:
        return when is None or self.edition in (when if isinstance(when, list) else when.split())

    def _table(self, data: dict[str, Any]) -> Table:
        kind: Kind = data.get("kind", "text")
        rows = tuple(self._row(row, kind) for row in data["rows"])
        return Table(
            columns=tuple(Column(self.text(head)) for head in data["columns"]),
            rows=rows,
            unit_note=self.text(data.get("unit", "")),
            label_head=self.text(data.get("label", "")),
            footnotes=tuple(self.text(note) for note in data.get("footnotes", [])),
            splittable=bool(data.get("splittable", False)),
            label_width=float(data.get("label_width", 0)),
            banded=kind != "text" or bool(data.get("splittable", False)),
        )

    def _row(self, values: list[Any], kind: Kind) -> Row:
        label, cells = self.text(str(values[0])), values[1:]
        bold = label.startswith("Total")
        filled: tuple[Cell, ...] = tuple(self.text(cell) if isinstance(cell, str) else cell for cell in cells)
        return Row(label, filled, kind=kind, bold=bold, rule="double" if bold and kind != "text" else "")
