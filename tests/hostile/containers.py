"""Archives and Office files: bombs, circles, lies, names that lead out, macros."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.hostile.case import Case, cases

#: The test file that every antivirus knows, in two halves so that none takes this source for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
OUT_OF_PLACE = ("../a", "/etc/passwd", "C:\\a.exe", "a/../../../b", "\\\\h\\a")
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (n + 1, *[n] * 8) for n in range(97, 110)
)


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=9 if method == zipfile.ZIP_DEFLATED else None) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def nested(depth: int, width: int = 1, data: bytes = b"Rente") -> bytes:
    for _ in range(depth):
        data = archive({f"{n}.zip": data for n in range(width)})
    return data


def overlapping(copies: int) -> bytes:
    """Many entries of the directory for one body."""
    data = archive({"a": bytes(100_000)})
    begins, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entries = data[begins:end] * copies
    return (
        data[:begins]
        + entries
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(entries), begins, 0)
    )


def lying(told: int) -> bytes:
    return archive({"a": b"Rente " * 5000}).replace(struct.pack("<L", 30000), struct.pack("<L", told))


def locked() -> bytes:
    data = bytearray(archive({"a.pdf": b"secret"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def compound(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names


def tar() -> bytes:
    return b"../../a.pdf".ljust(257, b"\0") + b"ustar\x0000" + bytes(1024)


def containers() -> Iterator[Case]:
    yield from cases("bomb of archives", {
        "zeros": archive({"a": bytes(300_000_000)}),
        "42": nested(5, 16, archive({"a": bytes(30_000_000)})),
        "nested 6": nested(6),
        "nested 30": nested(30),
        "17 by 17 by 17 by 17": nested(4, 17),
        "two entries for one body": overlapping(2),
        "5000 entries for one body": overlapping(5000),
        "60000 entries for one body": overlapping(60000),
        "20000 members": archive({str(n): b"" for n in range(20000)}),
        "larger than stated": lying(10),
        "count beyond measure": archive({"a": b"a"})[:-12] + b"\xff\xff\xff\xff" + archive({"a": b"a"})[-8:],
    }, "archive_bomb")  # fmt: skip
    yield from cases("archive", {
        "of papers": archive({"a.pdf": b"%PDF-1.7", "b.pdf": b"%PDF-1.7"}),
        "empty": archive({}),
        "nested 2": nested(2),
        "PDF stored": archive({"a.pdf": b"%PDF-1.7\n"}, zipfile.ZIP_STORED),
        "EICAR in it": archive({"eicar.com": EICAR}, zipfile.ZIP_STORED),
    }, "archive")  # fmt: skip
    yield from cases("archive", {"locked": locked()}, "encrypted_archive")
    yield from cases("archive", {
        f"name {name!r}": archive({name: b"a"}) for name in OUT_OF_PLACE
    }, "unsafe_archive")  # fmt: skip
    yield from cases("archive", {
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
        "RAR": b"Rar!\x1a\x07\x01\x00" + bytes(100),
        "gzip of 10^8": b"\x1f\x8b\x08\0\0\0\0\0\0\3" + zlib.compress(bytes(10**8))[2:],
        "tar with names": tar(),
    }, "archive_unopened")  # fmt: skip
    yield from cases(
        "archive", {f"cut at {share} %": nested(1)[: len(nested(1)) * share // 100] for share in (10, 60, 90)}
    )
    yield from cases("office", {
        "Word before 2007": compound("WordDocument"),
        "Excel": archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
        "OpenDocument": archive({"mimetype": b"", "content.xml": b"", "META-INF/manifest.xml": b""}),
    }, "office_document")  # fmt: skip
    yield from cases("office", {
        "Word": archive(WORD),
        "Word of laughs": archive(WORD | {"word/document.xml": LAUGHS + b"]><w:document>&m;</w:document>"}),
        "Word with a remote template": archive(WORD | {"word/_rels/settings.xml.rels": b'<Relationship Target='
                                                       b'"http://a.invalid/a.dotm" TargetMode="External"/>'}),
    }, "damaged_file")  # fmt: skip
    yield from cases("office", {
        "Word with macros": archive(WORD | {"word/vbaProject.bin": b"Attribut"}),
        "Word before 2007 with macros": compound("WordDocument", "_VBA_PROJECT"),
        "OpenDocument with macros": archive(
            {"mimetype": b"", "content.xml": b"", "META-INF/manifest.xml": b"", "Basic/script-lc.xml": b""}
        ),
    }, "office_macros")  # fmt: skip
    yield from cases("office", {"locked": compound("EncryptedPackage")}, "encrypted_office")
    yield from cases(
        "office", {"Word that swells": archive(WORD | {"word/document.xml": bytes(200_000_000)})}, "archive_bomb"
    )
