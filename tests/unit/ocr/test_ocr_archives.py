"""What an archive is said to be: honest ones, Office files, and those made to do harm."""

import io
import struct
import zipfile

import pytest

from ocr.archives import Bounds, described, directory, is_unsafe, judge
from ocr.compound import open_compound
from ocr.errors import (
    ArchiveBombError,
    ArchiveError,
    DamagedError,
    EncryptedArchiveError,
    EncryptedOfficeError,
    OfficeDocumentError,
    OfficeMacrosError,
    UnsafeArchiveError,
)

BOUNDS = Bounds(members=50, noticed=100_000, inflated=10_000_000)
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def verdict(data: bytes, bounds: Bounds = BOUNDS):
    return judge(io.BytesIO(data), bounds)


def test_an_archive_is_told_with_the_number_of_its_files():
    error = verdict(archive({"dossier/": b"", "dossier/a.pdf": b"%PDF-", "b.pdf": b"%PDF-"}))
    assert type(error) is ArchiveError
    assert error.values == {"members": 2}


def test_the_directory_says_what_zipfile_says():
    data = b"MZ some program before" + archive({"é.txt": b"a" * 500, "b": bytes(9)})
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        wanted = [(one.filename, one.file_size, one.compress_size, one.header_offset) for one in file.infolist()]
    found = [(m.name, m.size, m.stored, m.at) for m in directory(io.BytesIO(data), BOUNDS)]
    assert found == wanted


@pytest.mark.parametrize(
    ("members", "program"),
    [
        (WORD, "Word"),
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b""}, "Excel"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, "PowerPoint"),
        ({"mimetype": b"application/vnd.oasis", "content.xml": b"", "META-INF/manifest.xml": b""}, "OpenDocument"),
    ],
)
def test_an_office_file_is_told_by_its_program(members, program):
    error = verdict(archive(members))
    assert type(error) is OfficeDocumentError
    assert error.values == {"program": program}


def test_macros_are_told():
    assert type(verdict(archive(WORD | {"word/vbaProject.bin": b"x"}))) is OfficeMacrosError
    odt = {"mimetype": b"", "content.xml": b"", "META-INF/manifest.xml": b"", "Basic/script-lc.xml": b""}
    assert type(verdict(archive(odt))) is OfficeMacrosError


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "C:\\a", "c:a", "..\\a", "\\\\host\\a", "a\0b"]
)
def test_a_name_that_leads_out_is_unsafe(name):
    assert is_unsafe(name)


@pytest.mark.parametrize("name", ["a..b", "dossier/a.pdf", "a:b.pdf"[1:], "...", "é ü.pdf", "1:2.pdf"])
def test_an_odd_name_is_not(name):
    assert not is_unsafe(name)


def test_unsafe_names_are_told():
    assert type(verdict(archive({"../../etc/cron.d/a": b""}))) is UnsafeArchiveError


def test_a_password_is_told():
    data = bytearray(archive({"a.pdf": b"secret"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert type(verdict(bytes(data))) is EncryptedArchiveError


def test_a_ratio_beyond_measure_is_a_bomb():
    assert type(verdict(archive({"a": bytes(200_000)}))) is ArchiveBombError
    # Small files of zeros are no harm, whatever their ratio.
    assert type(verdict(archive({"a": bytes(50_000)}))) is ArchiveError


def test_a_total_beyond_measure_is_a_bomb_even_when_each_member_is_not():
    many = archive({str(n): bytes(40_000) for n in range(40)})
    assert type(verdict(many)) is ArchiveBombError


def test_too_many_members_are_a_bomb():
    assert type(verdict(archive({str(n): b"" for n in range(51)}))) is ArchiveBombError


def test_archives_in_archives_have_a_depth():
    data = archive({"a.txt": b"a"})
    for _ in range(BOUNDS.depth - 1):
        data = archive({"inner": data})
    assert type(verdict(data)) is ArchiveError
    assert type(verdict(archive({"inner": data}))) is ArchiveBombError


def test_a_bomb_in_an_archive_is_found():
    assert type(verdict(archive({"inner.zip": archive({"a": bytes(200_000)})}))) is ArchiveBombError


def test_a_member_larger_than_it_states_is_a_bomb():
    data = archive({"a": bytes(1000)})
    told = data.replace(struct.pack("<L", 1000), struct.pack("<L", 10))
    assert told != data
    assert type(verdict(told)) is ArchiveBombError


def test_two_headers_that_disagree_are_a_bomb():
    data = archive({"a": bytes(1000)})
    told = data.replace(struct.pack("<L", 1000), struct.pack("<L", 900), 1)
    assert type(verdict(told)) is ArchiveBombError


def test_members_that_share_bytes_are_a_bomb():
    """Two entries of the directory for one body, as the bombs that need no nesting are made."""
    data = archive({"a": b"abc" * 50})
    begins = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[begins:end]
    record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, 2 * len(entry), begins, 0)
    assert type(verdict(data[:begins] + entry + entry + record)) is ArchiveBombError


@pytest.mark.parametrize("kept", [4, 30, 60, 0.5, 0.9])
def test_an_archive_cut_short_is_damaged(kept):
    data = archive({"a": bytes(range(256)) * 4})
    error = verdict(data[: int(kept if kept > 1 else len(data) * kept)])
    assert type(error) is DamagedError


def test_broken_data_are_damaged():
    data = bytearray(archive({"a": b"la rente " * 50}))
    data[31] = 0xFF  # no block of deflated data begins so
    assert type(verdict(bytes(data))) is DamagedError


def test_an_empty_archive_is_an_archive():
    assert described([]).values == {"members": 0}


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        (["WordDocument"], OfficeDocumentError),
        (["WordDocument", "_VBA_PROJECT"], OfficeMacrosError),
        (["EncryptedPackage", "EncryptionInfo"], EncryptedOfficeError),
    ],
)
def test_an_old_office_file_is_told(tmp_path, streams, kind):
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names)
    assert type(open_compound(tmp_path / "a.doc")) is kind
