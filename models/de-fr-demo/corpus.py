"""The parallel corpus: draws templates, fills them, masks values, and keeps a share of skeletons for the test."""

from __future__ import annotations

import hashlib
import random
import re

import values
from clauses import Verb, clause
from grammar import fill
from lexicon import Lexicon, rows

MARK = re.compile("\x01(\\w+)\x02")
INNER = re.compile("\x03(.*?)\x04")
ALTERNATIVE = re.compile(r"<(\w)=([^<>]*)>")


class Corpus:
    """A seeded stream of (German, French, skeleton) with values filled or masked."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.lexicon = Lexicon(self.rng)
        self.sentences = [tuple(row) for row in rows("sentences.tsv")]
        self.labels = [tuple(row) for row in rows("labels.tsv")]
        self.adverbials = [tuple(row) for row in rows("adverbials.tsv")]
        self.verbs = [Verb(*row) for row in rows("verbs.tsv")]

    def skeleton(self) -> tuple[str, str]:
        """One pair in which values are still marks."""
        draw = self.rng.random()
        self.lexicon.plural_share = 0.25
        if draw < 0.17:
            german, french = self.rng.choice(self.labels)
            if self.rng.random() < 0.35:
                slot = self.rng.choice(
                    ["{id1}", "{date1}", "{name1}", "{place1}", "{amt1}", "{num1}", "{org1}", "{addr1}"]
                )
                colon = self.rng.choice([(":", " :"), (":", " :"), ("", "")])
                german, french = f"{german}{colon[0]} {slot}", f"{french}{colon[1]} {slot}"
            elif self.rng.random() < 0.2:
                german, french = german + ":", french + " :"
            template = (german, french)
        elif draw < 0.62:
            template = self._branches(self.rng.choice(self.sentences))
            # The verbs of these templates are in the singular.
            self.lexicon.plural_share = 0.0
        else:
            template = clause(self.rng, self.verbs, self.adverbials)
        return self._capital(template, self._marks(*fill(template, self.lexicon.draw, self._mark)))

    @staticmethod
    def _mark(name: str) -> tuple[str, str]:
        return f"\x01{name}\x02", f"\x01{name}\x02"

    def _marks(self, german: str, french: str) -> tuple[str, str]:
        """Slots that came with a complement become marks too."""
        slot = re.compile(r"\{(\w+)\}")
        return slot.sub("\x01\\1\x02", german), slot.sub("\x01\\1\x02", french)

    def _branches(self, template: tuple[str, str]) -> tuple[str, str]:
        chosen: dict[str, int] = {}

        def pick(match: re.Match[str]) -> str:
            options = match[2].split("|")
            return options[chosen.setdefault(match[1], self.rng.randrange(len(options)))]

        def settle(text: str) -> str:
            while ALTERNATIVE.search(text):
                text = ALTERNATIVE.sub(pick, text)
            return re.sub(" +", " ", text).strip()

        return settle(template[0]), settle(template[1])

    @staticmethod
    def _capital(template: tuple[str, str], pair: tuple[str, str]) -> tuple[str, str]:
        german, french = pair
        if template[0].startswith("{") and template[0][-1] in ".:!?":
            german = german[:1].upper() + german[1:]
        if german[:1].isupper():
            french = french[:1].upper() + french[1:]
        return german, re.sub(r" ([:;?!»])", "\u00a0\\1", french).replace("« ", "«\u00a0")

    def value(self, name: str) -> tuple[str, str]:
        """German and French texts of a value; the parts a masker would take are between marks."""
        rng = self.rng
        kind = name.rstrip("0123456789")
        simple = {
            "id": values.identifier,
            "iban": values.account,
            "pct": lambda r: f"{r.randint(1, 100)} %",
            "addr": values.address,
            "icd": values.diagnosis,
        }
        if kind == "num":
            text = values.number(rng)
            # The masker leaves bare integers of up to four figures to the engine.
            return (text, text) if text.isdigit() and rng.random() < 0.75 else (f"\x03{text}\x04",) * 2
        if kind in simple:
            text = f"\x03{simple[kind](rng)}\x04"
            return text, text
        if kind == "amt":
            text = values.amount(rng)
            figure, _, unit = text.rpartition(" ")
            unit_french = "euros" if unit == "Euro" else unit
            if unit == "Euro" or rng.random() < 0.3:
                return f"\x03{figure}\x04 {unit}", f"\x03{figure}\x04 {unit_french}"
            return (f"\x03{text}\x04",) * 2
        if kind in {"date", "range"}:
            first = values.date(rng)
            if kind == "date":
                return f"\x03{first[0]}\x04", f"\x03{first[1]}\x04"
            second = values.date(rng)
            dash = rng.choice([" – ", " - ", " bis ", "–"])
            if dash != " bis " and first[0] == first[1] and second[0] == second[1]:
                # Two dates with a dash between them are one mask.
                return (f"\x03{first[0]}{dash}{second[0]}\x04",) * 2
            link = " au " if dash == " bis " else dash
            return (
                f"\x03{first[0]}\x04{dash}\x03{second[0]}\x04",
                f"\x03{first[1]}\x04{link}\x03{second[1]}\x04",
            )
        plain = {
            "name": lambda r: f"{r.choice(values.FIRST)} {values.surname(r)}",
            "sur": values.surname,
            "first": lambda r: r.choice(values.FIRST),
            "place": values.place,
            "org": values.organisation,
            "hour": lambda r: f"{r.randint(0, 23)}:{values.digits(r, 1)}0",
            "time": lambda r: values.time_range(r)[0],
            "code": values.form_code,
        }
        text = plain[kind](rng)
        return (f"\x03{text}\x04",) * 2 if rng.random() < 0.12 else (text, text)

    def pair(self) -> tuple[str, str, str]:
        """(German, French, skeleton): filled, masked or not, with the noise of real pages."""
        german, french = self.skeleton()
        skeleton = german
        if self.rng.random() < 0.06 and german[-1] in ".!":
            more = self.skeleton()
            if more[0][-1] in ".!" and more[0][0].isupper():
                german, french = f"{german} {more[0]}", f"{french} {self._renumber(more[1])}"
                german = german[: -len(more[0])] + self._renumber(more[0])
        german, french = self._fill_values(german, french)
        german, french = self._mask(german, french)
        return (*self._noise(german, french), skeleton)

    @staticmethod
    def _renumber(text: str) -> str:
        return MARK.sub("\x01\\g<1>0\x02", text)

    def _fill_values(self, german: str, french: str) -> tuple[str, str]:
        drawn: dict[str, tuple[str, str]] = {}
        for name in MARK.findall(german):
            if name.startswith("law"):
                text, other = values.law(self.rng, lambda figure: f"\x03{figure}\x04")
                section = other.startswith("§")
                drawn[name] = (text, other)
                drawn["de" + name] = ("", f"du {other}" if section else f"de l'{other}")
                drawn["à" + name] = ("", f"au {other}" if section else f"à l'{other}")
            elif name.startswith("cty"):
                country = self.rng.choice(values.COUNTRIES)
                drawn[name], drawn["in" + name] = (country[0], country[2]), ("", country[3])
            elif name not in drawn:
                drawn[name] = self.value(name)
        return MARK.sub(lambda m: drawn[m[1]][0], german), MARK.sub(lambda m: drawn[m[1]][1], french)

    def _mask(self, german: str, french: str) -> tuple[str, str]:
        rate = self.rng.choice([0.0, 0.95, 0.95, 0.6, 1.0])
        pieces = INNER.findall(german)
        others = INNER.findall(french)
        used = list(range(16)) if self.rng.random() < 0.85 else self.rng.sample(range(16), 16)
        order = {}
        available = list(others)
        for piece in dict.fromkeys(pieces):
            match = self._counterpart(piece, available)
            if match is not None and len(order) < 16 and self.rng.random() < rate:
                order[piece] = (f"⟦{used[len(order)]}⟧", match)
        french_masks = {match: token for token, match in order.values()}
        german = INNER.sub(lambda m: order[m[1]][0] if m[1] in order else m[1], german)
        return german, INNER.sub(lambda m: french_masks.get(m[1], m[1]), french)

    @staticmethod
    def _counterpart(piece: str, others: list[str]) -> str | None:
        if piece in others:
            return piece
        first = re.match(r"(\d+)\. (\w+) (\d+)", piece)
        if not first:
            return None
        day = "1er" if first[1] == "1" else first[1]
        text = f"{day} {values.FRENCH_MONTHS[values.GERMAN_MONTHS.index(first[2])]} {first[3]}"
        return text if text in others else None

    def _noise(self, german: str, french: str) -> tuple[str, str]:
        draw = self.rng.random()
        if draw < 0.05:
            return german.upper(), french.upper().replace("N° ", "N° ")
        if draw < 0.08 and german.endswith("."):
            return german[:-1], french[:-1]
        if draw < 0.10:
            return german.replace("ß", "ss"), french
        if draw < 0.115:
            return german.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"), french
        return german, french


def held_out(skeleton: str) -> bool:
    """Whether a skeleton belongs to the test: one combination in forty, by its hash."""
    return hashlib.sha256(skeleton.encode()).digest()[0] < 7
