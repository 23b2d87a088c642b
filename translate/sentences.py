"""Sentences of a text: what engines translate one at a time. No character is lost."""

import re

from translate.critical.addresses import addresses
from translate.critical.find import find

# Engines cut what is longer, silently: 500 characters stay well under 256 tokens in every language.
LONGEST = 500

_END = re.compile(r"(?<![.!?…؟۔。])[.!?…؟۔。]+['\"»”’)\]]*\s+")
_OPENING = "«„“\"'([¿¡–-"

_EVERYWHERE = (
    "dr prof art nr no núm num tel fax abs ref str s st ca etc vs cf ing bzgl www mr mrs p pp vol cap par al"
)
_BY_LANGUAGE = {
    "de": "abs alt anl az bd bes bspw betr bez bzw ca d dgl dipl einschl entspr evtl exkl ff fr frl ggf"
    " ges geb gem gez h hr hrn i inkl insb jr lfd lt m max min mio mrd mtl o od r rd s sen sog st std"
    " str tel u usw v verh vgl vm verst verw wg z zt zzgl zgl ziff b a jan feb mär apr jun jul aug"
    " sept okt nov dez",
    "en": "mr mrs ms dr st no nos para paras sch sec ltd inc co jr sr e.g i.e viz approx dept ext fig gov"
    " hon rev jan feb mar apr jun jul aug sept oct nov dec",
    "es": "sr sra sres sras srta d dª dña da núm núms art arts apdo avda c cía dto dpto ej excmo ilmo fdo"
    " fol izq nº pág págs pza prov tfno ud uds vd vds ss rr.hh ene feb abr ago sept oct nov dic",
    "pt": "sr sra srs sras dr dra drª exmo exma n nº núm art arts av c.c cfr d dª eng fl fls i.e lda ltda"
    " pág págs proc p.ex r ref resp rés sec tel v jan fev abr ago set out nov dez",
    "it": "sig sigg sig.ra sig.na dott dott.ssa avv geom rag ing art artt c co comm cpv cod d.l d.lgs"
    " d.p.r ecc es fraz gg l lett n nn num p pag pagg prot prov s.p.a s.r.l succ sez ss v vs u.s",
    "pl": "al art cd cyt dn dot dr godz gr im inż itd itp jw k kod kpa lek lic lok lp ls m mgr mies min ml"
    " mln mld n.p nr np ob ok os p pkt pl pn por pow poz prof przyp pt r red rozp s sp st str sygn"
    " szt św t tel tj tys tzn tzw ul ur ust w wg woj ws wyd z zał zd zm zob",
    "ro": "alin art bd bl cf ct d.na dl dna dr dv et etc ing jud lit loc mun nr ord p pag pct r sc sec"
    " sect str ș șos tel vol",
    "uk": "р рр ст ч п пп вул м с смт обл р-н буд кв ім див напр тис млн млрд грн коп др тел факс проф доц"
    " ін т д о",
    "ca": "sr sra srs núm art arts av c dr dra pàg pàgs pl tel apt etc g",
    "nl": "art bv blz bijv ca d dhr dr drs enz evt gem i ing ir jl m mevr mr nr o p r resp st str t tel v z",
    "tr": "av cad dr mah md no prof sk sok sn tc tel vb vs yy",
    "fr": "m mm mme mlle dr art al n no p pp cf etc éd tél bd av st ste vol",
}
# Languages in which a figure and a full stop make an ordinal: "der 3. Antrag".
_ORDINALS = frozenset({"de", "pl", "cs", "sk", "hu", "hr", "sl", "sr", "tr", "da", "no", "fi", "et", "lv"})


def split(text: str, language: str) -> list[str]:
    """The sentences of the text, each with the white space that follows it: joined they are the text."""
    spans = [(item.start, item.end) for item in find(text, language)] + list(addresses(text))
    out: list[str] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if any(first < match.start() + 1 < last for first, last in spans):
            continue
        if _ends(text[start : match.start()], match[0], text[end:], language):
            out.append(text[start:end])
            start = end
    if start < len(text):
        out.append(text[start:])
    return [part for sentence in out for part in _shortened(sentence)]


def _ends(before: str, mark: str, after: str, language: str) -> bool:
    """Whether a sentence ends with the mark, between what precedes and what follows it."""
    following = after.lstrip(_OPENING)[:1]
    if not following or following.islower():
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    word = re.search(r"[^\s(\[«„“\"'/]*$", before)
    return not _abbreviated(word[0] if word else "", language)


def _abbreviated(word: str, language: str) -> bool:
    """Whether a word that a full stop follows is an abbreviation, an initial or an ordinal."""
    lowered = word.lower().strip("()[]")
    if lowered.isdecimal():
        return len(lowered) <= 2 and language in _ORDINALS
    if len(lowered) == 1 and lowered.isalpha():
        return True
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", lowered):
        return True
    known = _BY_LANGUAGE.get(language, "").split() + _EVERYWHERE.split()
    return lowered in known or lowered.rstrip("ºª°.") in {"n", "nº", "art"}


def _shortened(sentence: str) -> list[str]:
    """The sentence in parts that no engine cuts: at a semicolon or colon, else a comma, else a space."""
    out: list[str] = []
    while len(sentence) > LONGEST:
        cut = _cut(sentence)
        out.append(sentence[:cut])
        sentence = sentence[cut:]
    return [*out, sentence] if sentence else out


def _cut(sentence: str) -> int:
    head = sentence[:LONGEST]
    for marks in (r"[;:]\s", r",\s", r"\s"):
        places = [match.end() for match in re.finditer(marks, head)]
        if places and places[-1] > LONGEST // 4:
            return places[-1]
    return LONGEST
