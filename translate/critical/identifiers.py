"""Identifiers of persons, files, accounts, diseases and laws; mail, web and telephone addresses."""

import re
from collections.abc import Iterator

from translate.critical.items import Item, Kind, digits_of

# Groups written with spaces, by the State that writes them so. What has no space inside is found as a token.
_SPACED = re.compile(
    r"(?<![\w./-])(?:"
    r"\d{2}[ -]?\d{6}[ -]?[A-Z][ -]?\d{3}"  # DE Versicherungsnummer
    r"|[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?"  # FR NIR
    r"|\d{2}[ /-]\d{7,8}[ /-]\d{2}"  # ES número de afiliación
    r"|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]"  # UK National Insurance
    r"|\d{3}[ -]\d{3}[ -]\d{4}|\d{2,3}[ /]\d{3}[ /]\d{5}"  # UK NHS, DE tax
    r"|[A-Z]{6} ?\d{2}[A-EHLMPR-T]\d{2} ?[A-Z]\d{3}[A-Z]"  # IT codice fiscale
    r"|(?:[A-Z]{1,2} )?\d{1,4} [A-Z][A-Za-z]{0,3} \d{1,6}/\d{2,4}"  # court file: S 12 R 345/21
    r"|[A-Z]{1,4}-[A-Z]{1,3} \d{2,6}/\d{2,8}"  # file reference: VR-F 2025/118342
    r"|(?:I|II|III|IV|V|VI|VII|VIII|IX|X) [A-Z][A-Za-z]{0,3} \d{1,6}/\d{2,4}"
    r")(?![\w]|[./-]\d)"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{1,4}){3,8}(?!\w)")
_GROUPED = re.compile(r"[A-Z]{2}\d{2}(?: \d{4}){3,7}(?: \d{1,3}(?!\d))?")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"«»]+[^\s<>\"«».,;:!?)\]]", re.IGNORECASE)
_GROUPS = r"\(?\d{1,5}\)?(?:(?: ?/ ?|[ \u00a0.-])?\(?\d{1,8}\)?){1,6}(?<=\d)(?![\w])"
_PHONE = re.compile(rf"(?<![\w+.,:/-])(?:\+|00){_GROUPS}")
_CALLED = re.compile(
    r"(?<!\w)(?:tel|fax|telefon\w{0,4}|phone|mobile?|handy|tel[eéè]fon[oe]?s?|telem[oó]vel|móvil|cellulare|тел|телефон"
    rf"|هاتف)(?:\.|-?Nr\.?)?\s{{0,3}}[:.]?\s{{0,3}}({_GROUPS})",
    re.IGNORECASE,
)
# A word with a figure in it, and what hangs on to it: M54.5, 12/2024-15, KRS:0000123, 8/12-B.
_TOKEN = re.compile(
    r"(?<![\w])(?:[A-Z]{2,6}:){0,4}(?:[^\W\d_]{1,6}[./-]){0,4}[^\W\d_]{0,20}\d[^\W_]*(?:[./:–+_$-][^\W\d_]{0,20}\d[^\W_]*|[./-][A-Z]{1,4}(?!\w))*"
)
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|er|re|e|ème|º|ª|°|\.º|\.ª)")
# Portuguese and Spanish number articles of law with ordinals, French without: "artigo 12.º" is "article 12".
_ARTICLE = re.compile(r"(?<!\w)art(?:igos?|[íi]culos?|icol[oi]|s?\.)\s*$", re.IGNORECASE)
_LONG_WORD = re.compile(r"(\d+)([^\W\d_]{4,})")
_RANGE = re.compile(r"(\d{1,4})[-–](\d{1,4})")


def contacts(text: str) -> Iterator[Item]:
    """Mail and web addresses, telephone numbers."""
    for pattern in (_EMAIL, _URL):
        for match in pattern.finditer(text):
            yield _item(Kind.contact, match.start(), match[0], match[0].lower())
    for match in _PHONE.finditer(text):
        yield from _number(match.start(), match[0])
    for match in _CALLED.finditer(text):
        yield from _number(match.start(1), match[1])


def _number(start: int, written: str) -> Iterator[Item]:
    if 6 <= len(digits_of(written)) <= 15:
        yield _item(Kind.contact, start, written, _telephone(written))


def _telephone(written: str) -> str:
    figures = re.sub(r"\D", "", written.replace("(0)", ""))
    return "+" + figures.removeprefix("00") if written.startswith(("+", "00")) else figures


def accounts(text: str) -> Iterator[Item]:
    """International bank account numbers, told by their check digits."""
    for match in _IBAN.finditer(text):
        written = _account(match[0])
        if written:
            yield _item(Kind.identifier, match.start(), written, groups_of(written.replace(" ", "")))


def identifiers(text: str) -> Iterator[Item]:
    """Identifiers whose form is known, spaces included."""
    for match in _SPACED.finditer(text):
        yield _item(Kind.identifier, match.start(), match[0], groups_of(match[0]))


def _account(written: str) -> str | None:
    """The part of the text that is an IBAN by its check digits, else the part that looks like one (its check
    digits may be misread); None when no part does."""
    for end in range(len(written), 14, -1):
        head = written[:end]
        bare = re.sub(r"\s", "", head)
        if not head[-1].isspace() and 15 <= len(bare) <= 34 and _checked(bare):
            return head
    grouped = _GROUPED.match(written)
    return grouped[0] if grouped else None


def _checked(iban: str) -> bool:
    return iban.isascii() and int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1


def tokens(text: str, language: str) -> Iterator[Item]:
    """Words with figures that are no plain number: references, codes, ordinals, ranges."""
    for match in _TOKEN.finditer(text):
        cited = _ARTICLE.search(text[max(match.start() - 14, 0) : match.start()]) is not None
        yield from _token(match.start(), match[0], language, cited)


def _token(start: int, written: str, language: str, cited: bool) -> Iterator[Item]:
    ordinal, long_word, span = (p.fullmatch(written) for p in (_ORDINAL, _LONG_WORD, _RANGE))
    if ordinal and _is_ordinal(written, language):
        yield _item(
            Kind.number, start, written, ordinal[1], french=ordinal[1] if cited else _ordinal(ordinal[1], written)
        )
    elif long_word:
        yield _item(Kind.number, start, long_word[1], long_word[1])
    elif span:
        for group in (1, 2):
            yield _item(Kind.number, start + span.start(group), span[group], span[group])
    elif not re.fullmatch(r"\d+(?:[.,]\d+)?", written):
        yield _item(Kind.identifier, start, written, groups_of(written))


def _is_ordinal(written: str, language: str) -> bool:
    if written.endswith(("º", "ª", "°")):
        return True
    ending = written.lstrip("0123456789")
    return ending in (("st", "nd", "rd", "th") if language == "en" else ("er", "re", "e", "ème"))


def _ordinal(number: str, written: str) -> str:
    if number == "1":
        return "1re" if written.endswith(("ª", "re")) else "1er"
    return f"{number}e"


def groups_of(written: str) -> str:
    """Letters and figures in upper case, groups parted by a middle dot: ``65·120345·M·012``."""
    return "·".join(re.findall(r"[^\W_]+", written.upper()))


def elsewhere(value: str) -> re.Pattern[str]:
    """What finds an identifier written with other separators; never with figures that moved between groups."""
    groups = (r"\s?".join(map(re.escape, re.findall(r"\d{1,4}|[^\W\d]+", group))) for group in value.split("·"))
    return re.compile(r"(?<!\w)" + r"[\s./:_+–-]{0,3}".join(groups) + r"(?!\w)", re.IGNORECASE)


def _item(kind: Kind, start: int, text: str, value: str, french: str | None = None) -> Item:
    return Item(
        kind,
        start,
        start + len(text),
        text,
        (value,),
        text if french is None else french,
        digits=digits_of(text),
        plain=kind is Kind.number and text.isdecimal(),
    )
