"""The help as each role finds it: the link of every main screen leads to a section that is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from review.keys import KEYS
from storage.models import Role
from tests.integration.app.workshop import House, open_house

SCREENS = [
    (Role.REQUESTER, "/demandes", "demander"),
    (Role.REQUESTER, "/compte/", "compte"),
    (Role.TRANSLATOR, "/atelier", "traduire"),
    (Role.REVISER, "/atelier", "relire"),
    (Role.COORDINATOR, "/pilotage", "coordonner"),
    (Role.COORDINATOR, "/administration/files", "echecs"),
    (Role.ADMINISTRATOR, "/administration/", "administrer"),
    (Role.ADMINISTRATOR, "/administration/moteurs", "administrer"),
    (Role.AUDITOR, "/administration/journal", "journal"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    with open_house(folder / "data") as opened:
        yield opened


@pytest.mark.parametrize(("role", "screen", "anchor"), SCREENS)
def test_the_link_of_a_screen_leads_to_its_section(house: House, role: Role, screen: str, anchor: str) -> None:
    client = house.client(role)
    page = client.get(screen)
    assert page.status_code == 200
    link = re.search(r'href="/aide#([a-z]+)"', page.text)
    assert link
    assert link[1] == anchor
    text = client.get("/aide").text
    assert f'id="{anchor}"' in text
    sections = re.findall(r'<section class="help__section" id="([a-z]+)"', text)
    assert len(sections) == len(set(sections)) == 10
    assert sections.index(anchor) < 4


def test_every_key_is_told(house: House) -> None:
    text = house.client(Role.TRANSLATOR).get("/aide").text
    assert re.findall(r"<kbd>(.+?)</kbd>", text) == [key.keys for key in KEYS]
