from dataclasses import replace

import pytest

from ocr.trust import Evidence, garbage_share, letter_share, odd_share, reason_to_doubt

PROSE = ("Der Versicherte hat Anspruch auf Rente wegen Alters, wenn er die Wartezeit erfüllt hat. " * 6).split()
GOOD = Evidence(PROSE, invisible=0.0, sideways=0.0, picture=0.0, confidence=1.0)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"words": ["Seite", "3"]}, None),
        ({"words": []}, "no_text"),
        ({"words": [".....", "—"]}, "no_text"),
        ({"words": ["Scan", "vom", "12.03.2024"], "picture": 0.95}, "mostly_picture"),
        ({"picture": 0.95}, None),
        ({"words": [*PROSE, "(cid:12)(cid:7)(cid:44)(cid:9)", "(cid:3)(cid:5)"]}, "garbled"),
        ({"words": [*PROSE, "\ue001\ue002\ue003\ue004\ue005\ue006"]}, "garbled"),
        ({"words": ["$%&§", "a!!", "??"]}, "garbled"),
        ({"words": [*PROSE, "." * 300]}, None),
        ({"sideways": 0.9}, "sideways"),
        ({"confidence": 0.1}, "implausible"),
        ({"words": ["Kowalska", "Anna"], "confidence": 0.1}, None),
        ({"invisible": 1.0}, None),
        ({"invisible": 1.0, "confidence": 0.6}, "ocr_layer"),
        ({"invisible": 1.0, "words": [*PROSE, *["l0hn", "Re|te", "verSich"] * 3]}, "ocr_layer"),
        ({"invisible": 1.0, "words": PROSE[:20]}, "ocr_layer"),
    ],
)
def test_a_text_layer_is_doubted_for_a_reason(changes, reason):
    assert reason_to_doubt(replace(GOOD, **changes)) == reason


def test_shares_count_glyphs_not_their_spelling():
    assert garbage_share("abc(cid:123)") == pytest.approx(0.25)
    assert garbage_share("") == 0.0
    assert letter_share("Name ........ Ort".replace(" ", "")) == 1.0
    assert odd_share(["Rente", "R3nte"]) == 0.5
    assert odd_share([]) == 0.0
