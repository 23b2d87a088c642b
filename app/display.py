"""How times, numbers, sizes, languages and file names read on a page: template filters over pure functions."""

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime, format_timedelta, get_timezone
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from app.i18n import TIME_ZONE
from app.names import cut
from storage.counting import MOST
from storage.errors import N_
from storage.languages import name_en, name_fr, right_to_left
from storage.models import Role, Way, now

ZONE = get_timezone(TIME_ZONE)
JUST_NOW = timedelta(seconds=45)
RELATIVE = timedelta(days=30)
UNITS = {"fr": ("octets", "ko", "Mo", "Go"), "en": ("bytes", "kB", "MB", "GB")}
NARROW = "\u202f"
ROLES = {
    Role.REQUESTER: N_("demandeur"),
    Role.COORDINATOR: N_("gestionnaire"),
    Role.TRANSLATOR: N_("traducteur"),
    Role.REVISER: N_("réviseur"),
    Role.CASE_OFFICER: N_("chargé de dossier"),
    Role.EDITOR: N_("chargé de documentation"),
    Role.STATISTICIAN: N_("statisticien"),
    Role.ADMINISTRATOR: N_("administrateur"),
    Role.AUDITOR: N_("auditeur"),
}
WAYS = {
    Way.PASSWORD: N_("mot de passe"),
    Way.FACTOR: N_("mot de passe et téléphone"),
    Way.RECOVERY: N_("mot de passe et code de secours"),
    Way.PROVIDER: N_("fournisseur d'identité"),
}
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "iOS", "Mac OS": "macOS", "Linux": "Linux"}


def relative(then: datetime, present: datetime, language: str) -> str | None:
    """``il y a 4 min``, ``dans 3 h``; None when the two are under 45 seconds apart; the date beyond 30 days."""
    gap = then - present
    if abs(gap) < JUST_NOW:
        return None
    if abs(gap) > RELATIVE:
        return short_day(then, language)
    return format_timedelta(gap, add_direction=True, format="short", threshold=1, locale=language)


def exact(then: datetime, language: str) -> str:
    """``lundi 23 novembre 2026 à 14:05``, in French time."""
    return format_datetime(then, "EEEE d MMMM y", ZONE, language) + _at(language) + _clock(then, language)


def instant(then: datetime, language: str) -> str:
    """``23 nov. 2026 à 14:05``."""
    return format_datetime(then, "d MMM y", ZONE, language) + _at(language) + _clock(then, language)


def _at(language: str) -> str:
    return " à " if language == "fr" else " at "


def _clock(then: datetime, language: str) -> str:
    return format_datetime(then, "HH:mm", ZONE, language)


def _local(then: date | datetime) -> date:
    return then.astimezone(ZONE).date() if isinstance(then, datetime) else then


def long_day(then: date | datetime, language: str) -> str:
    """``23 novembre 2026``, ``1er décembre 2026``."""
    text = format_date(_local(then), "d MMMM y", language)
    return text.replace("1 ", "1er ", 1) if language == "fr" and text.startswith("1 ") else text


def short_day(then: date | datetime, language: str) -> str:
    """``23 nov. 2026``."""
    return format_date(_local(then), "d MMM y", language)


def figure(value: float, language: str, decimals: int | None = None) -> str:
    """``1 234 567,5`` with narrow unbreakable spaces; at most ``decimals`` after the comma, three by default."""
    pattern = "#,##0.###" if decimals is None else "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=language)


def bytes_size(size: int, language: str) -> str:
    """``842 octets``, ``1,2 Mo``: decimal units, as file managers show them."""
    units = UNITS.get(language, UNITS["fr"])
    value, unit = float(size), 0
    while value >= 999.5 and unit < len(units) - 1:
        value, unit = value / 1000, unit + 1
    return f"{figure(value, language, 1 if unit > 1 and value < 100 else 0)}{NARROW}{units[unit]}"


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "fr"


def ago(then: datetime | None) -> Markup:
    """``il y a 4 min``, the exact date on hover; the page's script keeps it true while the page stays open."""
    if then is None:
        return Markup("—")
    text = relative(then, now(), _language()) or gettext("à l'instant")
    return Markup('<time datetime="{}" title="{}" data-ago>{}</time>').format(
        then.isoformat(timespec="seconds"), exact(then, _language()), text
    )


def moment(then: datetime | None) -> str:
    """``23 nov. 2026 à 14:05``."""
    return "—" if then is None else instant(then, _language())


def day(then: date | datetime | None) -> str:
    """``23 novembre 2026``."""
    return "—" if then is None else long_day(then, _language())


def number(value: float | None, decimals: int | None = None) -> str:
    """``1 234,5``."""
    return "—" if value is None else figure(value, _language(), decimals)


def count(value: int, most: int = MOST) -> str:
    """``123``, or ``plus de 200`` for what was counted only so far (``storage.counting``)."""
    if value > most:
        return str(gettext("plus de %(n)s", n=number(most)))
    return number(value)


def size(value: int | None) -> str:
    """``1,2 Mo``."""
    return "—" if value is None else bytes_size(value, _language())


def language_name(code: str | None, with_code: bool = True) -> str:
    """``allemand (de)``."""
    name = (name_en if _language() == "en" else name_fr)(code or "")
    return f"{name}\u00a0({code})" if with_code and code not in (None, "", "und") else name


def middle(name: str, length: int = 40) -> Markup:
    """A file name cut in its middle, whole on hover and for screen readers."""
    short = cut(name, length)
    if short == name:
        return escape(name)
    return Markup(
        '<span title="{0}"><span aria-hidden="true">{1}</span><span class="fr-sr-only">{0}</span></span>'
    ).format(name, short)


def role_name(role: Role) -> str:
    """``traducteur``."""
    return str(gettext(ROLES[role]))


def way_name(way: Way) -> str:
    """``mot de passe et téléphone``."""
    return str(gettext(WAYS[way]))


def browser(agent: str) -> str:
    """``Firefox, Windows``: what a person recognises in a User-Agent."""
    found = [next((shown for mark, shown in known.items() if mark in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or str(gettext("navigateur inconnu"))


def direction(code: str | None) -> str:
    """``rtl`` or ``ltr``, for the ``dir`` attribute of a text in that language."""
    return "rtl" if right_to_left(code or "") else "ltr"


def install(app: Flask) -> None:
    """Makes the filters known to every template."""
    for shown in (
        ago,
        moment,
        day,
        number,
        count,
        size,
        language_name,
        middle,
        direction,
        role_name,
        way_name,
        browser,
    ):
        app.jinja_env.filters[shown.__name__] = shown
