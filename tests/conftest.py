"""What the whole run of tests shares."""

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.backends import drop_template
from tests.enclosing import refusal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs an enclosed process is left out, and said to be, on a system that refuses them; a missing
    bubblewrap fails."""
    needing = [item for item in items if item.get_closest_marker("enclosed")]
    if needing and refusal():
        for item in needing:
            item.add_marker(pytest.mark.skip(reason=f"no enclosed process on this system: {refusal()}"))


def programs() -> list[str]:
    """The command lines of the programs that this process has started and that still run."""
    started = (
        pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
    )
    found = []
    for pid in started:
        with suppress(OSError):
            found.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


@pytest.fixture(scope="session", autouse=True)
def tidy() -> Iterator[None]:
    """Leaves no database behind on the services, and no program in memory: whoever opens engines closes them."""
    yield
    drop_template()
    gc.collect()
    assert not [line for line in programs() if "apertium" in line], programs()
