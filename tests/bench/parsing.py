"""The bars of parsing, measured on real filings, as one table.

    python -m tests.bench.parsing [FOLDER] [--arelle /path/to/python]

FOLDER defaults to RAG_FILINGS_DIR (../shared/filings): PDFs in pdf/, what they are in documents.jsonl, EDGAR HTML in
html/. What is short of its bar is said so, and the exit status is then 1; "not run" says why. Figures without a
requirement are there to be watched. The parts: metadata_bench (1), ixbrl_bench (2), facts_bench (3, 4), speed (5);
run one of them alone for its detail.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.formats.html import read_html
from domains.sec_filings.catalogue.concepts import load_catalogue
from tests.bench import facts_bench, ixbrl_bench, metadata_bench, speed
from tests.bench.facts_bench import PRIMARY, Filing
from tests.bench.metadata_bench import Outcome

ARELLE_VARIABLE = "ARELLE_PYTHON"
COMPARED_WITH_PYPDF = 20  # every so many PDFs


@dataclass(frozen=True)
class Bar:
    """One line of the table; ``ok`` is None where nothing is required or it could not be run."""

    number: int
    name: str
    measured: str
    required: str = ""
    ok: bool | None = None


@dataclass(frozen=True)
class LabelledPdf:
    """A PDF with what it is ("10k", "10q", …), what was understood of it, and how its metadata compares."""

    label: str
    outcome: Outcome
    filing: Filing


def main() -> int:
    arguments = _arguments()
    load_catalogue()  # not part of any file's time
    html = sorted((arguments.folder / "html").glob("*.htm"))
    bars, misses = _pdf_bars(arguments.folder)
    bars += [*_tag_bars(html, arguments.arelle), *_plain_bars(html), *_speed_bars(arguments.folder, html)]
    _print(sorted(bars, key=lambda bar: bar.number), misses)
    return int(any(bar.ok is False for bar in bars))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("RAG_FILINGS_DIR", "../shared/filings"))
    )
    parser.add_argument(
        "--arelle", default=os.environ.get(ARELLE_VARIABLE), help=f"a Python with Arelle, or set {ARELLE_VARIABLE}"
    )
    arguments = parser.parse_args()
    if not (arguments.folder / "documents.jsonl").is_file():
        parser.error(f"{arguments.folder} has no documents.jsonl; name a folder of filings or set RAG_FILINGS_DIR")
    return arguments


def _print(bars: Sequence[Bar], misses: Sequence[str]) -> None:
    width = max(len(bar.name) for bar in bars)
    print(f"{'bar':<4}{'':<{width}}  {'measured':>26}  {'required':>10}")
    for bar in bars:
        verdict = "" if not bar.required else "not run" if bar.ok is None else "ok" if bar.ok else "SHORT"
        print(f"{bar.number:<4}{bar.name:<{width}}  {bar.measured:>26}  {bar.required:>10}  {verdict}".rstrip())
    print(*misses, sep="\n")


def _share(number: int, name: str, right: int, of: int, least: float | None = None) -> Bar:
    """A share with its counts; nothing counted is short of any bar."""
    measured = f"{right:,} of {of:,} = {right / of:.2%}" if of else "none"
    if least is None:
        return Bar(number, name, measured)
    return Bar(number, name, measured, f">= {100 * least:g} %", of > 0 and right >= least * of)


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


# --------------------------------------------------------------------------------------------- PDFs: bars 1, 4 and 5


def _pdf_bars(folder: Path) -> tuple[list[Bar], list[str]]:
    _say("reading PDFs")
    found = list(read_pdfs(folder, labels(folder)))
    checks: list[tuple[Bar, list[str]]] = [*_metadata(found), *_statements(found)]
    pages = sum(pdf.filing.pages for pdf in found)
    rate = pages / sum(pdf.filing.seconds for pdf in found)
    slowest = min(pdf.filing.pages / pdf.filing.seconds for pdf in found)
    speeds = [
        Bar(5, f"PDF: pages per second, {pages:,} pages", f"{rate:.1f}", ">= 60", rate >= 60),
        Bar(5, "PDF: pages per second, slowest file", f"{slowest:.1f}"),
    ]
    return [*(bar for bar, _ in checks), *_comparatives(found), *speeds], [
        miss for _, lines in checks for miss in lines
    ]


def labels(folder: Path) -> list[dict[str, str | int]]:
    """What each PDF is: doc_name, doc_type, company, doc_period."""
    return [json.loads(line) for line in (folder / "documents.jsonl").read_text("utf-8").splitlines()]


def read_pdfs(folder: Path, wanted: Iterable[dict[str, str | int]]) -> Iterator[LabelledPdf]:
    """Each labelled PDF, read under a neutral name."""
    with tempfile.TemporaryDirectory() as scratch:
        for number, label in enumerate(wanted):
            neutral = Path(scratch) / f"document-{number:04}.pdf"
            neutral.symlink_to((folder / "pdf" / f"{label['doc_name']}.pdf").resolve())
            reading = speed.read(neutral)
            outcome = metadata_bench.judge(label, reading.described)
            pages, facts = len(reading.parsed.pages), reading.parsed.facts
            filing = Filing(str(label["doc_name"]), reading.metadata, (), facts, pages, reading.seconds)
            yield LabelledPdf(str(label["doc_type"]), outcome, filing)


def _counted(
    number: int, name: str, pdfs: Iterable[LabelledPdf], right: Callable[[LabelledPdf], bool], least: float | None
) -> tuple[Bar, list[str]]:
    """A share of the PDFs, and a line for each that is not right."""
    pdfs = list(pdfs)
    wrong = [pdf for pdf in pdfs if not right(pdf)]
    bar = _share(number, name, len(pdfs) - len(wrong), len(pdfs), least)
    return bar, [f"  {name}: not {pdf.filing.name}" for pdf in wrong]


def _metadata(found: Sequence[LabelledPdf]) -> Iterator[tuple[Bar, list[str]]]:
    yield _counted(1, "metadata: company", found, lambda pdf: pdf.outcome.company, None)
    yield _counted(1, "metadata: form", found, lambda pdf: pdf.outcome.form, None)
    yield _counted(1, "metadata: fiscal year", found, lambda pdf: pdf.outcome.fiscal_year, None)
    bar, _ = _counted(1, "metadata: all three", found, lambda pdf: pdf.outcome.right, 0.98)
    yield bar, []


def _statements(found: Sequence[LabelledPdf]) -> Iterator[tuple[Bar, list[str]]]:
    """By the labels and not by the form that was read, so that a form misread does not leave the count."""
    annual = [pdf for pdf in found if pdf.label == "10k"]
    periodic = [pdf for pdf in found if pdf.label in ("10k", "10q")]
    others = [pdf for pdf in found if pdf not in periodic and _has_balance_sheet(pdf)]
    reports = [pdf for pdf in found if pdf.label == "10k_annualreport"]
    yield _counted(4, "PDF: balance sheet balances, 10-K and 10-Q", periodic, balances, 0.97)
    yield _counted(4, "PDF: balance sheet balances, others with one", others, balances, None)
    yield _counted(4, "PDF: three statements found, 10-K", annual, is_complete, 0.98)
    yield _counted(4, "PDF: three statements found, annual report", reports, is_complete, None)


def _has_balance_sheet(pdf: LabelledPdf) -> bool:
    return any(fact.concept == "total_assets" and fact.statement == "balance_sheet" for fact in pdf.filing.facts)


def balances(pdf: LabelledPdf) -> bool:
    return facts_bench.balances(pdf.filing)


def is_complete(pdf: LabelledPdf) -> bool:
    return {*PRIMARY} <= {fact.statement for fact in pdf.filing.facts}


def _comparatives(found: Sequence[LabelledPdf]) -> Iterator[Bar]:
    counts = facts_bench.compare_years([pdf.filing for pdf in found])
    name = "PDF: a year's figures equal the next report's comparatives"
    yield _share(4, name, counts["equal"], counts["compared"])
    yield _share(4, "PDF: key figures stated by 10-Ks", counts["stated"], counts["reports"])


# ----------------------------------------------------------------------------------------------- HTML: bars 2, 3 and 5


def _tag_bars(paths: Sequence[Path], python: str | None) -> Iterator[Bar]:
    _say("comparing inline XBRL with other readers")
    paths = [path for path in paths if b"nonFraction" in path.read_bytes()]
    arelle = ixbrl_bench.read_with_arelle(python, paths) if python else {}
    rows = [ixbrl_bench.compare(path, read_html(path), arelle.get(str(path), [])) for path in paths]
    total, reference, equal, _, known = (sum(row[column] for row in rows) for column in range(5))  # type: ignore[misc]
    yield _share(2, "inline XBRL: equal to the second reader", reference, total, 0.999)
    if python:
        yield _share(2, "inline XBRL: equal to Arelle, where it knows the format", equal, known, 0.999)
    else:
        yield Bar(2, "inline XBRL: equal to Arelle", f"needs {ARELLE_VARIABLE}", ">= 99.9 %")


def _plain_bars(paths: Sequence[Path]) -> Iterator[Bar]:
    _say("reading the HTML without its tags")
    yield from _plain("HTML without tags", paths, facts_bench.compare_html, 0.98)
    if shutil.which(facts_bench.CHROMIUM):
        _say("printing the HTML to PDF and reading that")
        yield from _plain("HTML printed to PDF", paths, facts_bench.compare_pdf, 0.95)
    else:
        yield Bar(3, "HTML printed to PDF: values right", f"needs {facts_bench.CHROMIUM}", ">= 95 %")


def _plain(
    name: str, paths: Sequence[Path], compare: Callable[[Path, str], facts_bench.Comparison], least: float
) -> Iterator[Bar]:
    counts: Counter[str] = Counter()
    sources = ((path, path.read_text("utf-8", errors="replace")) for path in paths)
    tagged = [(path, source) for path, source in sources if "ix:nonFraction" in source]
    for path, source in tagged:
        counts.update(compare(path, source)[0])
    yield _share(3, f"{name}: statements found", counts["found"], 3 * len(tagged))
    yield _share(3, f"{name}: number, scale, sign, period, unit right", counts["right"], counts["amounts"], least)


def _speed_bars(folder: Path, html: Sequence[Path]) -> Iterator[Bar]:
    _say("timing HTML, memory and pypdf")
    readings = [speed.read(path) for path in html]
    rate = sum(path.stat().st_size for path in html) / 1e6 / sum(reading.seconds for reading in readings)
    yield Bar(5, "HTML: MB per second", f"{rate:.2f}", ">= 3", rate >= 3)
    pdfs = sorted((folder / "pdf").glob("*.pdf"))
    largest = {max(paths, key=lambda path: path.stat().st_size) for paths in (pdfs, html) if paths}
    memory = max(speed.peak_memory(path) for path in largest)
    yield Bar(5, "peak memory of a worker, largest PDF and HTML, MB", f"{memory:.0f}", "< 700", memory < 700)
    some = pdfs[::COMPARED_WITH_PYPDF]
    ours = [speed.read(path) for path in some]
    own = sum(len(reading.parsed.pages) for reading in ours) / sum(reading.seconds for reading in ours)
    theirs = speed.llama_index_pages_per_second(some)
    name = f"PDF: pages per second over LlamaIndex's (pypdf), {len(some)} files"
    yield Bar(5, name, f"{own:.1f} / {theirs:.1f} = {own / theirs:.1f}", ">= 5", own >= 5 * theirs)


if __name__ == "__main__":
    raise SystemExit(main())
