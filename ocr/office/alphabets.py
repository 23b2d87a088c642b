"""Which language a text could be in by its letters and its small words: what tells a wrong encoding from the right
one, which statistics of letters alone confuse (``ń`` for ``ñ``, ``³`` for ``ł``). Pure."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: The letters beyond a to z of a language, and words without them that no text of it lacks.
_LANGUAGES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "pl": ("ąćęłńóśźż", "w z na do nie o od jest oraz za po przez dla dnia"),
        "cs": ("áčďéěíňóřšťúůýž", "a v na je se z o do za pro ze dne podle"),
        "sk": ("áäčďéíĺľňóôŕšťúýž", "a v na je sa z o do za pre zo podla"),
        "hu": ("áéíóöőúüű", "a az és egy nem is hogy alapján szerint"),
        "ro": ("ăâîșțşţ", "de la în din cu pe nr a si sau prin pentru"),
        "hr": ("čćđšž", "i u na je se za od da s iz te kao"),
        "sl": ("čšž", "in v na je se za od da s iz ter kot"),
        "de": ("äöüß", "der die das und in den von zu mit ist im des auf nicht"),
        "fr": ("àâæçéèêëîïôœùûüÿ", "de la le les et des du en un une est pour par"),
        "es": ("áéíñóúü", "de la que el en y a los del se por con para"),
        "pt": ("àáâãçéêíóôõú", "de a o que e do da em os para com no na por"),
        "ca": ("àçèéíïòóúü", "de la el i a en que els per amb del"),
        "it": ("àèéìíòóù", "di e il la che in a per del un della con"),
        "nl": ("áäèéëïíóöü", "de van het een en in is op te dat met voor"),
        "da": ("æøåé", "og i at det en den til er som af for med"),
        "sv": ("äåöé", "och i att det en som av för den med till"),
        "fi": ("äåö", "ja on ei se kun on ovat tai joka"),
        "et": ("äõöüšž", "ja on ei et see ning kui"),
        "lv": ("āčēģīķļņšūž", "un ir no par ar uz kas"),
        "lt": ("ąčęėįšųūž", "ir yra su kad iki nuo"),
        "tr": ("çğıiöşüâîûİ", "ve bir bu ile olarak olan da de"),
        "ru": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", ""),
        "uk": ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", ""),
        "bg": ("абвгдежзийклмнопрстуфхцчшщъьюя", ""),
        "sr": ("абвгдђежзијклљмнњопрстћуфхцчџш", ""),
        "el": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", ""),
        "he": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת", ""),
        "ar": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْـ", ""),
    }
)
_WORDS: Final = re.compile(r"[^\W\d_]+")
#: Signs of printing that any of them uses.
_SIGNS: Final = frozenset("«»„“”‘’‚–—…§°€£¿¡·•№\u00a0©®½¼¾²³ªº´`‹›")
#: Letters looked at.
ENOUGH: Final = 20_000
_ALPHABETS: Final = {name: frozenset(letters + letters.upper()) for name, (letters, _) in _LANGUAGES.items()}
_SMALL: Final = {name: frozenset(words.split()) for name, (_, words) in _LANGUAGES.items()}


def likeness(text: str) -> float:
    """How well a text fits the language that it fits best: 1 and more where all its letters and some of its words
    are of that language, less the more strange letters it has."""
    head = text[:ENOUGH]
    strange = [c for c in head if c > "\x7f"]
    if not strange:
        return 1.0
    words = _WORDS.findall(head)
    return max(_fit(strange, words, name) for name in _LANGUAGES)


def _fit(strange: list[str], words: list[str], name: str) -> float:
    alphabet, small = _ALPHABETS[name], _SMALL[name]
    letters = sum(c in alphabet for c in strange)
    signs = sum(c in _SIGNS for c in strange)
    # A sign is no proof of a language: it counts where letters are.
    share = (letters + 0.6 * signs) / len(strange)
    known = sum(word.lower() in small for word in words) / len(words) if words else 0.0
    torn = sum(map(_is_torn, words)) / len(words) if words else 0.0
    return share + known - torn


def _is_torn(word: str) -> bool:
    """Whether a word has a capital after small letters, as when a small letter is taken for another's capital."""
    return word not in (word.lower(), word.upper(), word.capitalize())
