"""Parsing in worker processes with a time and a memory limit: a bad document costs itself, never the run."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from pebble import ProcessExpired, ProcessPool

from core.domain import load_domain
from core.errors import GroundworkError, UnreadableDocumentError
from core.settings import IngestionSettings
from core.types import Metadata, Parsed, Source
from ingest.flagging import flag

MEGABYTE = 1024 * 1024
STOP_SECONDS = 0.5  # between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class Understood:
    """What a worker sends back: the document as parsed, what it says of itself, and how long that took."""

    parsed: Parsed
    metadata: Metadata
    seconds: float = 0.0


Outcome = Understood | GroundworkError


class JobStoppedError(Exception):
    """The job was asked to stop; what is under way is abandoned and will be done by the next run."""


def parse_all(
    domain: str, sources: Sequence[Source], settings: IngestionSettings, *, stop: Callable[[], bool]
) -> Iterator[tuple[Source, Outcome]]:
    """Each source with its outcome, as they become ready. Few are under way at once, so memory stays bounded.

    Raises JobStoppedError soon after ``stop`` says so, whatever a parser is at.
    """
    limit = settings.max_file_mb * MEGABYTE
    yield from ((source, _too_large(source, settings)) for source in sources if source.size > limit)
    context = multiprocessing.get_context("spawn")
    waiting = iter([source for source in sources if source.size <= limit])
    with ProcessPool(settings.workers, 0, _prepare_worker, (domain, settings.memory_mb), context) as pool:
        running: dict[Future[Understood], Source] = {}
        try:
            while True:
                for source in islice(waiting, settings.workers + 1 - len(running)):
                    running[pool.schedule(_understand, (source,), timeout=settings.timeout_seconds)] = source
                if not running:
                    return
                for future in wait(running, STOP_SECONDS, FIRST_COMPLETED).done:
                    source = running.pop(future)
                    yield source, _outcome(future, source, settings)
                if stop():
                    raise JobStoppedError
        finally:
            pool.stop()  # type: ignore[no-untyped-call]


def _too_large(source: Source, settings: IngestionSettings) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"The file has {source.size // MEGABYTE} MB; the limit is {settings.max_file_mb} MB.",
        remedy="Split it, or raise ingestion.max_file_mb.",
    )


_domain_name = ""


def _prepare_worker(domain: str, memory_mb: int) -> None:
    global _domain_name
    _domain_name = domain
    with suppress(ImportError, ValueError):  # no limit on platforms without one
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MEGABYTE, memory_mb * MEGABYTE))


def _understand(source: Source) -> Understood:
    started, domain = time.perf_counter(), load_domain(_domain_name)
    parsed = domain.parse(source)
    metadata = domain.describe(parsed)
    parsed = flag(domain.annotate(parsed, metadata) if domain.annotate else parsed)
    return Understood(parsed, metadata, time.perf_counter() - started)


def _outcome(future: Future[Understood], source: Source, settings: IngestionSettings) -> Outcome:
    try:
        return future.result()
    except GroundworkError as error:
        return error
    except TimeoutError:
        return UnreadableDocumentError(
            f"Parsing took longer than {settings.timeout_seconds:g} s and was stopped.",
            remedy="Raise ingestion.timeout_seconds, or split the file.",
        )
    except (ProcessExpired, MemoryError):
        return UnreadableDocumentError(
            f"The parser ran out of its {settings.memory_mb} MB or crashed on this file.",
            remedy="Raise ingestion.memory_mb, or save the file anew and try again.",
        )
    except Exception as error:  # a defect of a parser: named, so that it can be mended, and the run goes on
        return UnreadableDocumentError(
            f"The parser failed on this file: {type(error).__name__}: {error}.",
            remedy=f"Report it with the file {source.name}.",
        )
