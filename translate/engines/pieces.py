"""Text to SentencePiece pieces and back, with masked items in the form that the vocabulary bears."""

from dataclasses import dataclass
from typing import Any

from translate.engines.protocol import BRACKETS, PlaceholderStyle

# As trained: the models of this project know sixteen items as symbols of their own.
_ITEMS = 16
# For vocabularies that know no brackets: letters and figures that models tend to copy; the first that survives
# encoding is used. Whether the model copies it is for the checks to tell.
_STYLES = (BRACKETS, PlaceholderStyle("Q", "Q"), PlaceholderStyle("X", "X"), PlaceholderStyle("990", ""))


@dataclass(frozen=True, slots=True)
class Encoded:
    """One input of the model. ``items`` are the masked items by their number within this input."""

    pieces: list[str]
    items: tuple[str, ...]


class Tokenizer:
    """One SentencePiece model, as ``sentencepiece.SentencePieceProcessor``."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor
        self.style = next((style for style in _STYLES if self._bears(style)), _STYLES[-1])

    def encode(self, text: str) -> Encoded:
        """The pieces; items are numbered anew from 0, since models know few numbers."""
        items: list[str] = []

        def renumber(found: Any) -> str:
            items.append(found.group())
            return self.style.render(len(items) - 1)

        clean = text.encode("utf-8", "replace").decode().replace("\0", " ")
        numbered = BRACKETS.pattern.sub(renumber, clean)
        return Encoded(self._processor.encode(numbered, out_type=str), tuple(items))

    def decode(self, pieces: list[str], items: tuple[str, ...]) -> str:
        """The text of an answer with its items in their own numbers; underscores stay underscores."""
        text = self._processor.decode_pieces(pieces).replace("▁", " ")
        return self.style.pattern.sub(lambda found: _item(items, found), text).strip()

    def fits(self, text: str, limit: int) -> bool:
        """Whether ``text`` needs at most ``limit`` pieces and no more items than the vocabulary numbers."""
        encoded = self.encode(text)
        return len(encoded.pieces) <= limit and len(encoded.items) <= _ITEMS

    def _bears(self, style: PlaceholderStyle) -> bool:
        unknown = self._processor.unk_id()
        rendered = [style.render(index) for index in range(_ITEMS)]
        if style is BRACKETS:
            return all(self._processor.piece_to_id(each) != unknown for each in rendered)
        return all(self._survives(f"a {each} b", unknown) for each in rendered)

    def _survives(self, text: str, unknown: int) -> bool:
        ids = self._processor.encode(text, out_type=int)
        return unknown not in ids and self._processor.decode(ids) == text


def _item(items: tuple[str, ...], found: Any) -> str:
    index = int(found.group("index"))
    return items[index] if index < len(items) else str(found.group())
