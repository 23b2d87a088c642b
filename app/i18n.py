"""The two languages of the interface. Texts are written in French in the code; English comes from one catalogue.

The catalogue is read from its ``.po`` file when the application starts, so that no compiled copy can grow stale.
"""

import re
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale

LANGUAGES = ("fr", "en")
COOKIE = "truchement_langue"
TIME_ZONE = "Europe/Paris"
UNBREAKABLE = "\u00a0"
BEFORE_SIGN = re.compile(r" (?=[:;?!»](?:[\s)]|$))")
FOLDER = Path(__file__).parent / "translations"


@lru_cache(maxsize=5000)
def with_french_spaces(text: str) -> str:
    """The text with the unbreakable spaces that French wants before ``: ; ? ! »`` and after ``«``, so that nobody
    has to type them."""
    return BEFORE_SIGN.sub(UNBREAKABLE, text).replace("« ", f"«{UNBREAKABLE}")


class _French(NullTranslations):
    """Nothing to translate, but spaces are set, and zero is singular: *0 page*."""

    def gettext(self, message: str) -> str:
        return with_french_spaces(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return with_french_spaces(msgid1 if abs(n) < 2 else msgid2)

    ugettext, ungettext = gettext, ngettext


@cache
def catalogue(language: str) -> NullTranslations:
    """The texts of one language; those that are missing stay French."""
    if language not in LANGUAGES[1:]:
        return _French()
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        texts = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    translations = Translations(compiled)
    translations.add_fallback(_French())
    return translations


def in_language(language: str, text: str, **values: Any) -> str:
    """One text outside a request, such as that of a mail; ``values`` fill a ``%(name)s`` template."""
    translated = catalogue(language).ugettext(text)
    return translated % values if values else translated


class _Texts(Domain):  # type: ignore[misc] # flask_babel is untyped
    """Flask-Babel's source of texts, from the catalogues above."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return catalogue(locale.language if locale else LANGUAGES[0])


def choose_language() -> str:
    """The language of a request: the account's, else the choice kept in a cookie, else the browser's."""
    actor = g.get("actor")
    if actor is not None and actor.user_id is not None:
        return actor.language if actor.language in LANGUAGES else LANGUAGES[0]
    kept = request.cookies.get(COOKIE, "")
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def install(app: Flask) -> None:
    """Gives the application its languages and its time zone."""
    babel = Babel()
    babel.init_app(app, LANGUAGES[0], default_timezone=TIME_ZONE, locale_selector=choose_language)
    app.extensions["babel"].instance.domain_instance = _Texts()
    app.jinja_env.globals["language"] = lambda: get_locale().language
