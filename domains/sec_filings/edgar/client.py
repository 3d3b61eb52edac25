"""EDGAR over HTTP as the SEC asks for: a declared user agent, at most 10 requests a second, conditional requests.

https://www.sec.gov/search-filings/edgar-application-programming-interfaces
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from core.errors import PermanentError, TransientError

SECONDS_BETWEEN_REQUESTS = 0.11
TIMEOUT_SECONDS = 30.0
ATTEMPTS = 5
LONGEST_WAIT_SECONDS = 60.0
_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
_FILE_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A filing as a company's list of submissions has it. ``accession`` has its dashes."""

    accession: str
    form: str
    filed_at: date
    primary_document: str


@dataclass(frozen=True, slots=True)
class Submission:
    cik: int
    name: str
    filings: tuple[Listed, ...]


class Client:
    """``folder`` keeps the lists with their validators, so that one that has not changed is not sent again."""

    def __init__(
        self,
        user_agent: str,
        data_url: str,
        archive_url: str,
        folder: Path,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._data_url, self._archive_url = data_url.rstrip("/"), archive_url.rstrip("/")
        self._kept = folder / ".lists"
        self._sleep = sleep
        self._last = 0.0
        self._http = httpx.Client(
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}, timeout=TIMEOUT_SECONDS
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def cik(self, ticker: str) -> int:
        """The company's number. Raises PermanentError where no company has the ticker."""
        if ticker.isdigit():
            return int(ticker)
        companies = self._list(f"{self._archive_url}/files/company_tickers.json").values()
        found = [int(each["cik_str"]) for each in companies if each["ticker"].lower() == ticker.lower()]
        if not found:
            raise PermanentError(
                f"EDGAR knows no company with the ticker {ticker}.", remedy="Check it, or give the company's CIK."
            )
        return found[0]

    def submission(self, cik: int) -> Submission:
        """Everything that the company filed, newest first."""
        told = self._list(f"{self._data_url}/submissions/CIK{cik:010d}.json")
        parts = [told["filings"]["recent"]]
        parts += [self._list(f"{self._data_url}/submissions/{more['name']}") for more in told["filings"]["files"]]
        return Submission(cik, told["name"], tuple(listed for part in parts for listed in _listed(part)))

    def files(self, cik: int, accession: str) -> list[str]:
        """The names of the files of a filing."""
        told = self._get(f"{self._folder_url(cik, accession)}/index.json").json()
        return [item["name"] for item in told["directory"]["item"] if _FILE_NAME.fullmatch(item["name"])]

    def download(self, cik: int, accession: str, name: str, target: Path) -> None:
        """Writes the file, whole or not at all."""
        content = self._get(f"{self._folder_url(cik, accession)}/{name}").content
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(content)
        part.replace(target)

    def _folder_url(self, cik: int, accession: str) -> str:
        return f"{self._archive_url}/Archives/edgar/data/{cik}/{accession.replace('-', '')}"

    def _list(self, url: str) -> Any:
        """A list as JSON; where EDGAR says that it has not changed, the one that is kept."""
        kept = self._kept / url.rsplit("/", 1)[1]
        headers = {}
        known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else None
        if known and known["modified"]:
            headers["If-Modified-Since"] = known["modified"]
        response = self._get(url, headers)
        if response.status_code == httpx.codes.NOT_MODIFIED and known:
            return known["content"]
        kept.parent.mkdir(parents=True, exist_ok=True)
        content = {"modified": response.headers.get("last-modified"), "content": response.json()}
        kept.write_text(json.dumps(content), encoding="utf-8")
        return content["content"]

    def _get(self, url: str, headers: dict[str, str] | None = None) -> httpx.Response:
        patience = Retrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return patience(self._get_once, url, headers or {})
        except httpx.HTTPStatusError as error:
            raise _refusal(error) from error
        except httpx.HTTPError as error:
            raise TransientError(f"EDGAR does not answer at {url}: {error}.", remedy="Try again later.") from error

    def _get_once(self, url: str, headers: dict[str, str]) -> httpx.Response:
        due = self._last + SECONDS_BETWEEN_REQUESTS
        if (early := due - time.monotonic()) > 0:
            time.sleep(early)
        self._last = time.monotonic()
        response = self._http.get(url, headers=headers)
        if response.status_code != httpx.codes.NOT_MODIFIED:
            response.raise_for_status()
        return response


def _listed(part: dict[str, list[Any]]) -> Iterator[Listed]:
    """The rows of a table that EDGAR gives by columns; names that no path may hold are left out."""
    columns = (part["accessionNumber"], part["form"], part["filingDate"], part["primaryDocument"])
    for accession, form, filed_at, document in zip(*columns, strict=True):
        if _ACCESSION.fullmatch(accession) and _FILE_NAME.fullmatch(document):
            yield Listed(accession, form, date.fromisoformat(filed_at), document)


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in (429, 500, 502, 503, 504)
    return isinstance(error, httpx.TransportError)


def _wait(state: RetryCallState) -> float:
    """As long as EDGAR says, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    told = error.response.headers.get("retry-after", "") if isinstance(error, httpx.HTTPStatusError) else ""
    return min(float(told), LONGEST_WAIT_SECONDS) if told.isdigit() else wait_exponential_jitter(1, 30)(state)


def _refusal(error: httpx.HTTPStatusError) -> PermanentError | TransientError:
    status, url = error.response.status_code, error.request.url
    if status == httpx.codes.FORBIDDEN:
        return PermanentError(f"EDGAR refuses {url} (403).", remedy="Give --user-agent a name and an e-mail address.")
    if status == httpx.codes.NOT_FOUND:
        return PermanentError(f"EDGAR has no {url} (404).", remedy="Check the ticker or CIK.")
    return TransientError(f"EDGAR answers {status} at {url}.", remedy="Try again later.")
