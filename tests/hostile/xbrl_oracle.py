"""Whether what was read from damaged inline XBRL is true, by the independent reader of the benchmark."""

import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from core.formats.html import read_html
from tests.bench import ixbrl_bench, ixbrl_reference
from tests.bench.ixbrl_reference import IX, XBRLI, Key


def untrue_facts(path: Path) -> list[Key]:
    """Facts that the other reader does not find in ``path``; none where the file is no XML, which it cannot read.

    The other reader leaves out what it cannot make sense of, so that all that is read has to be what it reads too.
    """
    try:
        root = ET.fromstring(path.read_bytes())
    except (ET.ParseError, ValueError, LookupError):
        return []
    contexts = {node.get("id", ""): node for node in root.iter(f"{XBRLI}context")}
    units = {node.get("id", ""): node for node in root.iter(f"{XBRLI}unit")}
    true: Counter[Key] = Counter()
    for node in root.iter(f"{IX}nonFraction"):
        try:
            true[ixbrl_reference._fact(node, contexts, units)] += 1
        except (KeyError, ValueError, ArithmeticError, AssertionError, IndexError):
            continue
    found = Counter(ixbrl_bench.key(fact) for fact in read_html(path).xbrl.numeric)
    return list((found - true).elements())
