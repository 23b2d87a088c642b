"""A German pension decision with its insurance history; the sums on its pages follow from the rows."""

from decimal import ROUND_HALF_UP, Decimal

from samples.marks import BLACK, emblem
from samples.sample import Sample

_WORK = "Pflichtbeitragszeit"
_FRANCE = "Mitgliedstaatliche Zeit (Frankreich)"
# From, to, kind, months, pay, and the average pay of all insured of that year, by which pay becomes points.
_PERIODS = (
    ("08.06.1976", "31.07.1976", "Schulausbildung", 2, "", ""),
    ("01.08.1976", "31.12.1976", "Pflichtbeitragszeit – berufliche Ausbildung", 5, "2.140,00 DM", "23335"),
    ("01.01.1977", "31.12.1977", "Pflichtbeitragszeit – berufliche Ausbildung", 12, "5.832,00 DM", "24945"),
    ("01.01.1978", "31.12.1978", "Pflichtbeitragszeit – berufliche Ausbildung", 12, "6.714,00 DM", "26242"),
    ("01.01.1979", "31.07.1979", "Pflichtbeitragszeit – berufliche Ausbildung", 7, "4.480,00 DM", "27685"),
    ("01.10.1979", "31.12.1980", "Pflichtbeitragszeit – Wehrdienst", 15, "26.903,00 DM", "29485"),
    ("01.01.1981", "31.12.1981", _WORK, 12, "29.118,00 DM", "30900"),
    ("01.01.1982", "31.12.1982", _WORK, 12, "31.264,00 DM", "32198"),
    ("01.01.1983", "31.08.1983", _WORK, 8, "21.937,00 DM", "33293"),
    ("01.09.1983", "31.08.1990", _FRANCE, 84, "", ""),
    ("01.09.1990", "31.12.1990", _WORK, 4, "15.872,00 DM", "41946"),
    ("01.01.1991", "31.12.1991", _WORK, 12, "49.206,00 DM", "44421"),
    ("01.01.1992", "31.12.1992", _WORK, 12, "52.348,00 DM", "46820"),
    ("01.01.1993", "31.12.1993", _WORK, 12, "54.019,00 DM", "48178"),
    ("01.01.1994", "31.12.1994", _WORK, 12, "55.437,00 DM", "49142"),
    ("01.01.1995", "31.12.1995", _WORK, 12, "57.880,00 DM", "50665"),
    ("01.01.1996", "30.04.1996", _WORK, 4, "19.641,00 DM", "51678"),
    ("01.05.1996", "30.11.1996", "Pflichtbeitragszeit – Arbeitslosigkeit", 7, "27.493,00 DM", "51678"),
    ("01.12.1996", "31.12.1997", _WORK, 13, "58.752,00 DM", "52143"),
    ("01.01.1998", "31.12.1998", _WORK, 12, "60.118,00 DM", "52925"),
    ("01.01.1999", "31.12.1999", _WORK, 12, "61.970,00 DM", "53507"),
    ("01.01.2000", "31.12.2000", _WORK, 12, "63.244,00 DM", "54256"),
    ("01.01.2001", "31.12.2001", _WORK, 12, "64.815,00 DM", "55216"),
    ("01.01.2002", "31.12.2002", _WORK, 12, "34.126,00 EUR", "28626"),
    ("01.01.2003", "31.12.2003", _WORK, 12, "34.870,00 EUR", "28938"),
    ("01.01.2004", "31.12.2004", _WORK, 12, "35.214,00 EUR", "29060"),
    ("01.01.2005", "14.08.2005", _WORK, 8, "22.038,00 EUR", "29202"),
    ("15.08.2005", "30.09.2005", "Arbeitsunfähigkeit – Krankengeldbezug", 1, "3.612,00 EUR", "29202"),
    ("01.10.2005", "31.12.2005", _WORK, 3, "8.947,00 EUR", "29202"),
    ("01.01.2006", "31.12.2006", _WORK, 12, "36.402,00 EUR", "29494"),
    ("01.01.2007", "31.12.2007", _WORK, 12, "37.155,00 EUR", "29951"),
    ("01.01.2008", "30.06.2008", _WORK, 6, "18.960,00 EUR", "30625"),
    ("01.07.2008", "31.08.2025", _FRANCE, 206, "", ""),
)
_VALUE = Decimal("40.79")


def _round(value: Decimal, places: str) -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def _german(value: Decimal) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def _points(pay: str, average: str) -> Decimal:
    sum_paid = pay.partition(" ")[0].replace(".", "").replace(",", ".")
    return _round(Decimal(sum_paid) / Decimal(average), "0.0001")


def _rows() -> str:
    rows = []
    for start, end, kind, months, pay, average in _PERIODS:
        points = _german(_points(pay, average)) if pay else ""
        rows.append(
            f"<tr><td><c-d>{start}</c-d> – <c-d>{end}</c-d></td><td>{kind}</td><td class='r'>{months}</td>"
            f"<td class='r'>{f'<c-a>{pay}</c-a>' if pay else ''}</td>"
            f"<td class='r'>{f'<c-n>{points}</c-n>' if points else ''}</td></tr>"
        )
    return "\n".join(rows)


def _values() -> dict[str, str]:
    points = sum((_points(pay, average) for *_, pay, average in _PERIODS if pay), Decimal(0))
    monthly = _round(points * _VALUE, "0.01")
    german = sum(months for _, _, kind, months, *_ in _PERIODS if kind != _FRANCE)
    french = sum(months for _, _, kind, months, *_ in _PERIODS if kind == _FRANCE)
    return {
        "emblem": emblem(BLACK),
        "rows": _rows(),
        "points": _german(points),
        "monthly": _german(monthly),
        "arrears": _german(monthly * 2),
        "pro_rata": _german(_round(monthly * Decimal("0.9721"), "0.01")),
        "german_months": str(german),
        "french_months": str(french),
        "all_months": str(german + french),
    }


SAMPLE = Sample(
    name="de_rentenbescheid",
    kind="DE Rentenbescheid mit Versicherungsverlauf",
    language="de",
    description_fr=(
        "Décision d'attribution d'une pension de vieillesse allemande à un assuré résidant en France, avec "
        "le calcul, les voies de recours et le relevé des périodes d'assurance (tableau)."
    ),
    values=_values(),
)
