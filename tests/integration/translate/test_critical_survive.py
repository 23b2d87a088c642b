"""Administrative sentences through real Apertium chains: every amount, date and identifier must come out."""

from collections.abc import Iterator

import pytest

from translate.drafting import draft
from translate.engines.apertium import ApertiumEngine
from translate.engines.chains import WAYS
from translate.engines.modes import read
from translate.segments import Origin, Role, SourceSegment

SENTENCES = {
    "es": (
        "La pensión de jubilación asciende a 1.234,56 euros mensuales desde el 1 de marzo de 2024.",
        "El trabajador, con NIF 12345678Z y número de afiliación 28/12345678/40, cotizó 3.652 días.",
        "Fecha de nacimiento: 03/04/1958. Lugar: Sevilla.",
        "Según el artículo 205 de la Ley 39/2015, de 1 de octubre, procede el pago de 859,60 €.",
        "El ingreso se hará en la cuenta ES91 2100 0418 4502 0005 1332 antes del 15 de junio.",
        "Diagnóstico principal: M54.5. Tratamiento: ibuprofeno 600 mg cada 8 horas durante 10 días.",
        "Para cualquier consulta llame al +34 91 123 45 67 o escriba a pensiones@inss.example.es.",
        "Domicilio: Calle Mayor, 5, 28013 Madrid.",
        "El expediente 2024/00123-B fue resuelto el 12-03-2024 a las 14:30.",
        "Se reconoce una prestación en especie por valor de 250,00 €, el 12,5 % de la base reguladora.",
    ),
    "pt": (
        "A pensão de velhice é de 1.050,25 € por mês a partir de 1 de janeiro de 2023.",
        "O beneficiário n.º 11223344556 descontou de 3 de maio de 1985 a 31 de dezembro de 1999.",
        "Nos termos do artigo 12.º do Decreto-Lei n.º 187/2007, o pedido foi deferido.",
        "Vencimento base: 1.200,00 €; subsídio de refeição: 132,30 €; líquido: 1.045,77 €.",
        "O IBAN indicado é PT50 0002 0123 1234 5678 9015 4.",
        "Nasceu às 14:30 do dia 12 de março de 1958 em Coimbra.",
        "Contacte-nos pelo telefone +351 21 123 45 67.",
        "A morada é Rua das Flores, n.º 12, 1200-123 Lisboa.",
        "O processo 456/22.7 foi arquivado em 30-06-2022.",
        "O requerente tem 3 filhos e 42 anos de descontos, com uma taxa de 23,75%.",
    ),
    "it": (
        "La pensione ammonta a € 1.050,00 mensili a decorrere dal 1° gennaio 2020.",
        "Il codice fiscale dell'assicurato è RSSMRA58C12H501Z.",
        "Il ricorso n. 345/2021 è stato depositato il 2 giugno 2021 alle ore 10:15.",
        "Ai sensi dell'art. 12 del D.Lgs. 81/2008 si riconosce l'infortunio del 03/04/2021.",
        "La fattura ammonta a 1.234,56 euro più il 22% di imposta.",
        "Il pagamento avverrà sul conto IT60 X054 2811 1010 0000 0123 456.",
        "Residente in Via Roma 12, 00184 Roma.",
        "Diagnosi: J45.0; prognosi di 15 giorni dal 12 marzo 2024.",
        "Periodo assicurato dal 01.02.1985 al 31.12.1999 per 778 settimane.",
        "Scrivere a pensioni@inps.example.it o telefonare al +39 06 1234567.",
    ),
    "ro": (
        "Pensia lunară este de 1.234,56 lei începând cu 1 martie 2024.",
        "Asiguratul cu CNP 1580312123456 a cotizat 25 de ani și 3 luni.",
        "Conform art. 52 din Legea nr. 263/2010 cererea se admite.",
        "Sentința civilă nr. 1234/2021 a fost pronunțată la 12 mai 2021.",
        "Plata de 2.500 RON se face în contul RO49 AAAA 1B31 0075 9384 0000.",
        "Născut la 03.04.1958 în București.",
        "Dosarul 456/3/2021 se judecă la ora 09:30.",
        "Indemnizația reprezintă 75,5 % din salariul de 4.321,00 lei.",
        "Telefon: +40 21 123 45 67, e-mail: pensii@cnpp.example.ro.",
        "Diagnostic: I10. Concediu medical de 14 zile din 5 iunie 2023.",
    ),
    "en": (
        "Your State Pension is £203.85 a week from 6 April 2024.",
        "Your National Insurance number is QQ 12 34 56 C.",
        "The claim was received on March 12, 2024 and decided on 03/04/2024.",
        "You paid £1,234.56 in contributions over 1,040 weeks.",
        "Patient 943 476 5919 was prescribed amoxicillin 500 mg three times a day for 7 days.",
        "Under Article 16(1) of Regulation (EC) No 883/2004 the request is granted.",
        "Please call +44 20 7946 0958 or write to pensions@dwp.example.uk.",
        "The 2nd child was born on 1 May 2019 at 2:30.",
        "He was employed from January 1985 to December 1999.",
        "The rate is 12.5% and the arrears amount to €2,345.60.",
    ),
}


@pytest.fixture(scope="module", params=sorted(SENTENCES))
def engine(request: pytest.FixtureRequest) -> Iterator[ApertiumEngine]:
    language: str = request.param
    modes = [read(name) for name in WAYS[language, "fr"][0].modes]
    engine = ApertiumEngine(language, "fr", [mode for mode in modes if mode is not None], "installed")
    assert len(engine.chain) == len(modes), "a mode of Apertium is not installed"
    yield engine
    engine.close()


def test_critical_data_survive(engine: ApertiumEngine) -> None:
    texts = SENTENCES[engine.source]
    segments = [
        SourceSegment(1, order, (), Role.paragraph, text, engine.source, 95.0) for order, text in enumerate(texts)
    ]
    drafts = draft(segments, lambda _: engine)
    assert [item.origin for item in drafts] == [Origin.machine] * len(texts)
    blocked = [(d.segment.text, d.target, [f.code for f in d.findings if f.blocking]) for d in drafts if d.blocked]
    assert blocked == []
