"""Invented papers as HTML pages: letters, decisions, invoices, records, and the forms that need no translation."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from intake.recognition import forms_table as table
from tests.recognition.texts import NAMES, STREETS, TONGUES, TOWNS

#: Two looks of every paper: the second is never seen while rules are tuned.
LOOKS = (
    'font-family: "Liberation Sans"; font-size: 10.5pt; padding: 18mm 20mm; line-height: 1.35;',
    'font-family: "Liberation Serif"; font-size: 11.5pt; padding: 22mm 24mm 16mm 27mm; line-height: 1.25;',
)
CSS = """@page { size: A4; margin: 0; }
* { box-sizing: border-box; } body { margin: 0; color: #111; }
.page { position: relative; width: 210mm; height: 297mm; break-after: page; overflow: hidden; }
p { margin: 0 0 3mm; } h1 { font-size: 1.55em; margin: 4mm 0 5mm; } h2 { font-size: 1.15em; margin: 2mm 0; }
table { border-collapse: collapse; width: 100%; } td, th { border: 0.2mm solid #333; padding: 1mm 1.6mm; text-align: left; vertical-align: top; }
.foot { position: absolute; bottom: 8mm; left: 22mm; right: 22mm; font-size: 8pt; } .head { font-size: 9pt; border-bottom: 0.3mm solid #222; margin-bottom: 6mm; }
.head b { font-size: 15pt; } .code { font-size: 22pt; font-weight: bold; text-align: right; } .small { font-size: 8pt; }
.two { display: flex; gap: 9mm; } .two > div { width: 50%; } .right { text-align: right; }"""


@dataclass(frozen=True)
class Sheet:
    """One page: its HTML and what is true of it. ``passage`` when it holds a paragraph in French."""

    html: str
    language: str
    passage: bool = False


@dataclass(frozen=True)
class Paper:
    """One document. ``form`` is (family, part); ``kind`` None where it names none; ``mode`` of a translation that it
    holds."""

    name: str
    sheets: tuple[Sheet, ...]
    kind: str | None = None
    form: tuple[str, str] | None = None
    mode: str | None = None
    traps: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Facts:
    """What fills a paper: the same facts give the same paper."""

    name: str
    town: str
    street: str
    number: int
    d1: str
    d2: str
    a: str
    r: str
    n: int
    k: int
    rows: tuple[tuple[str, str, str], ...]


def date(rng: Random) -> str:
    return f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{rng.randint(1994, 2025)}"


def facts(rng: Random) -> Facts:
    amount = f"{rng.randint(1, 3)}.{rng.randint(100, 999)},{rng.randint(10, 99)}"
    rows = tuple(
        (date(rng), date(rng), f"{rng.randint(100, 999)},{rng.randint(10, 99)}") for _ in range(rng.randint(6, 14))
    )
    return Facts(
        rng.choice(NAMES), rng.choice(TOWNS), rng.choice(STREETS), rng.randint(1, 99), date(rng), date(rng), amount,
        f"{rng.randint(10**8, 10**9 - 1)}", rng.randint(40, 470), rng.choice((14, 15, 21, 30)), rows,
    )  # fmt: skip


def sheet(language: str, look: int, content: str, *, passage: bool = False) -> Sheet:
    page = f'<section class="page" lang="{language}" style="{html.escape(LOOKS[look])}">{content}</section>'
    return Sheet(page, language, passage)


def sentence(language: str, index: int, given: Facts) -> str:
    return (
        TONGUES[language]
        .sentences[index]
        .format(d1=given.d1, d2=given.d2, a=given.a, r=given.r, n=given.n, k=given.k, name=given.name)
    )


def _said(language: str, picks: Sequence[int], given: Facts) -> str:
    return "".join(f"<p>{sentence(language, index, given)}</p>" for index in picks)


def _head(given: Facts, office: str) -> str:
    return (
        f'<div class="head"><b>{office} {given.town}</b><br>{given.street} {given.number}, {10000 + given.number * 317} '
        f"{given.town}, Tel. 0{given.number * 71} 55 {given.number + 10}</div>"
    )


def _foot(language: str, number: int, total: int, *, numbered: bool = True) -> str:
    if not numbered:
        return ""
    return f'<div class="foot">{TONGUES[language].page.format(n=number, t=total)}</div>'


def _rows(given: Facts, many: int) -> str:
    rows = (given.rows * 3)[:many]
    cells = "".join(
        f"<tr><td>{i}</td><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for i, (a, b, c) in enumerate(rows, 1)
    )
    return f"<table>{cells}</table>"


def letter(language: str, rng: Random, look: int, *, pages: int = 1, insert: str = "", trap: str = "") -> Paper:
    """A letter, which may speak of forms (``insert``) without being one."""
    given, tongue = facts(rng), TONGUES[language]
    picks = rng.sample(range(6), 4)
    numbered = rng.random() < 0.5
    first = (
        _head(given, rng.choice(("Amt", "Office", "Centro", "Urząd", "Casa")))
        + f"<p>{given.town}, {given.d2}<br>Ref. {given.r}</p>"
        f"<p>{tongue.greeting.format(name=given.name)}</p>" + insert + _said(language, picks, given)
    )
    end = f"<p>{tongue.closing}</p><p>{rng.choice(NAMES)}</p>"
    sheets = [
        sheet(
            language,
            look,
            first
            + (end if pages == 1 else "")
            + (_foot(language, 1, pages, numbered=numbered) if pages > 1 else ""),
        )
    ]
    for number in range(2, pages + 1):
        body = _said(language, rng.sample(range(6), 4), given) + (end if number == pages else "")
        sheets.append(
            sheet(
                language, look, f"<p>Ref. {given.r}</p>{body}{_foot(language, number, pages, numbered=numbered)}"
            )
        )
    return Paper(f"letter-{language}", tuple(sheets), "letter", traps=(trap,) if trap else ())


def titled(
    language: str, kind: str, rng: Random, look: int, *, pages: int = 1, given: Facts | None = None
) -> Paper:
    """A paper that names itself: a decision, an invoice, a record…"""
    given = given or facts(rng)
    title = TONGUES[language].titles[kind]
    offices = {"medical": "Klinik", "invoice": "Praxis", "civil_status": "Municipium", "pay_slip": "Texma"}
    picks = {
        "medical": (4, 3),
        "civil_status": (),
        "pay_slip": (),
        "pension_statement": (2,),
        "invoice": (3,),
    }.get(kind, (0, 1, 2, 5))
    order = rng.sample(picks, len(picks))
    numbered = rng.random() < 0.5
    big = title.upper() if look and rng.random() < 0.4 else title
    body = f"<h1>{big}</h1><p>{given.name} – {given.d1} – {given.r}</p>" + _said(language, order, given)
    if kind != "medical":
        body += _rows(given, 8 if kind in {"civil_status", "decision", "judgment"} else 14)
    sheets = [
        sheet(
            language,
            look,
            _head(given, offices.get(kind, "Institut"))
            + body
            + (_foot(language, 1, pages, numbered=numbered) if pages > 1 else ""),
        )
    ]
    for number in range(2, pages + 1):
        more = _said(language, rng.sample(range(6), 3), given) + _rows(given, 10)
        sheets.append(
            sheet(
                language,
                look,
                f'<p class="small">{given.name}, {given.r}</p>{more}{_foot(language, number, pages, numbered=numbered)}',
            )
        )
    return Paper(f"{kind}-{language}", tuple(sheets), kind)


# Forms ------------------------------------------------------------------------------------------------------------

_LABELS = (
    "Name",
    "Nom",
    "Apellidos",
    "Nazwisko",
    "Cognome",
    "Datum",
    "Code",
    "Adresse",
    "Data",
    "Nr",
    "Sex",
    "Periodo",
)


def _numbered(rng: Random, first: int, groups: int, language: str) -> str:
    out = []
    for group in range(first, first + groups):
        tongue = TONGUES.get(language)
        words = (
            tongue.sentences[group % 6].format(d1="", d2="", a="", r="", n="", k="", name="").split()[:5]
            if tongue
            else ["–"]
        )
        out.append(f"<h2>{group}. {' '.join(words).upper().strip(' ,;.')}</h2>")
        out += [
            f"<p>{group}.{n} {rng.choice(_LABELS)} {' '.join(words[-2:])} &nbsp; <b>{rng.choice(NAMES).upper()}</b> {date(rng)}</p>"
            for n in range(1, rng.randint(4, 7))
        ]
    return "".join(out)


def portable(part: str, language: str, rng: Random, look: int, *, pages: int = 2, title: str = "") -> Paper:
    sheets = []
    for number in range(1, pages + 1):
        head = f'<p class="small">{table.COORDINATION[language]}</p>'
        first = f'<div class="code">{part}</div><h2>{title}</h2>' if number == 1 else ""
        foot = f'<div class="foot">{part} &nbsp; {number}/{pages}</div>'
        sheets.append(sheet(language, look, head + first + _numbered(rng, 2 * number - 1, 2, language) + foot))
    return Paper(f"{part}-{language}", tuple(sheets), None, ("portable_document", part))


def e_form(digits: int, language: str, rng: Random, look: int) -> Paper:
    code = f"E {digits}" + rng.choice(("", f" {language.upper()}"))
    head = f'<p class="small">{table.COMMISSION[language].upper() if look else table.COMMISSION[language]}</p>'
    law = "1408/71: 13.2.d, 14.1.a, 574/72: 11.1" if rng.random() < 0.7 else ""
    body = f'{head}<div class="code">{code}</div><p class="small">{law}</p>' + _numbered(rng, 1, 3, language)
    return Paper(f"E{digits}-{language}", (sheet(language, look, body),), None, ("e_form", f"E {digits}"))


def sed(code: str, language: str, rng: Random, look: int) -> Paper:
    mark = {"pl": "Ustrukturyzowany dokument elektroniczny", "de": "Strukturiertes elektronisches Dokument",
            "es": "Documento electrónico estructurado", "it": "Documento elettronico strutturato"}.get(
        language, "Electronic Exchange of Social Security Information")  # fmt: skip
    top = f'<p class="small">{mark}</p><h1>{rng.choice((f"SED {code}", code))}</h1><p>Local case number: {rng.randint(10**6, 10**7)}</p>'
    return Paper(
        f"{code}-{language}", (sheet(language, look, top + _numbered(rng, 1, 3, language)),), None, ("sed", code)
    )


def regulation_1191(part: str, languages: tuple[str, str], rng: Random, look: int) -> Paper:
    own, other = languages
    words = table.CIVIL[part]
    order = {"en": 0, "fr": 1, "de": 2, "es": 3, "it": 4, "pt": 5, "nl": 6, "pl": 7, "ro": 8, "cs": 9}
    named = words[order[own]] if own in order and order[own] < len(words) else words[0]
    top = (
        f'<p class="small">(EU) 2016/1191</p><h1>{table.MULTILINGUAL[own]}</h1><h2>{table.MULTILINGUAL[other]}</h2>'
        f"<h2>{named} / {words[0]}</h2>"
    )
    rows = "".join(
        f"<tr><td>{n}</td><td>{rng.choice(_LABELS)} / {rng.choice(_LABELS)}</td><td>{rng.choice(NAMES).upper()} {date(rng)}</td></tr>"
        for n in range(1, 12)
    )
    return Paper(
        f"1191-{part}-{own}",
        (sheet(own, look, f"{top}<table>{rows}</table>"),),
        None,
        ("regulation_2016_1191", part),
    )


_CIEC_WORDS = {"tr": "Formül", "de": "Formular", "it": "Formula", "pt": "Formulário", "pl": "Formularz", "ro": "Formular", "es": "Fórmula", "hr": "Formula", "nl": "Formulier", "bg": "Формула"}  # fmt: skip


def ciec(part: str, language: str, rng: Random, look: int) -> Paper:
    french = table.CIEC_FRENCH[part].capitalize()
    own = table.CIVIL[table.CIEC_PARTS[part]][0]
    labels = (
        "État",
        "Service de l'état civil de",
        "Acte n°",
        "Date et lieu",
        "Nom",
        "Prénoms",
        "Sexe",
        "Père",
        "Mère",
        "Autres énonciations",
    )
    rows = "".join(
        f"<tr><td>{n}</td><td>{rng.choice(_LABELS)}<br>{label}</td><td>{rng.choice(NAMES).upper()}</td></tr>"
        for n, label in enumerate(labels, 1)
    )
    word = _CIEC_WORDS.get(language, "Formule")
    foot = "<p class='small'>Jo: jour / day; Mo: mois / month; An: année / year; M; F</p>"
    if rng.random() < 0.7:
        foot += "<p class='small'>Extrait délivré en application de la Convention signée à Vienne le 8 septembre 1976</p>"
    body = f"<p>{word} {part} – Formule {part}</p><h1>{own}<br>{french}</h1><table>{rows}</table>{foot}"
    return Paper(f"ciec-{part}-{language}", (sheet(language, look, body),), None, ("ciec", part))


# French and translations --------------------------------------------------------------------------------------------


def with_passage(language: str, rng: Random, look: int) -> Paper:
    """A letter of which one paragraph is in French."""
    given, tongue = facts(rng), TONGUES[language]
    french = "".join(
        f"<p lang='fr'>{sentence('fr', i, given)} {sentence('fr', (i + 3) % 6, given)}</p>"
        for i in rng.sample(range(6), 1)
    )
    own = _said(language, rng.sample(range(6), 3), given)
    body = (
        _head(given, "Office")
        + f"<p>{tongue.greeting.format(name=given.name)}</p>"
        + own
        + french
        + f"<p>{tongue.closing}</p>"
    )
    return Paper(f"passage-{language}", (sheet(language, look, body, passage=True),), "letter")


def french_address(language: str, rng: Random, look: int) -> Paper:
    """A letter in another language to an address in France: no passage in French."""
    lines = "Caisse primaire d'assurance maladie du Rhône<br>Service des relations internationales<br>276 cours Émile Zola<br>69619 Villeurbanne Cedex, France"
    return letter(language, rng, look, insert=f"<p>{lines}</p>", trap="french address")


def french(rng: Random, look: int, pages: int = 1) -> Paper:
    made = letter("fr", rng, look, pages=pages)
    return Paper("french", made.sheets, "letter", traps=("french",))


def translated_after(language: str, rng: Random, look: int, pages: int = 1) -> Paper:
    """A decision and its French translation on the pages that follow."""
    given = facts(rng)
    seed = rng.random()
    original = titled(
        language,
        "decision" if "decision" in TONGUES[language].titles else "invoice",
        Random(seed),
        look,
        pages=pages,
        given=given,
    )
    target = titled("fr", "decision", Random(seed), look, pages=pages, given=given)
    return Paper(f"translated-{language}", (*original.sheets, *target.sheets), original.kind, mode="following")


def side_by_side(language: str, rng: Random, look: int) -> Paper:
    given = facts(rng)
    own = "".join(f"<p>{sentence(language, i, given)}</p>" for i in (0, 1, 2, 5))
    other = "".join(f"<p lang='fr'>{sentence('fr', i, given)}</p>" for i in (0, 1, 2, 5))
    body = f"<h2>{given.name} {given.r}</h2><div class='two'><div>{own}</div><div>{other}</div></div>"
    return Paper(f"columns-{language}", (sheet(language, look, body, passage=True),), mode="side_by_side")


def answer_in_french(language: str, rng: Random, look: int) -> Paper:
    """A letter with a French letter about something else behind it: two languages, no translation."""
    return Paper(
        f"answer-{language}",
        (*letter(language, rng, look).sheets, *letter("fr", rng, look).sheets),
        "letter",
        traps=("no translation",),
    )


MENTIONS: Sequence[Callable[[Random], str]] = (
    lambda r: f"<p><b>E {r.choice((101, 104, 106, 121, 205))}</b></p>",
    lambda r: f"<p>A1 – S1 – E {r.choice((104, 121))}, (EU) 883/2004, 1408/71</p>",
    lambda r: f"<p>Re: <b>P5000</b>, SED {r.choice(('H001', 'A001', 'X009'))}</p><p>1. P2000<br>2. P6000<br>3. P8000</p>",
    lambda r: f"<p>{r.choice(list(table.COORDINATION.values()))}: A1</p>",
    lambda r: "<p>(EU) 2016/1191, Formule A, CIEC</p><p>1. A<br>2. B<br>3. C<br>4. D</p>",
    lambda r: f"<h2>{table.COMMISSION['en']}</h2><p>E 104</p>",
)  # fmt: skip
