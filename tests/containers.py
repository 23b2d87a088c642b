"""Mails, messages of Outlook and archives for tests, made of bytes."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

PDF = b"%PDF-1.4\n%made for a test\n"
SECTOR, SMALL, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def mail(
    files: Sequence[tuple[str, bytes]] = (),
    text: str = "Veuillez trouver les pièces.",
    subject: str = "Dossier García",
    sender: str = "Ana García <ana@seguro.example>",
    **headers: str,
) -> EmailMessage:
    """A mail with files, to be changed or turned into bytes."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "liaison@truchement.example", subject
    message["Date"], message["Message-ID"] = "Tue, 03 Nov 2026 10:15:00 +0100", "<one@seguro.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def outlook(
    files: Sequence[tuple[str, bytes]] = (),
    text: str = "",
    subject: str = "Dossier García",
    enclosed: "Mapping[str, object] | None" = None,
) -> bytes:
    """A message of Outlook with files, and one enclosed message at most."""
    root = _message(files, text, subject, 32)
    if enclosed is not None:
        inner = _message(header=24, **enclosed)  # type: ignore[arg-type]
        root[f"__attach_version1.0_#{len(files):08X}"] = _storage(
            {0x3705: 5}, {0x3707: "inner.msg"}, 8, {"__substg1.0_3701000D": inner}
        )
    return compound(root)


def _message(files: Sequence[tuple[str, bytes]], text: str, subject: str, header: int) -> dict[str, object]:
    texts = {0x001A: "IPM.Note", 0x0037: subject, 0x0C1A: "Ana García", 0x0C1F: "ana@seguro.example", 0x1000: text}
    root = _storage({}, texts, header)
    for number, (name, data) in enumerate(files):
        root[f"__attach_version1.0_#{number:08X}"] = _storage({0x3705: 1}, {0x3707: name}, 8, {}, {0x3701: data})
    return root


def _storage(
    numbers: Mapping[int, int],
    texts: Mapping[int, str],
    header: int,
    more: Mapping[str, object] | None = None,
    blobs: Mapping[int, bytes] | None = None,
) -> dict[str, object]:
    """A storage of MS-OXMSG with its properties."""
    streams: dict[str, object] = dict(more or {})
    rows = [struct.pack("<HHII4x", 0x0003, pid, 6, value) for pid, value in numbers.items()]
    for pid, value in texts.items():
        data = value.encode("utf-16-le")
        streams[f"__substg1.0_{pid:04X}001F"] = data
        rows.append(struct.pack("<HHIII", 0x001F, pid, 6, len(data) + 2, 0))
    for pid, data in (blobs or {}).items():
        streams[f"__substg1.0_{pid:04X}0102"] = data
        rows.append(struct.pack("<HHIII", 0x0102, pid, 6, len(data), 0))
    streams["__properties_version1.0"] = bytes(header) + b"".join(rows)
    return streams


def compound(root: Mapping[str, object]) -> bytes:
    """A compound file (MS-CFB, version 3): bytes are streams, mappings are storages."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "type": 5, "data": b""}]
    _add(entries, root, 0)
    small, small_fat, sectors, fat = bytearray(), [], bytearray(), []

    def put(data: bytes) -> int:
        first, count = len(fat), -(-len(data) // SECTOR)
        fat.extend([*range(first + 1, first + count), END])
        sectors.extend(data.ljust(count * SECTOR, b"\0"))
        return first

    for entry in entries[1:]:
        data = entry["data"]
        assert isinstance(data, bytes)
        if entry["type"] != 2 or not data:
            entry["start"] = END if entry["type"] == 2 else 0
        elif len(data) < CUTOFF:
            entry["start"], count = len(small_fat), -(-len(data) // SMALL)
            small_fat.extend([*range(len(small_fat) + 1, len(small_fat) + count), END])
            small.extend(data.ljust(count * SMALL, b"\0"))
        else:
            entry["start"] = put(data)
    entries[0]["data"], entries[0]["start"] = bytes(small), put(bytes(small)) if small else END
    small_at = put(
        struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(-(-len(small_fat) // 128) * SECTOR, b"\xff")
    )
    table = b"".join(_entry(entry) for entry in entries)
    table_at = put(table.ljust(-(-len(table) // SECTOR) * SECTOR, b"\0"))
    count = 1
    while len(fat) + count > count * 128:
        count += 1
    places = list(range(len(fat), len(fat) + count))
    fat.extend([FAT] * count)
    sectors.extend(struct.pack(f"<{len(fat)}I", *fat).ljust(count * SECTOR, b"\xff"))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, count, table_at, 0, CUTOFF, small_at, max(1, -(-len(small_fat) // 128)), END, 0, places[0],
    )  # fmt: skip
    header = header[:-4] + struct.pack("<109I", *places, *[FREE] * (109 - count))
    return header + bytes(sectors)


def _add(entries: list[dict[str, object]], storage: Mapping[str, object], parent: int) -> None:
    """The children of a storage, as a tree that is a line: each is the right sibling of the one before."""
    before = None
    for name in sorted(storage, key=lambda name: (len(name), name.upper())):
        inside = storage[name]
        here = len(entries)
        data = inside if isinstance(inside, bytes) else b""
        entries.append({"name": name, "type": 2 if isinstance(inside, bytes) else 1, "data": data})
        entries[parent if before is None else before]["child" if before is None else "right"] = here
        before = here
        if isinstance(inside, Mapping):
            _add(entries, inside, here)


def _entry(entry: Mapping[str, object]) -> bytes:
    name = str(entry["name"]).encode("utf-16-le")
    data = entry["data"]
    assert isinstance(data, bytes)
    return struct.pack(
        "<64sHBBIII16xI16xIQ",
        name, len(name) + 2, entry["type"], 1,
        FREE, entry.get("right", FREE), entry.get("child", FREE), 0, entry.get("start", 0), len(data),
    )  # fmt: skip
