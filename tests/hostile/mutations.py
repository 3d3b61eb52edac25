"""Ways to damage a file, each a function of a seeded generator and the bytes."""

import random
import re
from collections.abc import Callable, Sequence

Mutation = Callable[[random.Random, bytes], bytes]

_NUMBERS = (
    b"0", b"-1", b"1", b"1e38", b"nan", b"0.0000001", b"65536", b"4294967295", b"-2147483648", b"99999999999",
    b"-99999999999",
)  # fmt: skip
_VALUES = (b"", b"0", b"-1", b"-", b"x", b"true", b"99999", b"1000000000", b"-1000000000", b"9999-12-31", b"\xc2\xb2")
_TEXTS = (
    b"", b"$", b")", b"%", b"- ", b"(1,234)", b"1,2,3", b"2024", b"December 31, 2024", b"December 31, 0000",
    b"February 30, 2024", b"0001-01-01T00:00:00", b"9999-12-31", b"\x00", b"\xff\xfe", b"&#xD800;", b"9" * 500,
    b"In millions", b"Total assets", b"Item 8.", b"Consolidated Balance Sheets",
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp037", "utf-8-sig", "shift_jis", "utf-7")
_PDF_TOKEN = re.compile(
    rb"/[A-Za-z]+|\b(?:Tj|TJ|Tm|Td|cm|q|Q|BT|ET|Tf|Do|obj|endobj|stream)\b|<<|>>|\[|\]|\d+ 0 R"
)  # fmt: skip
_XBRL_ATTRIBUTE = re.compile(
    rb"""(?P<name>contextRef|unitRef|scale|sign|format|name|decimals|id|continuedAt|xsi:nil|dimension|fromRefs|toRefs)"""
    rb'="(?P<value>[^"]{0,120})"'
)


def mutate(data: bytes, kind: str, seed: str) -> bytes:
    """One to three damages to the bytes of a file of ``kind`` (".pdf" or ".htm"); the same seed does the same."""
    chance = random.Random(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(MUTATIONS[kind])(chance, data) or data
    return data


def flip(chance: random.Random, data: bytes) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 50, 300, 2000))):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


def truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(1, len(data) + 1)]


def repeat(chance: random.Random, data: bytes) -> bytes:
    start, target = chance.randrange(len(data)), chance.randrange(len(data))
    return data[:target] + data[start : start + chance.choice((10, 100, 1000, 20_000))] + data[target:]


def cut(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 10, 100, 1000, 20_000)) :]


def _replace(
    chance: random.Random, data: bytes, found: Sequence["re.Match[bytes]"], new: Callable[["re.Match[bytes]"], bytes]
) -> bytes:
    """``data`` with some of the matches replaced."""
    pieces, last = [], 0
    some = chance.sample(found, min(len(found), chance.choice((1, 5, 50, 500))))
    for match in sorted(some, key=lambda match: match.start()):
        pieces += [data[last : match.start()], new(match)]
        last = match.end()
    return b"".join([*pieces, data[last:]])


def replace_numbers(chance: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"(?<![\w.])-?\d+\.?\d*(?![\w.])", data))
    return _replace(chance, data, found, lambda match: chance.choice(_NUMBERS))


def shuffle_tokens(chance: random.Random, data: bytes) -> bytes:
    found = list(_PDF_TOKEN.finditer(data))
    return _replace(chance, data, found, lambda match: chance.choice(found)[0])


def shuffle_tags(chance: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"</?[A-Za-z:]+[^<>]{0,300}>", data))
    return _replace(chance, data, found, lambda match: chance.choice((b"", match[0] * 2, chance.choice(found)[0])))


def replace_attributes(chance: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb'(?P<name>[\w:-]+)="(?P<value>[^"]{0,120})"', data))
    return _replace(chance, data, found, lambda match: match["name"] + b'="' + chance.choice(_VALUES) + b'"')


def replace_references(chance: random.Random, data: bytes) -> bytes:
    """Contexts, units, scales … of inline XBRL: those of other facts, or nonsense."""
    found = list(_XBRL_ATTRIBUTE.finditer(data))
    values: dict[bytes, list[bytes]] = {}
    for match in found:
        values.setdefault(match["name"], []).append(match["value"])

    def other(match: "re.Match[bytes]") -> bytes:
        value = chance.choice(values[match["name"]]) if chance.random() < 0.5 else chance.choice(_VALUES)
        return match["name"] + b'="' + value + b'"'

    return _replace(chance, data, found, other)


def replace_texts(chance: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb">([^<>]{1,80})<", data))

    def other(match: "re.Match[bytes]") -> bytes:
        return b">" + (chance.choice(found)[1] if chance.random() < 0.5 else chance.choice(_TEXTS)) + b"<"

    return _replace(chance, data, found, other)


def encode_otherwise(chance: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def insert_controls(chance: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 20, 500))):
        damaged.insert(chance.randrange(len(damaged)), chance.choice((0, 0xFF, 0xFE, 0x80, 0x1B)))
    return bytes(damaged)


_ANY: tuple[Mutation, ...] = (flip, truncate, repeat, cut)
MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    ".pdf": (*_ANY, replace_numbers, replace_numbers, shuffle_tokens, shuffle_tokens),
    ".htm": (
        *_ANY, shuffle_tags, shuffle_tags, replace_attributes, replace_references, replace_references, replace_texts,
        replace_texts, encode_otherwise, insert_controls,
    ),
}  # fmt: skip
