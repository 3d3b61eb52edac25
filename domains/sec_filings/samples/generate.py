"""Writes the sample filings: ``python -m domains.sec_filings.samples.generate [OUT_DIR]``."""

from __future__ import annotations

import sys
from pathlib import Path

from .assemble import Assembler
from .catalogue import FILINGS
from .check import check
from .filing import Filing
from .issuers import ISSUERS
from .render_html import render_html

COMMITTED = Path(__file__).parent / "filings"


def render(filing: Filing) -> bytes:
    """The bytes of a filing's file."""
    document = Assembler(filing).document()
    if filing.suffix == "htm":
        return render_html(document)
    from .render_pdf import render_pdf

    return render_pdf(document)


def generate(folder: Path) -> list[Path]:
    """Check the books of all issuers, then write every filing into the folder; returns the files written."""
    for issuer in ISSUERS:
        check(issuer)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for filing in FILINGS:
        path = folder / filing.file_name
        path.write_bytes(render(filing))
        written.append(path)
    return written


def main() -> None:
    """Write to the folder given on the command line, by default over the committed filings."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else COMMITTED
    for path in generate(folder):
        print(f"{path}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
