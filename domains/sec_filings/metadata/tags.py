"""What markup states outright: inline XBRL's cover facts (taxonomy "dei") and the type in an EDGAR wrapper."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domains.sec_filings.dates import MONTH_DAY, month_number, parse_date
from domains.sec_filings.filing import Form

_FORMS = {
    "10-K": Form.ANNUAL,
    "10-KT": Form.ANNUAL,
    "10-Q": Form.QUARTERLY,
    "10-QT": Form.QUARTERLY,
    "8-K": Form.CURRENT,
}
_FILERS = {"large accelerated filer": "large", "accelerated filer": "accelerated"}


@dataclass(frozen=True, slots=True)
class CoverTags:
    """Every field is None where the document does not tag it."""

    company: str | None = None
    form: Form | None = None
    amendment: bool | None = None
    cik: str | None = None
    ticker: str | None = None
    period_end: date | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None
    fiscal_year_end: str | None = None
    filer: str | None = None
    co_registrants: tuple[tuple[str, str], ...] = ()  # names and CIKs of the others of a combined filing


def read_tags(properties: Mapping[str, str]) -> CoverTags:
    """Reads ``dei:*`` and ``sgml:type``; values may be printed ("June 28, 2025") or canonical ("2025-06-28")."""

    def tag(name: str) -> str | None:
        value = " ".join(properties.get(f"dei:{name}", "").split())
        return value or None

    document_type = (tag("DocumentType") or properties.get("sgml:type", "")).strip().upper()
    cik = tag("EntityCentralIndexKey")
    quarter = re.fullmatch(r"Q([1-4])", tag("DocumentFiscalPeriodFocus") or "")
    year = re.search(r"\d{4}", tag("DocumentFiscalYearFocus") or "")
    return CoverTags(
        company=tag("EntityRegistrantName"),
        form=_form(document_type),
        amendment=_amendment(document_type, tag("AmendmentFlag")),
        cik=cik.zfill(10) if cik and cik.isdigit() else None,
        ticker=_symbol(tag("TradingSymbol")),
        period_end=parse_date(tag("DocumentPeriodEndDate") or ""),
        fiscal_year=int(year[0]) if year else None,
        fiscal_quarter=int(quarter[1]) if quarter else None,
        fiscal_year_end=_month_day(tag("CurrentFiscalYearEndDate") or ""),
        filer=_FILERS.get((tag("EntityFilerCategory") or "").lower()),
        co_registrants=tuple(_co_registrants(properties)),
    )


def _co_registrants(properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Those that are tagged with a member of their own, but for a parent that is tagged so as well."""
    prefix = "dei:EntityRegistrantName["
    for key, name in properties.items():
        if key.startswith(prefix) and name != properties.get("dei:EntityRegistrantName"):
            cik = properties.get(key.replace("RegistrantName", "CentralIndexKey"), "")
            yield " ".join(name.split()), cik.zfill(10) if cik.isdigit() else ""


def _form(document_type: str) -> Form | None:
    if document_type.startswith("EX-"):
        return Form.EXHIBIT
    return _FORMS.get(document_type.removesuffix("/A"), Form.OTHER) if document_type else None


def _amendment(document_type: str, flag: str | None) -> bool | None:
    if not document_type and flag is None:
        return None
    return document_type.endswith("/A") or (flag or "").lower() == "true"


def _symbol(value: str | None) -> str | None:
    symbol = re.match(r"[A-Za-z]{1,5}(?:[.\-/ ][A-Za-z]{1,2})?(?=\W|$)", value or "")
    return symbol[0].upper().replace("/", ".") if symbol and symbol[0].lower() not in {"none", "n/a"} else None


def _month_day(value: str) -> str | None:
    """ "--09-27" from "--09-27", "12/28" or "September 27"."""
    numeric = re.search(r"(\d{1,2})[-/](\d{1,2})$", value)
    if numeric:
        return f"--{int(numeric[1]):02}-{int(numeric[2]):02}"
    named = MONTH_DAY.search(value)
    return f"--{month_number(named[1]):02}-{int(named[2]):02}" if named else None
