"""How much of a filing's metadata is read right from the document alone, against the labels of documents.jsonl.

    python -m tests.bench.metadata_bench [--only SUBSTRING]

Every PDF is parsed through a symbolic link with a neutral name, so nothing of its file name can leak. The mapping from
labels to metadata:

- company: equal after folding (``company_key``), or the label's words are the leading words of ours ("Verizon" for
  "Verizon Communications"), or equal to a former name; "Block" for "Square, Inc." is the one rename that no document
  before 2021 can know, so it is listed as an alias here.
- form: 10k, 10q, 8k, Earnings and 10k_annualreport are our 10-K, 10-Q, 8-K, Earnings release and Annual report.
- fiscal year: equal to ``doc_period``.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.formats.pdf import read_pdf
from core.types import Parsed
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.metadata.company import company_key
from domains.sec_filings.metadata.describe import describe

FORMS = {
    "10k": Form.ANNUAL,
    "10q": Form.QUARTERLY,
    "8k": Form.CURRENT,
    "Earnings": Form.EARNINGS,
    "10k_annualreport": Form.ANNUAL_REPORT,
}
RENAMED = {"block": {"square"}}
DEFAULT_DIR = Path(__file__).parents[2].parent / "shared" / "filings"


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    metadata: FilingMetadata
    company: bool
    form: bool
    fiscal_year: bool
    expected: str
    milliseconds_per_page: float

    @property
    def right(self) -> bool:
        return self.company and self.form and self.fiscal_year


def same_company(label: str, metadata: FilingMetadata) -> bool:
    wanted = company_key(label)
    keys = {metadata.company_key, *map(company_key, metadata.former_names)}
    return any(key == wanted or key.startswith(wanted + " ") or key in RENAMED.get(wanted, ()) for key in keys)


def measure(folder: Path, only: str) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as scratch:
        for number, line in enumerate((folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()):
            label = json.loads(line)
            if only.lower() in label["doc_name"].lower():
                neutral = Path(scratch) / f"document-{number:04}.pdf"
                neutral.symlink_to((folder / "pdf" / f"{label['doc_name']}.pdf").resolve())
                yield judge(label, read_pdf(neutral))


def judge(label: dict[str, str | int], parsed: Parsed) -> Outcome:
    started = time.process_time()
    metadata = describe(parsed)
    elapsed = time.process_time() - started
    return Outcome(
        name=str(label["doc_name"]),
        metadata=metadata,
        company=same_company(str(label["company"]), metadata),
        form=metadata.form is FORMS[str(label["doc_type"])],
        fiscal_year=metadata.fiscal_year == label["doc_period"],
        expected=f"{label['company']} {label['doc_type']} {label['doc_period']}",
        milliseconds_per_page=1_000 * elapsed / len(parsed.pages),
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--only", default="", help="only documents whose label contains this")
    folder = Path(os.environ.get("RAG_FILINGS_DIR") or DEFAULT_DIR)
    outcomes: list[Outcome] = []
    for outcome in measure(folder, arguments.parse_args().only):
        outcomes.append(outcome)
        print(_row(outcome))
    print(_summary(outcomes))


def _row(outcome: Outcome) -> str:
    found = outcome.metadata
    quarter = f" Q{found.fiscal_quarter}" if found.fiscal_quarter else ""
    filed = f"{found.filed_at}{'~' if found.filed_at_estimated else ''}"
    mark = "ok  " if outcome.right else "MISS"
    text = (
        f"{found.company:32.32} {found.form_name:16} {found.fiscal_year}{quarter:3} {found.period_end} filed {filed:11}"
    )
    note = "" if outcome.right else f" <- expected {outcome.expected}"
    return f"{mark} {outcome.name:42.42} {text} {found.ticker or '-':6}{note}"


def _summary(outcomes: list[Outcome]) -> str:
    def share(count: int) -> str:
        return f"{count}/{len(outcomes)} = {100 * count / max(1, len(outcomes)):.1f} %"

    speed = sum(outcome.milliseconds_per_page for outcome in outcomes) / max(1, len(outcomes))
    dated = [o.metadata.filed_at and not o.metadata.filed_at_estimated for o in outcomes]
    return "\n".join(
        (
            f"company {share(sum(outcome.company for outcome in outcomes))}",
            f"form {share(sum(outcome.form for outcome in outcomes))}",
            f"fiscal year {share(sum(outcome.fiscal_year for outcome in outcomes))}",
            f"all three {share(sum(outcome.right for outcome in outcomes))}",
            f"filed_at stated, not estimated {share(sum(bool(stated) for stated in dated))}",
            f"describe, mean CPU {speed:.2f} ms per page",
        )
    )


if __name__ == "__main__":
    main()
