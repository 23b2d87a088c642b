import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.sentences import LONGEST, split


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Gem. Nr. 12 Abs. 3 gilt dies. ", "Dr. Müller, z. B., kam am 3. Mai. ", "Ende!"]),
        ("de", ["Der 3. Antrag vom 12. März 2024 liegt vor. ", "Er wird geprüft."]),
        ("de", ["Gezahlt bis 2024. ", "Danach ruht die Rente."]),
        ("es", ["Nacido el 12. März 1958 en Bonn. ", "Fin."]),
        ("es", ["El Sr. García, núm. 5, vive en la Avda. América. ", "¿Procede? ", "Sí."]),
        ("pl", ["Decyzja z dnia 12 marca 2024 r. na podst. art. 5 ust. 2 jest ważna. ", "Nr sprawy 5."]),
        ("pt", ["O Sr. Silva, n.º 5, art. 12.º do D.L. 3/2020, requereu. ", "Deferido."]),
        ("it", ["Il sig. Rossi abita a Roma. ", "Vedi art. 3 del D.Lgs. 81/2008. ", "Fine."]),
        ("uk", ["Народився в м. Київ на вул. Хрещатик. ", "Стать чол."]),
        ("ro", ["Conform art. 5 alin. 2 din Legea nr. 263/2010 cererea e admisă. ", "Definitivă."]),
        ("en", ["Mr. Smith of 12 St. James paid £1.50. ", "He left."]),
        ("fr", ["L'art. 3 s'applique à M. Martin. ", "Fin."]),
        ("ar", ["ولد سنة 1958. ", "هل حضر؟ ", "نعم."]),
    ],
)
def test_sentences_of_each_language(language: str, sentences: list[str]) -> None:
    assert split("".join(sentences), language) == sentences


def test_long_sentences_are_cut_before_the_engine_would() -> None:
    text = "; ".join(["der Antrag wird aus den genannten Gründen abgelehnt, soweit er zulässig ist"] * 20)
    parts = split(text, "de")
    assert "".join(parts) == text
    assert all(len(part) <= LONGEST for part in parts)
    assert all(part.endswith("; ") for part in parts[:-1])


@given(
    st.text(alphabet="aA.!? \u00a0\n1,;:zB«»\"'éй؟", max_size=60) | st.text(max_size=1200),
    st.sampled_from(["de", "es", "pl", "uk", "xx"]),
)
def test_no_character_is_lost(text: str, language: str) -> None:
    parts = split(text, language)
    assert "".join(parts) == text
    assert all(parts)
    assert all(len(part) <= LONGEST for part in parts)
