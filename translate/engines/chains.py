"""Which Apertium modes lead to French, the best way first.

The order of the ways is that of chrF on the FLORES devtest, as measured and noted in the design notes on peers
(figures kept below); English by Catalan was compared with English by Spanish on eight sentences of
social-security letters (chrF 61.9 against 55.8 and 55.3), where the order was the clear one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A chain of Apertium modes. ``chrf`` is None where nobody has measured it."""

    modes: tuple[str, ...]
    chrf: float | None = None


WAYS: dict[tuple[str, str], tuple[Way, ...]] = {
    ("ca", "fr"): (Way(("cat-fra",), 54.6),),
    ("es", "fr"): (Way(("spa-cat", "cat-fra"), 48.8), Way(("es-fr",), 46.7)),
    ("pt", "fr"): (
        Way(("por-cat", "cat-fra"), 52.6),
        Way(("pt-es", "es-fr"), 50.2),
        Way(("pt-es", "spa-cat", "cat-fra")),
    ),
    ("it", "fr"): (
        Way(("ita-cat", "cat-fra"), 50.7),
        Way(("ita-spa", "es-fr"), 47.5),
        Way(("ita-spa", "spa-cat", "cat-fra")),
    ),
    ("ro", "fr"): (Way(("ro-es", "spa-cat", "cat-fra"), 49.3), Way(("ro-es", "es-fr"), 48.1)),
    ("en", "fr"): (
        Way(("eng-cat", "cat-fra")),
        Way(("eng-spa", "spa-cat", "cat-fra")),
        Way(("eng-spa", "es-fr"), 47.0),
    ),
}

# The Debian package that carries each mode.
DEBIAN_PACKAGES: dict[str, str] = {
    "cat-fra": "apertium-fra-cat",
    "eng-cat": "apertium-eng-cat",
    "eng-spa": "apertium-eng-spa",
    "es-fr": "apertium-fr-es",
    "ita-cat": "apertium-cat-ita",
    "ita-spa": "apertium-spa-ita",
    "por-cat": "apertium-por-cat",
    "pt-es": "apertium-es-pt",
    "ro-es": "apertium-es-ro",
    "spa-cat": "apertium-spa-cat",
}


def arrows(modes: tuple[str, ...]) -> str:
    """The way as users read it: ``por→cat→fra`` for ``por-cat``, ``cat-fra``."""
    first, *_ = modes[0].split("-")
    return "→".join([first, *(mode.split("-")[1] for mode in modes)])
