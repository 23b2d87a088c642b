"""One house at work for all the tests that only look at it, and a browser for each file of tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import running
from tests.e2e.house import House, open_house, receive
from tests.e2e.machine import keep_machine
from tests.e2e.systems import keep_systems


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as house:
        keep_machine(house)
        keep_systems(house)
        receive(house)
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as browser:
        yield browser
