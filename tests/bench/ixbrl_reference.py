"""A second reader of inline XBRL numbers, written from the specification with the standard library alone.

It shares no code with ``core.formats.ixbrl``; the benchmark compares the two. It reads well-formed documents only.
"""

import re
import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

IX = "{http://www.xbrl.org/2013/inlineXBRL}"
XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
WORDS = {
    "no": 0, "none": 0, "zero": 0, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip

Key = tuple[str, str | None, str, str | None, str, tuple[tuple[str, str], ...], str]


def read(path: Path) -> list[Key]:
    """(concept, value, unit, start, end, dimensions, decimals) of each ``ix:nonFraction``, in document order."""
    root = ET.parse(path).getroot()
    contexts = {node.get("id", ""): node for node in root.iter(f"{XBRLI}context")}
    units = {node.get("id", ""): node for node in root.iter(f"{XBRLI}unit")}
    return [_fact(node, contexts, units) for node in root.iter(f"{IX}nonFraction")]


def _fact(node: ET.Element, contexts: dict[str, ET.Element], units: dict[str, ET.Element]) -> Key:
    context = contexts[node.attrib["contextRef"]]
    start, end = _period(context)
    return (
        node.attrib["name"], _value(node), _unit(units[node.attrib["unitRef"]]), start, end, _dimensions(context),
        node.get("decimals", ""),
    )  # fmt: skip


def _value(node: ET.Element) -> str | None:
    if node.get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true":
        return None
    shown = re.sub(r"[\s\u00a0]", " ", _shown(node)).strip()
    kind = node.get("format", "").split(":")[-1].replace("-", "")
    if kind in ("fixedzero", "zerodash"):
        number = Decimal(0)
    elif kind == "numwordsen":
        number = Decimal(
            sum(WORDS[word] for word in re.split(r"[ -]+", shown.lower())) if shown[0].isalpha() else shown
        )
    elif kind == "numcommadecimal":
        number = Decimal(re.sub(r"[. ]", "", shown).replace(",", "."))
    else:
        number = Decimal(re.sub(r"[, ]", "", shown))
    value = number * Decimal(10) ** int(node.get("scale", "0"))
    return canonical(-value if node.get("sign") == "-" else value)


def _shown(node: ET.Element) -> str:
    inner = (_shown(child) + (child.tail or "") if child.tag != f"{IX}exclude" else child.tail or "" for child in node)
    return (node.text or "") + "".join(inner)


def canonical(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _period(context: ET.Element) -> tuple[str | None, str]:
    period = context.find(f"{XBRLI}period")
    assert period is not None
    instant = period.findtext(f"{XBRLI}instant")
    if instant:
        return None, _last_day(instant)
    start = period.findtext(f"{XBRLI}startDate") or ""
    return start.strip()[:10], _last_day(period.findtext(f"{XBRLI}endDate") or "")


def _last_day(text: str) -> str:
    stated = datetime.fromisoformat(text.strip())
    midnight = "T" in text and stated.time() == datetime.min.time()
    return date.isoformat(stated.date() - timedelta(days=1) if midnight else stated.date())


def _dimensions(context: ET.Element) -> tuple[tuple[str, str], ...]:
    explicit = [
        (node.attrib["dimension"], (node.text or "").strip()) for node in context.iter(f"{XBRLDI}explicitMember")
    ]
    typed = [
        (node.attrib["dimension"], "".join(node.itertext()).strip()) for node in context.iter(f"{XBRLDI}typedMember")
    ]
    return tuple(sorted(explicit + typed))


def _unit(unit: ET.Element) -> str:
    divide = unit.find(f"{XBRLI}divide")
    if divide is None:
        return "*".join(_measures(unit))
    top, bottom = divide.find(f"{XBRLI}unitNumerator"), divide.find(f"{XBRLI}unitDenominator")
    assert top is not None and bottom is not None
    return f"{'*'.join(_measures(top))}/{'*'.join(_measures(bottom))}"


def _measures(node: ET.Element) -> list[str]:
    names = ((each.text or "").strip() for each in node.findall(f"{XBRLI}measure"))
    return [name.split(":")[1] if name.split(":")[0] in ("iso4217", "xbrli", "utr") else name for name in names]
