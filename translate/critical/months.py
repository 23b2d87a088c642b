"""Names of months in the languages of the documents, and in French.

Each language has twelve entries of forms separated by spaces; abbreviations are written with their full stop,
and count only when a year follows.
"""

FRENCH = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
# Calendars are never converted: the months of the Hegira keep their names, in the French spelling of Morocco.
FRENCH_HIJRI = (
    "mouharram",
    "safar",
    "rabia al aoual",
    "rabia at-thani",
    "joumada al oula",
    "joumada at-thania",
    "rajab",
    "chaabane",
    "ramadan",
    "chaoual",
    "dhou al qiida",
    "dhou al hijja",
)

_NAMES = {
    "fr": "janvier janv.|février fevrier févr.|mars|avril avr.|mai|juin|juillet juil.|août aout|septembre sept."
    "|octobre oct.|novembre nov.|décembre decembre déc.",
    "en": "January Jan.|February Feb.|March Mar.|April Apr.|May|June Jun.|July Jul.|August Aug."
    "|September Sept. Sep.|October Oct.|November Nov.|December Dec.",
    "de": "Januar Jänner Jan. Jän.|Februar Feber Feb. Febr.|März Maerz Mär.|April Apr.|Mai|Juni Jun.|Juli Jul."
    "|August Aug.|September Sept. Sep.|Oktober Okt.|November Nov.|Dezember Dez.",
    "es": "enero ene.|febrero feb.|marzo mar.|abril abr.|mayo may.|junio jun.|julio jul.|agosto ago."
    "|septiembre setiembre sept. sep.|octubre oct.|noviembre nov.|diciembre dic.",
    "pt": "janeiro jan.|fevereiro fev.|março marco mar.|abril abr.|maio mai.|junho jun.|julho jul.|agosto ago."
    "|setembro set.|outubro out.|novembro nov.|dezembro dez.",
    "it": "gennaio gen. genn.|febbraio feb. febbr.|marzo mar.|aprile apr.|maggio mag. magg.|giugno giu."
    "|luglio lug.|agosto ago.|settembre set. sett.|ottobre ott.|novembre nov.|dicembre dic.",
    "ca": "gener gen.|febrer febr.|març|abril abr.|maig|juny|juliol jul.|agost ag.|setembre set.|octubre oct."
    "|novembre nov.|desembre des.",
    "ro": "ianuarie ian.|februarie feb. febr.|martie mar. mart.|aprilie apr.|mai.|iunie iun.|iulie iul."
    "|august aug.|septembrie sept. sep.|octombrie oct.|noiembrie noi. nov.|decembrie dec.",
    "pl": "stycznia styczeń styczniu sty. stycz.|lutego luty lutym lut.|marca marzec marcu mar."
    "|kwietnia kwiecień kwietniu kwi. kwiec.|maja maj maju|czerwca czerwiec czerwcu cze. czerw."
    "|lipca lipiec lipcu lip.|sierpnia sierpień sierpniu sie. sierp.|września wrzesień wrześniu wrz. wrzes."
    "|października październik październiku paź. październ.|listopada listopad listopadzie lis. listop."
    "|grudnia grudzień grudniu gru. grudz.",
    "uk": "січня січень січні січ.|лютого лютий лютому лют.|березня березень березні бер."
    "|квітня квітень квітні квіт.|травня травень травні трав.|червня червень червні черв."
    "|липня липень липні лип.|серпня серпень серпні серп.|вересня вересень вересні вер."
    "|жовтня жовтень жовтні жовт.|листопада листопад листопаді лист.|грудня грудень грудні груд.",
    "ru": "января январь январе янв.|февраля февраль феврале февр.|марта март марте|апреля апрель апреле апр."
    "|мая май мае|июня июнь июне|июля июль июле|августа август августе авг.|сентября сентябрь сентябре сент."
    "|октября октябрь октябре окт.|ноября ноябрь ноябре нояб.|декабря декабрь декабре дек.",
    "bg": "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    "nl": "januari jan.|februari feb.|maart mrt.|april apr.|mei|juni jun.|juli jul.|augustus aug."
    "|september sept. sep.|oktober okt.|november nov.|december dec.",
    "tr": "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık",
    "cs": "ledna leden|února únor|března březen|dubna duben|května květen|června červen|července červenec"
    "|srpna srpen|září|října říjen|listopadu listopad|prosince prosinec",
    "sk": "januára január|februára február|marca marec|apríla apríl|mája máj|júna jún|júla júl|augusta august"
    "|septembra september|októbra október|novembra november|decembra december",
    "hr": "siječnja siječanj|veljače veljača|ožujka ožujak|travnja travanj|svibnja svibanj|lipnja lipanj"
    "|srpnja srpanj|kolovoza kolovoz|rujna rujan|listopada listopad|studenoga studenog studeni"
    "|prosinca prosinac",
    "sl": "januarja januar|februarja februar|marca marec|aprila april|maja maj|junija junij|julija julij"
    "|avgusta avgust|septembra september|oktobra oktober|novembra november|decembra december",
    "hu": "január|február|március|április|május|június|július|augusztus|szeptember|október|november|december",
    "sr": "јануара јануар januara januar|фебруара фебруар februara februar|марта март marta mart"
    "|априла април aprila april|маја мај maja maj|јуна јун juna jun|јула јул jula jul"
    "|августа август avgusta avgust|септембра септембар septembra septembar|октобра октобар oktobra oktobar"
    "|новембра новембар novembra novembar|децембра децембар decembra decembar",
    "el": "Ιανουαρίου Ιανουάριος|Φεβρουαρίου Φεβρουάριος|Μαρτίου Μάρτιος|Απριλίου Απρίλιος|Μαΐου Μάιος"
    "|Ιουνίου Ιούνιος|Ιουλίου Ιούλιος|Αυγούστου Αύγουστος|Σεπτεμβρίου Σεπτέμβριος|Οκτωβρίου Οκτώβριος"
    "|Νοεμβρίου Νοέμβριος|Δεκεμβρίου Δεκέμβριος",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "ar": "يناير جانفي|فبراير فيفري شباط|مارس آذار|أبريل ابريل إبريل أفريل نيسان|مايو ماي أيار"
    "|يونيو يونيه جوان حزيران|يوليو يوليوز جويلية تموز|أغسطس غشت أوت آب|سبتمبر شتنبر أيلول|أكتوبر اكتوبر"
    "|نوفمبر نونبر|ديسمبر دجنبر",
}
_HIJRI = (
    "محرم mouharram|صفر safar|ربيع_الأول ربيع_الاول rabia_al_aoual|ربيع_الثاني ربيع_الآخر rabia_at-thani"
    "|جمادى_الأولى جمادى_الاولى joumada_al_oula|جمادى_الآخرة جمادى_الثانية joumada_at-thania|رجب rajab"
    "|شعبان chaabane|رمضان ramadan|شوال chaoual|ذو_القعدة ذي_القعدة dhou_al_qiida"
    "|ذو_الحجة ذي_الحجة dhou_al_hijja"
)


def _table(names: str, marks: tuple[str, ...]) -> dict[str, str]:
    out: dict[str, str] = {}
    for mark, forms in zip(marks, names.split("|"), strict=True):
        for form in forms.split():
            out[form.replace("_", " ").lower()] = mark
    return out


_NUMBERS = tuple(f"{number:02d}" for number in range(1, 13))
# Month of each lower-case name, by language: "01" to "12", "H01" to "H12" for the Hegira.
BY_LANGUAGE = {language: _table(names, _NUMBERS) for language, names in _NAMES.items()}
BY_LANGUAGE["ar"] |= _table(_HIJRI, tuple(f"H{number}" for number in _NUMBERS))
BY_LANGUAGE["fr"] |= _table(_HIJRI, tuple(f"H{number}" for number in _NUMBERS))

_ALL: dict[str, set[str]] = {}
for _names in BY_LANGUAGE.values():
    for _name, _month in _names.items():
        _ALL.setdefault(_name, set()).add(_month)
# Names that mean the same month wherever they are used.
ANYWHERE = {name: months.pop() for name, months in _ALL.items() if len(months) == 1}
ALL_NAMES = tuple(sorted(_ALL, key=len, reverse=True))


def french_name(month: str) -> str:
    """The French name of a month ("03", "H03")."""
    if month.startswith("H"):
        return FRENCH_HIJRI[int(month[1:]) - 1]
    return FRENCH[int(month) - 1]
