"""Countries, which alone are translated in an address: a French reader wants FRANCE for FRANKREICH."""

import re
from functools import lru_cache

from babel import Locale

# The languages in which a document may name a country, French first, for names that two of them share.
_LANGUAGES = "fr de en es ca pt it ro pl uk ru bg nl tr cs sk hr sl hu sr el sv da ar"
_WORDS = re.compile(r"[^\W\d_][\w'’-]*(?:\s[^\W\d_][\w'’-]*){0,4}")
_LONGEST = 5


@lru_cache(maxsize=1)
def _french_names() -> dict[str, str]:
    """The French name of each country by its name in lower case, in whatever language."""
    french = {code: name for code, name in Locale.parse("fr").territories.items() if len(code) == 2}
    found: dict[str, str] = {}
    for language in _LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if code in french and code.isalpha():
                found.setdefault(name.lower(), french[code])
    return found


def country_at(text: str, start: int) -> tuple[int, str] | None:
    """Where the name of a country ends that begins at ``start``, and that country in French, in capitals when it
    is so written; None when there is none."""
    match = _WORDS.match(text, start)
    if match is None:
        return None
    words = match[0].split()
    for count in range(min(len(words), _LONGEST), 0, -1):
        name = " ".join(words[:count])
        french = _french_names().get(name.lower())
        if french is not None and name[0].isupper():
            return start + len(name), french.upper() if name.isupper() else french
    return None
