"""What a filing is: its metadata and the field's words for its parts. The contract of every module in this folder."""

from datetime import date
from enum import StrEnum

from core.types import Metadata

FILED_AT = "edgar:filed_at"  # among a document's properties: the day, as EDGAR has it


class Form(StrEnum):
    """Form types as EDGAR prints them, and the three kinds of document that reach an analyst without a form cover."""

    ANNUAL = "10-K"
    QUARTERLY = "10-Q"
    CURRENT = "8-K"
    EARNINGS = "Earnings release"
    ANNUAL_REPORT = "Annual report"
    EXHIBIT = "Exhibit"
    OTHER = "Other"


class FilingMetadata(Metadata):
    """What the document says of itself. ``form`` has no amendment suffix; ``amendment`` tells 10-K/A from 10-K, and
    ``partial`` an amendment without the financial statements from one that files the report anew.

    ``company`` is the canonical display name, ``company_key`` its normalised form, equal across filings of one
    registrant ("3M COMPANY" and "3M Co" share "3m"). ``fiscal_year`` is the year by which the company names the
    period; ``fiscal_quarter`` is 1 to 4 for a quarter, None for a year and for events. ``filed_at`` is an estimate
    (from the form's legal deadline) where ``filed_at_estimated``.
    """

    company: str
    company_key: str
    form: Form
    amendment: bool = False
    partial: bool = False
    cik: str | None = None
    ticker: str | None = None
    former_names: tuple[str, ...] = ()
    co_registrants: tuple[str, ...] = ()  # the others of a combined filing, such as a parent's subsidiaries
    co_registrant_ciks: tuple[str, ...] = ()  # of each of them in turn; none where the filing does not tag them
    period_end: date | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None
    fiscal_year_end: str | None = None  # "--12-31", as in dei:CurrentFiscalYearEndDate
    filed_at: date | None = None
    filed_at_estimated: bool = False
    accession: str | None = None
    items: tuple[str, ...] = ()  # 8-K item numbers

    @property
    def form_name(self) -> str:
        return f"{self.form}/A" if self.amendment else str(self.form)


class Statement(StrEnum):
    """The primary statements, as in Fact.statement and in the label ``statement:<value>``."""

    INCOME = "income"
    BALANCE_SHEET = "balance_sheet"
    CASH_FLOW = "cash_flow"
    COMPREHENSIVE_INCOME = "comprehensive_income"
    EQUITY = "equity"
    SEGMENTS = "segments"


LABEL_REGISTRANT = "registrant:"  # before the name of the co-registrant whose statement a table is
DIMENSION_REGISTRANT = "registrant"  # of the facts of such a table

# Labels beside ``statement:*`` that an element, and so a chunk, can carry. ``item:7`` and the like name the Item it
# stands under (``item:p2-1a`` for Part II, Item 1A of a 10-Q), ``note`` a note to the statements.
LABEL_PARENT_ONLY = "parent_only"
LABEL_PRO_FORMA = "pro_forma"
LABEL_NOTE = "note"
LABEL_MDA = "mda"
LABEL_COVER = "cover"
LABEL_EXHIBIT = "exhibit"
LABEL_PRESS_RELEASE = "press_release"
