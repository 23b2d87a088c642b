"""The whole corpus: what is made by hand, and good files cut short or spoilt by chance."""

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from random import Random

from tests.hostile.case import Case, Make, cases
from tests.hostile.containers import EICAR, archive, containers
from tests.hostile.office import office
from tests.hostile.papers import HELVETICA, acting, bombs, broken, circles, measures
from tests.hostile.pdf import page, pdf, stream
from tests.hostile.pictures import jpegs, mixtures, pngs, small, tiffs

SAMPLES = Path(__file__).parents[2] / "samples"
PAPER = pdf(page(stream(b"BT /F1 12 Tf 20 120 Td (Der Rentenbescheid liegt bei.) Tj ET"), resources=HELVETICA))
POINTS = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999)
SPOILT = 14
NAMES = (
    "../../etc/passwd", "..\\..\\a.pdf", "/dev/null", "C:\\a.pdf", "a\0b.pdf", "a" * 5000 + ".pdf", "<script>alert(1)</script>.pdf",
    "\u202efdp.exe", "CON", ".", "$(reboot).pdf", "-rf", "a\r\nSet-Cookie: a=b.pdf", "%2e%2e%2fa.pdf", "",
)  # fmt: skip


@cache
def good() -> dict[str, bytes]:
    """Files that are read, each spoilt in many ways below."""
    return {
        "paper": PAPER,
        "png": small("PNG"),
        "jpeg": small("JPEG"),
        "tiff": small("TIFF", compression="tiff_lzw"),
        "rentenbescheid": (SAMPLES / "de_rentenbescheid.pdf").read_bytes(),
        "informe": (SAMPLES / "es_informe_alta.pdf").read_bytes(),
        "certidao": (SAMPLES / "pt_certidao_nascimento.pdf").read_bytes(),
    }


def cut(data: bytes, share: float, _random: Random) -> bytes:
    return data[: int(len(data) * share)]


def spoilt(data: bytes, random: Random) -> bytes:
    """Bits turned, pieces exchanged, doubled, taken out or filled with one byte; the first bytes stay."""
    out = bytearray(data)
    for _ in range(random.choice((1, 3, 10, 50))):
        at, to = (random.randrange(8, len(out) - 1) for _ in range(2))
        size = random.randrange(1, max(2, min(200, len(out) - max(at, to))))
        match random.randrange(5):
            case 0:
                out[at] ^= 1 << random.randrange(8)
            case 1:
                out[at : at + size], out[to : to + size] = out[to : to + size], out[at : at + size]
            case 2:
                out[to:to] = out[at : at + size]
            case 3 if len(out) > 400:
                del out[at : at + size]
            case _:
                out[at : at + size] = bytes([random.choice((0, 255, 65, 48))]) * size
    return bytes(out)


def of_chance() -> Iterator[Case]:
    for name, data in good().items():
        for share in POINTS:
            yield Case("cut short", f"{name} at {share * 100:g} %", partial(cut, data, share))
        for number in range(SPOILT):
            yield Case("spoilt by chance", f"{name} {number}", partial(spoilt, data))
    for number in range(4):
        yield Case("spoilt by chance", f"chunks of a PNG {number}", mixtures)
        yield Case("spoilt by chance", f"noise after a mark {number}", _noise)


def _noise(random: Random) -> bytes:
    return random.choice((b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0")) + random.randbytes(
        20_000
    )


def mixed() -> Iterator[Case]:
    web = b"<!doctype html><script>alert(1)</script><!--"
    packed = archive({"a.exe": b"MZ"})
    yield from cases("two in one", {
        "PDF, then ZIP": PAPER + packed,
        "PDF, then HTML": PAPER + web,
        "PDF, then EICAR": PAPER + EICAR,
        "HTML, then PDF": web + PAPER,
        "MZ, then PDF": b"MZ" + bytes(200) + PAPER,
        "shell, then PDF": b"#!/bin/sh\nexit\n" + PAPER,
        "JPEG, then PDF": small("JPEG") + PAPER,
        "JPEG, then ZIP": small("JPEG") + packed,
        "PNG, then ZIP": small("PNG") + packed,
        "TIFF, then PDF": small("TIFF") + PAPER,
        "two PDFs": PAPER + PAPER,
    })  # fmt: skip
    yield from cases("two in one", {"GIF, then JPEG": b"GIF89a" + small("JPEG")}, "unsupported_type")
    yield from cases("two in one", {"ZIP, then PDF": packed + PAPER}, "damaged_file")


def plain() -> Iterator[Case]:
    yield from cases(
        "neither", {"empty": b"", "web page of a program": b"<!doctype html><script>a</script>"}, "empty_file"
    )
    yield from cases("neither", {
        "EICAR": EICAR, "program": b"MZ" + bytes(500),
        "ELF": b"\x7fELF" + bytes(500), "shell": b"#!/bin/sh\nrm -rf /\n", "zeros": bytes(5000), "drawing": b"<svg onload='a()'/>",
        "PostScript": b"%!PS\n{} loop", "mail": b"From: a@b\r\n\r\na",
    }, "unsupported_type")  # fmt: skip
    yield from cases("neither", {"one byte": b"%"}, "no_text")
    yield from cases(
        "neither", {"PDF mark alone": b"%PDF-", "PNG mark alone": b"\x89PNG\r\n\x1a\n"}, "damaged_file"
    )


def names() -> Iterator[Case]:
    for name in NAMES:
        yield Case("name", repr(name)[:40], lambda _random: PAPER, "read", sent_as=name)


def corpus() -> list[Case]:
    """Every case, always in the same order."""
    parts = (
        pngs,
        tiffs,
        jpegs,
        containers,
        office,
        circles,
        measures,
        bombs,
        acting,
        broken,
        mixed,
        plain,
        names,
        of_chance,
    )
    return [case for part in parts for case in part()]


def made(case: Case, seed: int) -> bytes:
    """The bytes of a case."""
    make: Make = case.make
    return make(Random(f"{seed}:{case.family}:{case.name}"))
