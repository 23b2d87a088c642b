"""Clauses composed freely: subject × verb × object × adverbial, active, passive, modal, subordinate."""

from __future__ import annotations

from dataclasses import dataclass

MODALS = [
    ("muss/müssen", "doit être/doivent être"),
    ("kann/können", "peut être/peuvent être"),
    ("soll/sollen", "doit être/doivent être"),
    ("kann nicht/können nicht", "ne peut pas être/ne peuvent pas être"),
    ("darf nicht/dürfen nicht", "ne doit pas être/ne doivent pas être"),
]
OPENINGS = [
    ("Wir teilen Ihnen mit, dass", "Nous vous informons que"),
    ("Wir weisen darauf hin, dass", "Nous attirons votre attention sur le fait que"),
    ("Wir bestätigen, dass", "Nous confirmons que"),
    ("Bitte teilen Sie uns mit, ob", "Veuillez nous indiquer si"),
    ("Wir bitten um Prüfung, ob", "Nous vous prions de vérifier si"),
    ("Hiermit wird bescheinigt, dass", "Il est attesté par la présente que"),
    ("Es wird festgestellt, dass", "Il est constaté que"),
]

NOT = ("", " nicht")
IRREGULAR = {
    "recevons": "reçoivent",
    "percevons": "perçoivent",
    "prenons": "prennent",
    "renvoyons": "renvoient",
    "prolongeons": "prolongent",
    "retenons": "retiennent",
    "rejetons": "rejettent",
    "complétons": "complètent",
}
LABELS = [
    ("Datum der", "Date", "du"),
    ("Antrag auf", "Demande", "de"),
    ("Grund der", "Motif", "du"),
    ("Bescheid über die", "Décision relative", "au"),
]


@dataclass(frozen=True)
class Verb:
    """One row of verbs.tsv."""

    objects: str
    infinitive: str
    participle: str
    present: str
    zu: str
    noun: str
    fr_infinitive: str
    fr_participle: str
    fr_present: str
    fr_we: str
    fr_noun: str
    fr_noun_gender: str

    def stem_and_prefix(self) -> tuple[str, str]:
        """Third person and separated prefix (``lehnt``, ``ab``)."""
        stem, _, prefix = self.present.partition("_")
        return stem, f" {prefix}" if prefix else ""

    @property
    def fr_they(self) -> str:
        """Third person plural in French, from the first (``accordons``, ``accordent``)."""
        word, space, rest = self.fr_we.partition(" ")
        return IRREGULAR.get(word, word.removesuffix("ons") + "ent") + space + rest

    def we(self) -> str:
        """First person plural stem of the German infinitive (``lehnen`` of ``ablehnen``)."""
        prefix = self.stem_and_prefix()[1].strip()
        return self.infinitive[len(prefix) :] if prefix else self.infinitive


def clause(rng, verbs: list[Verb], adverbials: list[tuple[str, str]]) -> tuple[str, str]:
    """One template (German, French) in the syntax of grammar.py."""
    verb = rng.choice(verbs)
    kind = rng.choice(verb.objects.split())
    adverbial = rng.choice(adverbials) if rng.random() < 0.6 else ("", "")
    return rng.choice(SHAPES)(rng, verb, kind, adverbial)


def spaced(text: str) -> str:
    """The text with a space before it, nothing when empty."""
    return f" {text}" if text else ""


def subject(rng) -> str:
    """The class of a subject: mostly institutions."""
    return "person" if rng.random() < 0.3 else "inst"


def article(rng) -> str:
    return rng.choice("ddddiipz")


def active_perfect(rng, verb, kind, adverbial):
    art = article(rng)
    return (
        f"{{s:{subject(rng)}:nd}} {{s?hat/haben}} {{o:{kind}:a{art}}}{spaced(adverbial[0])} {verb.participle}.",
        f"{{s:d}} {{s?a/ont}} {verb.fr_participle} {{o:{art}}}{spaced(adverbial[1])}.",
    )


def passive_past(rng, verb, kind, adverbial):
    art = rng.choice("dddpz")
    agent = rng.random() < 0.35
    by = (" von {s:inst:dd}", " par {s:d}") if agent else ("", "")
    no = rng.random() < 0.15
    have = "{o?n'a pas/n'ont pas}" if no else "{o?a/ont}"
    return (
        f"{{o:{kind}:n{art}}} {{o?wurde/wurden}}{spaced(adverbial[0])}{by[0]}{NOT[no]} {verb.participle}.",
        f"{{o:{art}}} {have} été {{o~{verb.fr_participle}}}{by[1]}{spaced(adverbial[1])}.",
    )


def passive_present(rng, verb, kind, adverbial):
    art = rng.choice("dddpz")
    no = rng.random() < 0.15
    be = "{o?n'est pas/ne sont pas}" if no else "{o?est/sont}"
    return (
        f"{{o:{kind}:n{art}}} {{o?wird/werden}}{spaced(adverbial[0])} {'nicht ' if no else ''}{verb.participle}.",
        f"{{o:{art}}} {be} {{o~{verb.fr_participle}}}{spaced(adverbial[1])}.",
    )


def modal(rng, verb, kind, adverbial):
    german, french = rng.choice(MODALS)
    art = rng.choice("dddpz")
    if " nicht" in german:
        german = german.replace(" nicht", "")
        tail = "nicht "
    else:
        tail = ""
    return (
        f"{{o:{kind}:n{art}}} {{o?{german}}}{spaced(adverbial[0])} {tail}{verb.participle} werden.",
        f"{{o:{art}}} {{o?{french}}} {{o~{verb.fr_participle}}}{spaced(adverbial[1])}.",
    )


def to_be_done(rng, verb, kind, adverbial):
    art = rng.choice("dddpz")
    return (
        f"{{o:{kind}:n{art}}} {{o?ist/sind}}{spaced(adverbial[0])} {verb.zu}.",
        f"{{o:{art}}} {{o?doit être/doivent être}} {{o~{verb.fr_participle}}}{spaced(adverbial[1])}.",
    )


def active_present(rng, verb, kind, adverbial):
    stem, prefix = verb.stem_and_prefix()
    art = article(rng)
    who = rng.choice([("{s:inst:nd}", "{s:d}"), ("{s:person:nd}", "{s:d}")])
    return (
        f"{who[0]} {{s?{stem}/{verb.we()}}} {{o:{kind}:a{art}}}{spaced(adverbial[0])}{prefix}.",
        f"{who[1]} {{s?{verb.fr_present}/{verb.fr_they}}} {{o:{art}}}{spaced(adverbial[1])}.",
    )


def you_perfect(rng, verb, kind, adverbial):
    art = article(rng)
    german, french = rng.choice([("haben", "avez {}"), ("haben", "avez {}"), ("hatten", "aviez {}")])
    return (
        f"Sie {german} {{o:{kind}:a{art}}}{spaced(adverbial[0])} {verb.participle}.",
        f"Vous {french.format(verb.fr_participle)} {{o:{art}}}{spaced(adverbial[1])}.",
    )


def we_perfect(rng, verb, kind, adverbial):
    art = article(rng)
    return (
        f"Wir haben {{o:{kind}:a{art}}}{spaced(adverbial[0])} {verb.participle}.",
        f"Nous avons {verb.fr_participle} {{o:{art}}}{spaced(adverbial[1])}.",
    )


def we_present(rng, verb, kind, adverbial):
    art = article(rng)
    prefix = verb.stem_and_prefix()[1]
    return (
        f"Wir {verb.we()} {{o:{kind}:a{art}}}{spaced(adverbial[0])}{prefix}.",
        f"Nous {verb.fr_we} {{o:{art}}}{spaced(adverbial[1])}.",
    )


def please(rng, verb, kind, adverbial):
    art = rng.choice("ddzi")
    prefix = verb.stem_and_prefix()[1]
    return (
        f"Bitte {verb.we()} Sie {{o:{kind}:a{art}}}{spaced(adverbial[0])}{prefix}.",
        f"Veuillez {verb.fr_infinitive} {{o:{art}}}{spaced(adverbial[1])}.",
    )


def request(rng, verb, kind, adverbial):
    art = rng.choice("ddzi")
    german = rng.choice(["Wir bitten Sie,", "Wir ersuchen Sie,"])
    return (
        f"{german} {{o:{kind}:a{art}}}{spaced(adverbial[0])} {verb.zu}.",
        f"Nous vous prions de {verb.fr_infinitive} {{o:{art}}}{spaced(adverbial[1])}.".replace(
            " de a", " d'a"
        ).replace(" de e", " d'e"),
    )


def that_clause(rng, verb, kind, adverbial):
    german, french = rng.choice(OPENINGS)
    art = rng.choice("dddpz")
    return (
        f"{german} {{o:{kind}:n{art}}}{spaced(adverbial[0])} {verb.participle} {{o?wurde/wurden}}.",
        f"{french} {{o:{art}}} {{o?a/ont}} été {{o~{verb.fr_participle}}}{spaced(adverbial[1])}.",
    )


def if_clause(rng, verb, kind, adverbial):
    ends = [
        ("stellen wir die Zahlung ein", "nous suspendrons le paiement"),
        ("kann die Leistung versagt werden", "la prestation peut être refusée"),
        ("entscheiden wir nach Aktenlage", "nous statuerons sur la base du dossier"),
        ("erhalten Sie einen neuen Bescheid", "vous recevrez une nouvelle décision"),
        ("besteht kein Anspruch", "il n'existe aucun droit"),
        ("teilen Sie uns dies bitte mit", "veuillez nous en informer"),
    ]
    german, french = rng.choice(ends)
    no = rng.random() < 0.6
    be = "{o?n'est pas/ne sont pas}" if no else "{o?est/sont}"
    return (
        f"Wenn {{o:{kind}:nd}}{spaced(adverbial[0])}{NOT[no]} {verb.participle} {{o?wird/werden}}, {german}.",
        f"Si {{o:d}} {be} {{o~{verb.fr_participle}}}{spaced(adverbial[1])}, {french}.",
    )


def heading(rng, verb, kind, adverbial):
    if "-" in (verb.noun, verb.fr_noun):
        return passive_past(rng, verb, kind, adverbial)
    german, french = (spaced(part) for part in (adverbial if rng.random() < 0.3 else ("", "")))
    return f"{verb.noun} {{o:{kind}:gd}}{german}", f"{verb.fr_noun} {{o:ded}}{french}"


def label(rng, verb, kind, adverbial):
    # Some nouns are masculine: the genitive of the pattern would be wrong.
    if "-" in (verb.noun, verb.fr_noun) or verb.noun in {"Bezug", "Widerruf", "Erhalt", "Nachweis"}:
        return passive_present(rng, verb, kind, adverbial)
    german, french, link = rng.choice(LABELS)
    noun = verb.fr_noun
    elided = noun[0] in "aeéio"
    article = "l'" if elided else {"m": "le ", "f": "la "}[verb.fr_noun_gender]
    joined = {
        "de": ("d'" if elided else "de ") + noun,
        "du": (f"du {noun}" if article == "le " else f"de {article}{noun}"),
        "au": (f"au {noun}" if article == "le " else f"à {article}{noun}"),
    }[link]
    return f"{german} {verb.noun} {{o:{kind}:gd}}", f"{french} {joined} {{o:ded}}"


def bare(_rng, _verb, kind, adverbial):
    return f"{{o:{kind}:n0}}{spaced(adverbial[0])}", f"{{o:0}}{spaced(adverbial[1])}"


SHAPES = [
    active_perfect,
    active_perfect,
    passive_past,
    passive_past,
    passive_present,
    passive_present,
    modal,
    to_be_done,
    active_present,
    you_perfect,
    we_perfect,
    we_present,
    please,
    request,
    that_clause,
    if_clause,
    heading,
    label,
    bare,
]
