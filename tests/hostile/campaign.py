"""Damages files at random and reads them, in worker processes with a time and a memory limit, for as long as wanted.

    python -m tests.hostile.campaign [FOLDER]… [--minutes 10] [--first 0] [--workers 1] [--keep FOLDER]

Without FOLDER the sample filings are damaged. Each PDF is also taken with its streams in the clear. What is neither
read nor refused (an exception, a hang, a crash, more memory than the limit) is printed with its seed and, with
``--keep``, written there. The same seed does the same. Exit status 1 where there was one.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import count
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from tests.hostile.chain import understand
from tests.hostile.mutations import mutate
from tests.hostile.pdfs import uncompressed
from tests.hostile.xbrl_oracle import untrue_facts

SAMPLES = Path(__file__).parents[2] / "domains" / "sec_filings" / "samples" / "filings"
SECONDS = 60
MEMORY = 2 << 30


def main() -> int:
    arguments = _arguments()
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        files = _files(arguments.folders or [SAMPLES], Path(scratch))
        for path, seed, verdict, detail in _run(files, arguments):
            tally[verdict] += 1
            if verdict not in ("read", "refused"):
                print(f"{verdict}: {path.name}, seed {seed}\n{detail}", flush=True)
                if arguments.keep:
                    (arguments.keep / f"{seed}-{path.name}").write_bytes(_damaged(path, seed))
    print(", ".join(f"{number} {verdict}" for verdict, number in tally.most_common()))
    return int(set(tally) > {"read", "refused"})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def _files(folders: Sequence[Path], scratch: Path) -> list[Path]:
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".pdf", ".htm")]
    for path in [path for path in found if path.suffix == ".pdf"]:
        clear = scratch / f"clear-{path.name}"
        clear.write_bytes(uncompressed(path))
        found.append(clear)
    return found


def _run(files: Sequence[Path], arguments: argparse.Namespace) -> Iterator[tuple[Path, int, str, str]]:
    """Each damaged file with what became of it, until the time is up."""
    end = time.monotonic() + 60 * arguments.minutes
    seeds = count(arguments.first)
    context = multiprocessing.get_context("spawn")
    with ProcessPool(arguments.workers, 0, _limit_memory, (), context) as pool:
        running: dict[Future[tuple[str, str]], tuple[Path, int]] = {}
        while running or time.monotonic() < end:
            while len(running) <= arguments.workers and time.monotonic() < end:
                seed = next(seeds)
                path = files[seed % len(files)]
                running[pool.schedule(_attempt, (path, seed), timeout=SECONDS)] = path, seed
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield (*running.pop(future), *_verdict(future))


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _damaged(path: Path, seed: int) -> bytes:
    return mutate(path.read_bytes(), path.suffix, f"{path.name} {seed}")


def _attempt(path: Path, seed: int) -> tuple[str, str]:
    target = Path(tempfile.gettempdir()) / f"damaged-{os.getpid()}{path.suffix}"
    try:
        found = understand(target, _damaged(path, seed))
        untrue = untrue_facts(target) if found and path.suffix == ".htm" else []
    except Exception:
        return "exception", traceback.format_exc(limit=-4)
    finally:
        target.unlink(missing_ok=True)
    if untrue:
        return "untrue fact", str(untrue[:3])
    return ("read" if found else "refused"), ""


def _verdict(future: "Future[tuple[str, str]]") -> tuple[str, str]:
    try:
        return future.result()
    except TimeoutError:
        return "hang", f"longer than {SECONDS} s"
    except (ProcessExpired, MemoryError) as error:
        return "crash", str(error)


if __name__ == "__main__":
    raise SystemExit(main())
