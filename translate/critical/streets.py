"""How a street with its number, and a town with its postcode, are written in the countries of the documents.

Patterns alone, in no language's name: a German decision writes French addresses. A word for a street counts only
with a name in capitals and a number beside it, so that "por la vía de apremio" or "via e-mail" are left alone.
"""

import re

# Latin, Greek and Cyrillic; ranges such as Ā-Ž hold small letters too, and lack Ș.
_UPPER = "".join(char for char in map(chr, range(0x41, 0x530)) if char.isupper())
CAPITALISED = rf"(?:[{_UPPER}][\w'’.-]{{0,30}})"
_PARTICLE = (
    r"(?:(?:de(?:l|lla|lle|gli|i|ll['’])?|da|do|das|dos|di|du|des|la|las|le|les|los|al|e|y|i|în|von|van|der|den|dem"
    r"|am|an|im|in|ob|op|sous|sur|aux?|à|lès?|del?\s(?:la|las|los))\s|[dlDL]['’])"
)
_INITIAL = r"(?:\d{1,2}[.º]?\s(?:de\s)?)?"  # Rua 25 de Abril, Via 4 Novembre, Straße des 17. Juni
NAME = rf"(?:{_PARTICLE}{{0,3}}{_INITIAL}{CAPITALISED}(?:\s{_PARTICLE}{{0,3}}{CAPITALISED}){{0,4}})"
NUMBER = (
    r"(?:(?:n\.?\s?[ºo°]\.?|nr\.?|No\.?:?|N[º°]\.?|№|буд\.|č\.|km)\s?)?"
    r"\d{1,4}(?:\s(?:bis|ter|quater)(?!\w)|\s?[a-zA-Z](?!\w))?(?:\s?[/–-]\s?\d{1,4}[a-zA-Z]?)?(?![\d:]|[.,/]\d)"
)
_FLOOR = (
    r"(?:,?\s(?:m\.|lok\.|кв\.|ap\.|apt\.|bl\.|sc\.|et\.|int\.|esc\.|piso|planta|pta\.|D:|K:|Kat:?|Daire:?"
    r"|\d{1,2}\.?[ºª°]\.?)\s?(?:[\w.º]{1,5}|[Ee]sq\.?|[Ii]zq\.?|[Dd]to\.?|[Dd]cha\.?)?(?![\w]))*"
)
_BEFORE_NAME = (
    r"[Cc]/|[Cc]alle|[Aa]vda\.|[Aa]venida|[Aa]vinguda|[Pp]laza|[Pp]za\.|[Pp]laça|[Pp]aseo|[Pp]asseig|[Rr]onda|[Rr]ambla"
    r"|[Cc]arretera|Ctra\.|Camino|Glorieta|[Cc]arrer|Urb\.|[Rr]ua|R\.|Av\.|[Tt]ravess[ai]a?|[Pp]raça|[Ll]argo|[Ee]strada"
    r"|Alameda|Beco|Calçada|Rotunda|Bairro|Via|V\.le|[Vv]iale|[Cc]orso|C\.so|[Pp]iazza|[Pp]iazzale|P\.zz?a|[Vv]icolo"
    r"|[Cc]ontrada|Lungomare|[Ss]trada|[Ss]tr\.|[Bb]d\.|[Bb]-dul|[Bb]ulevardul|[Cc]alea|[ȘșŞş]os\.|[ȘșŞş]oseaua|[Aa]leea"
    r"|[Ss]plaiul|[Pp]iața|ul\.|al\.|pl\.|os\.|вул\.|вулиця|просп\.|пров\.|бульв\.|ул\.|пер\.|бул\.|шосе"
)
_FRENCH = (
    r"rue|avenue|av\.|boulevard|bd\.?|bld|place|chemin|impasse|all[ée]es?|quai|cours|route|square|passage|sentier"
    r"|faubourg|fbg|esplanade|lotissement|rond-point|cité|chaussée|promenade|montée|résidence|hameau|villa|ruelle"
)
_ENGLISH = r"(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?|Lane|Close|Drive|Crescent|Terrace|Gardens|Grove|Mews)(?!\w)"
#: "24 Supreme Court" stands in prose too.
_DOUBTFUL_ENGLISH = r"(?:Way|Court|Place|Square|Row|Walk|Hill|Park)(?=\s*(?:$|[,;]))"
_TURKISH = r"(?:Cad\.|Caddesi|Cd\.|Sok\.|Sokak|Sokağı|Sk\.|Mah\.|Mahallesi|Bulvarı|Bulv\.|Blv\.)"
_SURE_ENDS = r"straße|strasse|str\.|gasse|allee|chaussee|straat|laan|gracht|kade|gatan|gata|vägen|gade"
#: "Arbeitsplatz 3" stands in prose too: with these the street ends its line or is followed by a town.
_DOUBTFUL_ENDS = r"weg|platz|ring|damm|ufer|markt|graben|hof|berg|steig|pfad|wall|plein|dijk|singel|vej"

#: Words for a street that are written small within an address.
SMALL_WORDS = rf"(?:{_FRENCH}|calle|avenida|plaza|paseo|rua|via|viale|corso|piazza|strada|carrer|ulica|вулиця)"

POSTCODES = (
    r"\d{2}-\d{3}",  # Poland
    r"\d{4}-\d{3}",  # Portugal
    r"\d{4}\s?[A-Z]{2}(?!\w)",  # Netherlands
    r"(?:(?:D|DE|F|FR|I|IT|E|ES|PL|P|CP)[-\s])?\d{5}",
    r"(?:A|AT|B|BE|CH|DK|H|L|LU|N|SI)-\d{4}",
)
_BESIDE_STREET = (*POSTCODES, r"\d{3}\s\d{2}", r"\d{4}", r"\d{6}")
_NO_TOWN = (
    r"(?!(?:Tel|Tél|Tlf|Telf|Tlm|Telefon|Teléfono|Telefone|Telefono|Phone|Fax|E-?[Mm]ail|Web|NIF|CIF|NIPC|Euro?|EUR|DM|RON"
    r"|PLN|Lei|Stück|Einwohner|Stunden|Tage|Fällen?|Personen)(?!\w))"
)
#: "Alvares del Río", "La Wantzenau", "Frankfurt am Main", "PERPIÑÁN"; the name goes on over two words at most.
TOWN = (
    rf"{_NO_TOWN}(?:L['’])?(?=\w{{2}}){CAPITALISED}"
    rf"(?:\s{_PARTICLE}{{0,2}}{_NO_TOWN}{CAPITALISED}){{0,2}}"
)
PROVINCE = r"(?:\s\((?:[A-Z]{2}|[A-ZÀ-Ö][\w -]{2,20})\))?"
SEPARATOR = r"(?:\s?[,;·–—-]\s?|\s)"

STREETS = (
    rf"(?:[A-ZÄÖÜ][\w-]*)?(?:(?i:{_SURE_ENDS})|(?<=\s)Straße)\s{NUMBER}",
    rf"{CAPITALISED}(?:\s{CAPITALISED})?\s(?:Straße|Strasse|Str\.|Allee|Chaussee|Gasse)\s{NUMBER}",
    rf"Straße\s{NAME}\s{NUMBER}",
    rf"[A-ZÄÖÜ][\w-]*(?:{_DOUBTFUL_ENDS})\s{NUMBER}(?=\s*(?:$|[,;)])|{SEPARATOR}(?:{'|'.join(POSTCODES)})\s)",
    rf"(?:{_BEFORE_NAME})\s?{NAME}(?:,?\s(?:{NUMBER}|s/n)){_FLOOR}",
    rf"via\s{NAME},\s(?:{NUMBER}|s\.?n\.?c\.?)",
    rf"\d{{1,4}}(?:\s(?:bis|ter|quater)|\s?[A-Za-z])?,?\s(?i:{_FRENCH})\s{NAME}",
    rf"(?:(?:Flat|Apartment|Apt\.?|Unit)\s\w{{1,4}},\s)?\d{{1,4}}[a-zA-Z]?,?\s{CAPITALISED}(?:\s{CAPITALISED}){{0,2}}\s"
    rf"(?:{_ENGLISH}|{_DOUBTFUL_ENGLISH})",
    rf"(?:{NAME}\s{_TURKISH},?\s)+{NUMBER}{_FLOOR}(?:\s(?:\d{{5}}\s)?{CAPITALISED}\s?/\s?{CAPITALISED})?",
    r"(?:شارع|زنقة|نهج)\s(?:\w+\s){1,4}(?:رقم\s)?\d{1,4}",
)
#: A street of any name, told by the postcode and town that follow: "Am Römerkastell 12, 66121 Saarbrücken". Only
#: postcodes of their own form: "Versicherungsnummer 53 070659 F" has six figures too.
_TOWN_FOLLOWS = rf"{SEPARATOR}{{1,2}}(?:{'|'.join(POSTCODES)})\s{TOWN}"
_NAMED = rf"{CAPITALISED}(?:\s{_PARTICLE}{{0,3}}{CAPITALISED}){{0,4}},?\s{NUMBER}(?={_TOWN_FOLLOWS})"
#: After a street, a postcode needs no other sign.
AFTER_STREET = rf"(?:{'|'.join(_BESIDE_STREET)})\s{TOWN}{PROVINCE}"

STREET = re.compile(rf"(?<![\w/])(?:{'|'.join(STREETS)})(?!\w)")
NAMED_STREET = re.compile(rf"(?<![\w/])(?:{_NAMED})(?!\w)")
PLACE = re.compile(
    rf"(?<![\w/.,-])(?:(?:{'|'.join(POSTCODES)})[\s-]{TOWN}{PROVINCE}"
    rf"|\d{{5,6}},?\s(?:м|г|с|смт)\.\s?{CAPITALISED}|[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}(?!\w))"
)
