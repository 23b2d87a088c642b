"""Fingerprints: what is kept of a document so that it is known again among a hundred thousand. Pure.

A page is kept as a MinHash signature of its words (Broder 1997), the hash of its picture and its numbers; a
document as its pages. Documents that may be the same share a *band*: a row of a table ``(band, document)`` with an
index on the band finds them without looking at the others.
"""

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from intake.recognition.numbers import Number, numbers_of
from intake.recognition.wording import fold
from storage.words import PageWords

#: 21 bands of 3: of two readings of a page whose shingles agree by half, 94 % share a band; of unrelated texts of
#: one language (2 %), one in six thousand.
BANDS: Final = 21
ROWS: Final = 3
HASHES: Final = BANDS * ROWS
#: Under this many different shingles a page says too little: "Page blanche", a stamp.
LEAST_SHINGLES: Final = 12
#: A number counts as so many shingles: texts of one template with other numbers move apart.
NUMBER_WEIGHT: Final = 2
#: Bits of a picture's hash, and how many are drawn for each of its bands.
PICTURE_BITS: Final = 128
PICTURE_BANDS: Final = 24
PICTURE_BAND_BITS: Final = 14
MOST_NUMBERS: Final = 400


@dataclass(frozen=True, slots=True)
class PageFingerprint:
    """What is kept of a page. ``signature`` is empty when there are too few words; ``picture`` (16 bytes) is None
    when there is none, or nothing on it. ``words`` counts those with letters.

    The numbers are the document's own content: they go when it goes.
    """

    signature: tuple[int, ...]
    picture: bytes | None
    numbers: tuple[Number, ...]
    words: int


@dataclass(frozen=True, slots=True)
class DocumentFingerprint:
    """The file's SHA-256 in hexadecimal and its pages in order."""

    sha256: str
    pages: tuple[PageFingerprint, ...]

    def encode(self) -> str:
        """A text for a column, about 600 characters for a page."""
        pages = [
            [
                base64.b85encode(np.array(page.signature, dtype="<u4").tobytes()).decode(),
                page.picture.hex() if page.picture else None,
                " ".join(n.text + "?" * n.doubtful for n in page.numbers),
                page.words,
            ]
            for page in self.pages
        ]
        return json.dumps([self.sha256, pages], separators=(",", ":"))

    @staticmethod
    def decode(text: str) -> "DocumentFingerprint":
        """The fingerprint that ``encode`` wrote."""
        sha256, pages = json.loads(text)
        return DocumentFingerprint(sha256, tuple(_decoded(*page) for page in pages))


def _decoded(signature: str, picture: str | None, numbers: str, words: int) -> PageFingerprint:
    return PageFingerprint(
        tuple(int(value) for value in np.frombuffer(base64.b85decode(signature), dtype="<u4")),
        bytes.fromhex(picture) if picture else None,
        tuple(Number(text.rstrip("?"), text.endswith("?")) for text in numbers.split()),
        words,
    )


def fingerprint(sha256: str, pages: Iterable[tuple[PageWords, bytes | None]]) -> DocumentFingerprint:
    """The fingerprint of a file: its readings, each with the hash of its picture (``pictures``) where there is
    one."""
    return DocumentFingerprint(sha256, tuple(page_fingerprint(reading, picture) for reading, picture in pages))


def page_fingerprint(reading: PageWords, picture: bytes | None = None) -> PageFingerprint:
    """The fingerprint of one page."""
    numbers = numbers_of(reading.words)[:MOST_NUMBERS]
    words = [word for token in reading.words for word in fold(token.text).split() if not word.isdigit()]
    return PageFingerprint(signature_of(shingles(words, numbers)), picture, numbers, len(words))


def shingles(words: Sequence[str], numbers: Iterable[Number] = ()) -> set[str]:
    """Pairs of neighbouring words without the shortest ones, and each number ``NUMBER_WEIGHT`` times.

    Longer runs of words tell documents apart better and survive recognition worse: with one word in eight misread,
    half of the pairs that two scans share are left, and a quarter of the runs of four.
    """
    long = [word for word in words if len(word) > 2]
    pairs = {f"{first} {second}" for first, second in pairwise(long)}
    seen: Counter[str] = Counter()
    for number in numbers:
        seen[number.text] += 1
        pairs.update(f"#{number.text}#{seen[number.text]}#{weight}" for weight in range(NUMBER_WEIGHT))
    return pairs


@lru_cache(maxsize=1)
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    # From a digest and not from a generator of numpy: what is stored must compare after every upgrade.
    raw = b"".join(hashlib.blake2b(b"truchement %d" % n, digest_size=16).digest() for n in range(HASHES))
    drawn = np.frombuffer(raw, dtype="<u8").reshape(HASHES, 2).astype(np.uint64)
    return drawn[:, :1] | np.uint64(1), drawn[:, 1:]


def signature_of(found: set[str]) -> tuple[int, ...]:
    """The MinHash signature of shingles, ``HASHES`` numbers of 32 bits; empty when there are too few."""
    if len(found) < LEAST_SHINGLES:
        return ()
    digests = b"".join(hashlib.blake2b(each.encode(), digest_size=8).digest() for each in sorted(found))
    hashed = np.frombuffer(digests, dtype="<u8").astype(np.uint64)[None, :]
    factor, offset = _permutations()
    values = (factor * hashed + offset) >> np.uint64(32)
    return tuple(int(value) for value in values.min(axis=1))


def likeness_of(left: Sequence[int], right: Sequence[int]) -> float:
    """The share of shingles that two signatures have in common (Jaccard, estimated to about 0.06); 0 without
    one."""
    if not left or not right:
        return 0.0
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(left)


def picture_likeness(left: bytes | None, right: bytes | None) -> float:
    """The share of equal bits of two picture hashes: about 0.5 for unrelated pages; 0 without one."""
    if left is None or right is None:
        return 0.0
    differing = (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).bit_count()
    return 1 - differing / PICTURE_BITS


def bands_of(document: DocumentFingerprint) -> frozenset[int]:
    """The bands of a document, signed 64-bit: of its bytes, of the text and of the picture of every page.

    Two documents that share none are not compared. Thousands of copies of one form share some: of many candidates
    those that share most bands come first, and fifty are enough to compare.
    """
    out = {_band(b"s", document.sha256.encode())}
    for page in document.pages:
        out |= page_bands(page)
    return frozenset(out)


def page_bands(page: PageFingerprint) -> set[int]:
    """The bands of one page, ``BANDS`` of its text and ``PICTURE_BANDS`` of its picture at most."""
    out: set[int] = set()
    if page.signature:
        rows = np.array(page.signature, dtype="<u4").reshape(BANDS, ROWS)
        out |= {_band(b"t%d" % number, row.tobytes()) for number, row in enumerate(rows)}
    if page.picture is not None:
        bits = int.from_bytes(page.picture, "big")
        for number, places in enumerate(_places()):
            drawn = "".join("1" if bits >> place & 1 else "0" for place in places)
            out.add(_band(b"p%d" % number, drawn.encode()))
    return out


@lru_cache(maxsize=1)
def _places() -> tuple[tuple[int, ...], ...]:
    """Which bits of a picture's hash make each band."""
    return tuple(
        tuple(sorted(range(PICTURE_BITS), key=lambda bit: zlib.crc32(b"%d.%d" % (band, bit)))[:PICTURE_BAND_BITS])
        for band in range(PICTURE_BANDS)
    )


def _band(name: bytes, content: bytes) -> int:
    digest = hashlib.blake2b(name + b":" + content, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
