"""Compares the numbers read from inline XBRL with independent readers, filing by filing.

    python -m tests.bench.ixbrl_bench [FOLDER] [--arelle /path/to/python]

FOLDER defaults to RAG_FILINGS_DIR (../shared/filings) and is searched for ``*.htm``. Without ``--arelle`` (an
interpreter that has arelle-release) only the reader in ``ixbrl_reference`` is compared.
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from core.formats.html import HtmlDocument, read_html
from core.formats.ixbrl import XbrlFact
from tests.bench import ixbrl_reference

ARELLE = Path(__file__).with_name("ixbrl_arelle.py")


def main() -> int:
    arguments = _arguments()
    paths = [path for path in sorted(arguments.folder.rglob("*.htm")) if b"nonFraction" in path.read_bytes()]
    arelle = read_with_arelle(arguments.arelle, paths) if arguments.arelle else {}
    print(f"{'filing':<34}{'facts':>7}{'reference':>11}{'arelle':>9}{'printed':>9}{'MB/s':>7}  first difference")
    totals = [0, 0, 0, 0, 0]
    for path in paths:
        started = time.process_time()
        document = read_html(path)
        speed = path.stat().st_size / 1e6 / (time.process_time() - started)
        row = compare(path, document, arelle.get(str(path), []))
        totals = [total + value for total, value in zip(totals, row[:5], strict=True)]
        print(f"{path.name:<34}{row[0]:>7}{row[1]:>11}{row[2]:>9}{row[3]:>9}{speed:>7.1f}  {row[5]}")
    share = totals[1] / totals[0] if totals[0] else 0.0
    print(f"{'all':<34}{totals[0]:>7}{totals[1]:>11}{totals[2]:>9}{totals[3]:>9}  equal to the reference: {share:.4%}")
    if arelle:
        print(f"equal to Arelle: {totals[2]} of {totals[4]} whose transformation Arelle knows without plug-ins")
    return 0 if share >= 0.999 else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("RAG_FILINGS_DIR", "../shared/filings"))
    )
    parser.add_argument("--arelle", help="an interpreter with arelle-release")
    return parser.parse_args()


def compare(path: Path, document: HtmlDocument, arelle: Sequence[Any]) -> tuple[int, int, int, int, int, str]:
    """Facts of the reference, equal ones, equal to Arelle, printed ones, comparable with Arelle, first difference."""
    ours = [key(fact) for fact in document.xbrl.numeric]
    reference = ixbrl_reference.read(path)
    pairs = list(zip_longest(ours, reference))
    differences = [f"{mine} != {theirs}" for mine, theirs in pairs if mine != theirs]
    known = [(mine, theirs) for mine, theirs in zip_longest(ours, arelle) if theirs and theirs[1] != "?"]
    equal = sum(mine == theirs for mine, theirs in known)
    differences += [f"{mine} != Arelle {theirs}" for mine, theirs in known if mine != theirs]
    printed = sum(fact.page is not None for fact in document.xbrl.numeric)
    same = sum(mine == theirs for mine, theirs in pairs)
    return len(reference), same, equal, printed, len(known), differences[0] if differences else ""


def key(fact: XbrlFact) -> ixbrl_reference.Key:
    context = fact.context
    return (
        fact.concept, None if fact.value is None else ixbrl_reference.canonical(fact.value), fact.unit,
        context.start.isoformat() if context.start else None, context.end.isoformat() if context.end else "",
        tuple(sorted((each.axis, each.member) for each in context.dimensions)), fact.decimals or "",
    )  # fmt: skip


def read_with_arelle(python: str, paths: Sequence[Path]) -> dict[str, list[Any]]:
    output = subprocess.run([python, str(ARELLE), *map(str, paths)], capture_output=True, text=True, check=True).stdout
    found: dict[str, list[Any]] = {}
    for line in output.splitlines():
        path, concept, value, unit, start, end, dimensions, decimals = json.loads(line)
        key = (concept, value, unit, start, end, tuple(map(tuple, dimensions)), decimals)
        found.setdefault(path, []).append(key)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
