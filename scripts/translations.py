"""Brings the English catalogue up to date with the French texts of the code: new ones come in, unused ones go.

Fill what is empty in app/translations/en/LC_MESSAGES/messages.po; a test fails until then. The file holds neither
dates nor line numbers, so that two people who add texts seldom meet in it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PACKAGES = ("app", "cases", "delivery", "intake", "ocr", "review", "storage", "translate")
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None, "lazy_gettext": None}
HEADER = r"""msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def sources(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Every file that may hold texts, with the way of reading it."""
    for package in PACKAGES:
        yield from (("python", path) for path in sorted((root / package).rglob("*.py")))
        yield from (("jinja2", path) for path in sorted((root / package).rglob("templates/**/*.html")))


def french(root: Path = ROOT) -> Catalog:
    """The texts of the code."""
    texts = Catalog()
    for method, path in sources(root):
        for _line, text, comments, context in extract_from_file(
            method, path, KEYWORDS, options={"trimmed": "true", "encoding": "utf-8"}
        ):
            texts.add(text, None, auto_comments=comments, context=context)
    return texts


def english(path: Path = ENGLISH) -> Catalog:
    """The catalogue as it is."""
    with path.open("rb") as source:
        return read_po(source, locale="en")


def untranslated(texts: Catalog) -> list[Message]:
    """The texts without English, or with one that was only guessed: neither is ever shown."""
    return [m for m in texts if m.id and (m.fuzzy or not (all(m.string) if m.pluralizable else m.string))]


def main() -> None:
    """Writes the catalogue."""
    texts = english()
    texts.update(french(), no_fuzzy_matching=True)
    texts.obsolete.clear()
    with ENGLISH.open("wb") as out:
        out.write(HEADER.encode())
        write_po(out, texts, width=0, no_location=True, omit_header=True, sort_output=True)
    written = re.sub(r"\n+\Z", "\n", ENGLISH.read_text(encoding="utf-8"))
    ENGLISH.write_text(written, encoding="utf-8")
    print(f"anglais : {len(untranslated(english()))} texte(s) à traduire")


if __name__ == "__main__":
    main()
