"""What engines leave out of French: its typography, and the article between a preposition and a date."""

import re

NO_BREAK = "\u00a0"
NARROW = "\u202f"

_COLON = re.compile(r"(?<=[\w)»\]%€⟧])[ \u00a0]?:(?=\s|$)")
_HIGH = re.compile(r"(?<=[\w)»\]%€⟧])[ \u00a0]?([;?!]+)(?=\s|$)")
_INVERTED = re.compile(r"[¿¡]\s*")
_NUMBER_SIGN = re.compile(r"(?<!\w)[nN]\.\s?[º°]\.?")
_QUOTED = re.compile(r"[«“„\"]\s*([^«»“”„\"]*?)\s*[»”\"“](?!\w)")

_DATE = (
    r"(?P<date>(?:1er|[1-3]?\d)\s(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre"
    r"|décembre)(?!\w)|[0-3]?\d[./-][01]?\d[./-]\d{4}(?!\d))"
)
_RANGE = re.compile(
    rf"(?<!\w)(?P<from>d[eu]\s{_DATE.replace('?P<date>', '?P<first>')}(?:\s\d{{4}})?)\s(?:à|la|a)\s{_DATE}"
)
_PREPOSITION = re.compile(rf"(?<!\w)(?P<word>de|depuis|avant|après|sur|dans|en|à)\s{_DATE}", re.IGNORECASE)
_ARTICLES = {"de": "du", "depuis": "depuis le", "avant": "avant le", "après": "après le"}


def with_articles(text: str) -> str:
    """The text with the article that French wants between a preposition and a date with its day: "de 1er mars"
    becomes "du 1er mars", "sur 12 mai" "le 12 mai". Dates themselves do not change."""
    text = _RANGE.sub(r"\g<from> au \g<date>", text)
    return _PREPOSITION.sub(_with_article, text)


def _with_article(match: re.Match[str]) -> str:
    word = match["word"]
    article = _ARTICLES.get(word.lower(), "le")
    return f"{article.capitalize() if word[0].isupper() else article} {match['date']}"


def typeset(text: str) -> str:
    """The text with no-break spaces before high punctuation, French quotation marks and number sign. Colons and
    marks inside a word, a time or a web address stay."""
    text = _NUMBER_SIGN.sub("n°", text)
    text = _COLON.sub(f"{NO_BREAK}:", _INVERTED.sub("", text))
    text = _HIGH.sub(rf"{NARROW}\1", text)
    return _QUOTED.sub(rf"«{NO_BREAK}\1{NO_BREAK}»", text)
