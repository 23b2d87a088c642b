"""Hints as files of one folder: kombu's transport, made to outlive processes that are killed at any point.

kombu gives a message its name before its bytes are written: a worker that is faster reads an empty file and ends,
and a process that is killed meanwhile leaves one for ever. It keeps which queue is for which exchange in files
that are written in place: an empty one keeps every worker from starting. Here a message gets its name last, and no
such table is needed, for each of our exchanges has the one queue of its name.
"""

import json
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem

PART = ".part"
# Writing one takes milliseconds: whoever began it so long ago was killed.
FORGOTTEN_SECONDS = 24 * 3600


class Channel(filesystem.Channel):
    """Puts and takes whole messages."""

    def get_table(self, exchange: str) -> list[Any]:
        """The queue that an exchange has."""
        return [filesystem.exchange_queue_t(exchange, "", exchange)]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Nothing to keep."""

    def _put(self, queue: str, message: Any, **_options: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        aside = folder / f"{uuid4()}{PART}"
        try:
            aside.write_text(json.dumps(message), encoding="utf-8")
            # In the order in which they were put.
            aside.replace(folder / f"{time.time_ns():020d}_{uuid4()}.{queue}.msg")
        except OSError:
            aside.unlink(missing_ok=True)
            raise

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002
        for path in sorted(Path(self.data_folder_in).iterdir()):
            if path.suffix == PART:
                _clear(path)
            if path.name.partition(".")[2] == f"{queue}.msg":
                # Whoever removes it has it; what is no message, as an earlier version left, is removed as well.
                with suppress(FileNotFoundError, ValueError):
                    return json.loads(_taken(path))
        raise Empty()


class Transport(filesystem.Transport):
    """For ``broker_transport``."""

    Channel = Channel


def _clear(part: Path) -> None:
    """Removes what a killed process left of a message."""
    with suppress(FileNotFoundError):
        if time.time() - part.stat().st_mtime > FORGOTTEN_SECONDS:
            part.unlink()


def _taken(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return text
