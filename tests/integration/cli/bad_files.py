"""Files that should not have been sent, or are odd and must pass, each with what becomes of it."""

import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import pypdf
from PIL import Image

from tests.integration.cli.command import SAMPLES

GOOD = SAMPLES / "de_arbeitsunfaehigkeit.pdf"
LETTER = SAMPLES / "de_rentenbescheid.pdf"
#: The limits under which the files are sent.
MEGABYTES, PAGES = 2, 3
Fate = Literal["door", "reading", "accepted"]


@dataclass(frozen=True)
class Case:
    """``make`` writes the file; ``fate`` says where it is refused, with ``code``, or that it is not: ``code`` is
    then a warning, or empty. ``lost`` is the reason that the service keeps, where it says more than ``code``."""

    name: str
    make: Callable[[Path], object]
    code: str
    fate: Fate = "door"
    lost: str = ""


def encrypted(path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=GOOD)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    writer.close()


def pages(count: int) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        writer = pypdf.PdfWriter()
        for _ in range(count):
            writer.add_blank_page(595, 842)
        writer.write(path)
        writer.close()

    return make


def noise(path: Path) -> None:
    """Always the same: of another noise Tesseract now and then makes a word."""
    size = (620, 877)
    grey = Image.frombytes("L", size, Random(4).randbytes(size[0] * size[1]))
    grey.point(lambda value: value // 3).save(path, "PDF", resolution=75)


def black(path: Path) -> None:
    Image.new("L", (620, 877), 0).save(path, "PDF", resolution=75)


def huge(path: Path) -> None:
    """A PNG of 40,000 × 40,000 pixels in two kilobytes of header and zeros: it must not be decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    side = (40_000).to_bytes(4, "big")
    body = chunk(b"IHDR", side + side + b"\x08\x00\x00\x00\x00") + chunk(b"IDAT", zlib.compress(b"\0" * 40_001))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b""))


def cut(source: Path, share: float) -> Callable[[Path], object]:
    data = source.read_bytes()
    return lambda path: path.write_bytes(data[: int(len(data) * share)])


def bytes_of(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


JAPANESE = (
    "この証明書は東京都の区役所が発行した出生証明書です。",
    "申請者は年金の受給資格を確認するために提出しました。",
    "本書の内容に相違ないことを証明します。",
)


def japanese(path: Path) -> None:
    """Text in a font of the reader's own, as Japanese offices write it: nothing is embedded."""
    lines = b"".join(
        f"1 0 0 1 60 {760 - 30 * n} Tm <{line.encode('utf-16-be').hex()}> Tj ".encode()
        for n, line in enumerate(JAPANESE)
    )
    content = b"BT /F1 14 Tf " + lines + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UTF16-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>"
        b" /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    path.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end)


def page(path: Path) -> None:
    """A page with a text layer, in a language that no engine translates here: quickly read and drafted."""
    writer = pypdf.PdfWriter()
    writer.append(LETTER, pages=(0, 1))
    writer.write(path)
    writer.close()


CASES = (
    Case("vide.pdf", bytes_of(b""), "empty_file"),
    Case("coupé.pdf", cut(GOOD, 0.02), "damaged_file"),
    Case("entête seule.pdf", bytes_of(b"%PDF-1.7\n"), "damaged_file"),
    Case("protégé.pdf", encrypted, "encrypted_pdf"),
    Case("programme.pdf", bytes_of(b"MZ\x90\x00" + bytes(600)), "unsupported_type"),
    Case(
        "dessin.pdf",
        bytes_of(b"<svg xmlns='http://www.w3.org/2000/svg'><text>Rente</text></svg>"),
        "unsupported_type",
    ),
    Case("image.gif", lambda path: Image.new("L", (50, 50)).save(path), "unsupported_type"),
    Case("trop lourd.pdf", bytes_of(b"%PDF-1.7\n" + bytes(MEGABYTES * 1024 * 1024)), "too_large_file"),
    Case("trop long.pdf", pages(PAGES + 1), "too_many_pages"),
    Case("sans page.pdf", pages(0), "no_page"),
    Case("démesuré.png", huge, "too_many_pixels"),
    Case("abîmé.png", bytes_of(b"\x89PNG\r\n\x1a\n" + bytes(200)), "damaged_file"),
    Case("abîmé.jpg", bytes_of(b"\xff\xd8\xff\xe0" + bytes(200)), "damaged_file"),
    Case("abîmé.tif", bytes_of(b"II*\x00" + b"\xff" * 200), "damaged_file"),
    Case("coupée.png", cut(SAMPLES / "tr_formul_a.png", 0.3), "unreadable_document", "reading"),
    Case("blanc.pdf", pages(2), "unreadable_document", "reading"),
    Case("bruit.pdf", noise, "unreadable_document", "reading"),
    Case("noir.pdf", black, "unreadable_document", "reading"),
    Case("japonais.pdf", japanese, "no_engine", "accepted"),
    Case("pdf.jpg", page, "no_engine", "accepted"),
    Case("-rf.pdf", page, "no_engine", "accepted"),
    Case("deux\nlignes\x1b[31m.pdf", page, "no_engine", "accepted"),
    Case("文書 كتاب Документ.pdf", page, "no_engine", "accepted"),
    Case("sans texte \udcff\udcfe.pdf", page, "no_engine", "accepted"),
    Case("é" * 120 + ".pdf", page, "no_engine", "accepted"),
    Case("; rm $(x) `y` 'z' \"w\" & %n {a}.pdf", page, "no_engine", "accepted"),
)


def make_all(folder: Path) -> dict[str, Path]:
    """Every file, by the name of its case."""
    made = {}
    for case in CASES:
        path = Path(os.fsdecode(os.fsencode(folder / case.name)))
        case.make(path)
        made[case.name] = path
    return made
