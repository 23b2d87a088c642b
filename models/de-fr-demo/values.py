"""Invented names, dates, amounts, identifiers: the values that a sentence carries unchanged."""

from __future__ import annotations

import random
import string
from pathlib import Path

NAMES = dict(
    line.split("\t")
    for line in (Path(__file__).resolve().parent / "names.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
GERMAN_MONTHS, FRENCH_MONTHS = NAMES["german_months"].split(), NAMES["french_months"].split()
FIRST, PLACES, STREETS = NAMES["first"].split(), NAMES["places"].split(), NAMES["streets"].split()
ONSETS, NUCLEI, CODAS = NAMES["onsets"].split(), NAMES["nuclei"].split(), NAMES["codas"].split()
BRANCHES = NAMES["branches"].split()
SUFFIXES = ["GmbH", "AG", "KG", "GmbH & Co. KG", "e. V.", "OHG", "SE", "SARL", "S.A."]
BODIES = [
    "Rentenversicherungsanstalt {p}",
    "Deutsche Rentenversicherung {p}",
    "Sparkasse {p}",
    "Volksbank {p}",
    "AOK {p}",
    "{p}-Krankenkasse",
    "Betriebskrankenkasse {p}",
    "Carsat {p}",
    "CPAM {p}",
    "Landesversicherungsanstalt {p}",
    "Berufsgenossenschaft {p}",
    "Deutsche Rentenversicherung Bund",
    "Carsat Alsace-Moselle",
    "Landratsamt {p}",
]
REGULATIONS = [
    ("der Verordnung (EG) Nr. {n}", "du règlement (CE) n° {n}"),
    ("VO (EG) Nr. {n}", "du règlement (CE) n° {n}"),
    ("der Verordnung (EU) Nr. {n}", "du règlement (UE) n° {n}"),
    ("des Abkommens", "de l'accord"),
    ("der Durchführungsverordnung", "du règlement d'application"),
    ("der Grundverordnung", "du règlement de base"),
]
CODES = ["SGB VI", "SGB V", "SGB I", "SGB X", "SGB VII", "SGG", "EStG", "BGB", "PStG", "SGB IV"]
COUNTRIES = [
    ("Deutschland", "in Deutschland", "Allemagne", "en Allemagne"),
    ("Frankreich", "in Frankreich", "France", "en France"),
    ("Österreich", "in Österreich", "Autriche", "en Autriche"),
    ("Belgien", "in Belgien", "Belgique", "en Belgique"),
    ("Luxemburg", "in Luxemburg", "Luxembourg", "au Luxembourg"),
    ("Italien", "in Italien", "Italie", "en Italie"),
    ("Spanien", "in Spanien", "Espagne", "en Espagne"),
    ("Portugal", "in Portugal", "Portugal", "au Portugal"),
    ("Polen", "in Polen", "Pologne", "en Pologne"),
    ("Rumänien", "in Rumänien", "Roumanie", "en Roumanie"),
    ("Tschechien", "in Tschechien", "Tchéquie", "en Tchéquie"),
    ("Dänemark", "in Dänemark", "Danemark", "au Danemark"),
    ("Ungarn", "in Ungarn", "Hongrie", "en Hongrie"),
    ("Griechenland", "in Griechenland", "Grèce", "en Grèce"),
    ("Kroatien", "in Kroatien", "Croatie", "en Croatie"),
    ("Marokko", "in Marokko", "Maroc", "au Maroc"),
    ("Algerien", "in Algerien", "Algérie", "en Algérie"),
    ("Tunesien", "in Tunesien", "Tunisie", "en Tunisie"),
    ("Irland", "in Irland", "Irlande", "en Irlande"),
    ("Schweden", "in Schweden", "Suède", "en Suède"),
]


def digits(rng: random.Random, count: int) -> str:
    """A run of random digits."""
    return "".join(rng.choice(string.digits) for _ in range(count))


def surname(rng: random.Random) -> str:
    """An invented surname, at times hyphenated or in capitals."""
    name = rng.choice(ONSETS) + rng.choice(NUCLEI)
    if rng.random() < 0.4:
        name += rng.choice(["b", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t"]) + rng.choice(NUCLEI)
    name += rng.choice(CODAS)
    if rng.random() < 0.08:
        name += "-" + surname(rng)
    return name.upper() if rng.random() < 0.1 else name


def place(rng: random.Random) -> str:
    """A town, half of the time an invented one."""
    if rng.random() < 0.5:
        return rng.choice(PLACES)
    town = (
        rng.choice(ONSETS)
        + rng.choice(NUCLEI)
        + rng.choice(["burg", "dorf", "heim", "ingen", "stadt", "bach", "au", "weiler"])
    )
    return town + (f" ({rng.choice(['Saar', 'Baden', 'Pfalz', 'Main'])})" if rng.random() < 0.1 else "")


def address(rng: random.Random) -> str:
    """A German or French postal address on one line."""
    if rng.random() < 0.3:
        house, link = rng.randint(1, 99), rng.choice(["du", "des", "de la"])
        return f"{house}, rue {link} {surname(rng)}, {digits(rng, 5)} {place(rng)}"
    street = rng.choice(STREETS) + rng.choice(["straße", "weg", "gasse", "platz", "str."])
    return f"{street} {rng.randint(1, 150)}, {digits(rng, 5)} {place(rng)}"


def organisation(rng: random.Random) -> str:
    """A firm or a body with a name of its own, never translated."""
    if rng.random() < 0.5:
        return rng.choice(BODIES).format(p=place(rng))
    return f"{surname(rng)} {rng.choice(BRANCHES)} {rng.choice(SUFFIXES)}"


def identifier(rng: random.Random) -> str:
    """A reference in one of the shapes that files use."""
    shapes = [
        "## ###### A ###",
        "A#########",
        "#########",
        "AA-A ####/######",
        "###/####",
        "#-####-AA",
        "AA ##/###",
        "####",
        "+## ### ####-####",
    ]
    shape = rng.choice(shapes)
    return "".join(
        rng.choice(string.ascii_uppercase) if c == "A" else rng.choice(string.digits) if c == "#" else c
        for c in shape
    )


def number(rng: random.Random) -> str:
    """A count or a decimal with the German comma."""
    return (
        str(rng.randint(1, 600))
        if rng.random() < 0.6
        else f"{rng.randint(0, 80)},{digits(rng, rng.choice([1, 2, 4]))}"
    )


def amount(rng: random.Random) -> str:
    """An amount as German forms print it; the currency is never converted."""
    whole = rng.randint(0, 90000) if rng.random() < 0.5 else rng.randint(0, 3000)
    return (
        f"{whole:,}".replace(",", ".")
        + f",{digits(rng, 2)} "
        + rng.choice(["EUR", "EUR", "EUR", "€", "DM", "Euro"])
    )


def date(rng: random.Random) -> tuple[str, str]:
    """A date in figures (kept) or with the month in words (translated)."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1940, 2027)
    if rng.random() < 0.8:
        text = f"{day:02}.{month:02}.{year}"
        return text, text
    french = "1er" if day == 1 else str(day)
    return f"{day}. {GERMAN_MONTHS[month - 1]} {year}", f"{french} {FRENCH_MONTHS[month - 1]} {year}"


def diagnosis(rng: random.Random) -> str:
    """One to three ICD-10 codes with the German certainty letters."""
    one = []
    for _ in range(3):
        code = f"{rng.choice('ABCDEFGJKMNRST')}{digits(rng, 2)}.{digits(rng, rng.choice([1, 1, 2]))}"
        one.append(f"{code} {rng.choice(['G', 'G L', 'G R', 'V', 'Z'])}")
    return " ".join(one[: rng.randint(1, 3)])


def law(rng: random.Random, mark) -> tuple[str, str]:
    """An article: German text, and French text without article (``article 5...`` or ``§ 5...``)."""
    figure = mark(str(rng.randint(1, 320)))
    if rng.random() < 0.4:
        code = rng.choice(CODES)
        part = mark(str(rng.randint(1, 5)))
        return rng.choice(
            [
                (f"§ {figure} {code}", f"§ {figure} {code}"),
                (f"§ {figure} Absatz {part} {code}", f"§ {figure}, paragraphe {part}, {code}"),
                (f"§ {figure} Abs. {part} {code}", f"§ {figure}, paragraphe {part}, {code}"),
            ]
        )
    german, french = rng.choice(REGULATIONS)
    text = mark(rng.choice(["883/2004", "987/2009", "1408/71", "574/72", "1231/2010"]))
    german, french = german.format(n=text), french.format(n=text)
    shapes = [
        (f"Artikel {figure} {german}", f"article {figure} {french}"),
        (f"Art. {figure} {german}", f"article {figure} {french}"),
    ]
    if "{" not in figure:
        part = mark(str(rng.randint(1, 9)))
        shapes.append(
            (f"Artikel {figure} Absatz {part} {german}", f"article {figure}, paragraphe {part}, {french}")
        )
    return rng.choice(shapes)


def time_range(rng: random.Random) -> tuple[str, str]:
    """Opening hours."""
    text = f"{rng.randint(7, 10)}.{rng.choice(['00', '30'])}–{rng.randint(11, 18)}.{rng.choice(['00', '30'])}"
    return text, text


def account(rng: random.Random) -> str:
    """A German bank account number in groups of four."""
    return " ".join(["DE" + digits(rng, 2), *(digits(rng, 4) for _ in range(4)), digits(rng, 2)])


def form_code(rng: random.Random) -> str:
    """The number of a form: a letter or two and figures."""
    letters = rng.choice(["R", "E", "P", "S", "U", "A", "AU", "V"])
    return letters + rng.choice(["", " "]) + digits(rng, rng.choice([2, 3, 4]))
