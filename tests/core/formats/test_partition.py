"""Formats read through unstructured, offline, and the way between its elements and ours."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import UnreadableDocumentError
from core.formats import unstructured_offline
from core.formats.partition import from_unstructured, read_with_unstructured, to_unstructured
from core.types import Cell, Element, ElementKind, Parsed, Row, Span, Table

MARKDOWN = """# Acme 1.2 (2025-01-31)

## Fixed

The server no longer loses messages when it restarts.

- one thing
- another thing

| Name | Qty |
|---|---|
| Apples | 12 |
| Pears | 30 |
"""


def write(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def kinds(parsed: Parsed) -> list[tuple[ElementKind, str]]:
    return [(element.kind, element.text) for element in parsed.elements]


def test_markdown_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    parsed = read_with_unstructured(write(tmp_path, "notes.md", MARKDOWN))
    assert kinds(parsed) == [
        (ElementKind.TITLE, "Acme 1.2 (2025-01-31)"),
        (ElementKind.TITLE, "Fixed"),
        (ElementKind.TEXT, "The server no longer loses messages when it restarts."),
        (ElementKind.LIST_ITEM, "one thing"),
        (ElementKind.LIST_ITEM, "another thing"),
        (ElementKind.TABLE, "Name Qty\nApples 12\nPears 30"),
    ]
    table = parsed.elements[-1].table
    assert table is not None and table.header_rows == 1
    assert [[cell.text for cell in row.cells] for row in table.body] == [["Apples", "12"], ["Pears", "30"]]
    assert all(span.text in parsed.pages[0].text for element in parsed.elements for span in element.spans)


def test_plain_text_is_told_apart_by_verbs_and_sentences(tmp_path: Path) -> None:
    parsed = read_with_unstructured(
        write(tmp_path, "a.txt", "Results\n\nThe company grew. It sold five.\n\n- an item\n")
    )
    assert kinds(parsed) == [
        (ElementKind.TITLE, "Results"),
        (ElementKind.TEXT, "The company grew. It sold five."),
        (ElementKind.LIST_ITEM, "an item"),
    ]


def test_html_fragments(tmp_path: Path) -> None:
    parsed = read_with_unstructured(write(tmp_path, "a.html", "<h1>Head</h1><p>The server restarts by itself.</p>"))
    assert kinds(parsed) == [(ElementKind.TITLE, "Head"), (ElementKind.TEXT, "The server restarts by itself.")]


def test_mail_keeps_its_subject(tmp_path: Path) -> None:
    mail = (
        "From: a@b.example\nTo: c@d.example\nSubject: Moved\nMIME-Version: 1.0\nContent-Type: text/plain\n\nIt moved.\n"
    )
    parsed = read_with_unstructured(write(tmp_path, "a.eml", mail))
    assert parsed.pages[0].text == "It moved."
    assert parsed.properties["email:subject"] == "Moved"


def test_csv_is_a_table(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="reading CSV needs pandas")
    parsed = read_with_unstructured(write(tmp_path, "a.csv", "name,qty\nApples,12\nPears,30\n"))
    assert kinds(parsed) == [(ElementKind.TABLE, "name qty\nApples 12\nPears 30")]


def test_word_documents(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="reading DOCX needs python-docx")
    document = docx.Document()
    document.add_heading("Report", 1)
    document.add_paragraph("The company grew its sales by 5 percent.")
    document.save(tmp_path / "a.docx")
    parsed = read_with_unstructured(tmp_path / "a.docx")
    assert kinds(parsed) == [
        (ElementKind.TITLE, "Report"),
        (ElementKind.TEXT, "The company grew its sales by 5 percent."),
    ]


def test_long_documents_have_pages_of_about_six_thousand_characters(tmp_path: Path) -> None:
    parsed = read_with_unstructured(write(tmp_path, "a.md", "\n\n".join(["The server restarts. " * 30] * 40)))
    assert [page.number for page in parsed.pages] == [1, 2, 3, 4]
    assert max(len(page.text) for page in parsed.pages) < 7_000


@pytest.mark.parametrize(("name", "text"), [("a.md", ""), ("a.txt", " \n "), ("a.xyz", "text"), ("a.docx", "no zip")])
def test_files_that_cannot_be_read_are_refused_with_a_remedy(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_with_unstructured(write(tmp_path, name, text))
    assert caught.value.remedy


def test_elements_go_to_unstructured_and_back() -> None:
    rows = tuple(Row((Cell(a), Cell(b)), Span(f"{a} {b}", 3)) for a, b in [("Name", "Qty"), ("A & B", "12")])
    table = Table(rows, header_rows=1)
    ours = [
        Element(ElementKind.TITLE, (Span("Head", 2),)),
        Element(ElementKind.TEXT, (Span("One.", 2), Span("Two.", 2))),
        Element(ElementKind.LIST_ITEM, (Span("• item", 2),)),
        Element(ElementKind.TABLE, tuple(row.span for row in rows), table),
        Element(ElementKind.FURNITURE, (Span("7", 3),)),
    ]
    theirs, by_id = to_unstructured(ours)
    assert [type(each).__name__ for each in theirs] == ["Title", "NarrativeText", "ListItem", "Table", "Footer"]
    assert [by_id[each.id] for each in theirs] == ours
    assert theirs[3].metadata.page_number == 3
    assert theirs[3].metadata.text_as_html == (
        "<table><tr><th>Name</th><th>Qty</th></tr><tr><td>A &amp; B</td><td>12</td></tr></table>"
    )
    back = from_unstructured(theirs)
    assert [(each.kind, each.text, each.page) for each in back] == [(each.kind, each.text, each.page) for each in ours]
    assert back[3].table is not None and back[3].table.rows[1].cells[0].text == "A & B"


def test_title_chunking_leads_back_to_our_elements() -> None:
    from unstructured.chunking.title import chunk_by_title

    ours = [
        Element(ElementKind.TITLE, (Span("First", 1),)),
        Element(ElementKind.TEXT, (Span("Some text.", 1),)),
        Element(ElementKind.TITLE, (Span("Second", 1),)),
        Element(ElementKind.TEXT, (Span("More text.", 1),)),
    ]
    theirs, by_id = to_unstructured(ours)
    chunks = chunk_by_title(theirs, combine_text_under_n_chars=0)
    members = [[by_id[original.id] for original in chunk.metadata.orig_elements or []] for chunk in chunks]
    assert members == [ours[:2], ours[2:]]


def test_words_that_look_like_verbs_are_tagged_as_such() -> None:
    tagged = unstructured_offline.pos_tag("Sales increased. Net Income")
    assert [tag.startswith("VB") for _, tag in tagged] == [False, True, False, False, False]


def test_reading_never_imports_spacy_or_numba(tmp_path: Path) -> None:
    path = write(tmp_path, "notes.md", MARKDOWN)
    code = (
        "import sys, pathlib; from core.formats.partition import read_with_unstructured as read;"
        f"read(pathlib.Path({str(path)!r}));"
        "print([name for name in ('spacy', 'numba', 'torch', 'nltk') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
