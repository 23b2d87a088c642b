"""What is found in a text, by language: an error here can cost somebody a pension."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.critical.addresses import addresses
from translate.critical.find import find
from translate.critical.items import Kind

NNBSP, NBSP = "\u202f", "\u00a0"

AMOUNTS = [
    ("de", "1.234,56 €", "1234.56", "EUR", f"1{NNBSP}234,56{NBSP}€"),
    ("de", "EUR 1.200,00", "1200", "EUR", f"1{NNBSP}200,00{NBSP}EUR"),
    ("de", "50,-- Euro", "50", "EUR", f"50{NBSP}euros"),
    ("de", "-12,50 €", "-12.5", "EUR", f"-12,50{NBSP}€"),
    ("de", "CHF 1'234.50", "1234.5", "CHF", f"1{NNBSP}234,50{NBSP}CHF"),
    ("de", "3.000.000 DM", "3000000", "DEM", f"3{NNBSP}000{NNBSP}000{NBSP}DM"),
    ("en", "£1,234.56", "1234.56", "GBP", f"1{NNBSP}234,56{NBSP}£"),
    ("en", "€0.50", "0.5", "EUR", f"0,50{NBSP}€"),
    ("fr", "1 234,56 euros", "1234.56", "EUR", f"1{NNBSP}234,56{NBSP}euros"),
    ("fr", f"1{NNBSP}234,56{NBSP}€", "1234.56", "EUR", f"1{NNBSP}234,56{NBSP}€"),
    ("es", "859,60 euros", "859.6", "EUR", f"859,60{NBSP}euros"),
    ("pl", "1 234,56 zł", "1234.56", "PLN", f"1{NNBSP}234,56{NBSP}zł"),
    ("pl", "2100,00 PLN", "2100", "PLN", f"2{NNBSP}100,00{NBSP}PLN"),
    ("pl", "500 złotych", "500", "PLN", f"500{NBSP}zlotys"),
    ("ro", "1.234,56 lei", "1234.56", "RON", f"1{NNBSP}234,56{NBSP}lei"),
    ("ro", "RON 99,90", "99.9", "RON", f"99,90{NBSP}RON"),
    ("uk", "12 345,67 грн", "12345.67", "UAH", f"12{NNBSP}345,67{NBSP}hryvnias"),
    ("uk", "8500 UAH", "8500", "UAH", f"8500{NBSP}UAH"),
    ("ar", "١٢٣٤٫٥٦ درهم", "1234.56", "MAD", f"1{NNBSP}234,56{NBSP}dirhams"),
    ("ar", "3500 MAD", "3500", "MAD", f"3500{NBSP}MAD"),
    ("it", "€ 1.050,00", "1050", "EUR", f"1{NNBSP}050,00{NBSP}€"),
    ("pt", "1.050,25€", "1050.25", "EUR", f"1{NNBSP}050,25{NBSP}€"),
]


@pytest.mark.parametrize(("language", "text", "value", "currency", "french"), AMOUNTS)
def test_amounts(language: str, text: str, value: str, currency: str, french: str) -> None:
    (item,) = find(f"A {text} b", language)
    assert (item.kind, item.text, item.values, item.currency, item.french, item.ambiguous) == (
        Kind.amount,
        text,
        (value,),
        currency,
        french,
        False,
    )


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "1.234 EUR", ("1234", "1.234")),
        ("en", "1,234 EUR", ("1234", "1.234")),
        ("en", "1.234 EUR", ("1.234", "1234")),
        ("ro", "2.500 lei", ("2500", "2.5")),
    ],
)
def test_amounts_of_two_readings_are_flagged_and_left_as_written(
    language: str, text: str, values: tuple[str, ...]
) -> None:
    (item,) = find(text, language)
    assert (item.values, item.ambiguous, item.french) == (values, True, text)


DATES = [
    ("de", "12. März 2024", "2024-03-12", "12 mars 2024"),
    ("de", "1. Januar 1958", "1958-01-01", "1er janvier 1958"),
    ("de", "3. Jan. 2020", "2020-01-03", "3 janvier 2020"),
    ("de", "März 2024", "2024-03", "mars 2024"),
    ("de", "12.03.2024", "2024-03-12", "12.03.2024"),
    ("es", "3 de mayo de 2021", "2021-05-03", "3 mai 2021"),
    ("es", "1º de enero de 1958", "1958-01-01", "1er janvier 1958"),
    ("es", "3 de mayo", "--05-03", "3 mai"),
    ("es", "septiembre de 2019", "2019-09", "septembre 2019"),
    ("pt", "31 de dezembro de 1999", "1999-12-31", "31 décembre 1999"),
    ("it", "2 giugno 1946", "1946-06-02", "2 juin 1946"),
    ("it", "1° gennaio 2020", "2020-01-01", "1er janvier 2020"),
    ("ca", "23 d'abril de 2022", "2022-04-23", "23 avril 2022"),
    ("ro", "12 mai 2024", "2024-05-12", "12 mai 2024"),
    ("pl", "12 marca 2024", "2024-03-12", "12 mars 2024"),
    ("pl", "12 marca 2024 r.", "2024-03-12", "12 mars 2024"),
    ("cs", "5. listopadu 2020", "2020-11-05", "5 novembre 2020"),
    ("hr", "5. listopada 2020.", "2020-10-05", "5 octobre 2020"),
    ("uk", "12 березня 2024 року", "2024-03-12", "12 mars 2024"),
    ("uk", "5 липня", "--07-05", "5 juillet"),
    ("nl", "5 mei 2020", "2020-05-05", "5 mai 2020"),
    ("tr", "29 Ekim 1923", "1923-10-29", "29 octobre 1923"),
    ("en", "March 12, 2024", "2024-03-12", "12 mars 2024"),
    ("en", "12th of May 2021", "2021-05-12", "12 mai 2021"),
    ("en", "2nd April 2020", "2020-04-02", "2 avril 2020"),
    ("en", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("hu", "2024. március 12", "2024-03-12", "12 mars 2024"),
    ("ar", "12 مارس 2024", "2024-03-12", "12 mars 2024"),
    ("ar", "١٢ غشت ٢٠٢٠", "2020-08-12", "12 août 2020"),
    ("ar", "1 رمضان 1445", "1445-H09-01", "1er ramadan 1445"),
    ("fr", "1er ramadan 1445", "1445-H09-01", "1er ramadan 1445"),
    ("de", "03/2019", "2019-03", "03/2019"),
    ("tr", "09 06 1994", "1994-06-09", "09 06 1994"),
]


@pytest.mark.parametrize(("language", "text", "value", "french"), DATES)
def test_dates(language: str, text: str, value: str, french: str) -> None:
    (item,) = find(f"{text} x", language)
    assert (item.kind, item.values, item.french, item.ambiguous) == (Kind.date, (value,), french, False)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("es", "nacimiento28/06/1951", "1951-06-28"),
        ("uk", "народження17 травня 2019 року", "2019-05-17"),
    ],
)
def test_a_date_glued_to_its_label_is_found(language: str, text: str, value: str) -> None:
    (item,) = find(text, language)
    assert (item.kind, item.values) == (Kind.date, (value,))


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "03/04/2021", ("2021-04-03", "2021-03-04")),
        ("es", "03-04-2021", ("2021-04-03", "2021-03-04")),
    ],
)
def test_dates_of_two_readings_are_flagged(language: str, text: str, values: tuple[str, ...]) -> None:
    (item,) = find(text, language)
    assert (item.values, item.ambiguous, item.french) == (values, True, text)


@pytest.mark.parametrize("text", ["13/04/2021", "03/03/2021", "03.04.2021"])
def test_dates_of_one_reading_are_not_flagged(text: str) -> None:
    assert [item.ambiguous for item in find(text, "es")] == [False]


def test_a_short_year_has_two_centuries_but_is_not_flagged() -> None:
    (item,) = find("12.03.58", "de")
    assert (item.values, item.ambiguous) == (("1958-03-12", "2058-03-12"), False)


@pytest.mark.parametrize(("language", "text"), [("en", "section 12 may apply"), ("ro", "cei 12 mai vechi")])
def test_words_that_are_also_months(language: str, text: str) -> None:
    assert [item.kind for item in find(text, language)] == [Kind.number]


IDENTIFIERS = [
    ("65 120345 M 012", "65·120345·M·012"),
    ("S 12 R 345/21", "S·12·R·345·21"),
    ("II UK 345/20", "II·UK·345·20"),
    ("RSSMRA58C12H501Z", "RSSMRA58C12H501Z"),
    ("12345678Z", "12345678Z"),
    ("X-1234567-L", "X·1234567·L"),
    ("28/12345678/40", "28·12345678·40"),
    ("QQ 12 34 56 C", "QQ·12·34·56·C"),
    ("943 476 5919", "943·476·5919"),
    ("M54.5", "M54·5"),
    ("883/2004", "883·2004"),
    ("12/2024/WA-15", "12·2024·WA·15"),
    ("756.1234.5678.97", "756·1234·5678·97"),
    ("43a", "43A"),
    ("VR-F 2025/118342", "VR·F·2025·118342"),
    ("ECLI:RO:JDVLL:2025:007.001173", "ECLI·RO·JDVLL·2025·007·001173"),
    ("FR69 1450 8000 3047 1629 0385 01", "FR691450800030471629038501"),
    ("30$00", "30·00"),
    ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("ES9121000418450200051332", "ES9121000418450200051332"),
]


@pytest.mark.parametrize("language", ["de", "fr", "uk"])
@pytest.mark.parametrize(("text", "value"), IDENTIFIERS)
def test_identifiers_in_any_language(text: str, value: str, language: str) -> None:
    (item,) = find(f"x: {text}, y", language)
    assert (item.kind, item.text, item.values, item.french) == (Kind.identifier, text, (value,), text)


@pytest.mark.parametrize("text", ["58031212345", "0123456"])
def test_bare_numbers_of_persons_are_found_with_all_their_figures(text: str) -> None:
    (item,) = find(f"PESEL {text}", "pl")
    assert item.values == (text,)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b-c@inss.seg-social.es", "a.b-c@inss.seg-social.es"),
        ("https://www.zus.pl/pl/x?id=3", "https://www.zus.pl/pl/x?id=3"),
        ("+49 30 1234-567", "+49301234567"),
        ("0034 91 123 45 67", "+34911234567"),
    ],
)
def test_contacts(text: str, value: str) -> None:
    (item,) = find(f"x {text}, y", "de")
    assert (item.kind, item.text, item.values) == (Kind.contact, text, (value,))


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "10jährige, 18-jährige", ["10", "18"]),
        ("de", "2019-2020", ["2019", "2020"]),
        ("de", "12,13,14 und 1.5.2", ["12", "13", "14", "1·5·2"]),
        ("en", "the 2nd child", ["2"]),
        ("it", "500mg 3 volte", ["500MG", "3"]),
        ("de", "um 14:30 oder 15.45 Uhr", ["T14:30", "T15:45"]),
        ("fr", "à 14 h 30", ["T14:30"]),
        ("de", "zu 12,5 % und 7%", ["12.5", "7"]),
    ],
)
def test_other_figures(language: str, text: str, values: list[str]) -> None:
    assert [item.values[0] for item in find(text, language)] == values


def test_ordinals_in_french() -> None:
    cases = [
        ("pt", "artigo 12.º"),
        ("es", "el 1º hijo"),
        ("it", "la 3ª rata"),
        ("en", "the 2nd child"),
        ("es", "1ª"),
    ]
    assert [find(text, language)[0].french for language, text in cases] == ["12", "1er", "3e", "2e", "1re"]


def test_a_full_stop_that_ends_the_sentence_stays_outside() -> None:
    assert [item.text for item in find("Dnia 12 marca 2024 r.", "pl")] == ["12 marca 2024 r"]
    assert [item.text for item in find("Виплачено 500 грн.", "uk")] == ["500 грн"]


@pytest.mark.parametrize(
    "text",
    [
        "Musterstraße 12",
        "ul. Marszałkowska 12/5",
        "00-950 Warszawa",
        "10115 Berlin",
        "Calle Mayor, 5",
        "Rua das Flores, n.º 12",
        "Via Roma 12",
        "12 High Street",
        "SW1A 1AA",
        "вул. Хрещатик, 22",
        "Atatürk Cad. No: 5",
    ],
)
def test_addresses(text: str) -> None:
    line = f"x {text}, y"
    assert [line[start:end] for start, end in addresses(line)] == [text]


@pytest.mark.parametrize("text", ["Die Rente beträgt 12 Monate", "en el artículo 5", "am 12. März 2024"])
def test_prose_is_no_address(text: str) -> None:
    assert list(addresses(text)) == []


_TEXT = st.text(alphabet="0123456789٣.,:/-–'’ \u00a0€%aAbMäйم()", max_size=40)


@given(_TEXT, st.sampled_from(["de", "en", "pl", "ar", "fr"]))
def test_every_figure_is_in_exactly_one_item(text: str, language: str) -> None:
    items = find(text, language)
    covered = [n for item in items for n in range(item.start, item.end)]
    assert len(covered) == len(set(covered))
    assert {n for n, char in enumerate(text) if char.isdecimal()} <= set(covered)
    assert all(text[item.start : item.end] == item.text for item in items)
    assert [item.start for item in items] == sorted(item.start for item in items)
