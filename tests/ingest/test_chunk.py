"""Chunks: what goes together, what is repeated, what is embedded."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.settings import ChunkingSettings
from core.types import Box, Cell, Chunk, Element, ElementKind, Fact, Period, Row, Span, Table
from ingest.chunk import Chunker

DOCUMENT = "5f0f7f5e-0000-4000-8000-000000000000"


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def chunk(*elements: Element, max_tokens: int = 64, facts: Sequence[Fact] = ()) -> list[Chunk]:
    settings = ChunkingSettings(max_tokens=max_tokens, min_characters=40)
    return Chunker(settings, count_words).chunk(DOCUMENT, elements, lambda section, labels: "Header", facts)


def fact(quote: str, *, page: int = 1, box: Box | None = None) -> Fact:
    return Fact(quote.split()[0], Decimal(486), "USD", Period(date(2024, 12, 31)), page, quote=quote, box=box)


def prose(text: str, page: int = 1, kind: ElementKind = ElementKind.TEXT, section: tuple[str, ...] = ()) -> Element:
    return Element(kind, tuple(Span(line, page) for line in text.split("\n")), section=section)


def table(rows: Sequence[Sequence[str]], header_rows: int = 1) -> Element:
    made = tuple(Row(tuple(map(Cell, row)), Span(" ".join(row).strip(), 1)) for row in rows)
    return Element(ElementKind.TABLE, tuple(row.span for row in made), Table(made, header_rows))


def test_a_chunk_never_crosses_a_page() -> None:
    chunks = chunk(prose("First page."), prose("Second page.", page=2))
    assert [(piece.page, piece.text) for piece in chunks] == [(1, "First page."), (2, "Second page.")]


def test_a_chunk_never_crosses_a_section() -> None:
    chunks = chunk(prose("Of risk.", section=("Item 1A",)), prose("Of law.", section=("Item 3",)))
    assert [piece.section for piece in chunks] == [("Item 1A",), ("Item 3",)]


def test_furniture_is_no_content() -> None:
    assert chunk(prose("Page 7", kind=ElementKind.FURNITURE)) == []


def test_a_long_paragraph_is_cut_after_a_sentence_and_nothing_is_lost() -> None:
    lines = [f"Sentence number {number} goes on for a while and ends here." for number in range(30)]
    chunks = chunk(prose("\n".join(lines)))
    assert len(chunks) > 1
    assert " ".join(piece.text for piece in chunks) == " ".join(lines)
    assert all(piece.text.endswith(".") for piece in chunks)


def test_every_part_of_a_table_repeats_its_caption_and_its_header() -> None:
    rows = [["", "2024", "2023"]] + [[f"Line item {number}", "1,577", "(1,373)"] for number in range(50)]
    chunks = chunk(prose("Cash flows\n(Millions)", kind=ElementKind.TITLE), table(rows), max_tokens=40)
    assert len(chunks) > 2
    assert all(piece.text.startswith("Cash flows\n(Millions)\n2024 2023\nLine item") for piece in chunks)
    body = [line for piece in chunks for line in piece.text.splitlines() if line.startswith("Line item")]
    assert body == [f"Line item {number} 1,577 (1,373)" for number in range(50)]


def test_what_is_embedded_of_a_table_are_its_words() -> None:
    only = chunk(table([["", "2024"], ["Net sales", "32,765"]]))[0]
    assert only.dense_text == "Header\nNet sales"
    assert only.sparse_text == "Header\n2024\nNet sales 32,765"


def test_ids_are_the_same_in_every_run() -> None:
    first, second = chunk(prose("One."), prose("Two.", page=2)), chunk(prose("One."), prose("Two.", page=2))
    assert [piece.id for piece in first] == [piece.id for piece in second]
    assert len({piece.id for piece in first}) == 2


def test_every_fact_is_attached_to_the_part_of_its_table_that_prints_its_row() -> None:
    rows = [["", "2024"]] + [[f"Line item {number}", str(number)] for number in range(30)]
    facts = [fact(f"Line item {number} {number}") for number in range(30)]
    chunks = chunk(table(rows), max_tokens=40, facts=[*facts, fact("Line item 1 1", page=2)])
    assert len(chunks) > 2
    assert [each for piece in chunks for each in piece.facts] == facts
    assert all(each.quote in piece.text.splitlines() for piece in chunks for each in piece.facts)


def test_rows_that_read_alike_keep_their_own_facts() -> None:
    upper, lower = Box(10, 100, 90, 110), Box(10, 200, 90, 210)
    tables = [
        Element(ElementKind.TABLE, (row.span,), Table((row,)))
        for row in (Row((Cell("Total"), Cell("5")), Span("Total 5", 1, box)) for box in (upper, lower))
    ]
    facts = [fact("Total 5", box=Box(70, 102, 80, 108)), fact("Total 5", box=Box(70, 202, 80, 208))]
    assert [piece.facts for piece in chunk(*tables, facts=facts)] == [(facts[0],), (facts[1],)]
