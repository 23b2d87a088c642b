"""One PDF out of parts that were printed one after the other, so that no more than one is ever laid out in memory.

Joined are the objects that WeasyPrint made, before they are written: pages, tags, bookmarks and places keep what
they were, under new numbers. Of a part that is in, only the bytes of its objects remain, which are small.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pydyf
from weasyprint.pdf.anchors import add_outlines

# As WeasyPrint returns it: (label, (page, x, y), bookmarks below, open or closed).
Bookmark = tuple[str, tuple[int, float, float], list[Any], str]

_REFERENCE = re.compile(rb"(\d+) 0 R")


class _Written(pydyf.Object):  # type: ignore[misc]  # pydyf carries no types
    """An object as the bytes that it is in a file."""

    def __init__(self, data: bytes, *, compressible: bool) -> None:
        super().__init__()
        self._data, self._compressible = data, compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


class Joined:
    """The file that grows: ``add`` each part in its order, then ``write``."""

    def __init__(self) -> None:
        self._pdf = pydyf.PDF()
        self._places = pydyf.Dictionary({"Nums": pydyf.Array()})
        self._body = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "K": pydyf.Array()})
        self._root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        for made in (self._places, self._body, self._root):
            self._pdf.add_object(made)
        self._root |= {"ParentTree": self._places.reference, "K": pydyf.Array([self._body.reference])}
        self._body["P"] = self._root.reference
        self._pdf.catalog["StructTreeRoot"] = self._root.reference
        self._targets: dict[str, Any] = {}
        self._bookmarks: list[Bookmark] = []
        self._tagged = 0

    def add(self, part: pydyf.PDF, bookmarks: list[Bookmark]) -> None:
        """Takes a part that was made without its bookmarks; they are given apart, those of a later part come
        under the last one of the highest rank so far."""
        shifted = list(_shifted(bookmarks, self._pdf.pages["Count"]))
        (self._bookmarks[-1][2] if self._bookmarks else self._bookmarks).extend(shifted)
        tree, *trunk = _trunk(part)
        numbers = self._numbers(part, tree, *trunk)
        move = _Move(numbers, self._tagged, f"{self._pdf.pages['Count']}-")
        self._pdf.info = self._pdf.info or part.info
        self._merge(part.catalog, move)
        for mine, theirs in zip((self._root, self._body), trunk, strict=True):
            mine |= {key: move.value(each) for key, each in theirs.items() if key not in mine}
        self._body["K"] += move.value(trunk[1]["K"])
        entries = tree["Nums"]
        for place, found in zip(entries[::2], entries[1::2], strict=True):
            self._places["Nums"] += (place + self._tagged, move.value(found))
        self._tagged += len(entries) // 2
        pages = set(part.pages["Kids"][::3])
        for each in part.objects:
            if numbers.get(each.number) != len(self._pdf.objects):
                continue  # what the file has once
            put = self._pdf.add_page if each.number in pages else self._pdf.add_object
            put(_Written(move.data(each), compressible=each.compressible))

    def write(self, identifier: bytes) -> bytes:
        """The file."""
        add_outlines(self._pdf, self._bookmarks)
        if self._targets:
            names = pydyf.Array()
            for name in sorted(self._targets):
                names += (pydyf.String(name), self._targets[name])
            self._pdf.catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": names})})
        output = io.BytesIO()
        self._pdf.write(output, identifier=identifier, compress=True)
        return output.getvalue()

    def _numbers(self, part: pydyf.PDF, tree: Any, root: Any, body: Any) -> dict[int, int]:
        """The number that each object of the part has in the file; none for its catalogue."""
        once = {part.pages.number: self._pdf.pages, tree.number: self._places}
        once |= {root.number: self._root, body.number: self._body}
        found, following = {}, len(self._pdf.objects)
        for each in part.objects:
            if each.free == "f" or each is part.catalog:
                continue
            if each.number in once:
                found[each.number] = once[each.number].number
            else:
                found[each.number], following = following, following + 1
        return found

    def _merge(self, catalog: Mapping[str, Any], move: "_Move") -> None:
        for key, value in catalog.items():
            if key == "Names":
                flat = value["Dests"]["Names"]
                for name, target in zip(flat[::2], flat[1::2], strict=True):
                    self._targets.setdefault(name.string, move.value(target))
            elif key not in self._pdf.catalog:
                self._pdf.catalog[key] = move.value(value)


class _Move:
    """A part's values as they are in the file: references, places in the tree of tags, names of header cells."""

    def __init__(self, numbers: Mapping[int, int], tagged: int, prefix: str) -> None:
        self._numbers, self._tagged, self._prefix = numbers, tagged, prefix
        self._special: dict[str, Callable[[Any], Any]] = {
            "StructParents": lambda place: place + tagged,
            "StructParent": lambda place: place + tagged,
            "ID": self._named,
            "Headers": lambda names: pydyf.Array(map(self._named, names)),
        }

    def data(self, each: pydyf.Object) -> bytes:
        """The bytes of an object; the content of a stream holds no reference."""
        if isinstance(each, pydyf.Stream):
            each.extra = self.value(pydyf.Dictionary(each.extra))
            return bytes(each.data)
        return bytes(self.value(each).data)

    def value(self, found: Any) -> Any:
        """A value, whatever is in it. A text is never searched for what looks like a reference."""
        if isinstance(found, pydyf.Dictionary):
            return pydyf.Dictionary({key: self._special.get(key, self.value)(each) for key, each in found.items()})
        if isinstance(found, pydyf.Array):
            return pydyf.Array(map(self.value, found))
        if isinstance(found, bytes) and (reference := _REFERENCE.fullmatch(found)):
            return b"%d 0 R" % self._numbers[int(reference[1])]
        return found

    def _named(self, name: pydyf.String) -> pydyf.String:
        return pydyf.String(self._prefix + name.string)


def _trunk(part: pydyf.PDF) -> tuple[Any, Any, Any]:
    """Of a tagged part: the tree from places to tags, the root of the tags, and the document's own tag."""
    root = _at(part, part.catalog["StructTreeRoot"])
    return _at(part, root["ParentTree"]), root, _at(part, root["K"][0])


def _at(part: pydyf.PDF, reference: bytes) -> Any:
    return part.objects[int(reference.split()[0])]


def _shifted(bookmarks: list[Bookmark], pages: int) -> Iterator[Bookmark]:
    for label, (page, x, y), below, state in bookmarks:
        yield label, (page + pages, x, y), list(_shifted(below, pages)), state
