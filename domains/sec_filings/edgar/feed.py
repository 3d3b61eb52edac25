"""Which filings to fetch, and where they come to lie: <folder>/<CIK>/<accession>/<file>, with a note beside it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

from core.domain import Feed, Fetched
from domains.sec_filings.edgar.client import Client, Listed, Submission
from domains.sec_filings.edgar.sidecar import Sidecar, write_sidecar

DEFAULT_FORMS = ("10-K", "10-K/A", "10-Q", "10-Q/A", "8-K", "8-K/A")
RELEASE_EXHIBIT = "ex99"  # how the file name of an earnings release on Form 8-K begins, dashes and dots aside


class EdgarOptions(BaseModel):
    """What to fetch. The SEC wants every program to declare who runs it: a name and an e-mail address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ticker: Annotated[tuple[str, ...], Field(min_length=1, description="Ticker or CIK; may be given several times.")]
    user_agent: Annotated[
        str,
        StringConstraints(pattern=r"\S+@\S+"),
        Field(description="Your name and e-mail address, which the SEC asks of every program."),
    ]
    form: Annotated[tuple[str, ...], Field(description="Form type, such as 10-K; may be given several times.")] = (
        DEFAULT_FORMS
    )
    since: Annotated[date | None, Field(description="Nothing filed before this day.")] = None
    data_url: HttpUrl = HttpUrl("https://data.sec.gov")
    archive_url: HttpUrl = HttpUrl("https://www.sec.gov")


def fetch(options: EdgarOptions, folder: Path) -> Iterator[Fetched]:
    """Each filing that is new, once it is there whole; what is there already is not asked for again.

    Raises PermanentError where a ticker is unknown, TransientError where EDGAR does not answer.
    """
    with Client(options.user_agent, str(options.data_url), str(options.archive_url), folder) as client:
        for ticker in options.ticker:
            submission = client.submission(client.cik(ticker))
            for listed in submission.filings:
                if listed.form in options.form and (options.since is None or listed.filed_at >= options.since):
                    yield from _fetch_filing(client, submission, listed, folder)


def _fetch_filing(client: Client, submission: Submission, listed: Listed, folder: Path) -> Iterator[Fetched]:
    home = folder / f"{submission.cik:010d}" / listed.accession
    for name in _documents(client, submission, listed, home):
        target = home / name
        if not target.exists():
            write_sidecar(target, _sidecar(submission, listed))
            client.download(submission.cik, listed.accession, name, target)
            yield Fetched(target, f"{submission.name} {listed.form} filed {listed.filed_at}")


def _documents(client: Client, submission: Submission, listed: Listed, home: Path) -> list[str]:
    """The primary document, and of an 8-K the exhibits that earnings releases are."""
    names = [listed.primary_document]
    if listed.form.startswith("8-K") and not (home / listed.primary_document).exists():
        names += [
            name
            for name in client.files(submission.cik, listed.accession)
            if RELEASE_EXHIBIT in name.lower().replace("-", "").replace(".", "").replace("_", "")
            and name.lower().endswith((".htm", ".html"))
        ]
    return list(dict.fromkeys(names))


def _sidecar(submission: Submission, listed: Listed) -> Sidecar:
    return Sidecar(cik=f"{submission.cik:010d}", accession=listed.accession, form=listed.form, filed_at=listed.filed_at)


EDGAR = Feed(options=EdgarOptions, fetch=fetch)
