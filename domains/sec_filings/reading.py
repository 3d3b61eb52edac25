"""One filing, read: format, then metadata, then what its parts mean and the facts it states."""

from collections.abc import Sequence
from dataclasses import replace

from core.formats.html import read_html
from core.formats.pdf import read_pdf
from core.types import Parsed, Source, statement_names
from domains.sec_filings.edgar.sidecar import read_sidecar
from domains.sec_filings.facts.consistency import fact_warnings
from domains.sec_filings.facts.markup import markup_facts
from domains.sec_filings.facts.tables import table_facts
from domains.sec_filings.filing import (
    FILED_AT,
    LABEL_PARENT_ONLY,
    LABEL_PRO_FORMA,
    LABEL_REGISTRANT,
    FilingMetadata,
)
from domains.sec_filings.statements.find import find_statements
from domains.sec_filings.structure.sections import assign_sections

SECTIONS_IN_CONTEXT = 2  # the innermost headings say most, and the header has to share the model's window
_QUALIFIERS = {LABEL_PARENT_ONLY: "parent company only", LABEL_PRO_FORMA: "pro forma"}


def parse(source: Source) -> Parsed:
    parsed = read_pdf(source.path) if source.media_type == "application/pdf" else read_html(source.path).parsed
    told = read_sidecar(source.path)
    return replace(parsed, properties=parsed.properties | {FILED_AT: told.filed_at.isoformat()}) if told else parsed


def annotate(parsed: Parsed, metadata: FilingMetadata) -> Parsed:
    """Sections, statements and facts: those of the markup, or of the tables where a filing has none, and warnings."""
    elements = find_statements(assign_sections(parsed.elements, metadata), metadata)
    facts = markup_facts(parsed.facts, elements, metadata) if parsed.facts else table_facts(elements, metadata)
    warnings = (*parsed.warnings, *fact_warnings(facts, metadata))
    return replace(parsed, elements=elements, facts=facts, warnings=warnings)


def title(metadata: FilingMetadata) -> str:
    return " ".join(part for part in (metadata.company, metadata.form_name, period_name(metadata)) if part)


def period_name(metadata: FilingMetadata) -> str:
    """ "FY2018", "Q2 FY2023", or the day of an event."""
    if metadata.items and metadata.period_end:
        return metadata.period_end.isoformat()
    year = f"FY{metadata.fiscal_year}" if metadata.fiscal_year else ""
    return f"Q{metadata.fiscal_quarter} {year}" if metadata.fiscal_quarter and year else year


def context(metadata: FilingMetadata, section: Sequence[str], labels: Sequence[str]) -> str:
    """ "3M Company 10-K FY2018 | Note 5. Debt | cash flow statement": what a chunk alone does not say."""
    statements = [name.replace("_", " ") for name in statement_names(labels)]
    qualifiers = [_QUALIFIERS[label] for label in labels if label in _QUALIFIERS]
    qualifiers += [label.removeprefix(LABEL_REGISTRANT) for label in labels if label.startswith(LABEL_REGISTRANT)]
    return " | ".join([title(metadata), *section[-SECTIONS_IN_CONTEXT:], *statements, *qualifiers])


def supersedes(newer: FilingMetadata, older: FilingMetadata) -> bool:
    """An amendment replaces what the same registrant filed before on the same form for the same period, unless it
    amends a part only (Part III, an exhibit): then both are current, and what carries the answer decides."""
    same = newer.company_key == older.company_key and newer.form == older.form and newer.period_end == older.period_end
    if not (newer.amendment and not newer.partial and same and newer.period_end and newer.filed_at and older.filed_at):
        return False
    return newer.filed_at > older.filed_at or (newer.filed_at == older.filed_at and not older.amendment)
