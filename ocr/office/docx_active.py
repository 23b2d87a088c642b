"""What a DOCX would do beside being read: embedded files, controls, relations that lead elsewhere."""

from typing import Final

from ocr.errors import DamagedError
from ocr.office.docx_parts import relations
from ocr.office.parcel import Parcel
from ocr.office.xml import elements, local

#: Files with the relations of more parts are not made by people.
MOST_PARTS: Final = 2000


def told_by(parcel: Parcel) -> set[str]:
    """The codes of ``ocr.active`` that the members of the file give; its text gives others."""
    out: set[str] = set()
    for name in parcel.names:
        lower = name.lower()
        if "/embeddings/" in lower or lower.startswith("embeddings/"):
            out.add("office_embedded")
        if "/activex/" in lower:
            out.add("office_controls")
    named = sorted(name for name in parcel.names if name.endswith(".rels") and "/_rels/" in f"/{name}")
    for name in named[:MOST_PARTS]:
        folder, _, own = f"/{name}".rpartition("/_rels/")
        part = f"{folder}/{own.removesuffix('.rels')}".lstrip("/")
        out |= _of_relations(parcel, part)
    if "word/comments.xml" in parcel.names and _has_comment(parcel, "word/comments.xml"):
        out.add("office_comments")
    return out


def _of_relations(parcel: Parcel, part: str) -> set[str]:
    out: set[str] = set()
    for relation in relations(parcel, part).values():
        if relation.external:
            out.add("office_links" if relation.kind == "hyperlink" else "office_remote")
        elif relation.kind in ("oleObject", "package", "aFChunk"):
            out.add("office_embedded")
        elif relation.kind == "control":
            out.add("office_controls")
    return out


def _has_comment(parcel: Parcel, name: str) -> bool:
    try:
        root = parcel.xml(name)
    except DamagedError:
        return True
    return any(local(each) == "comment" for each in elements(root))
