"""What the whole run of tests shares."""

from collections.abc import Iterator

import pytest

from tests.backends import drop_template


@pytest.fixture(scope="session", autouse=True)
def tidy() -> Iterator[None]:
    """Leaves no database behind on the services."""
    yield
    drop_template()
