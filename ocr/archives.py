"""What a ZIP archive is, from its central directory: how many members, how large, whether it tells the truth.

Nothing is ever written to a path. What is decompressed, to find archives in archives and sizes that lie, is
counted and let go; it runs in the reading process only. Word and OpenDocument files are such archives.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from ocr.containers.errors import MemberMethodError
from ocr.errors import (
    ArchiveBombError,
    ArchiveError,
    DamagedError,
    EncryptedArchiveError,
    OfficeDocumentError,
    OfficeMacrosError,
    ReadingError,
    UnsafeArchiveError,
)

END: Final = struct.Struct("<4s4H2LH")
ENTRY: Final = struct.Struct("<4s6H3L5H2L")
LOCAL: Final = struct.Struct("<4s5H3L2H")
MARK: Final = b"PK\x03\x04"
#: The end of a ZIP archive lies within its last bytes: the record and the longest comment.
TAIL: Final = END.size + 65535
STORED, DEFLATED = 0, 8
ENCRYPTED, SIZES_FOLLOW, UTF8 = 0x1, 0x8, 0x800
#: The extra field in which some programs keep the name in UTF-8 beside one in the code page of the machine.
UNICODE_NAME: Final = 0x7075
CHUNK: Final = 1 << 16
#: The folder that says which program wrote an Office file.
PROGRAMS: Final = {"word/": "Word", "xl/": "Excel", "ppt/": "PowerPoint"}
MACROS: Final = ("vbaproject.bin", "basic/script-lc.xml", "basic/script-lb.xml")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an archive may hold. ``members`` counts and ``inflated`` bytes are over all nested archives together,
    ``total`` is what one states, ``directory`` the bytes of its directory; ``ratio`` is that of a member, or of
    the whole, of at least ``noticed`` bytes. ``depth`` 1 is an archive without another one in it."""

    members: int = 10_000
    directory: int = 4_000_000
    total: int = 2_000_000_000
    noticed: int = 10_000_000
    ratio: int = 200
    depth: int = 3
    inflated: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of the directory: bytes stored and stated, where its own header is, and its checksum."""

    name: str
    method: int
    encrypted: bool
    stored: int
    size: int
    at: int
    crc: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, which has no bytes."""
        return self.name.replace("\\", "/").endswith("/")


@dataclass(slots=True)
class _Budget:
    bounds: Bounds
    members: int = 0
    inflated: int = 0


def open_archive(path: Path, bounds: Bounds | None = None) -> ReadingError:
    """Why an archive is not accepted, the worst first: none is, for now."""
    with path.open("rb") as file:
        return judge(file, bounds or Bounds())


def judge(file: BinaryIO, bounds: Bounds) -> ReadingError:
    """As ``open_archive``, on an open file."""
    try:
        found = list(directory(file, bounds))
        _examine(file, found, _Budget(bounds), 1)
    except ReadingError as error:
        return error
    except (struct.error, OSError, ValueError):
        return DamagedError()
    return described(found)


def described(members: Sequence[Member]) -> ReadingError:
    """What an archive that does no harm is, for the one who sent it. Pure."""
    if any(is_unsafe(member.name) for member in members):
        return UnsafeArchiveError()
    if any(member.encrypted for member in members):
        return EncryptedArchiveError()
    names = [member.name.lower() for member in members]
    program = program_of(names)
    if program is None:
        return ArchiveError(members=sum(not name.endswith("/") for name in names))
    if any(name.endswith(MACROS) or name.startswith("scripts/") for name in names):
        return OfficeMacrosError(program=program)
    return OfficeDocumentError(program=program)


def program_of(names: Sequence[str]) -> str | None:
    """The program that wrote an Office file, None for an ordinary archive; ``names`` in small letters. Pure."""
    if "[content_types].xml" in names:
        found = (program for folder, program in PROGRAMS.items() if any(n.startswith(folder) for n in names))
        return next(found, "Office")
    return "OpenDocument" if {"mimetype", "content.xml", "meta-inf/manifest.xml"} <= set(names) else None


def is_unsafe(name: str) -> bool:
    """Whether a member's name would lead out of the folder in which an archive is unpacked. Pure."""
    plain = name.replace("\\", "/")
    drive = len(plain) > 1 and plain[1] == ":" and plain[0].isalpha()
    return drive or plain.startswith("/") or ".." in PurePosixPath(plain).parts or "\0" in name


def directory(file: BinaryIO, bounds: Bounds) -> Iterator[Member]:
    """The members as the central directory has them. Raises DamagedError, ArchiveBombError, struct.error."""
    length = file.seek(0, 2)
    start = file.seek(max(0, length - TAIL))
    tail = file.read()
    position = tail.rfind(b"PK\x05\x06")
    if position < 0:
        raise DamagedError
    _, _, _, _, count, size, offset, _ = END.unpack_from(tail, position)
    # A count that needs the longer record of large archives is beyond the bounds as well.
    if count > bounds.members or size > bounds.directory:
        raise ArchiveBombError
    begins = start + position - size
    before = begins - offset
    if begins < 0 or before < 0:
        raise DamagedError
    file.seek(begins)
    data = file.read(size)
    place = 0
    for _ in range(count):
        fields = ENTRY.unpack_from(data, place)
        if fields[0] != b"PK\x01\x02":
            raise DamagedError
        flags, method, stored, stated, at = fields[3], fields[4], fields[8], fields[9], fields[16]
        name, extra, comment = fields[10:13]
        rest = data[place + ENTRY.size : place + ENTRY.size + name + extra]
        yield Member(
            _named(rest[:name], rest[name : name + extra], utf8=bool(flags & UTF8)),
            method,
            bool(flags & ENCRYPTED),
            stored,
            stated,
            before + at,
            fields[7],
        )
        place += ENTRY.size + name + extra + comment


def _named(raw: bytes, extra: bytes, *, utf8: bool) -> str:
    """A name, of which programs do not always say how it is written."""
    if utf8:
        return raw.decode("utf-8", "replace")
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind == UNICODE_NAME and length > 5:
            return extra[place + 9 : place + 4 + length].decode("utf-8", "replace")
        place += 4 + length
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def contents(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """The bytes of a member, as they come. Raises EncryptedArchiveError and MemberMethodError before the first,
    ArchiveBombError when there are more than stated, DamagedError when they are not what was packed."""
    if member.encrypted:
        raise EncryptedArchiveError
    if member.method not in (STORED, DEFLATED):
        raise MemberMethodError
    try:
        _, begins, _ = _span(file, member)
    except struct.error as error:
        raise DamagedError from error
    size = crc = 0
    for piece in _inflated(file, member, begins):
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        if size > member.size:
            raise ArchiveBombError
        yield piece
    if (size, crc) != (member.size, member.crc):
        raise DamagedError


def _examine(file: BinaryIO, members: Sequence[Member], budget: _Budget, depth: int) -> None:
    bounds = budget.bounds
    budget.members += len(members)
    if depth > bounds.depth or budget.members > bounds.members or exaggerates(members, bounds):
        raise ArchiveBombError
    spans = [_span(file, member) for member in members]
    if overlap(spans):
        raise ArchiveBombError
    for member, (_, begins, _) in zip(members, spans, strict=True):
        if not member.encrypted and member.method in (STORED, DEFLATED):
            _look_inside(file, member, begins, budget, depth)


def exaggerates(members: Sequence[Member], bounds: Bounds) -> bool:
    """Whether what is stated to come out of it is beyond all measure. Pure."""
    total, stored = sum(m.size for m in members), sum(m.stored for m in members)
    pairs = [(total, stored), *((member.size, member.stored) for member in members)]
    return total > bounds.total or any(
        size >= bounds.noticed and size > bounds.ratio * max(1, packed) for size, packed in pairs
    )


def overlap(spans: Sequence[tuple[int, int, int]]) -> bool:
    """Whether two members share bytes: what comes out is then many times what went in. Pure; each span is where a
    header begins, where its data begin and where they end."""
    ordered = sorted(spans)
    return any(second[0] < first[2] for first, second in pairwise(ordered))


def _span(file: BinaryIO, member: Member) -> tuple[int, int, int]:
    file.seek(member.at)
    fields = LOCAL.unpack(file.read(LOCAL.size))
    if fields[0] != MARK:
        raise DamagedError
    if not fields[2] & SIZES_FOLLOW and (fields[7], fields[8]) != (member.stored, member.size):
        # Two headers that disagree: one of them is there to deceive.
        raise ArchiveBombError
    begins = member.at + LOCAL.size + fields[9] + fields[10]
    return member.at, begins, begins + member.stored


def _look_inside(file: BinaryIO, member: Member, begins: int, budget: _Budget, depth: int) -> None:
    inside = _Inside()
    for piece in _inflated(file, member, begins):
        budget.inflated += len(piece)
        inside.take(piece)
        if inside.size > member.size:
            raise ArchiveBombError
        if budget.inflated > budget.bounds.inflated:
            # Enough was looked at: what is left is stated truly or not, and nothing of it is unpacked here.
            return
    if inside.is_archive:
        nested = BytesIO(bytes(inside.kept))
        try:
            found = list(directory(nested, budget.bounds))
        except (DamagedError, struct.error):
            return
        _examine(nested, found, budget, depth + 1)


def _inflated(file: BinaryIO, member: Member, begins: int) -> Iterator[bytes]:
    file.seek(begins)
    left = member.stored
    inflater = zlib.decompressobj(-15) if member.method == DEFLATED else None
    while left > 0 and (data := file.read(min(CHUNK, left))):
        left -= len(data)
        if inflater is None:
            yield data
            continue
        while data:
            try:
                piece = inflater.decompress(data, CHUNK)
            except zlib.error as error:
                raise DamagedError from error
            yield piece
            data = inflater.unconsumed_tail


@dataclass(slots=True)
class _Inside:
    """What comes out of a member: kept only when it is an archive itself."""

    size: int = 0
    kept: bytearray = field(default_factory=bytearray)

    def take(self, piece: bytes) -> None:
        if self.size < len(MARK) or self.is_archive:
            self.kept += piece
        self.size += len(piece)

    @property
    def is_archive(self) -> bool:
        return self.kept.startswith(MARK)
