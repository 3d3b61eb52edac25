"""EDGAR, the archive of the SEC: filings by ticker, form and date, fetched into a folder."""

from domains.sec_filings.edgar.feed import EDGAR

__all__ = ["EDGAR"]
