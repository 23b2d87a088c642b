"""PDFs in circles, beyond measure, packed many times over, with content that acts or is broken."""

import io
import zlib
from collections.abc import Iterator

import pypdf

from tests.hostile.case import Case, cases
from tests.hostile.containers import EICAR
from tests.hostile.pdf import CATALOG, PAGES, flate, page, pdf, stream

HELVETICA = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
BIG = b"0 " * 50_000_000


def image(
    width: int, height: int, data: bytes, about: bytes, *, bits: int = 8, space: bytes = b"/DeviceGray"
) -> bytes:
    """A page with one picture; ``about`` says how its data are packed."""
    what = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d /ColorSpace %s " % (
        width, height, bits, space
    )  # fmt: skip
    return pdf(page(
        stream(b"q 595 0 0 842 0 0 cm /I Do Q"), resources=b"/XObject << /I 10 0 R >>", o10=stream(data, what + about)
    ))  # fmt: skip


def shown(content: bytes, **more: bytes) -> bytes:
    return pdf(page(stream(content), resources=HELVETICA, **more))


def boxed(box: bytes, about: bytes = b"") -> bytes:
    return pdf(page(box=box, about=about, resources=HELVETICA))


def font(subtype: bytes, key: bytes, data: bytes, about: bytes = b"") -> bytes:
    return pdf(page(
        stream(b"BT /F1 12 Tf 20 120 Td (Rente) Tj ET"),
        resources=b"/Font << /F1 10 0 R >>",
        o10=b"<< /Type /Font /Subtype %s /BaseFont /A /FontDescriptor 11 0 R /FirstChar 0 /LastChar 255 %s >>"
        % (subtype, about),
        o11=b"<< /Type /FontDescriptor /FontName /A /Flags 4 /%s 12 0 R >>" % key,
        o12=data,
    ))  # fmt: skip


def circles() -> Iterator[Case]:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
    type3 = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 11 0 R >>"
        b" /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1]"
        b" /Resources << /Font << /F1 10 0 R >> >> >>"
    )
    loop = pdf(page(resources=HELVETICA))
    again = loop[
        : loop.rindex(b"trailer")
    ] + b"trailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % ((loop.rindex(b"xref\n0"),) * 2)
    yield from cases("circles of a PDF", {
        "tree of itself": pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
        "two trees of each other": pdf({
            1: CATALOG, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", 3: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>",
        }),
        "parent of itself": pdf({1: CATALOG, 2: PAGES, 3: b"<< /Type /Page /Parent 3 0 R >>"}),
        "same page 1000 times": pdf(page() | {2: b"<< /Type /Pages /Kids [%s] /Count 1000 >>" % (b"3 0 R " * 1000)}),
        "form of itself": pdf(page(stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", o10=stream(b"/X Do", form % 10))),
        "forms that double 40 times": pdf(page(stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", **{
            f"o{n}": stream(b"/X Do /X Do", form % (n + 1)) for n in range(10, 50)
        }, o50=stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))),
        "pattern of itself": pdf(page(
            stream(b"/Pattern cs /P scn 0 0 500 500 re f"), resources=b"/Pattern << /P 10 0 R >>",
            o10=stream(b"/Pattern cs /P scn 0 0 9 9 re f", b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9]"
                       b" /XStep 9 /YStep 9 /Resources << /Pattern << /P 10 0 R >> >>"))),
        "letter of itself": pdf(page(
            stream(b"BT /F1 12 Tf (a) Tj ET"), resources=b"/Font << /F1 10 0 R >>", o10=type3,
            o11=stream(b"BT /F1 12 Tf (aa) Tj ET"))),
        "mask of itself": pdf(page(
            stream(b"/I Do"), resources=b"/XObject << /I 10 0 R >>",
            o10=stream(b"a", b"/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 10 0 R"))),
        "length of itself": pdf(page(b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream")),
        "stream of objects of itself": pdf(page(o10=flate(
            b"10 0 << >>", b"/Type /ObjStm /N 1 /First 5 /Extends 10 0 R"))),
        "table of itself": again,
        "outline of itself": pdf(page() | {
            1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R >>", 10: b"<< /First 10 0 R /Last 10 0 R /Next 10 0 R >>",
        }),
        "names of themselves": pdf(page() | {
            1: b"<< /Type /Catalog /Pages 2 0 R /Names << /Dests 10 0 R /JavaScript 10 0 R >> >>", 10: b"<< /Kids [10 0 R] >>",
        }),
        "labels of themselves": pdf(page() | {
            1: b"<< /Type /Catalog /Pages 2 0 R /PageLabels 10 0 R >>", 10: b"<< /Kids [10 0 R 10 0 R] >>",
        }),
        "field of itself": pdf(page(about=b"/Annots [10 0 R]") | {
            1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [10 0 R] >> >>",
            10: b"<< /Subtype /Widget /FT /Tx /Kids [10 0 R] /Parent 10 0 R /Rect [0 0 9 9] >>",
        }),
        "reference to itself": pdf(page() | {3: b"3 0 R"}),
        "space of itself": pdf(page(
            stream(b"/C cs 1 sc 0 0 9 9 re f"), resources=b"/ColorSpace << /C 10 0 R >>",
            o10=b"[/Indexed 10 0 R 1 (ab)]")),
    })  # fmt: skip


def measures() -> Iterator[Case]:
    tree = {2: b"<< /Type /Pages /Kids [3 0 R] /Count %d >>"}
    yield from cases("measures of a PDF", {
        "side of 10^6": boxed(b"[0 0 1000000 1000000]"),
        "side of 10^9": boxed(b"[0 0 1000000000 1000000000]"),
        "side of 10^38": boxed(b"[0 0 1" + b"0" * 38 + b" 1" + b"0" * 38 + b"]"),
        "one by 10^7": boxed(b"[0 0 1 10000000]"),
        "side of a thousandth": boxed(b"[0 0 0.001 0.001]"),
        "nothing": boxed(b"[0 0 0 0]"),
        "inverted": boxed(b"[595 842 0 0]"),
        "below nothing": boxed(b"[-1000000 -1000000 -999000 -999000]"),
        "no number": boxed(b"[/A (b) null true]"),
        "three numbers": boxed(b"[0 0 595]"),
        "unit of 10^6": boxed(b"[0 0 595 842]", b"/UserUnit 1000000"),
        "unit below nothing": boxed(b"[0 0 595 842]", b"/UserUnit -5"),
        "shown part elsewhere": boxed(b"[0 0 595 842]", b"/CropBox [9000 9000 9999 9999]"),
        "turned by 45": boxed(b"[0 0 595 842]", b"/Rotate 45"),
        "2^31 pages stated": pdf(page() | {2: tree[2] % 2**31}),
        "-1 page stated": pdf(page() | {2: tree[2] % -1}),
        "picture of 60000 × 60000": image(60000, 60000, zlib.compress(bytes(10**8), 9), b"/Filter /FlateDecode", bits=1),
        "picture of 30000 × 30000 in colour": image(
            30000, 30000, zlib.compress(bytes(10**8), 9), b"/Filter /FlateDecode", space=b"/DeviceRGB"),
        "picture of 2^31 × 2^31": image(2**31 - 1, 2**31 - 1, b"", b"", bits=1),
        "picture of fax, 10^6 lines": image(20000, 10**6, bytes(1000), b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 20000 >>", bits=1),
        "tiles of a thousandth": pdf(page(
            stream(b"/Pattern cs /P scn 0 0 595 842 re f"), resources=b"/Pattern << /P 10 0 R >>",
            o10=stream(b"0 0 1 1 re f", b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001"
                       b" /YStep 0.001 /Resources << >>"))),
        "dashes of a millionth": shown(b"[0.000001] 0 d 0 0 m 595 842 l S"),
        "letters of 10^9 points": shown(b"BT /F1 1000000000 Tf 0 0 Td (Rente) Tj ET"),
        "10^5 curves": shown(b"0 0 m 9 9 400 400 595 842 c S " * 100_000),
        "10^6 nested states": shown(b"q " * 1_000_000),
    })  # fmt: skip


def bombs() -> Iterator[Case]:
    yield from cases("bomb of a PDF", {
        "content of 10^8": pdf(page(flate(BIG))),
        "content of 10^8, packed 3 times": pdf(page(flate(BIG, times=3))),
        "content of 10^8, packed 40 times": pdf(page(flate(BIG, times=40))),
        "1000 contents of 10^6": pdf(page() | {
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents [%s] >>" % (b"10 0 R " * 1000),
            10: flate(b"0 " * 500_000),
        }),
        "objects of 10^8": pdf(page(o10=flate(BIG, b"/Type /ObjStm /N 1000000 /First 10000000"))),
        "letters of 10^8": font(b"/TrueType", b"FontFile2", flate(bytes(10**8))),
        "meaning of 10^8": font(b"/Type1", b"FontFile", flate(b"%!"), b"/ToUnicode 12 0 R")[:-1],
        "colours of 10^8": image(9, 9, bytes(81), b"", space=b"[/ICCBased 11 0 R]").replace(
            b"endobj\nxref", b"endobj\n11 0 obj\n" + flate(bytes(10**8), b"/N 1") + b"\nendobj\nxref"),
        "run of 10^7 lengths": image(5000, 5000, b"\x81\0" * 5_000_000, b"/Filter /RunLengthDecode"),
        "hexadecimal of nothing": pdf(page(stream(b"<" * 1_000_000, b"/Filter /ASCII85Decode"))),
        "function of 10^6 braces": pdf(page(
            stream(b"/C cs 1 sc 0 0 9 9 re f"), resources=b"/ColorSpace << /C [/Separation /A /DeviceGray 10 0 R] >>",
            o10=stream(b"{" * 1_000_000, b"/FunctionType 4 /Domain [0 1] /Range [0 1]"))),
        "function of 10^6 steps": pdf(page(
            stream(b"/C cs 1 sc 0 0 9 9 re f " * 200),
            resources=b"/ColorSpace << /C [/Separation /A /DeviceGray 10 0 R] >>",
            o10=stream(b"{" + b" dup 1 exch pop" * 300_000 + b"}", b"/FunctionType 4 /Domain [0 1] /Range [0 1]"))),
        "function of 2^31 samples": pdf(page(
            stream(b"/C cs 1 sc 0 0 9 9 re f"), resources=b"/ColorSpace << /C [/Separation /A /DeviceGray 10 0 R] >>",
            o10=stream(b"a", b"/FunctionType 0 /Domain [0 1] /Range [0 1] /Size [2147483647] /BitsPerSample 32"))),
        "functions of themselves": pdf(page(
            stream(b"/C cs 1 sc 0 0 9 9 re f"), resources=b"/ColorSpace << /C [/Separation /A /DeviceGray 10 0 R] >>",
            o10=b"<< /FunctionType 3 /Domain [0 1] /Functions [10 0 R 10 0 R] /Bounds [0.5] /Encode [0 1 0 1] >>")),
        "shade of 10^5 circles": shown(b"/S sh " * 100_000, o10=b"<< >>"),
    })  # fmt: skip


def acting() -> Iterator[Case]:
    def opening(action: bytes, **more: bytes) -> bytes:
        objects = page(resources=HELVETICA, **more)
        return pdf(objects | {1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction %s >>" % action})

    yield from cases("PDF that acts", {
        "program": opening(b"<< /S /JavaScript /JS (while\\(1\\){}) >>"),
        "program in numbers": opening(b"<< /S /J#61vaScript /JS (app.alert\\(1\\)) >>"),
        "program started": opening(b"<< /S /Launch /Win << /F (cmd.exe) >> >>"),
        "form sent": opening(b"<< /S /SubmitForm /F (http://a.invalid) >>"),
        "page fetched": opening(b"<< /S /URI /URI (http://a.invalid) >>"),
        "file elsewhere": opening(b"<< /S /GoToR /F (\\\\\\\\host\\\\a.pdf) /D [0 /Fit] >>"),
        "actions in a circle": opening(b"10 0 R", o10=b"<< /S /JavaScript /JS (a) /Next 10 0 R >>"),
        "EICAR joined": pdf(page(resources=HELVETICA, o10=stream(EICAR, b"/Type /EmbeddedFile"))),
        "EICAR as text": shown(b"BT /F1 12 Tf 20 120 Td (EICAR) Tj ET %" + EICAR),
        "XFA": pdf(page(resources=HELVETICA, o10=stream(b"<xdp/>")) | {
            1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 10 0 R >> >>"}),
        "film": pdf(page(resources=HELVETICA, about=b"/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]")),
    }, "read")  # fmt: skip


def locked(user: str, owner: str = "owner") -> bytes:
    out = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(pdf(page(resources=HELVETICA))))
    writer.encrypt(user, owner, algorithm="RC4-128")
    writer.write(out)
    writer.close()
    return out.getvalue()


def broken() -> Iterator[Case]:
    good = pdf(page(resources=HELVETICA))
    deep = 100_000
    yield from cases("broken PDF", {"locked": locked("secret")}, "encrypted_pdf")
    yield from cases("broken PDF", {
        "no page": pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
    }, "no_page")  # fmt: skip
    yield from cases("broken PDF", {
        "locked by its owner": locked(""),
        "locked by an unknown handler": good.replace(b"/Root 1", b"/Encrypt << /Filter /Other >> /Root 1"),
        "no catalog": pdf({2: PAGES}),
        "no table": good[: good.rindex(b"xref\n0")],
        "table elsewhere": good[: good.rindex(b"startxref")] + b"startxref\n99999999999\n%%EOF",
        "table below nothing": good[: good.rindex(b"startxref")] + b"startxref\n-5\n%%EOF",
        "arrays in arrays": pdf(page(o10=b"[" * deep + b"]" * deep)),
        "arrays in a content": shown(b"[" * deep),
        "dictionaries in dictionaries": pdf(page(o10=b"<< /A " * deep + b">>" * deep)),
        "arrays in the page": pdf(page(about=b"/A " + b"[" * deep + b"]" * deep)),
        "10^5 annotations": pdf(page(about=b"/Annots [%s]" % (b"<< /Subtype /Text /Rect [0 0 9 9] >> " * deep))),
        "10^5 links": pdf(page(about=b"/Annots [%s]" % (
            b"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://a) >> >> " * deep))),
        "3 × 10^5 objects": pdf(page() | {n: b"<< /A %d 0 R >>" % (n + 1) for n in range(10, 300_000)}),
        "10^5 fonts": pdf(page(resources=b"/Font << %s >>" % b"".join(b"/F%d 10 0 R " % n for n in range(deep)))),
        "text never ended": shown(b"BT /F1 12 Tf (Rente" + b"(" * deep),
        "name of 10^6": shown(b"/" + b"A" * 1_000_000 + b" Do"),
        "inline picture never ended": shown(b"BI /W 9999 /H 9999 /BPC 8 /CS /RGB ID " + bytes(1000)),
        "10^5 letters on each other": shown(b"BT /F1 12 Tf 20 120 Td " + b"(Rente) Tj -20 0 Td " * 20_000 + b"ET"),
        "10^5 lines": shown(b"0 0 m 9 9 l S " * deep),
        "10^4 cells": shown(b"".join(b"%d %d 5 8 re S " % (x * 5, y * 8) for x in range(100) for y in range(100))),
        "Type 1 broken": font(b"/Type1", b"FontFile", stream(b"%!PS-AdobeFont-1.0" + bytes(range(256)) * 20)),
        "TrueType broken": font(b"/TrueType", b"FontFile2", stream(b"\0\1\0\0\xff\xff" + bytes(range(256)) * 20)),
        "CFF broken": font(b"/Type1", b"FontFile3", stream(b"\1\0\4\4" + b"\xff" * 4000, b"/Subtype /Type1C")),
        "JBIG2 broken": image(500, 500, b"\0\0\0\0\x30\0\1\0\0\0\x13" + b"\xff" * 400, b"/Filter /JBIG2Decode", bits=1),
        "JPX broken": image(500, 500, b"\xff\x4f\xff\x51\0\x2f\0\0" + b"\x7f" * 400, b"/Filter /JPXDecode"),
        "DCT broken": image(500, 500, b"\xff\xd8\xff\xc0\0\x11\x08" + b"\x7f" * 400, b"/Filter /DCTDecode"),
        "filters of 10^4": pdf(page(stream(b"a", b"/Filter [%s]" % (b"/ASCIIHexDecode " * 10_000)))),
        "predictor broken": pdf(page(flate(bytes(1000), b"/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 >>"))),
        "forms of 10^4 fields": pdf(page(about=b"/Annots [%s]" % b" ".join(b"%d 0 R" % n for n in range(10, 10_010))) | {
            1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%s] >> >>" % b" ".join(b"%d 0 R" % n for n in range(10, 10_010)),
            **{n: b"<< /Subtype /Widget /FT /Tx /T (a%d) /V (b) /Rect [0 0 9 9] >>" % n for n in range(10, 10_010)},
        }),
    })  # fmt: skip
