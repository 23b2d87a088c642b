"""A form with files, read from the disk while it is sent (RFC 7578)."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Form:
    """Fields, and files under the name ``files``."""

    fields: Mapping[str, str]
    files: Sequence[Path]
    boundary: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def media_type(self) -> str:
        """What the Content-Type header says."""
        return f"multipart/form-data; boundary={self.boundary}"

    @property
    def length(self) -> int:
        """The whole form, in bytes."""
        parts = sum(len(part) for part in self._fields())
        return parts + sum(len(self._head(path)) + path.stat().st_size + 2 for path in self.files) + len(self._end)

    def body(self) -> Iterator[bytes]:
        """The form, piece by piece."""
        yield from self._fields()
        for path in self.files:
            yield self._head(path)
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
            yield b"\r\n"
        yield self._end

    def _fields(self) -> list[bytes]:
        start = f'--{self.boundary}\r\nContent-Disposition: form-data; name="'
        return [f'{start}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in self.fields.items()]

    def _head(self, path: Path) -> bytes:
        name = path.name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        told = f'form-data; name="files"; filename="{name}"'
        return f"--{self.boundary}\r\nContent-Disposition: {told}\r\n\r\n".encode()

    @property
    def _end(self) -> bytes:
        return f"--{self.boundary}--\r\n".encode()
