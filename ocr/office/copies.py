"""The reading copy of an office file: a PDF made here, which carries the words of its pages with their places.

The words come from the file itself, the places from the setting of the PDF: nothing is recognised, nothing is read
back from glyphs. A page that is a picture carries none, and is read as a scan.
"""

import gzip
import json
import zlib
from collections.abc import Sequence
from typing import Final

from ocr.errors import DamagedError
from storage.words import PageWords, as_record, from_record

#: Under this name the copy carries the words.
NAME: Final = "words.json.gz"
MOST: Final = 256_000_000


def pack(pages: Sequence[PageWords | None]) -> bytes:
    """The words of the pages in order; None for a page that is a picture."""
    records = [None if page is None else as_record(page) for page in pages]
    return gzip.compress(json.dumps(records, ensure_ascii=False).encode(), mtime=0)


def unpack(data: bytes | None) -> list[PageWords | None]:
    """What ``pack`` wrote; raises DamagedError."""
    if data is None:
        raise DamagedError
    inflater = zlib.decompressobj(wbits=31)
    try:
        text = inflater.decompress(data, MOST)
        if inflater.unconsumed_tail:
            raise DamagedError
        return [None if record is None else from_record(record) for record in json.loads(text)]
    except (zlib.error, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedError from error
