"""The Items of the forms: what they are called, where they stand, and how a printed title is matched to one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from domains.sec_filings.filing import LABEL_MDA, Form


@dataclass(frozen=True, slots=True)
class Item:
    """One Item of a form. ``heading`` is how section paths show it."""

    number: str
    part: str | None
    title: str
    called: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def heading(self) -> str:
        return f"Item {self.number}. {self.title}"

    def is_called(self, printed: str) -> bool:
        """Whether a printed title is this Item's, by how it begins."""
        return compact(printed).startswith(self.called)

    def is_title(self, printed: str) -> bool:
        """Whether the whole of a printed title is this Item's canonical title."""
        return compact(printed) == compact(self.title)

    def after_title(self, printed: str) -> str:
        """What follows the canonical title in ``printed``, from the first character in which the two differ."""
        wanted = iter(compact(self.title))
        for position, character in enumerate(printed):
            if character.isalnum() and character.lower() != next(wanted, None):
                return printed[position:]
        return ""


def items_of(form: Form) -> Sequence[Item]:
    """The Items of a form in its order; none for documents without a form. Annual reports carry those of 10-K."""
    return _catalogue().get(str(Form.ANNUAL if form is Form.ANNUAL_REPORT else form), ())


def compact(text: str) -> str:
    """Letters and digits only, lower case: what remains equal when spacing, case and punctuation are printed badly."""
    return re.sub(r"[\W_]+", "", text.lower())


@cache
def _catalogue() -> Mapping[str, tuple[Item, ...]]:
    text = files("domains.sec_filings.structure").joinpath("items.yaml").read_text(encoding="utf-8")
    return {form: tuple(_item(form, entry) for entry in entries) for form, entries in yaml.safe_load(text).items()}


def _item(form: str, entry: Mapping[str, str | list[str]]) -> Item:
    number, title, part = str(entry["item"]), str(entry["title"]), entry.get("part")
    label = f"item:{'p2-' if form == str(Form.QUARTERLY) and part == 'Part II' else ''}{number.lower()}"
    return Item(
        number=number,
        part=str(part) if part else None,
        title=title,
        called=tuple(map(compact, (" ".join(title.split()[:3]), *(entry.get("called") or ())))),
        labels=(label, LABEL_MDA) if entry.get("label") == "mda" else (label,),
    )
