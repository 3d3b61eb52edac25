"""What a point keeps of a chunk, and that it comes back as it went."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.index import to_chunk, to_payload
from core.types import Box, Chunk, Document, ElementKind, Fact, Metadata, Period, Span

SPANS = (Span("2024 2023", 4, Box(60, 10, 99, 20)), Span("Net sales $ 486 $ 471", 4, Box(10, 30, 99, 40)))
YEAR = Period(date(2024, 12, 31), date(2024, 1, 1), 2024)
FACTS = (
    Fact(
        "Net sales", Decimal("486000000"), "USD", YEAR, 4, "revenue", scale=6, statement="income", quote=SPANS[1].text
    ),
    Fact(
        "Net sales",
        None,
        "USD/shares",
        Period(date(2023, 3, 31), fiscal_year=2023, fiscal_quarter=1),
        4,
        tag="us-gaap:Revenues",
        dimensions=(("segment", "Consumer"), ("region", "Asia")),
        quote=SPANS[1].text,
        origin="markup",
    ),
)
CHUNK = Chunk("id", "document", 3, "Header", "2024 2023\nNet sales $ 486 $ 471", SPANS, ElementKind.TABLE)
DOCUMENT = Document("document", "a.pdf", "application/pdf", 9, "A", "10-K", date(2025, 2, 1), Metadata())


def returned(chunk: Chunk) -> Chunk:
    return to_chunk(chunk.id, json.loads(json.dumps(to_payload(chunk, DOCUMENT))))


def test_a_chunk_comes_back_with_its_facts_which_name_their_document_and_have_the_box_of_their_row() -> None:
    expected = tuple(replace(fact, document_id="document", box=SPANS[1].box) for fact in FACTS)
    assert returned(replace(CHUNK, facts=FACTS)) == replace(CHUNK, facts=expected)


def test_a_chunk_without_facts_carries_no_trace_of_them() -> None:
    assert "facts" not in to_payload(CHUNK, DOCUMENT)
    assert returned(CHUNK) == CHUNK


def test_a_fact_costs_little_more_than_its_figures() -> None:
    bare, full = (len(json.dumps(to_payload(chunk, DOCUMENT))) for chunk in (CHUNK, replace(CHUNK, facts=FACTS[:1])))
    assert full - bare < 150
