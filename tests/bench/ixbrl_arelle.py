"""Numbers of inline XBRL documents as Arelle reads them, one JSON line each: run it with an interpreter that has it.

    /path/to/venv/bin/python tests/bench/ixbrl_arelle.py filing.htm …

It works offline: without the taxonomies Arelle still builds every fact of an inline document. The SEC's own
transformations come with a plug-in of the SEC and are missing here: such values are given as "?".
"""

import json
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

from arelle import Cntlr  # type: ignore[import-not-found]


def main() -> None:
    controller = Cntlr.Cntlr(logFileName="logToBuffer", hasGui=False)
    controller.webCache.workOffline = True
    for path in sys.argv[1:]:
        model = controller.modelManager.load(path)
        facts = sorted(
            (fact for fact in model.facts if fact.localName == "nonFraction"), key=lambda fact: fact.objectIndex
        )
        for fact in facts:
            print(json.dumps([path, *_key(fact)]))
        model.close()


def _key(fact: Any) -> list[Any]:
    context = fact.context
    dimensions = sorted(
        (str(axis), str(value.memberQname) if value.isExplicit else value.typedMember.stringValue.strip())
        for axis, value in context.qnameDims.items()
    )
    start = None if context.isInstantPeriod else context.startDatetime.date().isoformat()
    end = (context.endDatetime - timedelta(days=1)).date().isoformat()
    return [str(fact.qname), _value(fact), _unit(fact.unit), start, end, dimensions, fact.decimals or ""]


def _value(fact: Any) -> str | None:
    if fact.isNil:
        return None
    try:
        value = Decimal(fact.value)
    except ArithmeticError:
        return "?"
    return f"{value.normalize():f}" if value else "0"


def _unit(unit: Any) -> str:
    return "/".join("*".join(_measure(name) for name in side) for side in unit.measures if side)


def _measure(name: Any) -> str:
    return name.localName if name.prefix in ("iso4217", "xbrli", "utr") else str(name)


if __name__ == "__main__":
    main()
