"""What an ``.argosmodel`` archive must be before a byte of it is written."""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from translate.errors import (
    PackageIncompleteError,
    PackageNotArchiveError,
    PackageTooLargeError,
    PackageUnsafeError,
    PackageUnsupportedError,
)

_CHUNK = 1 << 20
_REQUIRED = ("metadata.json", "sentencepiece.model", "model/model.bin")


@dataclass(frozen=True, slots=True)
class Caps:
    """Sizes in bytes; ``ratio`` is unpacked over packed. Argos' own packages stay below 300 MB."""

    packed: int = 1 << 30
    unpacked: int = 2 << 30
    members: int = 5000
    ratio: int = 100


def unpack(path: Path, folder: Path, caps: Caps) -> None:
    """Checks the archive and writes what the engine needs of it into ``folder``: the model, the vocabulary, the
    metadata, the card. Data of sentence splitters (stanza and others) is left out.

    Raises:
        PackageError: one subclass per reason; ``folder`` may then hold a part.
    """
    name = path.name
    if path.stat().st_size > caps.packed:
        raise PackageTooLargeError(name=name, reason="fichier trop volumineux")
    try:
        with zipfile.ZipFile(path) as archive:
            members = _checked(name, archive, caps)
            _write(name, archive, members, folder, caps)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as failure:
        raise PackageNotArchiveError(name=name) from failure


def _checked(name: str, archive: zipfile.ZipFile, caps: Caps) -> dict[str, zipfile.ZipInfo]:
    """The members that are wanted, by their path below the package's own folder."""
    infos = archive.infolist()
    if len(infos) > caps.members:
        raise PackageTooLargeError(name=name, reason="trop de fichiers")
    for info in infos:
        if _unsafe(info):
            raise PackageUnsafeError(name=name, member=info.filename[:80])
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if total > caps.unpacked or total > caps.ratio * max(packed, 1):
        raise PackageTooLargeError(name=name, reason="contenu décompressé trop volumineux")
    return _wanted(name, [info for info in infos if not info.is_dir()])


def _unsafe(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    return (
        path.is_absolute()
        or ".." in path.parts
        or any(character in info.filename for character in "\\:\0")
        or info.orig_filename != info.filename
        or kind not in (0, stat.S_IFREG, stat.S_IFDIR)
        or bool(info.flag_bits & 1)
    )


def _wanted(name: str, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    paths = [PurePosixPath(info.filename).parts for info in infos]
    if len({parts[0] for parts in paths}) != 1 or any(len(parts) < 2 for parts in paths):
        raise PackageIncompleteError(name=name, member="metadata.json")
    wanted: dict[str, zipfile.ZipInfo] = {}
    for parts, info in zip(paths, infos, strict=True):
        inner = "/".join(parts[1:])
        if inner in wanted:
            raise PackageUnsafeError(name=name, member=inner[:80])
        if inner in (*_REQUIRED, "README.md", "bpe.model") or (parts[1] == "model" and len(parts) == 3):
            wanted[inner] = info
    _complete(name, wanted)
    return wanted


def _complete(name: str, wanted: dict[str, zipfile.ZipInfo]) -> None:
    if "bpe.model" in wanted and "sentencepiece.model" not in wanted:
        raise PackageUnsupportedError(name=name, reason="découpage BPE")
    for member in _REQUIRED:
        if member not in wanted:
            raise PackageIncompleteError(name=name, member=member)


def _write(
    name: str, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], folder: Path, caps: Caps
) -> None:
    # The sizes that an archive declares may lie: what counts is what comes out.
    left = caps.unpacked
    for inner, info in members.items():
        target = folder / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as source, target.open("wb") as sink:
            while data := source.read(_CHUNK):
                left -= len(data)
                if left < 0:
                    raise PackageTooLargeError(name=name, reason="contenu décompressé trop volumineux")
                sink.write(data)
