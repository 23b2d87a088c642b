"""A person who sends documents, each until it is acknowledged, whatever dies meanwhile."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError

from tests.browser import Browser
from tests.service import Service

EMAIL, PASSWORD = "torture@caisse.invalid", "correct cheval pile agrafe"
FULL = ("disk_full", "blob_store_full", "database_full")


@dataclass
class Sender:
    """``acknowledged`` are the orders' numbers; ``refused`` tries were not acknowledged, ``full`` of them because
    a disk was; ``defects`` were answered by an error that nobody had foreseen; ``slowest`` in seconds."""

    service: Service
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    full: int = 0
    defects: int = 0
    slowest: float = 0.0
    _browser: Browser | None = None

    def send(self, papers: Sequence[Path], limit: float) -> None:
        """Raises TimeoutError when they are not all acknowledged after ``limit`` seconds."""
        deadline = time.monotonic() + limit
        for paper in papers:
            while not self._try(paper):
                assert self.service.process.poll() is None, self.service.output.read_text()
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{len(self.acknowledged)} of {len(papers)} sent in {limit:.0f} s")
                time.sleep(0.5)

    def _try(self, paper: Path) -> bool:
        began = time.monotonic()
        try:
            if self._browser is None:
                browser = Browser(self.service.url)
                browser.sign_in(EMAIL, PASSWORD)
                self._browser = browser
            self.acknowledged.append(self._browser.send([paper]))
        except OSError as error:
            self._browser = None
            self._note(error)
            return False
        finally:
            self.slowest = max(self.slowest, time.monotonic() - began)
        return True

    def _note(self, error: OSError) -> None:
        self.refused += 1
        said = str(error)
        self.full += any(f'"{code}"' in said for code in FULL)
        self.defects += (isinstance(error, HTTPError) and error.code == 500) or "internal_error" in said
