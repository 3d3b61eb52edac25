"""Names of registrants: how they are shown, and how two spellings of one name are recognised as one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_LEGAL_FORMS = {
    "inc": "Inc.",
    "incorporated": "Incorporated",
    "corp": "Corp.",
    "corporation": "Corporation",
    "co": "Co.",
    "company": "Company",
    "companies": "Companies",
    "cos": "Cos.",
    "ltd": "Ltd.",
    "limited": "Limited",
    "plc": "plc",
    "llc": "LLC",
    "lp": "LP",
    "llp": "LLP",
    "lllp": "LLLP",
    "sa": "S.A.",
    "nv": "N.V.",
    "ag": "AG",
    "se": "SE",
    "ab": "AB",
    "asa": "ASA",
    "spa": "S.p.A.",
    "na": "N.A.",
    "com": "com",
}
_SMALL_WORDS = frozenset({"and", "of", "the", "for", "in", "de", "du", "la", "a", "an", "on", "to"})
_EDGAR_SUFFIX = re.compile(r"\s*/\s*(?:[A-Z]{2,4}|NEW)\s*/?\s*$")
_SMALL_CAPITALS = re.compile(r"\b([A-Z]) (?=[A-Z]{2,}\b)")  # "R ESORTS": capitals in two sizes read as two words
_APOSTROPHES = str.maketrans("", "", "'\u2018\u2019\u02bc`")


def company_key(name: str) -> str:
    """The form in which names are compared.

    Lower case, accents and punctuation folded, "&" read as "and", initials joined ("U.S." is "us"), and the article,
    legal forms and ".com" at the end dropped: "The Coca-Cola Company" and "COCA COLA CO" share "coca cola". Never
    empty for a name with a letter or digit.
    """
    bare = _EDGAR_SUFFIX.sub("", name).translate(_APOSTROPHES)
    ascii_name = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_name.lower().replace("&", " and "))
    words = _without_legal_forms(_joined_initials(words))
    return " ".join(words)


def _joined_initials(words: list[str]) -> list[str]:
    joined: list[str] = []
    previous_single = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and previous_single:
            joined[-1] += word
        else:
            joined.append(word)
        previous_single = single
    return joined


def _without_legal_forms(words: list[str]) -> list[str]:
    kept = list(words)
    if len(kept) > 1 and kept[-1] == "the":
        kept.pop()
    if len(kept) > 1 and kept[0] == "the":
        kept.pop(0)
    while len(kept) > 1 and (kept[-1] in _LEGAL_FORMS or kept[-1] == "and") and kept[-2] != "of":
        kept.pop()
    return kept


def display_name(raw: str, prose: Iterable[str] = ()) -> str:
    """``raw`` tidied for people: one line, straight apostrophes, no stray punctuation, no shouting.

    A name printed in capitals takes the spelling that ``prose`` (texts of the same document) uses most; where prose
    never mentions it, its words are capitalised by rule.
    """
    return spelled_name(raw, prose) or _capitalised(_tidy(raw))


def spelled_name(raw: str, prose: Iterable[str]) -> str | None:
    """As ``display_name``, but None for a name in capitals that ``prose`` never spells otherwise."""
    name = _tidy(raw)
    if not _is_shouted(name):
        return name
    texts = list(prose)
    return _spelled_in_prose(name, texts) or _spelled_in_prose(_SMALL_CAPITALS.sub(r"\1", name), texts)


def _tidy(raw: str) -> str:
    name = _EDGAR_SUFFIX.sub("", re.sub(r"[\u2018\u2019\u02bc`]", "'", raw))
    name = re.sub(r"[\u00ae\u2122\u2120*\u2020]|\((?:R|TM)\)", "", name)
    name = re.sub(r"\s+", " ", name)
    name = re.sub(r"\s+([,.])", r"\1", name).strip(' _-\u2013\u2014:;,|"\u201c\u201d')
    return name.removesuffix(" the").removesuffix(",").strip() if name.lower().endswith(", the") else name


def _is_shouted(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) >= 0.7 * len(letters) and len(letters) > 3


def _spelled_in_prose(name: str, texts: list[str]) -> str | None:
    """The commonest spelling in mixed case, of the whole name or, failing that, of the name without legal forms."""
    words = name.split()
    core = len(words)
    while core > 1 and re.sub(r"\W", "", words[core - 1]).lower() in _LEGAL_FORMS:
        core -= 1
    for head in dict.fromkeys((len(words), core)):
        last = words[head - 1].rstrip(",")
        spelling = _commonest([*words[: head - 1], last], texts)
        if spelling:
            comma = words[head - 1][len(last) :]
            return " ".join((spelling + comma, *(_capitalised_word(word, first=False) for word in words[head:])))
    return None


def _commonest(words: list[str], texts: list[str]) -> str | None:
    pattern = re.compile(
        r"(?<!\w)" + r"\s+".join(re.escape(word).replace("'", "['\u2019]") for word in words) + r"(?!\w)", re.IGNORECASE
    )
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_tidy(match) for match in pattern.findall(text))
    mixed = [(count, spelling) for spelling, count in counts.items() if _is_name_case(spelling)]
    return max(mixed)[1] if mixed else None


def _is_name_case(spelling: str) -> bool:
    has_capital = any(character.isupper() for character in spelling)
    return has_capital and not _is_shouted(spelling) and not spelling.startswith(("the ", "and ", "of "))


def _capitalised(name: str) -> str:
    return " ".join(_capitalised_word(word, first=index == 0) for index, word in enumerate(name.split()))


def _capitalised_word(word: str, *, first: bool) -> str:
    bare = re.sub(r"\W", "", word).lower()
    if re.fullmatch(r"(?:[A-Za-z]\.){2,},?", word):
        return word
    if bare in _LEGAL_FORMS and bare != "com":
        form = _LEGAL_FORMS[bare]
        return form if form.endswith(".") or not word.endswith((",", ".")) else form + word[-1].replace(".", "")
    if bare in _SMALL_WORDS and not first:
        return word.lower()
    return re.sub(
        r"[A-Za-z0-9]+(?:'[A-Za-z]{1,2}(?![A-Za-z]))?",
        lambda part: _capitalised_part(part[0], preceded=part.start() > 0),
        word,
    )


def _capitalised_part(part: str, *, preceded: bool) -> str:
    lower = part.lower()
    if preceded and lower == "com":
        return lower
    if any(character.isdigit() for character in part) or not re.search(r"[aeiouy]", lower) or len(part) <= 2:
        return part.upper()
    if lower.startswith("mc") and len(lower) > 4:
        return "Mc" + lower[2:].capitalize()
    return lower.capitalize()
