"""What was understood, as a person reads it in a terminal."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from core.types import Fact, Period
from core.wording import fiscal_text, period_text, plural, value_text
from ingest.inspection.findings import Findings
from ingest.inspection.outline import Heading
from ingest.inspection.statements import Column, FoundStatement

_WIDTH_OF_A_FILE = 160  # columns where the output is no terminal: a narrower table would cut figures
_MOST_PERIODS = 4  # columns of figures that fit on a screen


def show_findings(findings: Findings, console: Console | None = None) -> None:
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, _WIDTH_OF_A_FILE)
    show_summary(findings, console)
    console.print(_outline(findings))
    console.print(_statements(findings))
    for table in _figures(findings):
        console.print(table)
    other = sum(not _is_primary(fact) for fact in findings.facts)
    if other:
        note = f"{plural(other, 'more fact')} outside statements or of their parts: --json lists all."
        console.print(Text(note, style="dim"))


def show_summary(findings: Findings, console: Console) -> None:
    """Metadata, counts, speed and warnings."""
    console.print(Text(findings.title, style="bold"), Text(findings.source.name, style="dim"))
    metadata = Table.grid(padding=(0, 2))
    for name, value in findings.metadata.model_dump(mode="json").items():
        if value not in (None, [], ""):
            metadata.add_row(Text(name, style="dim"), Text(_plain(value)))
    console.print(metadata)
    kinds = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in findings.kinds.items() if count)
    console.print(Text(f"{plural(len(findings.elements), 'element')}: {kinds}"))
    attached = sum(place is not None for place in findings.places)
    console.print(Text(f"{plural(len(findings.facts), 'fact')}, {attached:,} of them attached to their passage"))
    console.print(Text(speed(findings)))
    for warning in findings.warnings:
        console.print(Text(f"warning: {warning}", style="yellow"))


def speed(findings: Findings) -> str:
    steps = findings.timings
    return (
        f"{plural(len(findings.pages), 'page')} in {steps.total:.2f} s ({findings.pages_per_second:.0f} pages/s): "
        f"parse {steps.parse:.2f} s, describe {steps.describe:.2f} s, annotate {steps.annotate:.2f} s"
    )


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _outline(findings: Findings) -> Group:
    tree = Tree(Text("Outline", style="bold"))
    branches: list[Tree] = [tree]
    for heading in findings.outline:
        del branches[heading.level :]
        branches.append(branches[-1].add(_heading(heading)))
    unplaced = f"{plural(findings.unplaced, 'element')} under no section" if findings.unplaced else ""
    return Group("", tree, Text(unplaced, style="dim")) if unplaced else Group("", tree)


def _heading(heading: Heading) -> Text:
    pages = f"{heading.page}" if heading.page == heading.last_page else f"{heading.page}–{heading.last_page}"
    return Text.assemble(heading.title, (f"  p. {pages} · {heading.elements:,}", "dim"))


def _statements(findings: Findings) -> Group:
    table = Table("page", "statement", "rows", "facts", "columns: heading → period", box=box.SIMPLE_HEAD)
    for statement in findings.statements:
        columns = Text("\n").join(Text(_column(column)) for column in statement.columns)
        table.add_row(str(statement.page), _name(statement), str(statement.rows), str(statement.facts), columns)
    found = table if findings.statements else Text("none found", style="yellow")
    return Group("", Text("Statements", style="bold"), found)


def _name(statement: FoundStatement) -> Text:
    return Text.assemble(statement.name, *((f"\n{label}", "dim") for label in statement.labels))


def _column(column: Column) -> str:
    heading = column.heading or "(no heading)"
    if column.period is None:
        return f"{heading} → no facts"
    several = f" and {column.periods - 1} more" if column.periods > 1 else ""
    return f"{heading} → {period_text(column.period)}{several}"


def _is_primary(fact: Fact) -> bool:
    """Of a statement as a whole, not of a part that its dimensions name."""
    return fact.statement is not None and not fact.dimensions


def _figures(findings: Findings) -> Iterator[Group]:
    groups: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in sorted(filter(_is_primary, findings.facts), key=lambda fact: fact.page):
        groups[fact.page, str(fact.statement)].append(fact)
    for (page, statement), facts in groups.items():
        yield _pivot(f"Facts: {statement}, page {page}", facts)


def _pivot(title: str, facts: list[Fact]) -> Group:
    """A row for each label, a column for each of the commonest periods. On a narrow screen words wrap, figures stay."""
    counts = Counter(fact.period for fact in facts)
    periods = [period for period, _ in counts.most_common(_MOST_PERIODS)]
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("label", max_width=48)
    table.add_column("concept", overflow="fold", max_width=28, style="dim")
    table.add_column("unit", style="dim")
    table.add_column("scale", justify="right", style="dim")
    for period in periods:
        table.add_column(_period(period), justify="right", no_wrap=True)
    for cells in _rows(facts, periods):
        table.add_row(*map(Text, cells))
    rest = len(counts) - len(periods)
    note = [Text(f"{plural(rest, 'more period')} in --json", style="dim")] if rest else []
    return Group("", Text(title, style="bold"), table, *note)


def _period(period: Period) -> str:
    return "\n".join(part for part in (fiscal_text(period), period_text(period).replace(" to ", " to\n")) if part)


def _rows(facts: list[Fact], periods: list[Period]) -> Iterator[tuple[str, ...]]:
    """Facts of one printed row; a label that stands twice in a statement has two quotes."""
    for _, group in groupby(facts, key=lambda fact: (fact.label, fact.quote, fact.concept, fact.unit)):
        row = list(group)
        values = {fact.period: value_text(fact.value) for fact in row}
        first = row[0]
        yield (
            first.label,
            first.concept or first.tag or "",
            first.unit,
            str(first.scale),
            *(values.get(period, "") for period in periods),
        )
