"""Which sentence of an answer something stands in."""

from collections.abc import Iterator

from core.formats.sentences import SENTENCE_END


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, and of each line."""
    start = 0
    for line in text.splitlines(keepends=True):
        at = start
        for match in SENTENCE_END.finditer(line):
            yield at, start + match.end()
            at = start + match.end()
        start += len(line)
        if at < start:
            yield at, start


def sentence_around(text: str, place: int) -> tuple[int, int]:
    return next(((start, end) for start, end in sentence_spans(text) if start <= place < end), (0, len(text)))
