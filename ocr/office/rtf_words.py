"""The words of RTF (Microsoft's Rich Text Format Specification 1.9.1): tokens, letters, character sets. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
)
#: The code page of a font's character set.
CHARSETS: Final = {
    0: "cp1252", 1: "", 2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "cp1361", 134: "cp936",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
#: Words that stand for one character.
LETTERS: Final = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "softline": "",
}  # fmt: skip
SIGNS: Final = {
    "~": "\u00a0",
    "_": "\u2011",
    "-": "",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\t": "\t",
    "\n": "\r",
    "\r": "\r",
}
#: Languages by the low ten bits of Windows' identifiers.
LANGUAGES: Final = {
    0x01: "ar", 0x02: "bg", 0x03: "ca", 0x05: "cs", 0x06: "da", 0x07: "de", 0x08: "el", 0x09: "en", 0x0A: "es",
    0x0B: "fi", 0x0C: "fr", 0x0D: "he", 0x0E: "hu", 0x10: "it", 0x13: "nl", 0x14: "nb", 0x15: "pl", 0x16: "pt",
    0x18: "ro", 0x19: "ru", 0x1A: "hr", 0x1B: "sk", 0x1D: "sv", 0x1F: "tr", 0x22: "uk", 0x24: "sl", 0x25: "et",
    0x26: "lv", 0x27: "lt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One of: a control ``word`` with its ``number``, a ``sign``, a ``brace``, ``data`` (bytes of letters)."""

    word: str = ""
    number: int | None = None
    sign: str = ""
    brace: str = ""
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file, in order; the bytes of ``\\binN`` are left out."""
    at = 0
    while at < len(data):
        found = TOKEN.match(data, at)
        if found is None:
            at += 1
            continue
        at = found.end()
        token = _token(found)
        if token is not None and token.word == "bin":
            at += max(token.number or 0, 0)
        elif token is not None:
            yield token


def _token(found: re.Match[bytes]) -> Token | None:
    if found["word"]:
        return Token(word=found["word"].decode("ascii"), number=int(found["number"]) if found["number"] else None)
    if found["hex"]:
        return Token(data=bytes.fromhex(found["hex"].decode()))
    if found["sign"]:
        return Token(sign=found["sign"].decode("latin-1"))
    if found["brace"]:
        return Token(brace=found["brace"].decode("ascii"))
    return Token(data=found["text"]) if found["text"] else None


def decoded(data: bytes, codec: str) -> str:
    """The letters of some bytes; what has none is dropped."""
    try:
        return data.decode(codec or "cp1252", "ignore")
    except LookupError:
        return data.decode("cp1252", "ignore")
