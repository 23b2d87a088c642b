"""Numbers and amounts of money, in the conventions of all the countries.

Currencies are never converted. A figure that two conventions read differently (1.234) keeps its separators in the
French and is flagged; the others are written with French separators.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from translate.critical.items import Item, Kind, digits_of

NARROW = "\u202f"
NO_BREAK = "\u00a0"
_SPACES = " \u00a0\u202f\u2009"

# Symbols, codes and words of currencies (lower case), with the ISO 4217 code and the French wording; a wording
# of None keeps what is written.
_CURRENCIES: dict[str, tuple[str, str | None]] = {
    "€": ("EUR", None),
    "£": ("GBP", None),
    "$": ("USD", None),
    "₴": ("UAH", None),
    "₺": ("TRY", None),
    "₽": ("RUB", None),
    "zł": ("PLN", None),
    "zl": ("PLN", "zł"),
    "kč": ("CZK", None),
    "ft": ("HUF", None),
    "лв": ("BGN", None),
    "lei": ("RON", "lei"),
    "leu": ("RON", "leu"),
    "tl": ("TRY", None),
    "dh": ("MAD", None),
    "dhs": ("MAD", None),
    "dm": ("DEM", None),
    "chf": ("CHF", None),
    "sfr": ("CHF", None),
}
_CODES = (
    "EUR PLN RON UAH MAD GBP USD CHF TRY TND DZD XOF XAF CZK HUF BGN DKK SEK NOK RSD MKD BAM MDL RUB ILS BRL CAD "
    "JPY INR KRW CVE ISK AMD DEM ESP PTE ITL FRF BEF NLG ATS GRD IEP FIM LUF ROL"
)
_MARKS = r"€|£|\$|₴|₺|₽|zł|Kč|DHS?|Dhs?|SFr|" + _CODES.replace(" ", "|")
_CURRENCIES |= {code.lower(): (code, None) for code in _CODES.split()}
_WORDS = {
    ("EUR", "euros"): "euro euros euró євро евро ευρώ يورو أورو",
    ("GBP", "livres sterling"): "pounds_sterling libras_esterlinas livres_sterling sterline",
    ("PLN", "zlotys"): "złotych złote złoty zloty zlotys",
    ("UAH", "hryvnias"): "гривень гривні гривня грн грн. hryvnias",
    ("RUB", "roubles"): "рублей рубля рубль руб руб. roubles",
    ("MAD", "dirhams"): "dirhams dirham درهم درهما دراهم",
    ("CHF", "francs suisses"): "franken francs_suisses franchi_svizzeri",
    ("USD", "dollars"): "dollars dólares dollari",
    ("TRY", "livres turques"): "lira livres_turques",
    ("CZK", "couronnes tchèques"): "korun koruna couronnes_tchèques",
    ("HUF", "forints"): "forint forints",
    ("DEM", "deutsche marks"): "mark deutsche_mark deutsche_marks",
    ("ESP", "pesetas"): "pesetas ptas. ptas pts. pts pta.",
    ("PTE", "escudos"): "escudos esc.",
    ("ITL", "lires"): "lire lires",
    ("FRF", "francs"): "francs francos franchi",
}
for (_code, _french_word), _forms in _WORDS.items():
    _CURRENCIES |= {form.replace("_", " "): (_code, _french_word) for form in _forms.split()}

# Codes count in capitals alone ("try" and "all" are also words); words in full only after the figures.
_WORD = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True) if len(word) > 3)
_SHORT = r"euro|lei|leu|грн|руб|лв|lire|zl|Ft|TL|DM|pts\.?|يورو|درهم|євро|евро"
_BEFORE = rf"(?:{_MARKS}|(?i:euros?|درهم|يورو))"
_AFTER = rf"(?:{_MARKS}|(?i:{_WORD}|{_SHORT}))"
_NUMBER = (
    r"\d{1,3}(?:(?P<space>[ \u00a0\u202f\u2009'’])\d{3})(?:(?P=space)\d{3})*(?!\d)(?:[.,]\d{1,3}(?!\d))?"
    r"|\d{1,3}(?:(?P<group>[.,٬])\d{3})(?:(?P=group)\d{3})*(?!\d)(?:[.,٫]\d{1,3}(?!\d))?"
    r"|\d+[.,٫]\d+"
    r"|\d+"
)
_AMOUNT = re.compile(
    rf"(?:(?<!\w)(?P<before>{_BEFORE})\.?[{_SPACES}]?)?"
    rf"(?P<sign>(?<![\w.,)])[-−–](?=\d))?"
    rf"(?<![\w])(?<!\d[.,/:-])(?P<number>{_NUMBER})(?P<dashes>,[-–—]{{1,2}})?(?![\d/]|[.,:-]\d)"
    rf"(?:[{_SPACES}]?(?P<after>%|‰|٪|{_AFTER}(?!\w)))?(?!\w)"
)


def numbers(text: str, language: str) -> Iterator[Item]:
    """The numbers and amounts of the text (figures 0 to 9), in order."""
    for match in _AMOUNT.finditer(text):
        yield _item(match, language)


def _item(match: re.Match[str], language: str) -> Item:
    written = match["number"]
    values = readings(written, language)
    currency = _currency(match)
    signed = bool(match["sign"]) and (currency is not None or not written.isdecimal())
    if signed:
        values = tuple(f"-{value}" for value in values)
    unit_ends = match["after"] is None and match["dashes"] is None
    start = match.start() if currency or signed else match.start("number")
    end = match.end("number") if unit_ends else match.end()
    text = match.string[start:end]
    ambiguous = len(values) > 1
    return Item(
        Kind.amount if currency else Kind.number,
        start,
        end,
        text,
        values,
        text if ambiguous else _french(match, values[0], currency, text),
        currency=currency,
        ambiguous=ambiguous,
        digits=digits_of(text),
        plain=currency is None and unit_ends and written.isdecimal() and len(written) <= 4,
    )


def readings(written: str, language: str) -> tuple[str, ...]:
    """What a written number can mean, as plain decimals, the likeliest first.

    A single separator before exactly three figures is read in two ways; elsewhere the last separator is the
    decimal one.
    """
    bare = re.sub(r"[\s'’٬]", "", written)
    spaced = bare != written
    bare = bare.replace("٫", "#")
    marks = [char for char in bare if char in ".,#"]
    if not marks:
        return (bare.lstrip("0") or "0",) if spaced and not bare.startswith("0") else (bare,)
    if len(marks) > 1 and len(set(marks)) == 1:
        return (re.sub(r"\D", "", bare),)
    whole, _, fraction = bare.rpartition(marks[-1])
    decimal = _plain(f"{re.sub(r'[.,]', '', whole)}.{fraction}")
    grouped = len(marks) == 1 and marks[0] != "#" and not spaced and len(fraction) == 3 and len(whole) <= 3
    if not grouped or whole.startswith("0"):
        return (decimal,)
    thousands = whole + fraction
    decimal_mark = "." if language in {"en", "ar", "zh", "ja"} else ","
    return (decimal, thousands) if marks[0] == decimal_mark else (thousands, decimal)


def _plain(text: str) -> str:
    value = Decimal(text)
    return format(value.to_integral_value() if value == value.to_integral_value() else value.normalize(), "f")


def _currency(match: re.Match[str]) -> str | None:
    word = match["after"] or match["before"]
    return _CURRENCIES[word.lower()][0] if word and word.lower() in _CURRENCIES else None


def _french(match: re.Match[str], value: str, currency: str | None, text: str) -> str:
    """The amount with French separators and the currency after it; a number without currency is left as written,
    for it may be the number of a section or of a file, unless both its separators tell what it is."""
    written = match["number"]
    percent = match["after"] in {"%", "‰", "٪"}
    if currency is None and not percent and not ("." in written and "," in written):
        return text
    word = match["after"] or match["before"] or ""
    wording = (_CURRENCIES[word.lower()][1] or word) if currency else word.replace("٪", "%")
    number = separated(written, value)
    return f"{number}{NO_BREAK}{wording}" if wording else number


def separated(written: str, value: str) -> str:
    """The number with French separators and as many decimals as written."""
    sign, value = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, _, fraction = value.partition(".")
    tail = re.search(r"[.,٫](\d+)$", written)
    if tail and len(tail[1]) != 3:
        fraction = tail[1]
    if written.isdecimal() and len(written) <= 4:
        return sign + written
    groups: list[str] = []
    while len(whole) > 3:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    number = NARROW.join([whole, *groups])
    return f"{sign}{number},{fraction}" if fraction else sign + number
