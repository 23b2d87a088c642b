"""What multilingual forms say of themselves, by language. Data.

The wordings are those that are generally known of the forms, kept as probes: they are compared loosely, and a
title that a State words otherwise costs confidence, not recognition.
"""

from collections.abc import Mapping
from typing import Final

#: The line above every portable document (Regulations (EC) 883/2004 and 987/2009).
COORDINATION: Final[Mapping[str, str]] = {
    "bg": "Координация на системите за социална сигурност", "cs": "Koordinace systémů sociálního zabezpečení",
    "da": "Koordinering af de sociale sikringsordninger",
    "de": "Koordinierung der Systeme der sozialen Sicherheit",
    "el": "Συντονισμός των συστημάτων κοινωνικής ασφάλειας", "en": "Coordination of social security systems",
    "es": "Coordinación de los sistemas de seguridad social", "et": "Sotsiaalkindlustussüsteemide kooskõlastamine",
    "fi": "Sosiaaliturvajärjestelmien yhteensovittaminen", "fr": "Coordination des systèmes de sécurité sociale",
    "ga": "Comhordú na gcóras slándála sóisialta", "hr": "Koordinacija sustava socijalne sigurnosti",
    "hu": "A szociális biztonsági rendszerek koordinálása", "is": "Samræming almannatryggingakerfa",
    "it": "Coordinamento dei sistemi di sicurezza sociale", "lt": "Socialinės apsaugos sistemų koordinavimas",
    "lv": "Sociālā nodrošinājuma sistēmu koordinēšana", "mt": "Koordinazzjoni tas-sistemi tas-sigurtà soċjali",
    "nb": "Koordinering av trygdeordninger", "nl": "Coördinatie van de socialezekerheidsstelsels",
    "pl": "Koordynacja systemów zabezpieczenia społecznego", "pt": "Coordenação dos sistemas de segurança social",
    "ro": "Coordonarea sistemelor de securitate socială", "sk": "Koordinácia systémov sociálneho zabezpečenia",
    "sl": "Koordinacija sistemov socialne varnosti", "sv": "Samordning av de sociala trygghetssystemen",
}  # fmt: skip

#: The body named at the head of the older E-forms (Regulations (EEC) 1408/71 and 574/72).
COMMISSION: Final[Mapping[str, str]] = {
    "bg": "Административна комисия за социална сигурност на работниците мигранти",
    "cs": "Správní komise pro sociální zabezpečení migrujících pracovníků",
    "da": "Den Administrative Kommission for Vandrende Arbejdstageres Sociale Sikring",
    "de": "Verwaltungskommission für die soziale Sicherheit der Wanderarbeitnehmer",
    "el": "Διοικητική Επιτροπή για την κοινωνική ασφάλιση των διακινουμένων εργαζομένων",
    "en": "Administrative Commission on Social Security for Migrant Workers",
    "es": "Comisión Administrativa para la Seguridad Social de los Trabajadores Migrantes",
    "fi": "Siirtotyöläisten sosiaaliturvan hallintotoimikunta",
    "fr": "Commission administrative pour la sécurité sociale des travailleurs migrants",
    "hu": "Migráns munkavállalók szociális biztonságával foglalkozó igazgatási bizottság",
    "it": "Commissione amministrativa per la sicurezza sociale dei lavoratori migranti",
    "lt": "Administracinė komisija migruojančių darbuotojų socialinės apsaugos klausimais",
    "nl": "Administratieve Commissie voor de sociale zekerheid van migrerende werknemers",
    "pl": "Komisja Administracyjna ds. Zabezpieczenia Społecznego Pracowników Migrujących",
    "pt": "Comissão Administrativa para a Segurança Social dos Trabalhadores Migrantes",
    "ro": "Comisia administrativă pentru securitatea socială a lucrătorilor migranți",
    "sk": "Správna komisia pre sociálne zabezpečenie migrujúcich pracovníkov",
    "sl": "Upravna komisija za socialno varnost delavcev migrantov",
    "sv": "Administrativa kommissionen för social trygghet för migrerande arbetare",
}

#: The head of the forms of Regulation (EU) 2016/1191.
MULTILINGUAL: Final[Mapping[str, str]] = {
    "bg": "Многоезично стандартно удостоверение", "cs": "Vícejazyčný standardní formulář",
    "da": "Flersproget standardformular", "de": "Mehrsprachiges Formular", "el": "Πολύγλωσσο τυποποιημένο έντυπο",
    "en": "Multilingual standard form", "es": "Impreso estándar multilingüe", "et": "Mitmekeelne standardvorm",
    "fi": "Monikielinen vakiolomake", "fr": "Formulaire type multilingue",
    "ga": "Foirm chaighdeánach ilteangach", "hr": "Višejezični standardni obrazac",
    "hu": "Többnyelvű formanyomtatvány", "it": "Modulo standard multilingue",
    "lt": "Daugiakalbė standartinė forma", "lv": "Daudzvalodu standarta veidlapa",
    "mt": "Formola standard multilingwi", "nl": "Meertalig modelformulier",
    "pl": "Wielojęzyczny standardowy formularz",
    "pt": "Formulário multilingue", "ro": "Formular standard multilingv", "sk": "Viacjazyčný štandardný formulár",
    "sl": "Večjezični standardni obrazec", "sv": "Flerspråkigt standardformulär",
}  # fmt: skip

#: Titles of the portable documents, by part: a help where the code is misread.
TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "A1": (
        "Certificate concerning the social security legislation which applies to the holder",
        "Certificat concernant la législation de sécurité sociale applicable au titulaire",
        "Bescheinigung über die Rechtsvorschriften der sozialen Sicherheit, die auf die Person anzuwenden sind",
        "Certificado relativo a la legislación de seguridad social aplicable al titular",
        "Certificato relativo alla legislazione di sicurezza sociale applicabile al titolare",
        "Certificado relativo à legislação de segurança social aplicável ao titular",
        "Verklaring betreffende de socialezekerheidswetgeving die op de houder van toepassing is",
        "Zaświadczenie o ustawodawstwie dotyczącym zabezpieczenia społecznego mającym zastosowanie do osoby",
        "Certificat privind legislația de securitate socială aplicabilă titularului",
    ),
    "S1": (
        "Registering for health care cover",
        "Inscription en vue de bénéficier de prestations d'assurance maladie",
    ),
    "S2": ("Entitlement to scheduled treatment", "Droit aux soins médicaux programmés"),
    "S3": (
        "Medical treatment for former frontier worker in former country of activity",
        "Soins médicaux destinés à un ancien travailleur frontalier dans l'ancien pays d'activité",
    ),
    "DA1": (
        "Entitlement to health care covered under insurance against accidents at work and occupational diseases",
        "Droit aux prestations en nature au titre de l'assurance accidents du travail et maladies",
    ),
    "P1": ("Summary of pension decisions", "Récapitulatif des décisions en matière de pensions"),
    "U1": (
        "Periods to be taken into account for granting unemployment benefits",
        "Périodes à prendre en compte pour l'octroi de prestations de chômage",
    ),
    "U2": ("Retention of unemployment benefit entitlement", "Maintien du droit aux prestations de chômage"),
    "U3": (
        "Circumstances likely to affect the entitlement to unemployment benefits",
        "Faits susceptibles de modifier le droit aux prestations de chômage",
    ),
}
PORTABLE: Final = tuple(TITLES)

#: The older forms by hundreds: legislation and care, pensions, unemployment, family benefits, data exchange.
E_FORMS: Final = (
    *range(101, 132), *range(201, 216), *range(301, 304), *range(401, 412), *range(501, 504), *range(601, 603),
)  # fmt: skip

#: Structured documents of the electronic exchange, by sector.
SED: Final = r"P(?:[1-8]000|2[12]00|1[01]000|1[2-5]000|500[0-9])|A0(?:0[1-9]|1[0-2])|H(?:0(?:0[1-9]|1[0-2]|2[01]|6[1-6])|120|121|130)|S0[0-9]{2}|U0[0-3][0-9]|F0[0-2][0-9]|F0[34][0-9]|X0(?:0[1-9]|1[0-3]|50)|R0[0-3][0-9]|DA0[0-7][0-9]|AW0[0-9]{2}|M0(?:4[0-9]|5[0-3])"  # noqa: E501

#: What a structured document prints beside its code.
EXCHANGE: Final = (
    "Structured electronic document", "Document électronique structuré", "Strukturiertes elektronisches Dokument",
    "Documento electrónico estructurado", "Documento elettronico strutturato", "Documento eletrónico estruturado",
    "Gestructureerd elektronisch document", "Ustrukturyzowany dokument elektroniczny",
    "Document electronic structurat", "Electronic Exchange of Social Security Information", "Local case number",
    "SED version", "Insurance history", "Case owner", "Numer sprawy krajowej", "Aktenzeichen des Trägers",
)  # fmt: skip

#: What a civil-status form is about, by part; each in the languages in which it is met.
CIVIL: Final[Mapping[str, tuple[str, ...]]] = {
    "birth": (
        "birth", "naissance", "Geburt", "nacimiento", "nascita", "nascimento", "geboorte", "urodzenia", "naștere",
        "narození", "narodenie", "rojstvo", "rođenju", "születés", "раждане", "γέννησης", "fødsel", "födelse",
        "syntymä", "sünd", "dzimšana", "gimimas", "doğum", "twelid",
    ),
    "marriage": (
        "marriage", "mariage", "Eheschließung", "matrimonio", "casamento", "huwelijk", "małżeństwa", "căsătorie",
        "manželství", "manželstvo", "zakonska zveza", "braku", "házasság", "брак", "γάμου", "ægteskab",
        "äktenskap",
        "avioliitto", "abielu", "laulība", "santuoka", "evlenme", "żwieġ",
    ),
    "death": (
        "death", "décès", "Tod", "defunción", "morte", "óbito", "overlijden", "zgonu", "deces", "úmrtí", "úmrtie",
        "smrt", "smrti", "halál", "смърт", "θανάτου", "dødsfald", "dödsfall", "kuolema", "surm", "nāve", "mirtis",
        "ölüm", "mewt",
    ),
    "being_alive": (
        "being alive", "vie", "Leben", "fe de vida", "esistenza in vita", "vida", "in leven zijn", "pozostawania "
        "przy życiu", "viață", "naživu", "életben lét",
    ),
    "domicile": (
        "domicile or residence", "domicile ou résidence", "Wohnsitz", "domicilio o residencia", "domicilio",
        "domicílio", "woonplaats", "miejsca zamieszkania", "domiciliu", "bydliště", "lakóhely",
    ),
    "marital_status": (
        "marital status", "situation matrimoniale", "Familienstand", "estado civil", "stato civile",
        "burgerlijke staat", "stan cywilny", "starea civilă", "rodinný stav", "családi állapot",
    ),
    "criminal_record": (
        "absence of a criminal record", "absence de casier judiciaire", "Vorstrafenfreiheit",
        "ausencia de antecedentes penales", "assenza di precedenti penali", "registo criminal", "niekaralności",
    ),
}  # fmt: skip

#: What the extracts of the CIEC print, beside the two languages of every box. The convention is that of 8
#: September 1976 (n° 16); "Formule" in the languages of the member States.
CIEC_MARK: Final = (
    "Convention signée à Vienne le 8 septembre 1976", "Commission internationale de l'état civil",
    "International Commission on Civil Status", "CIEC", "ICCS",
)  # fmt: skip
CIEC_CODE: Final = (
    r"(?:formule|formul|formula|formular|formulier|formulario|formulaire|modello|vzor|obrazec|obrazac|формула)"
)
CIEC_PARTS: Final[Mapping[str, str]] = {"A": "birth", "B": "marriage", "C": "death"}
CIEC_FRENCH: Final[Mapping[str, str]] = {
    "A": "extrait de l'acte de naissance", "B": "extrait de l'acte de mariage", "C": "extrait de l'acte de décès",
}  # fmt: skip

#: How letters begin: a page that greets somebody is a letter, whatever form it speaks of.
SALUTATIONS: Final = (
    "dear sir", "dear madam", "dear dr", "dear mr", "dear mrs", "dear ms", "dear colleagues", "dear colleague",
    "to whom it may concern",
    "sehr geehrte", "sehr geehrter", "madame monsieur", "cher confrere", "monsieur le directeur",
    "estimado", "estimada", "muy senor", "egregio", "gentile", "spettabile", "exmo senhor", "exma senhora",
    "caro colega", "geachte", "szanowny", "szanowna", "szanowni", "stimate", "stimata", "vazeny", "vazena",
    "spostovani", "postovani", "tisztelt", "уважаеми", "уважаемый", "уважаемая", "шановний", "шановна",
    "αγαπητε", "αγαπητη", "αξιοτιμε", "αξιοτιμη", "madame", "monsieur", "kaere", "basta", "hej", "hyva",
    "lugupeetud", "cienijam", "gerb", "sayin",
)  # fmt: skip
