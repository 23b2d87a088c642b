"""Invented translations, to test and to look at: ``python tests/unit/delivery/documents.py FOLDER`` writes
every file of every one of them there."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from delivery.document import RenderedSegment, Role, SourcePage, TranslatedDocument, WorkDone
from delivery.files import render_all

REVIEWED = WorkDone(True, "argos-de_fr 1.9", False, True, True, date(2026, 3, 3), date(2026, 3, 5))
DRAFTED = WorkDone(True, "Argos de→fr 1.0", True, False, False, date(2026, 3, 3))


def page(number: int = 1, language: str = "de", summary: str | None = None) -> SourcePage:
    return SourcePage(number, 595.0, 842.0, language, summary)


def segments(texts: Iterable[tuple[Role, str, str]], page_number: int = 1, **flags: Any) -> list[RenderedSegment]:
    """Segments in order: role, source, target."""
    flags.setdefault("confirmed", True)
    return [RenderedSegment(page_number, order, *text, **flags) for order, text in enumerate(texts)]


def cells(
    source: Sequence[Sequence[str]],
    target: Sequence[Sequence[str]],
    first: int = 0,
    page_number: int = 1,
    **flags: Any,
) -> list[RenderedSegment]:
    """A table, source and French of the same shape; ``first`` is the order of its first cell."""
    flags.setdefault("confirmed", True)
    flags.setdefault("table", 0)
    out = []
    for row, (sources, targets) in enumerate(zip(source, target, strict=True)):
        for column, texts in enumerate(zip(sources, targets, strict=True)):
            order = first + row * len(sources) + column
            out.append(RenderedSegment(page_number, order, "cell", *texts, row=row, column=column, **flags))
    return out


def document(
    found: Sequence[RenderedSegment], pages: Sequence[SourcePage] = (), **values: Any
) -> TranslatedDocument:
    """A reviewed translation from German, unless told otherwise."""
    defaults: dict[str, Any] = {
        "reference": "TR-2026-00417",
        "file_name": "rentenbescheid.pdf",
        "source_language": "de",
        "source_sha256": sha256(b"rentenbescheid").hexdigest(),
        "source_pages": max(len(pages), 1),
        "body": "Centre des liaisons européennes et internationales de sécurité sociale",
        "work": REVIEWED,
        "requester": "Carsat Alsace-Moselle, service des retraites",
        "requester_reference": "2026/RET/08841",
    }
    return TranslatedDocument(pages=tuple(pages) or (page(),), segments=tuple(found), **(defaults | values))


_LETTER: list[tuple[Role, str, str]] = [
    (
        "heading",
        "Deutsche Rentenversicherung Bund",
        "Deutsche Rentenversicherung Bund (assurance pension fédérale)",
    ),
    ("label", "Versicherungsnummer:", "Numéro d’assurance\u00a0:"),
    ("paragraph", "65 120358 S 006", "65 120358 S 006"),
    ("label", "Name, Vorname:", "Nom, prénom\u00a0:"),
    ("paragraph", "Schmidt-Lorenz, Annegret", "SCHMIDT-LORENZ, Annegret"),
    ("label", "Geburtsdatum:", "Date de naissance\u00a0:"),
    ("paragraph", "12.03.1958", "12.03.1958"),
    ("label", "Wohnanschrift:", "Adresse\u00a0:"),
    (
        "paragraph",
        "14 rue des Tonneliers, 67000 Strasbourg, Frankreich",
        "14 rue des Tonneliers, 67000 Strasbourg, France",
    ),
    (
        "heading",
        "Bescheid über Altersrente für langjährig Versicherte",
        "Décision relative à la pension de vieillesse pour longue durée d’assurance",
    ),
    (
        "paragraph",
        "auf Ihren Antrag vom 14. November 2024 erhalten Sie von uns Altersrente für langjährig "
        "Versicherte. Die Rente "
        "beginnt am 1. April 2025. Sie wird monatlich im Voraus auf Ihr Konto gezahlt.",
        "À la suite de votre demande du 14 novembre 2024, nous vous accordons une pension de "
        "vieillesse pour longue durée "
        "d’assurance. La pension prend effet le 1er avril 2025. Elle est versée chaque mois, "
        "d’avance, sur votre compte.",
    ),
    (
        "paragraph",
        "Die Rente wurde aus 38,4127 persönlichen Entgeltpunkten berechnet; der aktuelle Rentenwert "
        "beträgt 39,32 EUR.",
        "La pension a été calculée à partir de 38,4127 points de rémunération personnels\u202f; la "
        "valeur actuelle du point est "
        "de 39,32 EUR.",
    ),
    ("heading", "Versicherungsverlauf", "Relevé de carrière"),
]

_PERIODS = (
    [
        ["Zeitraum", "Art der Zeit", "Arbeitgeber", "Monate", "Entgelt (EUR)"],
        [
            "01.09.1976 – 31.08.1979",
            "Pflichtbeitragszeit, berufliche Ausbildung",
            "Musterwerk GmbH, Kehl",
            "36",
            "11.284,00",
        ],
        ["01.09.1979 – 30.06.1991", "Pflichtbeitragszeit", "Musterwerk GmbH, Kehl", "142", "214.330,56"],
        ["01.07.1991 – 31.12.1993", "Zeit der Kindererziehung", "", "30", "—"],
        ["01.01.1994 – 31.03.2025", "Pflichtbeitragszeit", "Stadtwerke Neustadt", "375", "1.104.912,08"],
    ],
    [
        ["Période", "Nature de la période", "Employeur", "Mois", "Rémunération (EUR)"],
        [
            "01.09.1976 – 31.08.1979",
            "Période de cotisation obligatoire, formation professionnelle",
            "Musterwerk GmbH, Kehl",
            "36",
            "11\u202f284,00",
        ],
        [
            "01.09.1979 – 30.06.1991",
            "Période de cotisation obligatoire",
            "Musterwerk GmbH, Kehl",
            "142",
            "214\u202f330,56",
        ],
        ["01.07.1991 – 31.12.1993", "Période d’éducation d’un enfant", "", "30", "—"],
        [
            "01.01.1994 – 31.03.2025",
            "Période de cotisation obligatoire",
            "Stadtwerke Neustadt",
            "375",
            "1\u202f104\u202f912,08",
        ],
    ],
)

_APPEAL: list[tuple[Role, str, str]] = [
    ("heading", "Rechtsbehelfsbelehrung", "Voies de recours"),
    (
        "paragraph",
        "Gegen diesen Bescheid kann innerhalb eines Monats nach seiner Bekanntgabe Widerspruch "
        "erhoben werden. Wohnt der "
        "Berechtigte im Ausland, beträgt die Frist drei Monate.",
        "Un recours peut être formé contre cette décision dans le délai d’un mois après sa "
        "notification. Si l’ayant droit "
        "réside à l’étranger, le délai est de trois mois.",
    ),
    ("paragraph", "Mit freundlichen Grüßen", ""),
    ("mark", "Unterschrift", "[signature illisible]"),
    ("mark", "Dienstsiegel", "[cachet rond\u00a0: Deutsche Rentenversicherung Bund, Berlin]"),
]


def pension() -> TranslatedDocument:
    """A German pension decision of two pages, with fields, a table, marks and a passage without translation."""
    first = segments(_LETTER)
    found = [*first, *cells(*_PERIODS, first=len(first)), *segments(_APPEAL, 2)]
    return document(found, [page(1), page(2)])


def draft() -> TranslatedDocument:
    """The same as a machine's draft that nobody reviewed."""
    first = segments(_LETTER, confirmed=False)
    found = [*first, *cells(*_PERIODS, first=len(first), confirmed=False), *segments(_APPEAL, 2, confirmed=False)]
    return document(
        found,
        [page(1), page(2)],
        work=DRAFTED,
        draft_only=True,
        requester=None,
        requester_reference=None,
        reference="rentenbescheid",
        file_name="rentenbescheid entwurf.pdf",
    )


def birth() -> TranslatedDocument:
    """A Moroccan birth certificate in Arabic."""
    texts: list[tuple[Role, str, str]] = [
        ("heading", "المملكة المغربية", "Royaume du Maroc"),
        ("heading", "نسخة كاملة من رسم الولادة", "Copie intégrale d’acte de naissance"),
        ("label", "رقم الرسم:", "Numéro de l’acte\u00a0:"),
        ("paragraph", "214 / 1958", "214 / 1958"),
        ("label", "الاسم الشخصي والعائلي:", "Prénom et nom\u00a0:"),
        ("paragraph", "فاطمة الزهراء بنعلي", "Fatima Zahra BENALI [orthographe du passeport]"),
        (
            "paragraph",
            "في اليوم الثاني عشر من شهر مارس سنة ألف وتسعمائة وثمان وخمسين، الموافق 21 شعبان 1377، "
            "ولدت بمدينة فاس.",
            "Le douze mars mil neuf cent cinquante-huit, correspondant au 21 chaabane 1377, est née à Fès.",
        ),
        (
            "paragraph",
            "ملاحظة هامشية رقم 1: تزوجت في 3 يونيو 1980 بمدينة Strasbourg.",
            "Mention marginale n° 1\u00a0: mariée le 3 juin 1980 à Strasbourg.",
        ),
        ("mark", "الختم", "[cachet\u00a0: Officier de l’état civil, commune de Fès-Médina]"),
        ("mark", "التوقيع", "[signature]"),
    ]
    return document(
        segments(texts),
        [page(1, "ar")],
        source_language="ar",
        file_name="رسم الولادة.pdf",
        reference="TR-2026-00418",
        source_sha256=sha256(b"ar").hexdigest(),
        work=WorkDone(False, None, False, False, True, date(2026, 4, 1), date(2026, 4, 1)),
        requester="CNAV, agence de Strasbourg",
    )


def wide(columns: int = 15) -> TranslatedDocument:
    """A Polish statement with a very wide table."""
    source = [["Rok", "Okres", *(f"Miesiąc {n}" for n in range(1, columns - 2)), "Podstawa wymiaru"]]
    target = [["Année", "Période", *(f"Mois {n}" for n in range(1, columns - 2)), "Assiette de cotisation"]]
    for year in range(1984, 1999):
        amounts = [f"{year * n % 90000 + 1200}" for n in range(1, columns - 2)]
        source.append([str(year), "zatrudnienie", *(f"{a[:-3]}.{a[-3:]},00" for a in amounts), "1.250.440,12"])
        target.append(
            [
                str(year),
                "emploi salarié",
                *(f"{a[:-3]}\u202f{a[-3:]},00" for a in amounts),
                "1\u202f250\u202f440,12",
            ]
        )
    opening: list[tuple[Role, str, str]] = [("heading", "Zestawienie okresów", "Récapitulatif des périodes")]
    closing = RenderedSegment(
        1, 9999, "mark", "pieczęć okrągła", "[cachet rond\u00a0: ZUS, oddział w Lublinie]", confirmed=True
    )
    return document(
        [*segments(opening), *cells(source, target, first=1), closing],
        [page(1, "pl")],
        source_language="pl",
        file_name="zus-zestawienie.pdf",
        reference="TR-2026-00419",
    )


def extract() -> TranslatedDocument:
    """The relevant part of a Romanian judgment of four pages, one of them in Hungarian."""
    kept: list[tuple[Role, str, str]] = [
        ("heading", "HOTĂRĂȘTE", "DÉCIDE"),
        (
            "paragraph",
            "Admite cererea și desface căsătoria părților.",
            "Fait droit à la demande et prononce la dissolution du mariage des parties.",
        ),
    ]
    left: list[tuple[Role, str, str]] = [("paragraph", "Instanța reține că…", "")] * 4
    found = [
        *segments(left, 1, in_scope=False, confirmed=False),
        *segments([*left[:2]], 2, in_scope=False, confirmed=False),
        *[RenderedSegment(2, 10 + n, *text, confirmed=True) for n, text in enumerate(kept)],
        *segments([("paragraph", "Melléklet: fordítás", "Annexe\u00a0: traduction")], 3),
    ]
    pages = [
        page(1, "ro", "exposé des faits et des moyens des parties, sans effet sur les droits à pension"),
        page(2, "ro", "motifs de la décision"),
        page(3, "hu"),
        page(4, "ro", "page blanche"),
    ]
    return document(
        found,
        pages,
        source_language="ro",
        mode="extract",
        file_name="sentinta civila.pdf",
        reference="TR-2026-00420",
        version=2,
    )


def alphabets() -> TranslatedDocument:
    """One line in each script that reaches the body."""
    lines = {
        "el": "Ο ασφαλισμένος δικαιούται σύνταξη γήρατος.",
        "bg": "Осигуреното лице има право на пенсия.",
        "uk": "Свідоцтво про народження видано у Києві.",
        "hy": "Ծննդյան վկայական",
        "ka": "დაბადების მოწმობა",
        "he": "תעודת לידה מס׳ 214",
        "fa": "گواهی تولد شماره ۲۱۴",
        "hi": "जन्म प्रमाण पत्र",
        "th": "สูติบัตร",
        "tr": "Doğum tarihi İstanbul’da",
        "vi": "Giấy khai sinh số 214",
        "lt": "Gimimo liudijimas Nr. 214",
    }
    found = [
        RenderedSegment(number, 0, "paragraph", text, f"Texte numéro {number}.", confirmed=True)
        for number, text in enumerate(lines.values(), 1)
    ]
    pages = [page(number, code) for number, code in enumerate(lines, 1)]
    return document(found, pages, source_language="el", file_name="alphabets.pdf", reference="TR-2026-00421")


DOCUMENTS = {
    "pension": pension,
    "draft": draft,
    "birth": birth,
    "wide": wide,
    "extract": extract,
    "alphabets": alphabets,
}

if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for make in DOCUMENTS.values():
        for name, data in render_all(make()).items():
            (target / name).write_bytes(data)
