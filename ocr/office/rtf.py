"""RTF files: their text with its structure, as it stands when every tracked change is accepted."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ocr.errors import DamagedError, TooMuchTextError
from ocr.office.rtf_flow import Flow
from ocr.office.rtf_words import CHARSETS, LANGUAGES, LETTERS, SIGNS, Token, decoded, tokens
from ocr.office.structure import Block, Measure, Paragraph, Picture, Structure, flat

#: Groups in groups beyond this depth are made to harm.
DEEPEST: Final = 500
MOST_TOKENS: Final = 20_000_000
#: Groups that hold no text of the document.
_SILENT: Final = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "fldinst", "xe", "tc", "generator", "listtable", "rsidtbl",
     "listoverridetable", "themedata", "colorschememapping", "latentstyles", "datastore", "revtbl", "filetbl",
     "template", "nesttableprops", "nonesttables", "bkmkstart", "bkmkend", "atnid", "atnauthor", "atntime",
     "atnicn", "atnref", "atrfstart", "atrfend", "pgptbl", "xmlnstbl", "datafield", "formfield", "shpinst", "sp",
     "background", "pnseclvl", "userprops", "passwordhash", "mmathPr", "fname", "falt", "panose", "blipuid",
     "picprop",
     "objname", "objclass")
)  # fmt: skip
_SPOKEN: Final = frozenset(("listtext", "pntext", "shptxt", "fldrslt", "result", "shppict", "ud", "upr"))
_AROUND: Final = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer",
}  # fmt: skip
_FETCHING: Final = (b"DDE", b"INCLUDETEXT", b"INCLUDEPICTURE", b"LINK ", b"IMPORT", b"DATABASE")


@dataclass(slots=True)
class _State:
    """What holds in a group; ``silent`` text is let go, ``ends`` is what the end of the group does."""

    flow: Flow
    codec: str = ""
    skips: int = 1
    hidden: bool = False
    deleted: bool = False
    bold: bool = False
    silent: bool = False
    picture: "_Pict | None" = None
    in_fonts: bool = False
    in_styles: bool = False
    in_field: bool = False
    ends: Callable[[], None] | None = None
    starred: bool = False


@dataclass(slots=True)
class _Pict:
    known: bool = False
    width: int = 0
    height: int = 0
    digits: list[bytes] = field(default_factory=list)


def read_rtf(path: Path) -> Structure:
    """The structure of an RTF. Raises DamagedError, TooMuchTextError."""
    reader = _Reader()
    for number, token in enumerate(tokens(path.read_bytes())):
        if number > MOST_TOKENS:
            raise TooMuchTextError()
        reader.take(token)
    blocks = reader.finish()
    return Structure(flat(blocks, reader.measure), frozenset(reader.measure.told))


class _Reader:
    """Takes the tokens one by one."""

    def __init__(self) -> None:
        self.measure = Measure()
        self.body = Flow(self.measure)
        self.state = _State(self.body)
        self.stack: list[_State] = []
        self.notes: list[Block] = []
        self.around: dict[str, list[Block]] = {"header": [], "footer": []}
        self.default = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.headings: dict[int, int] = {}
        self.style = 0
        self.number_of_notes = 0
        self.waiting = bytearray()
        self.to_skip = 0

    def finish(self) -> list[Block]:
        """All blocks; raises DamagedError when the file ends in the middle of a group."""
        self._flush()
        if self.stack:
            raise DamagedError
        return [*self.around["header"], *self.body.finish(), *self.notes, *self.around["footer"]]

    def take(self, token: Token) -> None:
        """One token."""
        if token.data:
            self._data(token)
            return
        self._flush()
        if token.brace == "{":
            if len(self.stack) >= DEEPEST:
                raise DamagedError
            self.stack.append(self.state)
            self.state = copy(self.state)
            self.state.ends, self.state.starred, self.to_skip = None, False, 0
        elif token.brace == "}":
            self._close()
        elif token.sign:
            self._sign(token.sign)
        else:
            self._word(token.word, token.number)

    def _data(self, token: Token) -> None:
        data = token.data
        if self.to_skip:
            taken = min(self.to_skip, len(data))
            self.to_skip -= taken
            data = data[taken:]
        if self.state.picture is not None:
            self.state.picture.digits.append(data)
        elif self.state.in_field and any(name in data.upper() for name in _FETCHING):
            self.measure.told.add("office_fields")
        elif not self.state.silent:
            self.waiting += data

    def _flush(self) -> None:
        if self.waiting:
            codec = self.state.codec or self.default
            text = "" if codec == "symbol" else decoded(bytes(self.waiting), codec)
            self.waiting.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        state = self.state
        if state.silent or not text:
            return
        if state.deleted:
            self.measure.told.add("office_changes")
        elif state.hidden:
            self.measure.told |= {"hidden_text"} if text.strip() else set()
        else:
            state.flow.write(text, bold=state.bold)

    def _close(self) -> None:
        if not self.stack:
            return
        ended, self.state = self.state, self.stack.pop()
        self.to_skip = 0
        if ended.ends is not None:
            ended.ends()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.state.starred = True
        elif SIGNS.get(sign) == "\r":
            self.state.flow.end_paragraph()
        elif self.to_skip:
            self.to_skip -= 1
        elif sign in SIGNS:
            self._write(SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        starred, self.state.starred = self.state.starred, False
        if word in _SILENT or (
            starred and word not in _SPOKEN and word not in ("footnote", "annotation", "shppict")
        ):
            self._silence(word)
        elif word in LETTERS:
            self._write(LETTERS[word])
        elif word == "u" and number is not None:
            self._unicode(number)
        elif self.state.picture is not None:
            self._of_picture(self.state.picture, word, number or 0)
        elif not (self._destination(word) or self._of_font(word, number) or self._of_paragraph(word, number)):
            self._of_letters(word, number)

    def _silence(self, word: str) -> None:
        self.state.silent = True
        self.state.in_fonts = word == "fonttbl"
        self.state.in_styles = word == "stylesheet"
        self.state.in_field = word == "fldinst"

    def _unicode(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        if 0xD800 <= code < 0xE000:
            # The two halves of a letter beyond the first 65,536 come one after the other.
            self.state.flow.letters.append(chr(code))
        elif 0 < code < 0x110000:
            self._write(chr(code))
        self.to_skip = self.state.skips

    def _destination(self, word: str) -> bool:
        state = self.state
        if word == "footnote":
            self.number_of_notes += 1
            number, flow = self.number_of_notes, Flow(self.measure, "note")
            self._write(f" [{number}]")
            state.flow, state.ends = flow, lambda: self.notes.extend(_named(flow.finish(), number))
        elif word in _AROUND:
            kind = _AROUND[word]
            around = Flow(self.measure, "header" if kind == "header" else "footer")
            state.flow, state.ends = around, lambda: self._keep(kind, around)
        elif word == "annotation":
            self.measure.told.add("office_comments")
            state.silent = True
        elif word == "pict":
            pict = _Pict()
            flow = state.flow
            state.picture = pict
            state.ends = None if state.silent else lambda: self._drawn(pict, flow)
        elif word in ("object", "objdata"):
            self.measure.told.add("office_embedded")
            state.silent = word == "objdata"
        elif word == "result":
            state.silent = False
        elif word == "nonshppict":
            state.silent = True
        else:
            return False
        return True

    def _keep(self, kind: str, flow: Flow) -> None:
        self.around[kind] += [block for block in flow.finish() if block not in self.around[kind]]

    def _drawn(self, pict: _Pict, flow: Flow) -> None:
        digits = b"".join(b"".join(pict.digits).split())
        try:
            data = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            data = b""
        if data and pict.known:
            flow.pictures.append(Picture(data, pict.width / 20, pict.height / 20))
        else:
            self.measure.told.add("office_pictures")

    @staticmethod
    def _of_picture(pict: _Pict, word: str, number: int) -> None:
        if word in ("pngblip", "jpegblip"):
            pict.known = True
        elif word == "picwgoal":
            pict.width = min(max(number, 0), 200_000)
        elif word == "pichgoal":
            pict.height = min(max(number, 0), 200_000)

    def _of_font(self, word: str, number: int | None) -> bool:
        if word == "ansicpg" and number:
            self.default = f"cp{number}"
        elif word in ("mac", "pc", "pca"):
            self.default = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "f" and number is not None:
            self.font = number
            if not self.state.in_fonts:
                self.state.codec = self.fonts.get(number, "")
        elif word == "fcharset" and self.state.in_fonts:
            self.fonts[self.font] = CHARSETS.get(number or 0, "")
        elif word == "s" and self.state.in_styles:
            self.style = number or 0
        elif word == "outlinelevel" and self.state.in_styles:
            self.headings[self.style] = min(max(number or 0, 0), 8) + 1
        else:
            return False
        return True

    def _of_paragraph(self, word: str, number: int | None) -> bool:
        if self.state.silent:
            return False
        if word == "s":
            self.state.flow.heading = self.headings.get(number or 0, 0)
            return True
        return self.state.flow.obey(word, number)

    def _of_letters(self, word: str, number: int | None) -> None:
        on = number != 0
        if word == "uc":
            self.state.skips = min(max(number or 0, 0), 16)
        elif word == "v":
            self.state.hidden = on
        elif word == "b":
            self.state.bold = on
        elif word == "deleted":
            self.state.deleted = on
        elif word in ("revised", "moved"):
            self.measure.told.add("office_changes")
        elif word == "plain":
            self.state.hidden = self.state.bold = self.state.deleted = False
        elif word == "lang" and number and not self.state.flow.language:
            self.state.flow.language = LANGUAGES.get(number & 0x3FF, "")


def _named(blocks: list[Block], number: int) -> list[Block]:
    """The blocks of a note, the first with the number of the note."""
    match blocks:
        case [Paragraph() as first, *others]:
            return [replace(first, text=f"[{number}] {first.text}"), *others]
    return blocks
