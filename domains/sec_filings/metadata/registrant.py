"""Who files: the registrant's name from the cover, from the signatures or from the statements."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from domains.sec_filings.dates import DATE
from domains.sec_filings.metadata.company import company_key, display_name
from domains.sec_filings.patterns import phrases

_REGISTRANT = r"(?:each\s+|the\s+)?(?:(?:small\s+business\s+)?issuers?|registrants?|company)(?:\(s\))?"
_CAPTION = re.compile(
    rf"\(\s*(?:exact\s+)?names?\s+of\s+{_REGISTRANT}\b[^)]{{0,110}}\)"
    rf"|\bexact\s+names?\s+of\s+{_REGISTRANT},?\s+(?:as\s+)?(?:specified|stated|set\s+forth)[^)\n;]{{0,60}}",
    re.IGNORECASE,
)
_FILE_NUMBER = r"\b(?:0{0,2}[01]|33|333)\s?-\s?\d{4,6}(?:\s?-\s?\d{1,3})?\b"
_BEFORE_NAME = re.compile(
    rf"{_FILE_NUMBER}(?:\s*(?:,|and|&)\s*{_FILE_NUMBER})*"
    r"|commission\s+file\s+(?:number|no)s?\.?(?:\s*\(s\))?\s*:?"
    r"|[_=*\u2022]{2,}|-{3,}"
    r"|(?:for\s+the\s+)?transition\s+period\s+from[\s_.]*(?:to[\s_.]*)?"
    rf"|(?:earliest\s+event\s+reported\)?|date\s+of\s+report)\s*[):]*\s*|{DATE}\.?"
    r"|securities\s+(?:and\s+)?exchange\s+act\s+of\s+1934\s*[.):]?|\bact\s+of\s+1934\s*[.):]?"
    r"|\bform\s+(?:10|8)\s?-\s?[kq](?:t|sb)?(?:\s*/\s*a)?\b|amendment\s+no\.?\s*\d+\s*\)?|\(?mark\s+one\)?:?"
    r"|current\s+report|washington,?\s+d\.?\s?c\.?\s*(?:20549)?|table\s+of\s+contents",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"^\W{{0,40}}{_FILE_NUMBER}\s+(?P<name>[A-Z][^\n(]{{2,70}}?)(?=\s*(?:\(|\n|$|\d{{2}}-\d{{7}}|{_FILE_NUMBER}))",
    re.MULTILINE,
)
_FORMER = re.compile(
    r"\(?\b(?:formerly(?:\s+known\s+as)?|f/k/a|doing\s+business\s+as)[,:]?\s+(?P<name>[^()\n]{2,80})\)?", re.IGNORECASE
)
_FORMER_CAPTION = re.compile(r"\(?\s*former\s+names?\b[^)]{0,120}\)?", re.IGNORECASE)
_PROPER = r"(?<![\w.&'\u2019-])(?:[A-Z0-9][\w.&'\u2019-]*|and|of)(?:,?\s(?:[A-Z][\w.&'\u2019-]*|and|of|&)){0,6}"
_RENAMED = re.compile(
    phrases(r"(?:changed|change of|amended) (?:our|its|the Company['\u2019]s|the) (?:corporate |legal )?name from ")
    + rf"[\"\u201c]?(?P<name>{_PROPER})[\"\u201d]?,?\s+to\s"
)
_FORMERLY = re.compile(
    rf"(?P<now>{_PROPER})\s*[,(]\s*"
    + phrases(r"(?:previously|formerly)(?: known as| named)?", "f/k/a")
    + rf",?\s+[\"\u201c]?(?P<name>{_PROPER})"
)
_NOTHING = re.compile(r"^\W*(?:not\s+applicable|n\s?/?\s?a|none|no\s+change|same)?\W*$", re.IGNORECASE)
_FORM_WORDS = phrases(
    "pursuant",
    r"registrants?\b.{0,3}s",
    "telephone n",
    "zip code",
    r"i\.?r\.?s\.? ",
    "jurisdiction of",
    "employer identification",
    "file number",
    r"incorporat(?:ed|ion) (?:in|or)\b",
    "state of incorporation",
    "indicate by",
    "securities (?:registered|and exchange|exchange act)",
    "check mark",
    "mark one",
    "identification n",
    "exact name",
    "executive offices",
)
_NOT_A_NAME = re.compile(
    r"(?:\W*|or|and|yes|no|page|part\s+\w+|item\s+\d+.*|united\s+states|form\b.*|registrant.*|\(.*|[\d\W]+"
    rf"|.*\b{_FORM_WORDS}.*)$",
    re.IGNORECASE | re.DOTALL,
)
_STATES = frozenset(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois "
    "indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri "
    "montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington "
    "wisconsin wyoming bermuda ireland canada netherlands luxembourg switzerland england israel".split()
) | {"new york", "new jersey", "new mexico", "new hampshire", "north carolina", "south carolina", "north dakota",
     "south dakota", "rhode island", "west virginia", "puerto rico", "cayman islands", "united kingdom",
     "district of columbia", "marshall islands", "british virgin islands"}  # fmt: skip
_LEGAL = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|co|company|companies|ltd|limited|plc|llc|l\.?p|llp|n\.?v|s\.?a|trust|"
    r"partners|bancorp|bancshares|holdings?|group)\b\.?\s*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"duly\s+(?:caused|authorized|authorised)[^\n]*\n", re.IGNORECASE)
_REGISTRANT_MARK = re.compile(r"\n\W{0,80}(?:the\s+)?[\"\u201c]?registrant[\"\u201d]?\s*\)", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"to\s+the\s+(?:board\s+of\s+directors|(?:share|stock|share\s?)(?:holders|owners)|members|unitholders|partners)"
    r"[\w\s,]{0,80}?\bof\s+(?P<name>(?!(?:directors|trustees|managers)\b)[A-Z0-9][^\n]{2,80})",
    re.IGNORECASE,
)
_SUBSIDIARIES = re.compile(r",?\s+and\s+(?:its\s+)?(?:consolidated\s+)?subsidiaries\b", re.IGNORECASE)


def registrant_names(cover: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names on a cover as printed, and the former names it gives. Both may be empty."""
    former = _captioned_former(cover)
    names: list[str] = []
    for caption in _CAPTION.finditer(cover):
        printed = _names_above(cover[: caption.start()]) or _name_below(cover[caption.end() :])
        for text in printed:
            name, formerly = _split_former(text)
            names.append(name)
            former += formerly
    names = names or [match["name"].strip() for match in _ROW.finditer(cover) if is_name(match["name"])]
    names = names or _after_file_number(cover)
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(display_name(name) for name in former))


def signed_name(texts: Iterable[str]) -> str | None:
    """The registrant as it signs, or as its auditors and its statements call it; None where none of them says.

    Covers that print the name as a picture leave no other trace of it. ``texts`` are the pages.
    """
    votes: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for text in texts:
        for name in _names_in_body(text):
            key = company_key(name)
            votes[key] += 1
            spelled.setdefault(key, name)
    return spelled[votes.most_common(1)[0][0]] if votes else None


def is_name(text: str) -> bool:
    """Whether a printed line can be a registrant's name: no caption, no place, no date, no number."""
    bare = text.strip()
    if not 2 <= len(bare) <= 100 or len(bare.split()) > 12 or not any(map(str.isalpha, bare)):
        return False
    return bare.strip(" ,.").lower() not in _STATES and not _NOT_A_NAME.match(bare)


def _names_above(before: str) -> list[str]:
    """The names between the last field that precedes a caption and the caption itself."""
    tail = before[-500:]
    ends = [match.end() for match in _BEFORE_NAME.finditer(tail)]
    lines = [line.strip() for line in tail[ends[-1] if ends else 0 :].splitlines()]
    lines = [line for line in lines if re.search(r"[\w&]", line)]
    groups = _joined_lines(lines)
    if len(groups) > 3 or not ends:
        groups = groups[-1:]
    return [group for group in groups if is_name(group)]


def _joined_lines(lines: Sequence[str]) -> list[str]:
    """Lines of one name joined: a name goes on until a line that ends with a legal form, or cannot be a name."""
    groups: list[str] = []
    open_name = False
    for line in lines:
        continues = open_name and (is_name(line) or _LEGAL.search(line) is not None)
        if continues and len(groups[-1]) + len(line) < 90:
            groups[-1] += " " + line
        else:
            groups.append(line)
        open_name = is_name(groups[-1]) and (_LEGAL.search(groups[-1]) is None or groups[-1].endswith(("&", ",")))
    return groups


def _name_below(after: str) -> list[str]:
    lines = [line.strip(" :") for line in after.lstrip(" :").splitlines()[:3]]
    named = (line for line in lines if is_name(line) and _LEGAL.search(line))
    return list(named)[:1]


def _after_file_number(cover: str) -> list[str]:
    """The line after the Commission file number, on covers that leave the caption out."""
    match = re.search(rf"commission\s+file\s+(?:number|no)s?\.?\s*:?\s*{_FILE_NUMBER}", cover, re.IGNORECASE)
    following = [line.strip() for line in cover[match.end() :].splitlines() if line.strip()] if match else []
    return [line for line in following[:1] if is_name(line)]


def _split_former(text: str) -> tuple[str, list[str]]:
    former = [match["name"].strip(" ,.") for match in _FORMER.finditer(text)]
    return _FORMER.sub("", text).strip(" ,(") or text, former


def _captioned_former(cover: str) -> list[str]:
    """The line above "(Former name or former address, if changed since last report)" where it is a name."""
    names = []
    for caption in _FORMER_CAPTION.finditer(cover):
        above = [line.strip() for line in cover[: caption.start()].splitlines() if line.strip()]
        if above and not _NOTHING.match(above[-1]) and is_name(above[-1]) and _LEGAL.search(above[-1]):
            names.append(above[-1])
    return names


def _names_in_body(text: str) -> Iterable[str]:
    for match in _REGISTRANT_MARK.finditer(text):
        yield from _acceptable(text[: match.start()].rsplit("\n", 1)[-1])
    for match in _SIGNED.finditer(text):
        yield from _acceptable(text[match.end() :].strip().split("\n", 1)[0])
    for match in _ADDRESSED.finditer(text):
        yield from _acceptable(_SUBSIDIARIES.split(match["name"])[0])
    for match in _SUBSIDIARIES.finditer(text):
        yield from _acceptable(text[: match.start()].rsplit("\n", 1)[-1])


def _acceptable(name: str) -> Iterable[str]:
    bare = re.sub(r"^(?:by|date|signature)\b.*|^table of contents", "", name.strip(), flags=re.IGNORECASE).strip(" :,")
    if is_name(bare) and bare[0].isupper() | bare[0].isdigit() | bare.startswith("e"):
        yield bare


def former_names(texts: Iterable[str], company: str) -> tuple[str, ...]:
    """Names that prose says the registrant had: "(formerly known as X)" after its name, "changed our name from X"."""
    found: list[str] = []
    key = company_key(company)
    for text in texts:
        if "formerly" not in text and "name" not in text:
            continue
        flat = " ".join(text.split())
        found += (match["name"] for match in _RENAMED.finditer(flat))
        found += (match["name"] for match in _FORMERLY.finditer(flat) if company_key(match["now"]).endswith(key))
    return tuple(dict.fromkeys(display_name(name) for name in found if is_name(name)))
