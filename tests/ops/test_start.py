"""`rag --help` must answer at once, so the command line imports nothing heavy before it knows what is asked."""

import pytest

from tests.ops.rag import rag

HEAVY = (
    "fastapi",
    "fastembed",
    "langchain_core",
    "llama_index",
    "lxml",
    "numpy",
    "onnxruntime",
    "pypdfium2",
    "qdrant_client",
    "qdrant_edge",
    "ragas",
    "sqlalchemy",
    "tokenizers",
    "unstructured",
    "uvicorn",
)


@pytest.mark.parametrize(
    "arguments", [("--help",), ("ingest", "run", "--help"), ("ask", "--help"), ("serve", "--help")]
)
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    report = "import atexit, sys; atexit.register(lambda: print('MODULES', *sorted(sys.modules)));"
    process = rag(*arguments, prelude=report)
    assert process.returncode == 0, process.stderr
    modules = process.stdout.rpartition("MODULES")[2].split()
    assert "typer" in modules
    assert not {module.partition(".")[0] for module in modules} & set(HEAVY)
