"""A second, tiny field: release notes in Markdown. It keeps the seam honest."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from core.domain import Corpus, Domain
from core.errors import UnreadableDocumentError
from core.formats.partition import read_with_unstructured
from core.types import Abstention, Condition, Metadata, Parsed, PeriodIntent, Plan, Source

HOME = Path(__file__).parent


class Notes(Metadata):
    product: str
    version: str
    released: date


def discover(root: Path) -> Iterable[Source]:
    paths = [root] if root.is_file() else sorted(root.rglob("*.md"))
    return [Source(path, path.stat().st_size, "text/markdown") for path in paths]


def describe(parsed: Parsed) -> Notes:
    match = re.search(r"(\w+) (\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)", parsed.pages[0].text)
    if match is None:
        raise UnreadableDocumentError("The notes name no release.", remedy="Start with: Product 1.2 (2025-01-31)")
    return Notes(product=match[1], version=match[2], released=date.fromisoformat(match[3]))


def plan(question: str, corpus: Corpus[Notes], today: date, as_of: date | None) -> Plan:
    products = {document.metadata.product for document in corpus.documents}
    named = tuple(product for product in sorted(products) if product.lower() in question.lower())
    versions = tuple(re.findall(r"\d+\.\d+", question))
    return Plan(
        question=question,
        search=(question,),
        filters=(Condition("product", named),) + ((Condition("version", versions),) if versions else ()),
        period=PeriodIntent.EXPLICIT if versions else PeriodIntent.LATEST,
        as_of=as_of,
        decline=None if named else Abstention("unknown_product", f"No notes of that product; there are: {products}."),
    )


def context(notes: Notes, section: Sequence[str], labels: Sequence[str]) -> str:
    return " | ".join([f"{notes.product} {notes.version}", *section])


DOMAIN = Domain(
    name="toy",
    metadata=Notes,
    home=HOME,
    discover=discover,
    parse=lambda source: read_with_unstructured(source.path),
    describe=describe,
    title=lambda notes: f"{notes.product} {notes.version}",
    kind=lambda notes: "release notes",
    dated=lambda notes: notes.released,
    access=lambda notes: "public",
    context=context,
    series=lambda notes: notes.product,
    supersedes=lambda newer, older: newer.product == older.product and newer.released > older.released,
    plan=plan,
)
