"""HTML that is wrong or meant to hurt. A hang is what the timeout of the test run reports."""

from pathlib import Path

import pytest

from tests.hostile.chain import Understood, understand

COVER = "<p>FORM 10-K</p><p>Acme Corp</p><p>(Exact name of registrant as specified in its charter)</p>"
TITLE = "<p><b>Consolidated Balance Sheets</b></p>"


def read(tmp_path: Path, body: str, head: str = "") -> Understood | None:
    return understand(tmp_path / "a.htm", f"<html><head>{head}</head><body>{COVER}{TITLE}{body}</body></html>")


def table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def stairs(count: int) -> str:
    """Rows that each begin a column further right, so that rows times columns is the square of their number."""
    wide = [f"{'<td colspan=1000></td>' * (n // 1000)}<td colspan={n % 1000 + 1}></td>" for n in range(count)]
    return table(*(f"{before}<td>a{n}</td><td>{n}</td>" for n, before in enumerate(wide)))


@pytest.mark.parametrize(
    "body",
    [
        table(*["<td>1</td>" * 150] * 150),
        table("<td>1</td>" * 20_000),
        table(*["<td>1</td>"] * 20_000),
        table(*["<td colspan=99999 rowspan=99999>1</td>" * 100] * 500),
        table(*["<td colspan=1000 rowspan=1000>1</td>" * 20] * 1_000),
        stairs(5_000),
        table(*(f"<th></th><th colspan={n % 50 + 1}>May 31, {2000 + n % 30}</th><th>2024</th>" for n in range(2_000))),
        "<table><tr><td>x" * 800 + "</td></tr></table>" * 800,
        table("<td>a</td><td>1</td>") * 10_000,
    ],
    ids=["square", "one row", "one column", "spans", "more spans", "stairs", "headers", "nested", "many"],
)  # fmt: skip
def test_tables_without_measure_are_read(tmp_path: Path, body: str) -> None:
    assert read(tmp_path, body)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<div>" * 100_000 + "x", ""),
        ("<b><i><span>x " * 30_000, ""),
        ("<table><tr><td><p>x " * 20_000, ""),
        (f"<p>{' ' * 2_000_000}x</p>{chr(10) * 2_000_000}", ""),
        (f"<p>{'&amp;' * 500_000}</p>", ""),
        (f"<p>{'a<br>' * 30_000}</p>", ""),
        ("<p>x</p><hr style='page-break-after:always'>" * 10_000, ""),
        (f"<p style='font:{'1' * 200_000}'>x</p><p style='font-size:²%;font-weight:²'>y</p>", ""),
        (f"<p style='margin-left:{'9' * 400}pt'>x</p>", ""),
        (f"<p style='font-weight:{'9' * 5_000}'>x</p>", ""),
        ("<p class='c'>x</p>" * 100, f"<style>{'.c,p{margin-left:1px}' * 10_000}{'a' * 500_000}</style>"),
        ("<p>x</p>", f"<style>{'/*' * 200_000}</style>"),
        ("<p>x</p>", f"<title>{'A ' * 200_000}</title>"),
    ],
    ids=["depth", "unclosed", "unclosed tables", "space", "entities", "lines", "pages", "styles", "lengths", "weights",
         "sheet", "comments", "title"],
)  # fmt: skip
def test_markup_without_measure_is_read(tmp_path: Path, body: str, head: str) -> None:
    assert read(tmp_path, body, head)


@pytest.mark.parametrize(
    "data",
    [
        "<!DOCTYPE " * 200_000 + "<html><body><p>x</p>",
        f"<!DOCTYPE html [{']' * 200_000}<html><body><p>x</p>",
        "<SEC-DOCUMENT>" + "<DOCUMENT>" * 200_000 + "<html><p>x</p>",
        "<p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">x</p>",
    ],
    ids=["declarations", "subset", "wrappers", "attributes"],
)
def test_a_prolog_without_end_is_read_or_refused(tmp_path: Path, data: str) -> None:
    understand(tmp_path / "a.htm", data)


REPEATED = (
    "1", "1,", "1 ", "0001", "0 0 ", "A", "A ", "A, ", "Aa ", "(", "( ", "(a)", "(a) ", "(1) ", "(loss) ", "$ ", "- ",
    ".", ". ", "*", "* ", "12-", "1-1 ", "of ", "\xa0 ", "Item 1 ", "Note 1 ", "January 1, ", "year ended ",
    "in millions ", "Acme today ", "formerly ", "statements of ",
)  # fmt: skip


@pytest.mark.parametrize("repeated", REPEATED)
def test_texts_that_repeat_without_end_are_read(tmp_path: Path, repeated: str) -> None:
    """Each in the places of a title, a paragraph, a label, a head and a figure, and on many lines."""
    long = repeated * (30_000 // len(repeated)) + "z#"
    rows = ("<td>(in millions)</td><td>2024</td><td>2023</td>", f"<td>{long}</td><td>1</td><td>2</td>")
    more = (f"<td>Revenue</td><td>{long}</td><td>2</td>", "<td>Total assets</td><td>3</td><td>4</td>")
    heads = table(f"<td>(in millions)</td><td>{long}</td><td>2023</td>", *more)
    assert read(tmp_path, f"<p>{long}</p><p><b>{long}</b></p>{table(*rows, *more)}{TITLE}{heads}")
    lines = f"<p>{repeated}</p>" * 2_000
    assert understand(tmp_path / "b.htm", f"<html><body><h1>{long}</h1>{lines}</body></html>")


def test_a_figure_of_a_hundred_digits_states_no_fact(tmp_path: Path) -> None:
    rows = ("<td>(in millions)</td><td>2024</td><td>2023</td>", f"<td>Total assets</td><td>{'9' * 100}</td><td>4</td>")
    found = read(tmp_path, table(*rows, f"<td>Inventories</td><td>{'9' * 50}</td><td>1</td>"))
    assert found
    assert all(fact.value is not None and fact.value < 10**12 for fact in found.parsed.facts)


PRINTED = "<html><head><meta charset={}></head><body><p>Net sales – 1 577 “million”</p></body></html>"


@pytest.mark.parametrize(
    "data",
    [
        PRINTED.format("utf-8").encode("utf-16"),
        PRINTED.format("utf-8").encode("utf-16-le"),
        PRINTED.format("utf-8").encode("cp1252"),
        PRINTED.format("utf-8").encode().decode("cp1252", "replace").encode(),
        PRINTED.format("utf-8").encode() + b"\xf0\x9f\x00\xff",
        PRINTED.format("utf-8").replace("Net", "N\0e\0t\0").encode(),
        b"\xff\xfe" + PRINTED.format("x").replace("–", "\ud800").encode("utf-16-le", "surrogatepass"),
        PRINTED.format("utf-8").replace("–", "\ud800 &#xD800; &#x110000; &#0;").encode("utf-8", "surrogatepass"),
        *(
            PRINTED.format(name).encode()
            for name in ("utf-7", "utf-32", "idna", "punycode", "rot13", "zlib", "undefined", "unicode_escape", "cp037")
        ),
    ],
)
def test_bytes_in_another_encoding_than_declared_give_text_or_are_refused(tmp_path: Path, data: bytes) -> None:
    understand(tmp_path / "a.htm", data)


def test_entity_bombs_stay_as_they_are_written(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(20))
    html = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><html xmlns="http://www.w3.org/1999/xhtml">'
    found = understand(tmp_path / "a.htm", f"{html}<body><p>a &e19; b</p></body></html>")
    assert found
    assert found.parsed.pages[0].text == "a &e19; b"
