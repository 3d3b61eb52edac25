"""The labels of what no answer is written from: set at ingestion, respected by everything that hands text on."""

from core.types import Chunk

FLAGGED = "flagged:"
INSTRUCTIONS = f"{FLAGGED}instructions"  # tells its reader what to do
HIDDEN = f"{FLAGGED}hidden"  # is in the file and not seen on the page


def flags(chunk: Chunk) -> list[str]:
    return [label for label in chunk.labels if label.startswith(FLAGGED)]
