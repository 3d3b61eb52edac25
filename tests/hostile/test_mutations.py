"""Sample filings, damaged at random (seeded) and read end to end; ``campaign.py`` does so for as long as wanted."""

from pathlib import Path

import pytest

from tests.hostile.chain import understand
from tests.hostile.mutations import mutate
from tests.hostile.pdfs import uncompressed
from tests.hostile.xbrl_oracle import untrue_facts

SAMPLES = Path(__file__).parents[2] / "domains" / "sec_filings" / "samples" / "filings"
ROUNDS = 40


@pytest.mark.parametrize("name", ["bkrt-8k-ex991-20251120.pdf", "tvhl-10q-20250630.pdf"])
def test_damaged_pdfs_are_read_or_refused(tmp_path: Path, name: str) -> None:
    data = uncompressed(SAMPLES / name)
    for seed in range(ROUNDS):
        understand(tmp_path / "a.pdf", mutate(data, ".pdf", f"{name} {seed}"))


@pytest.mark.parametrize("name", ["bkrt-8k-20250609.htm", "hlsm-8k-20251117.htm"])
def test_damaged_html_is_read_or_refused(tmp_path: Path, name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    for seed in range(2 * ROUNDS):
        understand(tmp_path / "a.htm", mutate(data, ".htm", f"{name} {seed}"))


def test_what_is_read_from_damaged_inline_xbrl_is_what_another_reader_finds(tmp_path: Path) -> None:
    data, path = (SAMPLES / "tvhl-20250331.htm").read_bytes(), tmp_path / "a.htm"
    for seed in range(ROUNDS // 2):
        if understand(path, mutate(data, ".htm", str(seed))):
            assert untrue_facts(path) == []


@pytest.mark.parametrize("name", ["bkrt-8k-ex991-20251120.pdf", "hlsm-8k-20251117.htm"])
def test_truncated_files_are_read_or_refused(tmp_path: Path, name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    for length in range(0, len(data), max(1, len(data) // 40)):
        understand(tmp_path / f"a{name[-4:]}", data[:length])
