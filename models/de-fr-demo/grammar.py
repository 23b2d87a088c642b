"""German and French noun groups with their agreement, and templates that hold them.

A template is a pair of sentences with slots in braces. ``{x:class:nd}`` draws a lexeme of the class and
puts it in the German nominative with the definite article; ``{x:d}`` puts the same lexeme on the French
side. ``{x~accordé}`` agrees a French participle, ``{x?wurde/wurden}`` chooses by number and
``{x%er/sie}`` by gender. A slot without colon, such as ``{date1}``, is a value copied to both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ARTICLES = {
    "d": {"m": ("der", "des", "dem", "den"), "f": ("die", "der", "der", "die"), "n": ("das", "des", "dem", "das")},
    "z": {
        "m": ("dieser", "dieses", "diesem", "diesen"),
        "f": ("diese", "dieser", "dieser", "diese"),
        "n": ("dieses", "dieses", "diesem", "dieses"),
    },
    "i": {
        "m": ("ein", "eines", "einem", "einen"),
        "f": ("eine", "einer", "einer", "eine"),
        "n": ("ein", "eines", "einem", "ein"),
    },
    "p": {
        "m": ("Ihr", "Ihres", "Ihrem", "Ihren"),
        "f": ("Ihre", "Ihrer", "Ihrer", "Ihre"),
        "n": ("Ihr", "Ihres", "Ihrem", "Ihr"),
    },
}
PLURAL_ARTICLES = {
    "d": ("die", "der", "den", "die"),
    "z": ("diese", "dieser", "diesen", "diese"),
    "i": ("", "", "", ""),
    "p": ("Ihre", "Ihrer", "Ihren", "Ihre"),
}
STRONG = {"m": ("er", "en", "em", "en"), "f": ("e", "er", "er", "e"), "n": ("es", "en", "em", "es")}
WEAK = {"m": ("e", "en", "en", "en"), "f": ("e", "en", "en", "e"), "n": ("e", "en", "en", "e")}
MIXED = {"m": ("er", "en", "en", "en"), "f": ("e", "en", "en", "e"), "n": ("es", "en", "en", "es")}
CASES = "ngda"
FRENCH_ARTICLES = {
    "d": {"m": "le ", "f": "la ", "p": "les "},
    "i": {"m": "un ", "f": "une ", "p": "des "},
    "p": {"m": "votre ", "f": "votre ", "p": "vos "},
    "z": {"m": "ce ", "f": "cette ", "p": "ces "},
    "0": {"m": "", "f": "", "p": ""},
}
CONTRACTED = {("de", "le "): "du ", ("de", "les "): "des ", ("à", "le "): "au ", ("à", "les "): "aux "}


def vowel(word: str) -> bool:
    """Whether a French word elides the article before it (every h of this lexicon is mute)."""
    return word[:1].lower() in "aeiouyéèêâîôœh"


def adjective(stem: str, ending: str) -> str:
    """A German adjective with its ending; a stem in square brackets never changes."""
    return stem[1:-1] if stem.startswith("[") else stem + ending


@dataclass
class NounGroup:
    """One noun with optional adjective and complement, in both languages.

    ``de`` holds the singular, the genitive singular and the plural of the noun; ``weak`` marks nouns that
    take -n outside the nominative. ``fr`` holds singular and plural of head and adjectives together.
    """

    de: tuple[str, str, str]
    gender: str
    fr: tuple[str, str]
    fr_gender: str
    plural: bool = False
    weak: bool = False
    de_adjective: str = ""
    de_tail: str = ""
    fr_tail: str = ""
    french_plural: bool | None = None

    def __post_init__(self) -> None:
        if self.french_plural is None:
            self.french_plural = self.plural

    def _noun(self, case: int) -> str:
        single, genitive, plural = self.de
        if self.plural:
            return plural + "n" if case == 2 and not plural.endswith(("n", "s")) else plural
        if case == 1:
            return genitive
        return genitive if self.weak and case > 0 else single

    def _ending(self, case: int, article: str) -> str:
        if self.plural:
            return ("e", "er", "en", "e")[case] if article in "i0" else "en"
        table = {"d": WEAK, "z": WEAK, "i": MIXED, "p": MIXED, "0": STRONG}[article]
        return table[self.gender][case]

    def german(self, form: str) -> str:
        """The group in a case (n, g, d, a) with an article (d, z, i, p, 0): ``nd``, ``ap``..."""
        case, article = CASES.index(form[0]), form[1]
        words = []
        if article != "0":
            words.append((PLURAL_ARTICLES[article] if self.plural else ARTICLES[article][self.gender])[case])
        if self.de_adjective:
            words.append(adjective(self.de_adjective, self._ending(case, article)))
        words += [self._noun(case), self.de_tail]
        return " ".join(word for word in words if word)

    def french(self, form: str) -> str:
        """The group with an article (d, i, p, z, 0), after ``de`` or ``à`` when the form starts so."""
        preposition, article = (form[:-1], form[-1])
        head = self.fr[1] if self.french_plural else self.fr[0]
        key = "p" if self.french_plural else self.fr_gender
        word = FRENCH_ARTICLES[article][key]
        if article == "z" and key == "m" and vowel(head):
            word = "cet "
        if article == "d" and not self.french_plural and vowel(head):
            word = "l'"
        if article == "i" and self.french_plural and preposition == "de":
            word = ""
        lead = self._lead(preposition, word, head)
        return f"{lead}{head}" + (f" {self.fr_tail}" if self.fr_tail else "")

    @staticmethod
    def _lead(preposition: str, word: str, head: str) -> str:
        if not preposition:
            return word
        if (preposition, word) in CONTRACTED:
            return CONTRACTED[preposition, word]
        if preposition == "de" and vowel(word or head):
            return "d'" + word
        return f"{preposition} {word}"

    def agree(self, participle: str) -> str:
        """A French participle or regular adjective with the gender and number of the group."""
        word, space, rest = participle.partition(" ")
        word += "e" if self.fr_gender == "f" else ""
        return word + ("s" if self.french_plural and not word.endswith("s") else "") + space + rest


@dataclass
class Place:
    """A country or a mister/madam pair: fixed forms by name, nothing to inflect."""

    forms_de: dict[str, str]
    forms_fr: dict[str, str]
    fr_gender: str = "m"
    gender: str = "m"
    plural: bool = False
    french_plural: bool = False

    def german(self, form: str) -> str:
        """The German form of that name."""
        return self.forms_de[form]

    def french(self, form: str) -> str:
        """The French form of that name."""
        return self.forms_fr[form]

    def agree(self, participle: str) -> str:
        """A French participle in the gender of the person."""
        return participle + ("e" if self.fr_gender == "f" else "")


SLOT = re.compile(r"\{(\w+)(?::(\w+):(\w+)|:(\w+)|~([^}]+)|\?([^}]*)|%([^}]*))?\}")


def fill(template: tuple[str, str], draw, value) -> tuple[str, str]:
    """Fill both sides. ``draw(class)`` gives a lexeme, ``value(name)`` the (German, French) texts of a slot."""
    bound: dict[str, object] = {}
    values: dict[str, tuple[str, str]] = {}

    def replace(match: re.Match[str], side: int) -> str:
        name, kind, first, later, participle, number, gender = match.groups()
        if kind:
            bound[name] = draw(kind)
        if name not in bound:
            if name not in values:
                values[name] = value(name)
            return values[name][side]
        group = bound[name]
        if participle:
            return group.agree(participle)
        if number is not None:
            return number.split("/")[1 if (group.french_plural if side else group.plural) else 0]
        if gender is not None:
            options = gender.split("/")
            letter = group.gender if side == 0 else group.fr_gender
            return options["mfn".index(letter)] if len(options) == 3 else options[letter == "f"]
        return group.german(first or later) if side == 0 else group.french(first or later)

    german = SLOT.sub(lambda match: replace(match, 0), template[0])
    french = SLOT.sub(lambda match: replace(match, 1), template[1])
    return german, french
