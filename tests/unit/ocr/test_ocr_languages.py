import subprocess
import sys
from pathlib import Path

import pytest

from ocr.languages import Detector, count_letters

DETECTOR = Detector()
ROOT = Path(__file__).parents[3]

GERMAN = (
    "Wir haben Ihren Antrag auf Altersrente erhalten und bewilligen Ihnen die Leistung ab dem ersten September."
)
FRENCH = (
    "La caisse nous a transmis votre demande de pension et nous vous prions de nous adresser les pièces suivantes."
)
SPANISH = (
    "El trabajador ha figurado en situación de alta en el sistema de la Seguridad Social durante todo el periodo."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        (SPANISH, "es"),
        (
            "Certifica-se que o assento de nascimento foi lavrado nesta conservatória no ano de mil novecentos.",
            "pt",
        ),
        ("Odpis zupełny aktu urodzenia wydany przez urząd stanu cywilnego w Krakowie na wniosek rodziców.", "pl"),
        ("Свідоцтво про народження видано відділом державної реєстрації актів цивільного стану", "uk"),
        ("نسخة كاملة من رسم الولادة مستخرجة من سجلات الحالة المدنية", "ar"),
        ("Fecha de nacimiento", "es"),
    ],
)
def test_the_language_of_a_text_is_told(text, language):
    assert [share.language for share in DETECTOR.detect(text)] == [language]


def test_two_languages_on_a_page_are_told_by_decreasing_share():
    shares = DETECTOR.detect(f"{GERMAN}\n\n{GERMAN}\n\n{FRENCH}")
    assert [share.language for share in shares] == ["de", "fr"]
    assert sum(share.share for share in shares) == pytest.approx(1)


def test_two_scripts_in_the_same_blocks_are_two_languages():
    ukrainian = "Цей офіційний документ був підписаний керівником органу державної реєстрації актів"
    english = "This public document has been signed by the head of the registration office"
    shares = DETECTOR.detect(f"{ukrainian} {english}\n\n{ukrainian}")
    assert [share.language for share in shares] == ["uk", "en"]


def test_names_and_figures_make_no_second_language():
    text = f"{SPANISH}\n\nMATTHIAS FELDKAMP\n\nFR69 1450 8000 3047 1629\n\n{SPANISH}"
    assert [share.language for share in DETECTOR.detect(text)] == ["es"]


@pytest.mark.parametrize("text", ["", "12/03/1958", "A 4", "\n\n"])
def test_too_little_text_tells_nothing(text):
    assert DETECTOR.detect(text) == ()


def test_letters_are_counted_in_every_script():
    assert count_letters("Ab 1 ж ع .") == 4


@pytest.mark.parametrize(
    ("text", "among", "language"),
    [
        ("Annenin soyadı ve adı", ("tr", "fr"), "tr"),
        ("Lieu et date de naissance", ("tr", "fr"), "fr"),
        # Neither a single language nor one that lingua does not have leaves a choice: all are weighed.
        ("Fecha de nacimiento", (), "es"),
        ("Fecha de nacimiento del trabajador", ("gl", "de"), "es"),
    ],
)
def test_a_short_text_belongs_to_a_language_of_its_page(text, among, language):
    assert DETECTOR.choose(text, among) == language


@pytest.mark.parametrize("text", ["", "12/03/1958", "12 %"])
def test_what_no_language_of_the_page_claims_is_left_open(text):
    assert DETECTOR.choose(text, ("tr", "fr")) is None


def test_a_doubtful_choice_is_left_open():
    assert DETECTOR.choose("total", ("es", "pt")) is None


def test_choosing_loads_the_models_of_the_page_alone():
    # A process of its own: the models stay loaded once another test has asked for them.
    program = (
        "import time; from ocr.languages import Detector\n"
        "began, choose = time.process_time(), Detector().choose\n"
        "for text in ('Annenin soyadı ve adı', 'Lieu et date de naissance', 'Nom de famille de la mère'):\n"
        "    choose(text, ('tr', 'fr'))\n"
        "print(time.process_time() - began)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 1.0
