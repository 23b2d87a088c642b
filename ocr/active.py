"""What a PDF would do beside being looked at: programs, actions, embedded files. Found to be told, never run.

The bytes are searched for the names that such content cannot do without, whatever tree of objects they hang in, so
that circles of objects and a million of them cost no more than their bytes; streams of objects are inflated for
it, within limits. A name may be found in a place where it does nothing: what is shown says that the file
contains it.
"""

import mmap
import re
import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: The names (PDF 32000-1:2008, 12.6.4, 7.11.4, 12.7.8, 13) by the code under which they are told.
NAMES: Final = {
    "pdf_javascript": ("JavaScript", "JS"),
    "pdf_launch": ("Launch",),
    "pdf_submit": ("SubmitForm", "ImportData"),
    "pdf_links": ("URI",),
    "pdf_elsewhere": ("GoToR", "GoToE"),
    "pdf_embedded_files": ("EmbeddedFile", "EmbeddedFiles", "FileAttachment"),
    "pdf_xfa": ("XFA",),
    "pdf_media": ("RichMedia", "Movie", "Sound", "Screen", "Rendition", "3D"),
}
AUTOMATIC: Final = "pdf_automatic"
UNSEEN: Final = "pdf_unseen"
#: What office files and web pages hold beside their text, or do not show of it (``ocr.office``).
OFFICE: Final = (
    "office_embedded", "office_controls", "office_fields", "office_remote", "office_links", "office_changes",
    "office_comments", "office_pictures", "html_scripts", "hidden_text", "wide_table", "text_encoding",
)  # fmt: skip
CODES: Final = (*NAMES, AUTOMATIC, UNSEEN, *OFFICE)
#: Of these, one that starts by itself is worth a word of its own.
GRAVE: Final = frozenset({"pdf_javascript", "pdf_launch", "pdf_submit", "pdf_elsewhere", "pdf_media"})
MOST_STREAMS, MOST_INFLATED, LARGEST = 20_000, 256_000_000, 16_000_000
#: How far the dictionary of a stream may lie from its data.
NEAR: Final = 4096


def _name(text: str) -> str:
    """A pattern for a name, any letter of which may be written as its number."""
    return "".join(f"(?:{re.escape(c)}|#{''.join(f'[{d}{d.upper()}]' for d in f'{ord(c):02x}')})" for c in text)


_CODE_OF: Final = {name: code for code, names in NAMES.items() for name in names}
_LONGEST_FIRST: Final = sorted(_CODE_OF, key=len, reverse=True)
_END: Final = r"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
_GROUPS: Final = "|".join(f"(?P<n{i}>{_name(name)})" for i, name in enumerate(_LONGEST_FIRST))
_FOUND: Final = re.compile(f"/(?:{_GROUPS}){_END}".encode())
_STREAM: Final = re.compile(f"/{_name('ObjStm')}{_END}".encode())
_BEGINS: Final = re.compile(rb"stream\r?\n")
_OPENS: Final = re.compile(f"/(?:{_name('OpenAction')}|{_name('AA')})\\s*(<<|\\d+\\s+\\d+\\s+R)".encode())
_HARMLESS: Final = re.compile(f"/S\\s*/{_name('GoTo')}{_END}".encode())
_ENCRYPTED: Final = re.compile(f"/{_name('Encrypt')}{_END}".encode())
_PLAIN_FILTER: Final = re.compile(rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\s*(?:\])?\s*(?:/|>>)")


@dataclass(frozen=True, slots=True)
class _Text:
    codes: frozenset[str]
    opens: tuple[bytes, ...]


def active_content(path: Path) -> tuple[str, ...]:
    """The codes of what a PDF contains, in the order of CODES; ``pdf_unseen`` when a part was not looked at."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        codes: set[str] = set()
        opens: list[bytes] = []
        for text in _texts(data, codes):
            seen = _search(text)
            codes |= seen.codes
            opens += seen.opens
    if any(_starts_something(window, codes) for window in opens):
        codes.add(AUTOMATIC)
    return tuple(code for code in CODES if code in codes)


def _texts(data: mmap.mmap, codes: set[str]) -> Iterator[bytes | mmap.mmap]:
    """The file, then each of its streams of objects; says by ``codes`` when one of them stays unseen."""
    yield data
    encrypted = _ENCRYPTED.search(data) is not None
    inflated = 0
    for number, mark in enumerate(_STREAM.finditer(data)):
        if encrypted or number >= MOST_STREAMS or inflated >= MOST_INFLATED:
            codes.add(UNSEEN)
            return
        text = _inflated(data, mark.start())
        if text is None:
            codes.add(UNSEEN)
        else:
            inflated += len(text)
            yield text


def _inflated(data: mmap.mmap, at: int) -> bytes | None:
    """A stream of objects, None when it is packed in a way, or to a size, that is not looked into."""
    begins = _BEGINS.search(data, at, at + NEAR)
    if begins is None:
        # The name alone, in a text or a dictionary without data.
        return b""
    start = max(data.rfind(b"obj", max(0, at - NEAR), at), 0)
    about = data[start : begins.start()]
    if b"/Filter" not in about and b"#" not in about:
        return b""
    if not _PLAIN_FILTER.search(about) or b"Predictor" in about:
        return None
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data[begins.end() : begins.end() + LARGEST], LARGEST)
    except zlib.error:
        return None
    return text if inflater.eof else None


def _search(text: bytes | mmap.mmap) -> _Text:
    codes = {_CODE_OF[_LONGEST_FIRST[found.lastindex - 1]] for found in _FOUND.finditer(text) if found.lastindex}
    windows = tuple(text[found.start() : found.start() + 400] for found in _OPENS.finditer(text))
    return _Text(frozenset(codes), windows)


def _starts_something(window: bytes, codes: Set[str]) -> bool:
    """Whether what begins by itself is more than going to a page; of an action that is kept elsewhere in the file
    the rest of the file is the evidence."""
    found = _OPENS.match(window)
    if found is None or found[1] != b"<<":
        return bool(GRAVE & codes)
    return _HARMLESS.search(window.partition(b">>")[0]) is None
