"""Contexts and units of XBRL: who, when, of what, and in what a fact is measured."""

from dataclasses import dataclass
from datetime import date, timedelta

from lxml import etree

_PERIOD = frozenset({"startdate", "enddate", "instant", "forever"})
_STANDARD = {"iso4217", "xbrli", "utr"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """An axis and its member; for a typed dimension ``member`` is the text of its value."""

    axis: str
    member: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class XbrlContext:
    """Who, when and of what. An instant has no ``start``, a context "forever" no ``end``; days are inclusive."""

    id: str
    entity: str
    scheme: str
    end: date | None
    start: date | None = None
    dimensions: tuple[Dimension, ...] = ()


def local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def read_context(element: etree._Element) -> XbrlContext:
    """Raises ValueError where the period is missing, contradictory or ends before it starts, or an axis is doubled."""
    entity = scheme = ""
    period: list[tuple[str, str]] = []
    dimensions: list[Dimension] = []
    for node in element.iter():
        local, text = local_name(node), (node.text or "").strip()
        if local == "identifier":
            entity, scheme = text, node.get("scheme") or ""
        elif local in _PERIOD:
            period.append((local, text))
        elif local == "explicitmember":
            dimensions.append(Dimension(node.get("dimension") or "", text))
        elif local == "typedmember":
            member = " ".join("".join(map(str, node.itertext())).split())
            dimensions.append(Dimension(node.get("dimension") or "", member, typed=True))
    if len({each.axis for each in dimensions}) < len(dimensions):
        raise ValueError("an axis has two members")
    start, end = _period(period)
    return XbrlContext(element.get("id") or "", entity, scheme, end, start, tuple(dimensions))


def _period(parts: list[tuple[str, str]]) -> tuple[date | None, date | None]:
    """Start and end of what is one of: an instant, a start with an end, forever (neither)."""
    stated = dict(parts)
    if len(stated) < len(parts) or set(stated) not in ({"instant"}, {"startdate", "enddate"}, {"forever"}):
        raise ValueError("it states no period, or more than one")
    if "forever" in stated:
        return None, None
    if "instant" in stated:
        return None, _day(stated["instant"], ends=True)
    start, end = _day(stated["startdate"], ends=False), _day(stated["enddate"], ends=True)
    if end < start:
        raise ValueError("its period ends before it starts")
    return start, end


def _day(text: str, *, ends: bool) -> date:
    """The day stated; midnight at the start of a day ends the day before (XBRL 2.1, 4.7.2)."""
    day, _, time = text.partition("T")
    stated = date.fromisoformat(day[:10])
    if not (ends and time.startswith("00:00:00")):
        return stated
    if stated == date.min:
        raise ValueError(f"{text} is out of range")
    return stated - timedelta(days=1)


def read_unit(element: etree._Element) -> str:
    """ "USD", "shares", "USD/shares"; several measures are joined with "*". Raises ValueError where it has none."""
    top: list[str] = []
    bottom: list[str] = []
    for node in element.iter():
        if local_name(node) == "measure":
            parent = node.getparent()
            below = parent is not None and local_name(parent) == "unitdenominator"
            (bottom if below else top).append(_measure((node.text or "").strip()))
    if not top or not all([*top, *bottom]):
        raise ValueError("it names no measure")
    return "*".join(top) + (f"/{'*'.join(bottom)}" if bottom else "")


def _measure(name: str) -> str:
    prefix, colon, local = name.rpartition(":")
    return local if colon and prefix.lower() in _STANDARD else name
