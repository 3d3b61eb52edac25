from pathlib import Path

import pytest

from core.errors import PermanentError
from domains.sec_filings.source import discover


def names(root: Path) -> list[str]:
    return [source.path.relative_to(root).as_posix() for source in discover(root)]


def write(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"content")


def test_finds_filings_in_subfolders_in_the_order_of_their_paths(tmp_path: Path) -> None:
    write(tmp_path, "b/10-k.htm", "a/10-k.htm", "c.pdf", "a/b/10-q.html")
    assert names(tmp_path) == ["a/10-k.htm", "a/b/10-q.html", "b/10-k.htm", "c.pdf"]


def test_reads_extensions_in_any_case_and_passes_over_other_files(tmp_path: Path) -> None:
    write(tmp_path, "A.PDF", "b.HTM", "c.Html", "notes.txt", "data.xlsx", "pdf")
    assert names(tmp_path) == ["A.PDF", "b.HTM", "c.Html"]


def test_passes_over_hidden_files_and_folders(tmp_path: Path) -> None:
    write(tmp_path, ".hidden.pdf", ".git/a.pdf", "seen.pdf")
    assert names(tmp_path) == ["seen.pdf"]


def test_passes_over_a_folder_that_is_named_like_a_file(tmp_path: Path) -> None:
    write(tmp_path, "year.pdf/10-k.pdf")
    assert names(tmp_path) == ["year.pdf/10-k.pdf"]


def test_takes_a_single_file_with_its_size_and_media_type(tmp_path: Path) -> None:
    write(tmp_path, "a.htm")
    (source,) = discover(tmp_path / "a.htm")
    assert (source.name, source.size, source.media_type) == ("a.htm", 7, "text/html")


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert names(tmp_path) == []


def test_a_path_that_does_not_exist_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match=r"no file or folder .* Check the path"):
        discover(tmp_path / "absent")


def test_a_single_file_of_another_kind_is_an_error_that_names_the_kinds(tmp_path: Path) -> None:
    write(tmp_path, "a.docx")
    with pytest.raises(PermanentError, match=r"\.pdf, \.htm, \.html"):
        discover(tmp_path / "a.docx")
