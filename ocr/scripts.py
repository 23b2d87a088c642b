"""Scripts and the languages to try when only the script is known. Pure."""

from typing import Final

#: Languages tried together on a sample, by script: enough to tell the language, few enough to be quick.
SAMPLES: Final = {
    "Latin": ("en", "de", "es", "pl"),
    "Fraktur": ("de",),
    "Cyrillic": ("uk", "ru", "bg"),
    "Arabic": ("ar", "fa"),
    "Greek": ("el",),
    "Hebrew": ("he",),
    "Armenian": ("hy",),
    "Georgian": ("ka",),
    "Thai": ("th",),
    "Han": ("zh",),
    "Japanese": ("ja",),
    "Korean": ("ko",),
    "Hangul": ("ko",),
    "Devanagari": ("hi",),
    "Bengali": ("bn",),
    "Tamil": ("ta",),
}

#: Official papers in another script often carry lines in these.
COMPANIONS: Final = ("en", "fr")

_SCRIPTS: Final = {
    "Cyrillic": ("bel", "bul", "kaz", "mkd", "rus", "srp", "ukr"),
    "Arabic": ("ara", "fas", "urd"),
    "Greek": ("ell",),
    "Hebrew": ("heb",),
    "Armenian": ("hye",),
    "Georgian": ("kat",),
    "Thai": ("tha",),
    "Han": ("chi_sim", "chi_tra"),
    "Japanese": ("jpn",),
    "Korean": ("kor",),
    "Devanagari": ("hin",),
    "Bengali": ("ben",),
    "Tamil": ("tam",),
}


def script_of(code: str) -> str:
    """The script, as Tesseract names it, of a data file such as ``ukr``."""
    return next((script for script, codes in _SCRIPTS.items() if code in codes), "Latin")
