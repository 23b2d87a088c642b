"""Office files for tests, made of as little as the formats allow."""

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw", "manifest")
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)
ODT = "application/vnd.oasis.opendocument.text"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relations(*each: tuple[str, str] | tuple[str, str, str]) -> str:
    """The relations ``rId1``… of a part: kind and target, with ``External`` for what lies elsewhere."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{TYPES}/{one[0]}" Target="{one[1]}"'
        + (f' TargetMode="{one[2]}"' if len(one) > 2 else "")
        + "/>"
        for number, one in enumerate(each, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def docx(body: str, members: Mapping[str, str | bytes] | None = None, links: str = "") -> bytes:
    """A DOCX with this body; ``links`` are the relations of its text."""
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W} {R} {WP} {A}><w:body>{body}</w:body></w:document>",
            **({"word/_rels/document.xml.rels": links} if links else {}),
            **(members or {}),
        }
    )


def part(name: str, inside: str) -> str:
    """A part of a DOCX whose root is ``w:name``."""
    return f"<w:{name} {W} {R} {WP} {A}>{inside}</w:{name}>"


def p(text: str, about: str = "", letters: str = "") -> str:
    """A paragraph of a DOCX with one run."""
    run = f"<w:r><w:rPr>{letters}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{about}</w:pPr>{run}</w:p>"


def tc(inside: str, about: str = "") -> str:
    """A cell of a DOCX."""
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def drawing(link: str, width: float, height: float) -> str:
    """A paragraph with the picture of a relation, its size in points."""
    extent = f'<wp:extent cx="{int(width * 12700)}" cy="{int(height * 12700)}"/>'
    return (
        f"<w:p><w:r><w:drawing><wp:inline>{extent}<a:graphic><a:graphicData>"
        f'<a:blip r:embed="{link}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def odt(
    body: str,
    *,
    styles: str = "",
    automatic: str = "",
    manifest: str = "",
    members: Mapping[str, bytes] | None = None,
) -> bytes:
    """An ODT with this text; ``automatic`` styles go with it, ``styles`` is what its other file of styles holds."""
    return packed(
        {
            "mimetype": ODT,
            "META-INF/manifest.xml": f"<manifest:manifest {ODF}>{manifest}</manifest:manifest>",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>",
            **(members or {}),
        }
    )
