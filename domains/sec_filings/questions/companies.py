"""Which companies a question names: names, brand words, initials, tickers and former names, with light misspellings.

Everything is computed from the metadata of the documents in the store; no company is known beforehand.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.metadata.company import company_key
from domains.sec_filings.metadata.describe import UNKNOWN_COMPANY
from domains.sec_filings.questions.tokens import Token, squeeze, tokenise
from domains.sec_filings.questions.words import KnownWords

MAX_NAME_TOKENS = 7
MIN_MISSPELT = 5
SIMILAR = 0.84
_LEGAL_FORMS = frozenset("inc incorporated corp corporation co company ltd limited plc llc lp nv sa ag se".split())
_BEFORE_A_NAME = frozenset("for of did does do has is was at by about with versus vs than and between".split())
_OTHER_NAME = re.compile(  # from the start of a word: from every letter, a long word would take quadratic time
    r"(?<![\w&.-])(?P<name>[a-z]?[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,4})(?:'s?)? "
    r"(?P<aside>\((?:formerly|previously|now|f/k/a|fka|aka|also)\b[^()]{1,80}\))"
)


class Strength(IntEnum):
    """How far an alias is from the printed name: where a name is found, shortenings of other names are not."""

    NAME = 3
    BRAND = 2
    SHORT = 1


class Case(IntEnum):
    """The spelling in which an alias counts."""

    ANY = 0
    CAPITALISED = 1  # an ordinary word, so only with a capital
    UPPER = 2  # a ticker


@dataclass(frozen=True, slots=True)
class Alias:
    company: str
    strength: Strength
    case: Case


@dataclass(frozen=True, slots=True)
class CompanyMention:
    """A stretch of a question that names a company."""

    company: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CompanyIndex:
    """The companies of a store and every short text that means one of them.

    ``names`` maps the key of a company to its newest name; ``members`` maps it to the keys of all its names, past ones
    included. Keys of ``aliases`` are squeezed.
    """

    names: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, tuple[Alias, ...]]
    known: KnownWords

    def find(self, question: str) -> list[CompanyMention]:
        """The companies named, in order; a longer name wins over one inside it, a name over a shortening."""
        tokens = tokenise(question)
        found = _without_overlaps(self._matches(tokens, question))
        if not found:
            found = list(self._misspelt(tokens, question))
        strongest = max((strength for _, strength in found), default=Strength.SHORT)
        kept = [mention for mention, strength in found if strength > Strength.SHORT or strongest == Strength.SHORT]
        return _with_other_names(question, sorted(kept, key=lambda mention: mention.start))

    def _matches(self, tokens: list[Token], question: str) -> Iterator[tuple[CompanyMention, Strength]]:
        shouting = question.isupper()
        whispering = not any(token.text[0].isupper() and not token.text.isupper() for token in tokens[1:])
        for start in range(len(tokens)):
            before = tokens[start - 1].text.lower() if start else ""
            key = ""
            for end in range(start, min(start + MAX_NAME_TOKENS, len(tokens))):
                key += tokens[end].key
                text = question[tokens[start].start : tokens[end].end]
                for alias in self.aliases.get(key, ()):
                    in_place = tokens[end].possessive or (whispering and before in _BEFORE_A_NAME)
                    if _spelt_as(alias.case, text, shouting=shouting, in_place=in_place and before != "the"):
                        last = _with_legal_form(tokens, end)
                        span = tokens[start].start, tokens[last].end
                        yield CompanyMention(alias.company, *span, question[slice(*span)]), alias.strength

    def _misspelt(self, tokens: list[Token], question: str) -> Iterator[tuple[CompanyMention, Strength]]:
        """Single words that are one or two slips away from a name, where no company is named properly."""
        names = [key for key in self.aliases if len(key) >= MIN_MISSPELT]
        for token in tokens[:200]:
            if len(token.key) < MIN_MISSPELT or not token.text[0].isupper() or token.key in self.known:
                continue
            alias = self._closest(token.key, names)
            if alias:
                yield CompanyMention(alias.company, token.start, token.end, token.text), alias.strength

    def _closest(self, key: str, names: list[str]) -> Alias | None:
        best, score = None, SIMILAR
        for name in names:
            if name[0] != key[0] or abs(len(name) - len(key)) > 2:
                continue
            ratio = SequenceMatcher(None, key, name, autojunk=False).ratio()
            owners = {alias.company for alias in self.aliases[name]}
            if ratio >= score and len(owners) == 1 and self.aliases[name][0].strength >= Strength.BRAND:
                best, score = self.aliases[name][0], ratio
        return best if best and best.case < Case.UPPER else None


def _with_legal_form(tokens: Sequence[Token], last: int) -> int:
    """The last token of a name with the "Inc.", "& Co." or "plc" that follows it, also where the name itself ends like
    a possessive ("Barrel's Corporation")."""
    while last + 1 < len(tokens):
        following = [token.key for token in tokens[last + 1 : last + 3]]
        if following[0] in _LEGAL_FORMS and tokens[last + 1].text[0].isupper() | (following[0] == "plc"):
            last += 1
        elif following[0] == "and" and following[1:] and following[1] in ("co", "company", "cos"):
            last += 2
        else:
            break
    return last


def _spelt_as(case: Case, text: str, *, shouting: bool, in_place: bool) -> bool:
    """``in_place``: it stands where a name stands, so that a name without its capital can be meant."""
    if case is Case.UPPER:
        return text.isupper() and not shouting
    if case is Case.CAPITALISED:
        return in_place or text[0].isupper() or text[0].isdigit()
    return True


def _without_overlaps(
    matches: Iterable[tuple[CompanyMention, Strength]],
) -> list[tuple[CompanyMention, Strength]]:
    """Longest first; a stretch that means two companies alike is left out as ambiguous."""
    by_span: dict[tuple[int, int], list[tuple[CompanyMention, Strength]]] = defaultdict(list)
    for mention, strength in matches:
        by_span[mention.start, mention.end].append((mention, strength))
    kept: list[tuple[CompanyMention, Strength]] = []
    for span in sorted(by_span, key=lambda span: (span[0] - span[1], span[0])):
        if any(span[0] < mention.end and mention.start < span[1] for mention, _ in kept):
            continue
        best = max(strength for _, strength in by_span[span])
        owners = {mention.company: (mention, strength) for mention, strength in by_span[span] if strength == best}
        if len(owners) == 1:
            kept.extend(owners.values())
    return kept


def _with_other_names(question: str, mentions: list[CompanyMention]) -> list[CompanyMention]:
    """ "Newname (formerly Oldname)": where the store knows only the name in parentheses, the other means it too."""
    added = []
    for aside in _OTHER_NAME.finditer(question):
        inside = [mention for mention in mentions if aside.start("aside") <= mention.start < aside.end()]
        before = any(aside.start() <= mention.start < aside.start("aside") for mention in mentions)
        if inside and not before:
            name = aside["name"]
            start = aside.start("name")
            added.append(CompanyMention(inside[0].company, start, start + len(name), name))
    return sorted([*mentions, *added], key=lambda mention: mention.start)


def index_companies(
    metadata: Iterable[FilingMetadata], known: KnownWords, is_term: Callable[[str], bool]
) -> CompanyIndex:
    """The companies of a store, newest documents first: the newest display name is shown."""
    filings = list(metadata)
    owner = _owners(filings)
    names: dict[str, str] = {}
    members: dict[str, dict[str, None]] = defaultdict(dict)
    spellings: dict[str, dict[str, None]] = defaultdict(dict)
    tickers: dict[str, dict[str, None]] = defaultdict(dict)
    for filing in filings:
        company = owner[filing.company_key]
        names.setdefault(company, filing.company)
        members[company].setdefault(filing.company_key)
        spellings[company].update(dict.fromkeys((filing.company, *filing.former_names)))
        tickers[company].update(dict.fromkeys(re.findall(r"[A-Z]{2,6}", (filing.ticker or "").upper())))
    aliases: dict[str, set[Alias]] = defaultdict(set)
    for company in names:
        if names[company] == UNKNOWN_COMPANY:
            continue
        for key, strength, case in _all_aliases(spellings[company], tickers[company], known):
            if strength is not Strength.SHORT or not is_term(key):
                aliases[key].add(Alias(company, strength, case))
    ordered = {key: tuple(sorted(found, key=lambda a: (-a.strength, a.case))) for key, found in aliases.items()}
    return CompanyIndex(names, {name: tuple(keys) for name, keys in members.items()}, ordered, known)


def _owners(filings: Sequence[FilingMetadata]) -> dict[str, str]:
    """Each company key with the key of the newest name of its registrant: by CIK, and by former names."""
    owner: dict[str, str] = {}
    by_cik: dict[str, str] = {}
    for filing in filings:
        company = owner.get(filing.company_key) or by_cik.get(filing.cik or "") or filing.company_key
        for key in (filing.company_key, *map(company_key, filing.former_names)):
            owner.setdefault(key, company)
        if filing.cik:
            by_cik.setdefault(filing.cik, company)
    return owner


_Aliases = Iterator[tuple[str, Strength, Case]]


def _all_aliases(spellings: Iterable[str], tickers: Iterable[str], known: KnownWords) -> _Aliases:
    for name in spellings:
        yield from name_aliases(name, known)
    for ticker in tickers:
        if ticker.lower() not in known.acronyms:
            yield squeeze(ticker), Strength.BRAND, Case.UPPER


def name_aliases(name: str, known: KnownWords) -> _Aliases:
    """What people write for ``name``: without its legal form and generic end, its first word, initials, blends."""
    full = company_key(name).split()
    printed = [token.key for token in tokenise(name)]
    while len(printed) > 1 and printed[-1] in _LEGAL_FORMS | {"and"}:
        printed.pop()
    yield (
        "".join(printed),
        Strength.NAME,
        Case.ANY if len(printed) > 1 or not _is_plain(printed[0], known) else Case.CAPITALISED,
    )
    core = _without_generic_end(full, known)
    camel = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).split()
    for size in range(len(core), len(full) + 1):
        words = full[:size]
        plain = all(_is_plain(word, known) and len(word) > 2 for word in words)
        yield squeeze(" ".join(words)), Strength.NAME, Case.CAPITALISED if plain else Case.ANY
    yield from _brand(core, camel, known)
    yield from _initials(full, known)
    if core != full:
        yield from _initials(core, known)
    yield from _blends(core, known)


def _without_generic_end(words: list[str], known: KnownWords) -> list[str]:
    """ "xyz resorts international" is "xyz resorts", "xyz communications" is "xyz"."""
    kept = list(words)
    while len(kept) > 1 and (kept[-1] in known.generic_name_words or kept[-1] == "and"):
        if all(_is_plain(word, known) for word in kept[:-1]):
            break  # "General Widgets" is not "General", nor "United Freight" the "United" of "United States"
        kept.pop()
    return kept


def _is_plain(word: str, known: KnownWords) -> bool:
    return word in known.ordinary or word in known.generic_name_words or word in known or len(word) < 3


def _brand(core: list[str], camel: list[str], known: KnownWords) -> _Aliases:
    """The first word, where it is no ordinary one, and the first two of three."""
    first = core[0]
    if len(core) > 1 and not _is_plain(first, known):
        yield squeeze(first), Strength.BRAND, Case.CAPITALISED
    if len(core) == 2 and len(core[1]) > 3 and not _is_plain(core[1], known):
        yield squeeze(core[1]), Strength.SHORT, Case.CAPITALISED
    yield from _camel_brand(camel, known)
    if len(core) > 2 and core[1] != "and":
        yield squeeze(" ".join(core[:2])), Strength.BRAND, Case.CAPITALISED


def _camel_brand(parts: list[str], known: KnownWords) -> _Aliases:
    """The stem of "PaxonCo" and the capitals that open "KLMorgan"."""
    if len(parts) > 1 and re.fullmatch(r"Co\b[.,]?", parts[1]) and len(parts[0]) > 3 and parts[0].lower() not in known:
        yield squeeze(parts[0]), Strength.BRAND, Case.CAPITALISED
    opening = re.match(r"[A-Z]{3,4}(?=[a-z])", parts[0]) if parts else None
    if opening:
        yield squeeze(opening[0]), Strength.BRAND, Case.UPPER


def _initials(words: list[str], known: KnownWords) -> _Aliases:
    """ "ALD"; with "and" in the name also "H&F" and "HnF", two letters included."""
    letters = [word[0] for word in words if word not in ("and", "of", "the")]
    plain = "".join(letters)
    if "and" in words and 2 <= len(letters) <= 4:
        at = words.index("and")
        for joint in ("and", "n"):
            yield squeeze(plain[:at]) + joint + squeeze(plain[at:]), Strength.BRAND, Case.ANY
    if len(plain) >= 3 and plain not in known.acronyms and plain not in known:
        yield squeeze(plain), Strength.SHORT, Case.UPPER
    if "of" in words[1:-1]:
        yield "".join(word if word == "of" else word[0] for word in words), Strength.SHORT, Case.CAPITALISED


def _blends(core: list[str], known: KnownWords) -> _Aliases:
    """The beginnings of two words run together, as in "MeEx" for Meridian Express."""
    if len(core) < 2 or "and" in core[:2]:
        return
    for left, right in ((2, 2), (3, 2), (3, 3)):
        blend = core[0][:left] + core[1][:right]
        if len(core[0]) > left and len(core[1]) > right and blend not in known:
            yield squeeze(blend), Strength.SHORT, Case.CAPITALISED
