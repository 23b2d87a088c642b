"""How large a file and an order may be: the same figures in the hint, at the door and in the refusals."""

import io
import random
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.settings import load
from app.settings_values import SettingError
from tests.application import token_of
from tests.integration.app.house import OUTSIDE, House, make_house

JSON = {"Accept": "application/json"}
ADDRESS = "/demandes"


def scan(number: int, side: int = 550) -> FileStorage:
    """A picture of about 0,9 Mo that no compression makes smaller."""
    data = io.BytesIO()
    noise = random.Random(number).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(data, "PNG", compress_level=0)
    data.seek(0)
    return FileStorage(data, f"scan{number}.png", content_type="image/png")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path, MAX_UPLOAD_MB="1", MAX_ORDER_MB="3")


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.signed_in(OUTSIDE)


def send(client: FlaskClient, *files: FileStorage, headers: dict[str, str] = JSON, **fields: str):
    # As bytes: werkzeug's client leaves the file open in which it would put a body that nobody reads.
    boundary, body = encode_multipart(
        MultiDict(
            [("csrf_token", token_of(client, "/aide")), *fields.items(), *[("files", file) for file in files]]
        )
    )
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post(ADDRESS, data=body, content_type=kind, headers=headers)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("&#39;", "'")


def test_files_of_legal_size_are_an_order_of_legal_size(client: FlaskClient) -> None:
    answer = send(client, scan(1), scan(2), scan(3))
    assert answer.status_code == 201, answer.text
    assert answer.json["refused"] == []


def test_an_order_over_the_limit_is_refused_with_the_limit(client: FlaskClient) -> None:
    files = [scan(number) for number in range(5)]
    spoken = send(client, *files)
    assert (spoken.status_code, spoken.json["code"]) == (413, "request_entity_too_large")
    assert "3 Mo" in plain(spoken.json["detail"])
    assert "plusieurs demandes" in spoken.json["detail"]
    page = send(client, *[scan(number) for number in range(5)], headers={"Accept": "text/html"})
    assert page.status_code == 413
    assert "3 Mo" in plain(page.text)
    assert "plusieurs demandes" in page.text


def test_the_hint_and_the_refusal_say_the_same(client: FlaskClient) -> None:
    page = plain(client.get(f"{ADDRESS}/nouvelle").text)
    assert "1 Mo au plus par fichier" in page
    assert "3 Mo au plus par demande" in page
    assert 'data-max-bytes="1000000"' in page
    assert 'data-max-total="3000000"' in page
    answer = send(client, scan(1, 600))
    assert answer.status_code == 422
    assert "dépasse 1 Mo" in plain(answer.json["refused"][0]["message"])


def test_an_order_holds_at_least_one_file_of_legal_size() -> None:
    with pytest.raises(SettingError, match="MAX_ORDER_MB"):
        load({"TRUCHEMENT_MAX_UPLOAD_MB": "300", "TRUCHEMENT_MAX_ORDER_MB": "299"})
    assert load({}).max_upload_bytes == 200_000_000
    assert load({}).max_order_bytes == 1_000_000_000
    assert load({"TRUCHEMENT_MAX_UPLOAD_MB": "2000"}).max_order_bytes == 2_000_000_000
