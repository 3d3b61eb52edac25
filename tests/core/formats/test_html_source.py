"""Bytes to a tree: encodings, wrappers, limits, and files that attack or are not what they claim."""

from pathlib import Path

import pytest

from core.errors import UnreadableDocumentError
from core.formats.html import read_html

PAGE = "<html><head>{head}</head><body><p>{text}</p></body></html>"


def text_of(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "document.htm"
    path.write_bytes(data)
    return "\n".join(page.text for page in read_html(path).parsed.pages)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"), ("", "utf-8"), ("utf-8", "utf-8-sig"), ("", "utf-16"), ("windows-1252", "cp1252"),
        ("", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "cp1252"), ("iso-8859-1", "utf-8"),
        ("no-such-one", "utf-8"), ("us-ascii", "utf-8"),
    ],
)  # fmt: skip
def test_text_survives_declared_missing_and_wrong_encodings(tmp_path: Path, declared: str, encoding: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    data = PAGE.format(head=head, text="“quoted” — café €").encode(encoding)
    assert text_of(tmp_path, data) == "“quoted” — café €"


def test_other_declared_encodings_are_followed(tmp_path: Path) -> None:
    data = PAGE.format(head='<meta charset="shift_jis">', text="日本語").encode("shift_jis")
    assert text_of(tmp_path, data) == "日本語"


def test_a_wrong_declaration_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "document.htm"
    path.write_bytes(PAGE.format(head='<meta charset="utf-8">', text="“quoted”").encode("cp1252"))
    assert read_html(path).parsed.warnings == ("The file declares UTF-8 but is not; it was read as Windows-1252.",)


def test_entities_are_read_and_unknown_ones_kept(tmp_path: Path) -> None:
    data = PAGE.format(head="", text="R&amp;D&nbsp;&mdash; &#8217;s &lt;b&gt; &#150; &unknown;").encode()
    assert text_of(tmp_path, data) == "R&D — ’s <b> – &unknown;"


def test_a_submission_wrapper_is_no_text_but_properties(tmp_path: Path) -> None:
    path = tmp_path / "wrapped.htm"
    path.write_text(
        "<DOCUMENT>\n<TYPE>EX-99.1\n<FILENAME>a.htm\n<TEXT>\n<html><body><p>Hello</p></body></html>\n</TEXT>\n</DOCUMENT>"
    )
    parsed = read_html(path).parsed
    assert parsed.pages[0].text == "Hello"
    assert parsed.properties == {"sgml:type": "EX-99.1", "sgml:filename": "a.htm"}


def test_of_a_submission_with_several_documents_the_first_is_read(tmp_path: Path) -> None:
    path = tmp_path / "submission.htm"
    path.write_text("".join(f"<DOCUMENT><TYPE>{n}\n<TEXT><html><p>Page {n}</p></html></TEXT></DOCUMENT>" for n in "ab"))
    parsed = read_html(path).parsed
    assert parsed.pages[0].text == "Page a"
    assert parsed.warnings == ("The file holds several documents; only the first was read.",)


def test_entity_bombs_and_external_entities_are_never_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    html = f'{bomb}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>a &e11; &f; b</p></body></html>'
    assert text_of(tmp_path, html.encode()) == "a &e11; &f; b"


@pytest.mark.parametrize("tag", ["div", "span", "font", "table><tr><td"])
def test_ten_thousand_levels_are_read(tmp_path: Path, tag: str) -> None:
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    html = f"<html><body><p>before</p>{f'<{tag}>' * 10_000}deep{closing * 10_000}<p>after</p></body></html>"
    assert text_of(tmp_path, html.encode()).split() == ["before", "deep", "after"]


def test_levels_of_unknown_elements_are_refused(tmp_path: Path) -> None:
    html = f"<html><body>{'<foo>' * 10_000}deep{'</foo>' * 10_000}</body></html>"
    with pytest.raises(UnreadableDocumentError):
        text_of(tmp_path, html.encode())


def test_one_huge_text_is_read(tmp_path: Path) -> None:
    assert len(text_of(tmp_path, PAGE.format(head="", text="x" * 12_000_000).encode())) == 12_000_000


def test_markup_that_is_not_well_formed_is_read(tmp_path: Path) -> None:
    html = b"<html><body><p>one<p>two<table><tr><td><b>three</table>four <a href=x>five"
    assert text_of(tmp_path, html).split() == ["one", "two", "three", "four", "five"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a binary file"),
        (bytes(range(256)) * 40, "holds no HTML"),
        (b"\x00\x01" * 4000, "is a binary file"),
        (b"Only words, no tag.", "holds no HTML"),
        (b"<html><body><p> </p></body></html>", "prints nothing"),
    ],
)
def test_files_that_are_no_documents_are_refused_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason) as caught:
        text_of(tmp_path, data)
    assert caught.value.remedy


def test_large_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.htm"
    with path.open("wb") as file:
        file.truncate(101_000_000)
    with pytest.raises(UnreadableDocumentError, match="101 MB"):
        read_html(path)
    path.write_text(PAGE.format(head="", text="small"))
    with pytest.raises(UnreadableDocumentError):
        read_html(path, max_bytes=10)
