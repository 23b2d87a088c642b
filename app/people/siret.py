"""Numbers of establishments (SIRET): fourteen figures, of which the last checks the others."""

from app.people.errors import SiretInvalidError

LENGTH = 14
# La Poste has more establishments than its SIREN leaves room for: their figures add up to a multiple of five
# (Insee, « règles de calcul de la clé »); only its head office keeps the ordinary key.
LA_POSTE = "356000000"


def read_siret(text: str) -> str:
    """The number as it is kept, without spaces; raises SiretInvalidError."""
    figures = "".join(text.split())
    if not is_siret(figures):
        raise SiretInvalidError()
    return figures


def is_siret(text: str) -> bool:
    """Whether the key is right."""
    if len(text) != LENGTH or not (text.isascii() and text.isdigit()):
        return False
    if not _luhn(text[:9]):
        return False
    return _luhn(text) or (text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0)


def _luhn(figures: str) -> bool:
    """ISO/IEC 7812: every second figure from the right counts double, its two figures added."""
    total = 0
    for place, figure in enumerate(reversed(figures)):
        doubled = int(figure) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
