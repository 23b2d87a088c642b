"""The French typography that engines leave out."""

import re

NO_BREAK = "\u00a0"
NARROW = "\u202f"

_COLON = re.compile(r"(?<=[\w)»\]%€])[ \u00a0]?:(?=\s|$)")
_HIGH = re.compile(r"(?<=[\w)»\]%€])[ \u00a0]?([;?!]+)(?=\s|$)")
_INVERTED = re.compile(r"[¿¡]\s*")
_QUOTED = re.compile(r"[«“„\"]\s*([^«»“”„\"]*?)\s*[»”\"“](?!\w)")


def typeset(text: str) -> str:
    """The text with no-break spaces before high punctuation and French quotation marks. Colons and marks inside a
    word, a time or a web address stay."""
    text = _COLON.sub(f"{NO_BREAK}:", _INVERTED.sub("", text))
    text = _HIGH.sub(rf"{NARROW}\1", text)
    return _QUOTED.sub(rf"«{NO_BREAK}\1{NO_BREAK}»", text)
