"""A file that carries its text, by its type: its structure, its pictures made sound."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ocr.document import DOCX, HTML, ODT, RTF, TEXT
from ocr.errors import NoTextError, UnsupportedTypeError
from ocr.limits import MAX_PIXELS
from ocr.office.docx import read_docx
from ocr.office.html import read_html
from ocr.office.media import sound
from ocr.office.odt import read_odt
from ocr.office.plain import read_plain
from ocr.office.rtf import read_rtf
from ocr.office.structure import Block, Picture, Structure, text_of

READERS: Final[Mapping[str, Callable[[Path], Structure]]] = MappingProxyType(
    {DOCX: read_docx, ODT: read_odt, RTF: read_rtf, TEXT: read_plain, HTML: read_html}
)
#: More pictures than that in one file are not looked at.
MOST_PICTURES: Final = 500


def read_structure(path: Path, media_type: str, pixels: int = MAX_PIXELS) -> Structure:
    """The structure of a file of one of READERS' types, with only pictures that can be shown.

    Raises UnsupportedTypeError, DamagedError, EmptyFileError, EncryptedOfficeError, TooMuchTextError, and
    NoTextError when there is nothing to read in it.
    """
    reader = READERS.get(media_type)
    if reader is None:
        raise UnsupportedTypeError(media_type=media_type)
    found = reader(path)
    told = set(found.told)
    blocks = tuple(_sound(found.blocks, told, pixels))
    written = any(char.isalnum() for char in text_of(blocks))
    if not written and not any(isinstance(block, Picture) and block.is_page for block in blocks):
        raise NoTextError
    return replace(found, blocks=blocks, told=frozenset(told))


def _sound(blocks: tuple[Block, ...], told: set[str], pixels: int) -> Iterator[Block]:
    seen = 0
    for block in blocks:
        if not isinstance(block, Picture):
            yield block
            continue
        seen += 1
        made = sound(block, pixels) if seen <= MOST_PICTURES else None
        if made is None:
            told.add("office_pictures")
        else:
            yield made
