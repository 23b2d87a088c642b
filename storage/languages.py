"""The names of languages in French and English, by ISO 639-1 code.

The list holds the official languages of the European Union, of the States bound to France by an agreement, and
those of their documents that reach the body; an unknown code is shown as it is rather than refused.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language. ``elided`` says that the French article loses its vowel: *l'allemand*, but *le hongrois*."""

    code: str
    french: str
    english: str
    elided: bool = False
    right_to_left: bool = False


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("ar", "arabe", "Arabic", elided=True, right_to_left=True),
        Language("az", "azéri", "Azerbaijani", elided=True),
        Language("be", "biélorusse", "Belarusian"),
        Language("bg", "bulgare", "Bulgarian"),
        Language("bn", "bengali", "Bengali"),
        Language("bs", "bosnien", "Bosnian"),
        Language("ca", "catalan", "Catalan"),
        Language("cs", "tchèque", "Czech"),
        Language("da", "danois", "Danish"),
        Language("de", "allemand", "German", elided=True),
        Language("el", "grec", "Greek"),
        Language("en", "anglais", "English", elided=True),
        Language("es", "espagnol", "Spanish", elided=True),
        Language("et", "estonien", "Estonian", elided=True),
        Language("eu", "basque", "Basque"),
        Language("fa", "persan", "Persian", right_to_left=True),
        Language("fi", "finnois", "Finnish"),
        Language("fr", "français", "French"),
        Language("ga", "irlandais", "Irish", elided=True),
        Language("gl", "galicien", "Galician"),
        Language("he", "hébreu", "Hebrew", elided=True, right_to_left=True),
        Language("hi", "hindi", "Hindi", elided=True),
        Language("hr", "croate", "Croatian"),
        Language("hu", "hongrois", "Hungarian"),
        Language("hy", "arménien", "Armenian", elided=True),
        Language("is", "islandais", "Icelandic", elided=True),
        Language("it", "italien", "Italian", elided=True),
        Language("ja", "japonais", "Japanese"),
        Language("ka", "géorgien", "Georgian"),
        Language("ko", "coréen", "Korean"),
        Language("lb", "luxembourgeois", "Luxembourgish"),
        Language("lt", "lituanien", "Lithuanian"),
        Language("lv", "letton", "Latvian"),
        Language("mg", "malgache", "Malagasy"),
        Language("mk", "macédonien", "Macedonian"),
        Language("mt", "maltais", "Maltese"),
        Language("nb", "norvégien", "Norwegian"),
        Language("nl", "néerlandais", "Dutch"),
        Language("nn", "norvégien nynorsk", "Norwegian Nynorsk"),
        Language("no", "norvégien", "Norwegian"),
        Language("pl", "polonais", "Polish"),
        Language("ps", "pachto", "Pashto", right_to_left=True),
        Language("pt", "portugais", "Portuguese"),
        Language("ro", "roumain", "Romanian"),
        Language("ru", "russe", "Russian"),
        Language("sk", "slovaque", "Slovak"),
        Language("sl", "slovène", "Slovenian"),
        Language("sq", "albanais", "Albanian", elided=True),
        Language("sr", "serbe", "Serbian"),
        Language("sv", "suédois", "Swedish"),
        Language("ta", "tamoul", "Tamil"),
        Language("th", "thaï", "Thai"),
        Language("tr", "turc", "Turkish"),
        Language("uk", "ukrainien", "Ukrainian", elided=True),
        Language("ur", "ourdou", "Urdu", elided=True, right_to_left=True),
        Language("vi", "vietnamien", "Vietnamese"),
        Language("zh", "chinois", "Chinese"),
    )
}


def name_fr(code: str) -> str:
    """The French name: ``allemand``; "langue non déterminée" for ``und`` or nothing, ``langue xx`` if unknown."""
    if code in ("", "und"):
        return "langue non déterminée"
    language = LANGUAGES.get(code)
    return language.french if language else f"langue «\u00a0{code}\u00a0»"


def name_en(code: str) -> str:
    """The English name: ``German``."""
    if code in ("", "und"):
        return "undetermined language"
    language = LANGUAGES.get(code)
    return language.english if language else f"language “{code}”"


def from_fr(code: str) -> str:
    """The French name after *traduit…*: ``de l’allemand``, ``du polonais``, ``d’une langue non déterminée``."""
    language = LANGUAGES.get(code)
    if language is None:
        return f"d’une {name_fr(code)}" if code in ("", "und") else f"de la {name_fr(code)}"
    return f"de l’{language.french}" if language.elided else f"du {language.french}"


def in_fr(code: str) -> str:
    """The French name after *rédigé…*: ``en allemand``, ``dans une langue non déterminée``."""
    if code in LANGUAGES:
        return f"en {name_fr(code)}"
    return f"dans une {name_fr(code)}" if code in ("", "und") else f"dans la {name_fr(code)}"


def right_to_left(code: str) -> bool:
    """Whether the language is written from right to left."""
    language = LANGUAGES.get(code)
    return language is not None and language.right_to_left
