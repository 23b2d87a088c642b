"""PNG, TIFF and JPEG files whose headers lie, whose data swell or never come."""

import io
import struct
import zlib
from collections.abc import Iterator
from random import Random

from PIL import Image, ImageDraw

from tests.hostile.case import Case, cases

PNG = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def png(
    width: int, height: int, data: bytes, *, depth: int = 8, colour: int = 0, lace: int = 0, before: bytes = b""
) -> bytes:
    head = struct.pack(">LLBBBBB", width & 0xFFFFFFFF, height & 0xFFFFFFFF, depth, colour, 0, 0, lace)
    return PNG + chunk(b"IHDR", head) + before + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def small(form: str, size: tuple[int, int] = (420, 160), **options: object) -> bytes:
    """A picture with a line of text, quickly recognised."""
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).text((20, 50), "Rentenbescheid 1.010,92 EUR", fill=0, font_size=28)
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


ROWS = b"\0" * 101 * 100


def pngs() -> Iterator[Case]:
    zeros = zlib.compress(bytes(200_000_000), 9)
    yield from cases("png", {
        "65535 × 65535": png(65535, 65535, ROWS),
        "40000 × 40000": png(40000, 40000, ROWS),
        "1 × 2147483647": png(1, 2**31 - 1, ROWS),
    }, "too_many_pixels")  # fmt: skip
    yield from cases("png", {
        "0 × 0": png(0, 0, ROWS),
        "-1 × -1": png(-1, -1, ROWS),
        "8900 × 8900, few data": png(8900, 8900, ROWS),
        "100 × 100, data for 10^8": png(100, 100, bytes(100_000_000)),
        "iCCP bomb": png(100, 100, ROWS, before=chunk(b"iCCP", b"a\0\0" + zeros)),
        "zTXt bomb": png(100, 100, ROWS, before=chunk(b"zTXt", b"a\0\0" + zeros)),
        "iTXt bomb": png(100, 100, ROWS, before=chunk(b"iTXt", b"a\0\1\0\0\0" + zeros)),
        "2000 text chunks": png(100, 100, ROWS, before=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(9000))) * 2000),
        "16 bits, laced, short": png(3000, 3000, ROWS, depth=16, colour=6, lace=1),
        "palette missing": png(100, 100, ROWS, colour=3),
        "depth 7": png(100, 100, ROWS, depth=7),
        "wrong sum": png(100, 100, ROWS)[:-30] + b"\0\0\0\0" + png(100, 100, ROWS)[-26:],
        "length beyond the end": PNG + struct.pack(">L", 2**31) + b"IHDR",
        "no data": PNG + chunk(b"IHDR", struct.pack(">LLBBBBB", 100, 100, 8, 0, 0, 0, 0)) + chunk(b"IEND", b""),
        "animation of 10^9 frames": png(100, 100, ROWS, before=chunk(b"acTL", struct.pack(">LL", 10**9, 0))),
    })  # fmt: skip


def tag(number: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHLL", number, kind, count, value)


def tiff(*folders: bytes, following: int | None = None) -> bytes:
    """A TIFF of these folders of tags, each pointing to the next; the last to ``following``."""
    out, at = b"II*\0" + struct.pack("<L", 8), 8
    for number, tags in enumerate(folders):
        length = 2 + len(tags) + 4
        after = at + length if number < len(folders) - 1 else (following or 0)
        out += struct.pack("<H", len(tags) // 12) + tags + struct.pack("<L", after)
        at += length
    return out


def grey(width: int, height: int, *, packing: int = 1, bits: int = 8, where: int = 8, length: int = 100) -> bytes:
    return b"".join([
        tag(256, 4, 1, width), tag(257, 4, 1, height), tag(258, 3, 1, bits), tag(259, 3, 1, packing),
        tag(262, 3, 1, 1), tag(273, 4, 1, where), tag(277, 3, 1, 1), tag(278, 4, 1, height), tag(279, 4, 1, length),
    ])  # fmt: skip


def tiffs() -> Iterator[Case]:
    def swelling(width: int, height: int) -> bytes:
        data = zlib.compress(bytes(min(width * height, 200_000_000)), 9)
        head = tiff(grey(width, height, packing=8, where=122, length=len(data)))
        return head.ljust(122, b"\0") + data

    yield from cases("tiff", {
        "60000 × 60000, deflated": swelling(60000, 60000),
        "2^32-1 × 2^32-1": tiff(grey(2**32 - 1, 2**32 - 1)),
    }, "too_many_pixels")  # fmt: skip
    yield from cases("tiff", {"5000 folders": tiff(*[grey(10, 10)] * 5000)}, "too_many_pages")
    yield from cases("tiff", {
        "8900 × 8900, deflated": swelling(8900, 8900),
        "second page of 60000 × 60000": tiff(grey(10, 10), grey(60000, 60000)),
        "folders in a circle": tiff(grey(10, 10), grey(10, 10), following=8),
        "folder of itself": tiff(grey(10, 10), following=8),
        "200 folders": tiff(*[grey(10, 10)] * 200),
        "folder beyond the end": b"II*\0" + struct.pack("<L", 10**9),
        "strips beyond the end": tiff(grey(100, 100, where=10**9)),
        "width 0": tiff(grey(0, 100)),
        "65535 bits": tiff(grey(100, 100, bits=65535)),
        "LZW of nothing": tiff(grey(1000, 1000, packing=5)),
        "fax of nothing": tiff(grey(1000, 1000, packing=4, bits=1)),
        "JPEG of nothing": tiff(grey(1000, 1000, packing=7)),
        "JPEG of old": tiff(grey(1000, 1000, packing=6)),
        "tag of 2^32-1 values": tiff(grey(10, 10) + tag(33432, 2, 2**32 - 1, 8)),
        "big": b"II+\0\x08\0\0\0" + struct.pack("<Q", 16) + bytes(64),
        "65535 tags": b"II*\0\x08\0\0\0\xff\xff" + tag(256, 4, 1, 1) * 100,
    })  # fmt: skip


def jpegs() -> Iterator[Case]:
    good = small("JPEG")
    frame = good.index(b"\xff\xc0")
    scan = good.index(b"\xff\xda")

    def sized(width: int, height: int, data: bytes = good) -> bytes:
        return data[: frame + 5] + struct.pack(">HH", height, width) + data[frame + 9 :]

    progressive = small("JPEG", progressive=True)
    first = progressive.index(b"\xff\xda")
    yield from cases("jpeg", {"65535 × 65535": sized(65535, 65535)}, "too_many_pixels")
    yield from cases("jpeg", {
        "8900 × 8900, few data": sized(8900, 8900),
        "0 × 0": sized(0, 0),
        "1 × 65535": sized(1, 65535),
        "500 scans": progressive[:-2] + progressive[first:-2] * 500 + b"\xff\xd9",
        "20000 comments": good[:2] + (b"\xff\xfe\xff\xff" + bytes(65533)) * 100 + good[2:],
        "no end": good[:-2],
        "no tables": good[:2] + good[frame:],
        "scan twice": good[:scan] + good[scan:-2] * 2 + b"\xff\xd9",
        "arithmetic": good[: frame + 1] + b"\xc9" + good[frame + 2 :],
        "255 components": good[: frame + 9] + b"\xff" + good[frame + 10 :],
        "header alone": good[:20],
        "Exif in a circle": good[:2] + b"\xff\xe1\x00\x26Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"
        + good[2:],
    })  # fmt: skip


def mixtures(random: Random) -> bytes:
    """Chunks of a good PNG in a wrong order."""
    parts = [PNG, *small("PNG").split(b"IDAT")]
    random.shuffle(parts)
    return PNG + b"IDAT".join(parts)
