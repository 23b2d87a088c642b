"""The text of a mail: whether it says something beside its greetings and its signature. Pure."""

import re
from html.parser import HTMLParser
from typing import Final

from ocr.containers.parts import LONGEST_TEXT

#: Letters that what is left must have: a sentence has more, "Bonjour, voir pièce jointe" has fewer.
LETTERS: Final = 60
#: RFC 3676, 4.3: what follows this line is the signature. Mobile programs write theirs without it.
SIGNATURE: Final = re.compile(
    r"^(-- ?|_{5,}|(sent from|envoyé de|envoyé depuis|von meinem|enviado desde|inviato da)\b.*)$", re.I
)
#: A line with which a mail ends in the languages that come; what follows it is a name, a title, an address.
CLOSING: Final = re.compile(
    r"^(bien |très |mit |med |un |con |i |com os |z |s |kind |best |many |with )?"
    r"(cordialement|cordiales|respectueusement|sincères salutations|salutations|regards|sincerely|thanks|"
    r"freundlichen grüßen|freundlichem gruß|grüßen|atentamente|cordial saludo|saludo|saludos|cordiali saluti|"
    r"distinti saluti|saluti|cumprimentos|poważaniem|pozdravem|vriendelijke groet(en)?)\b.{0,40}$",
    re.I,
)
SKIPPED: Final = frozenset({"script", "style", "head", "title", "template"})
BREAKING: Final = frozenset(
    {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote"}
)


def without_signature(text: str) -> str:
    """What stands before the signature, without what is quoted from an earlier mail at its end."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        if SIGNATURE.match(bare) or (CLOSING.match(bare) and kept):
            break
        kept.append(line.rstrip())
    while kept and (not kept[-1] or kept[-1].lstrip().startswith(">")):
        kept.pop()
    return "\n".join(kept).strip()


def carries_text(text: str) -> bool:
    """Whether a text, of which the signature is gone, says something."""
    return sum(c.isalpha() for c in text) >= LETTERS


def plain(html: str) -> str:
    """The text of a page, a line for each block. Whatever is broken in it is passed over."""
    reader = _Reader()
    reader.feed(html[: 4 * LONGEST_TEXT])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.out).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "body":
            # A head that nobody closed ends here at the latest.
            self.skipped = 0
        elif tag in SKIPPED:
            self.skipped += 1
        elif tag in BREAKING:
            self.out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif tag in BREAKING:
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.out.append(data.replace("\n", " "))
