"""PDFs written object by object, as no honest program would."""

import zlib
from collections.abc import Mapping

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
#: Of the size of a card: quickly recognised.
CARD = b"[0 0 300 200]"


def pdf(objects: Mapping[int, bytes], *, trailer: bytes = b"", root: int = 1) -> bytes:
    """A file of these objects, by their number, with a table that is right."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects, default=0) + 1
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, about: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), about, data)


def flate(data: bytes, about: bytes = b"", times: int = 1) -> bytes:
    """A stream packed ``times`` over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter [%s] %s" % (b" ".join([b"/FlateDecode"] * times), about))


def page(
    content: bytes = b"", *, about: bytes = b"", resources: bytes = b"", box: bytes = CARD, **more: bytes
) -> dict[int, bytes]:
    """The objects of a file of one page; ``content`` is a stream; ``o10``… are further objects by number."""
    return {
        1: CATALOG,
        2: PAGES,
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> %s >>"
        % (box, resources, about),
        4: content or stream(b"BT /F1 12 Tf 20 120 Td (Rentenbescheid) Tj ET"),
        **{int(name[1:]): body for name, body in more.items()},
    }
