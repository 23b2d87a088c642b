"""The engines page with the engines that are installed here: what it says, what it keeps, and what it ends."""

import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.administration.engines_trial import LONGEST, BusyError, EmptyTextError, LongTextError, SlowError, Trial
from app.commands.models import DEMONSTRATION
from storage.models import Role
from tests.integration.app.workshop import House, open_house
from translate.engines.packages import install
from translate.engines.router import Router

PAGE = "/administration/moteurs"
SPANISH = "Usted tiene derecho a una pensión de 1.234,56 € desde el 3 de mayo de 2024."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    made = Trial(lambda: Router(tmp_path / "models"))
    yield made
    made.close()


def programs() -> set[str]:
    """The Apertium programs that this process runs, by their ids."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = entry.joinpath("cmdline").read_bytes().split(b"\0")
            parent = entry.joinpath("stat").read_text().rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == str(os.getpid()) and b"lt-proc" in b" ".join(words):
            found.add(entry.name)
    return found


def test_a_sentence_is_translated_checked_and_forgotten(
    house: House, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    client = house.client(Role.ADMINISTRATOR)
    answer = house.post(client, f"{PAGE}/essai", PAGE, source="es", text=SPANISH)
    text = answer.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert answer.status_code == 200
    assert "1 234,56 €" in text
    assert "pension" in text
    assert "Apertium spa→cat→fra" in text
    assert "Usted tiene" not in caplog.text
    data = house.wiring.settings.data
    kept = [p for p in data.rglob("*") if p.is_file() and b"Usted tiene" in p.read_bytes()]
    assert kept == []


def test_an_htmx_trial_gets_its_answer_alone(house: House) -> None:
    client = house.client(Role.ADMINISTRATOR)
    page = client.get(PAGE).text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    headers = {"HX-Request": "true", "X-CSRFToken": token}
    answer = client.post(f"{PAGE}/essai", data={"source": "es", "text": "Hola."}, headers=headers)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    refused = client.post(f"{PAGE}/essai", data={"source": "es", "text": " "}, headers=headers)
    assert "Écrivez une phrase" in refused.text


def chosen(page: str) -> str:
    """The language that the box offers."""
    found = re.search(r'<option value="(\w+)" selected>', page)
    return found[1] if found else ""


def test_the_language_offered_is_a_usual_one_then_the_last_that_was_tried(house: House) -> None:
    client = house.client(Role.ADMINISTRATOR)
    assert chosen(client.get(PAGE).text) == "es"
    house.post(client, f"{PAGE}/essai", PAGE, source="it", text="Buongiorno.")
    assert chosen(client.get(PAGE).text) == "it"
    # What could not be tried, or is no language, changes nothing.
    house.post(client, f"{PAGE}/essai", PAGE, source="zz", text="x")
    assert chosen(client.get(PAGE).text) == "it"
    client.set_cookie("truchement_trial", "<b>", path=PAGE)
    assert chosen(client.get(PAGE).text) == "es"


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [("es", "", "Écrivez une phrase"), ("es", "x" * (LONGEST + 1), "501 caractères"), ("zz", "x", "Aucun moteur")],
)
def test_what_cannot_be_tried_is_told_and_the_sentence_stays(
    house: House, source: str, text: str, said: str
) -> None:
    client = house.client(Role.ADMINISTRATOR)
    answer = house.post(client, f"{PAGE}/essai", PAGE, source=source, text=text)
    assert answer.status_code == 422
    assert said in answer.text
    assert text in answer.text


def test_the_demonstration_model_is_called_one_everywhere(house: House) -> None:
    client = house.client(Role.ADMINISTRATOR)
    assert "modèle de démonstration" not in client.get(PAGE).text
    install(DEMONSTRATION, house.wiring.settings.packages_folder)
    page = client.get(PAGE).text
    assert "Un modèle de démonstration est installé" in page
    assert page.count("démonstration") >= 3
    assert "truchement models add" in page
    answer = house.post(client, f"{PAGE}/essai", PAGE, source="de", text="Die Rente beträgt 1.234,56 EUR.")
    assert "il montre, il ne traduit pas pour de bon" in answer.text.replace("\u00a0", " ")


def test_what_is_missing_comes_with_its_remedy(house: House) -> None:
    broken = house.wiring.settings.packages_folder / "xx-fr-0123"
    broken.mkdir(parents=True)
    (broken / "metadata.json").write_text("not json")
    text = house.client(Role.ADMINISTRATOR).get(PAGE).text
    assert "Paquet Argos xx-fr-0123" in text
    assert "supprimez le dossier" in text


def test_engines_start_with_the_first_sentence_and_end_with_close(trial: Trial) -> None:
    before = programs()
    assert trial.pairs()
    assert programs() == before
    trial.translate("es", "Hola.")
    first = programs() - before
    assert first
    trial.translate("es", "Adiós.")
    assert programs() - before == first  # the same programs serve
    trial.close()
    assert programs() == before
    assert trial.translate("es", "Hola.").draft.target


def test_engines_end_by_themselves_when_nobody_asks(tmp_path: Path) -> None:
    before = programs()
    trial = Trial(lambda: Router(tmp_path / "models"), idle=0.5)
    trial.translate("es", "Hola.")
    assert programs() != before
    deadline = time.monotonic() + 15
    while programs() != before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert trial.translate("es", "Hola.").draft.target
    trial.close()


def test_a_trial_waits_its_turn_and_pages_do_not(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.administration.engines_trial.TURN", 0.2)
    with trial._turn:  # as a trial under way holds it
        with pytest.raises(BusyError):
            trial.translate("es", "Hola.")
        assert trial.pairs()
        assert trial.missing() == []
    assert trial.translate("es", "Hola.").draft.target


def test_many_at_once_are_each_answered_with_their_own(trial: Trial) -> None:
    said: dict[int, str] = {}

    def ask(number: int) -> None:
        said[number] = trial.translate("es", f"El trabajador tiene {number} hijos.").draft.target

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(11, 17)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: str(number) in text for number, text in said.items()} == dict.fromkeys(range(11, 17), True)


def test_an_engine_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    trial = Trial(lambda: Router(tmp_path / "models"), patience=-1.0)
    with pytest.raises(SlowError):
        trial.translate("es", "Hola.")
    trial.close()


def test_limits_hold_before_any_engine_is_asked(trial: Trial) -> None:
    with pytest.raises(EmptyTextError):
        trial.translate("es", " \n ")
    with pytest.raises(LongTextError):
        trial.translate("es", "x" * (LONGEST + 1))
    assert trial.translate("es", "a " * 100 + "\n" * 1000).draft


def test_only_administrators_try(house: House) -> None:
    for role in Role:
        expected = 200 if role is Role.ADMINISTRATOR else 403
        assert house.client(role).get(PAGE).status_code == expected
