"""One world for all who walk: it is put back after each request."""

from collections.abc import Iterator

import pytest

from tests.integration.rights.world import World, make_world


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The application with everybody and everything."""
    made = make_world(tmp_path_factory.mktemp("rights"))
    yield made
    made.close()
