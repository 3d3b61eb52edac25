"""Fictional SEC filings: issuers as data, and the generator that writes them as PDF and inline XBRL."""
