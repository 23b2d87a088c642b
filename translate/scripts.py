"""The writing systems of texts and of languages."""

import unicodedata
from collections import Counter

# Languages (ISO 639-1) that are not written in Latin letters.
SCRIPT_OF = {
    **dict.fromkeys(("uk", "ru", "bg", "sr", "mk", "be"), "cyrillic"),
    **dict.fromkeys(("ar", "fa", "ur"), "arabic"),
    "el": "greek",
    "he": "hebrew",
    "hy": "armenian",
    "ka": "georgian",
    "zh": "cjk",
    "ja": "cjk",
}


def script(text: str) -> str:
    """The writing system of most letters of the text, in lower case; ``latin`` when it has no letter."""
    counts = Counter(unicodedata.name(char, "LATIN").split()[0].lower() for char in text if char.isalpha())
    return counts.most_common(1)[0][0] if counts else "latin"
