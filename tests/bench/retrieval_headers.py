"""What the context headers are worth: the same filings ingested with and without them, in stores of their own.

Only the documents that hold an answer to a question are ingested, since without its header every chunk is embedded
anew. Both stores stay in ``bench`` of the data directory: a second run finds nothing to ingest.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.wiring import Application
from core.domain import Domain
from core.settings import Settings
from core.workspace import open_workspace
from evals.ablation import ABLATIONS, build_without, without_context
from evals.datasets import Dataset
from evals.retrieval import measure
from ingest.build import ingestion
from ingest.pipeline import Scope
from tests.bench.retrieval_bars import Bar
from tests.bench.retrieval_pages import rates


def header_bars(application: Application, folder: Path, dataset: Dataset) -> Iterator[Bar]:
    settings, bench = application.settings, application.settings.data_dir / "bench"
    subset = bench / "subset"
    subset.mkdir(parents=True, exist_ok=True)
    for name in {source for case in dataset.cases for source, _ in case.evidence}:
        if not (subset / f"{name}.pdf").exists():
            (subset / f"{name}.pdf").symlink_to((folder / "pdf" / f"{name}.pdf").resolve())
    domain = application.workspace.domain
    for name, variant in (("with", domain), ("without", without_context(domain))):
        found = _rates(settings.model_copy(update={"data_dir": bench / f"{name}_headers"}), variant, subset, dataset)
        yield Bar(6, f"{name} context headers, over {len(list(subset.iterdir()))} filings", f"page {found}")


def _rates(settings: Settings, domain: Domain, subset: Path, dataset: Dataset) -> str:  # type: ignore[type-arg]
    with open_workspace(settings) as opened:
        workspace = replace(opened, domain=domain)
        list(ingestion(workspace).run(Scope(subset)))
        return rates(measure(build_without(ABLATIONS["everything"], workspace), dataset))
