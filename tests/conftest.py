"""What the whole run of tests shares."""

from collections.abc import Iterator

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


@pytest.fixture(scope="session", autouse=True)
def tidy() -> Iterator[None]:
    """Leaves no database behind on the services."""
    yield
    drop_template()
