"""Invented sentences of offices, the same six in each language, and the titles that papers carry there."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """``sentences`` say the same in every language; ``page`` is how pages are numbered; ``titles`` by kind."""

    greeting: str
    closing: str
    page: str
    sentences: tuple[str, ...]
    titles: Mapping[str, str]


# {d1}, {d2} dates, {a} an amount, {r} a reference, {n} months, {k} days.
TONGUES: Mapping[str, Tongue] = {
    "de": Tongue("Sehr geehrte Frau {name},", "Mit freundlichen Grüßen", "Seite {n} von {t}", (
        "Mit Ihrem Antrag vom {d1} haben Sie eine Altersrente beantragt; er wurde unter der Nummer {r} erfasst.",
        "Ab dem {d2} zahlen wir Ihnen monatlich {a} Euro auf das von Ihnen angegebene Konto.",
        "Berücksichtigt wurden Beiträge aus {n} Monaten, darunter auch die in Frankreich gezahlten Beiträge.",
        "Bitte senden Sie uns innerhalb von {k} Tagen eine Bescheinigung Ihres Arbeitgebers über Lohn und Arbeitszeit.",
        "Die Patientin wurde vom {d1} bis {d2} wegen eines Bruchs des linken Beins bei uns behandelt; die Medikamente werden weitergegeben.",
        "Wenn Sie nicht einverstanden sind, können Sie innerhalb eines Monats bei dieser Stelle Widerspruch einlegen."),
        {"decision": "Rentenbescheid", "invoice": "Rechnung", "medical": "Entlassungsbericht",
        "civil_status": "Geburtsurkunde",
         "pay_slip": "Entgeltabrechnung", "pension_statement": "Versicherungsverlauf", "judgment": "Urteil",
         "certificate": "Meldebescheinigung"}),
    "en": Tongue("Dear Mrs {name},", "Yours sincerely", "Page {n} of {t}", (
        "With your application of {d1} you asked for a retirement pension; it was recorded under number {r}.",
        "From {d2} we will pay you {a} euros each month into the account that you named.",
        "Contributions of {n} months were taken into account, those that you paid in France among them.",
        "Please send us within {k} days a statement from your employer about your wages and your hours of work.",
        "The patient was treated here from {d1} to {d2} for a fracture of the left leg; the medication is to be continued.",
        "If you do not agree you may object to this office within one month of the day on which you received this letter."),
        {"decision": "Notice of decision", "invoice": "Invoice", "medical": "Discharge summary",
        "civil_status": "Certificate of birth",
         "pay_slip": "Payslip", "pension_statement": "National insurance record", "judgment": "Judgment",
         "certificate": "Certificate of residence"}),
    "es": Tongue("Estimada señora {name}:", "Atentamente", "Página {n} de {t}", (
        "Con su solicitud de {d1} pidió usted una pensión de jubilación, que quedó registrada con el número {r}.",
        "A partir del {d2} le pagaremos cada mes {a} euros en la cuenta que usted nos indicó.",
        "Se han tenido en cuenta las cotizaciones de {n} meses, incluidas las que pagó en Francia.",
        "Le rogamos que nos envíe en el plazo de {k} días un certificado de su empresa sobre su salario y su jornada.",
        "La paciente fue tratada en este hospital del {d1} al {d2} por una fractura de la pierna izquierda; sigue con la medicación.",
        "Si no está conforme, puede presentar una reclamación ante esta oficina en el plazo de un mes desde que reciba esta carta."),
        {"decision": "Resolución", "invoice": "Factura", "medical": "Informe de alta",
        "civil_status": "Certificado de nacimiento",
         "pay_slip": "Nómina", "pension_statement": "Informe de vida laboral", "judgment": "Sentencia",
         "certificate": "Certificado de empadronamiento"}),
    "it": Tongue("Gentile signora {name},", "Distinti saluti", "Pagina {n} di {t}", (
        "Con la domanda del {d1} Lei ha chiesto una pensione di vecchiaia, registrata con il numero {r}.",
        "Dal {d2} Le pagheremo ogni mese {a} euro sul conto che ci ha indicato.",
        "Sono stati considerati i contributi di {n} mesi, compresi quelli versati in Francia.",
        "La preghiamo di inviarci entro {k} giorni una dichiarazione del datore di lavoro sulla retribuzione e sull'orario.",
        "La paziente è stata curata presso di noi dal {d1} al {d2} per una frattura della gamba sinistra; prosegue la terapia.",
        "Se non è d'accordo può presentare ricorso a questo ufficio entro un mese dal giorno in cui ha ricevuto la lettera."),
        {"decision": "Provvedimento di liquidazione", "invoice": "Fattura", "medical": "Lettera di dimissione",
        "civil_status": "Estratto dell'atto di nascita",
         "pay_slip": "Busta paga", "pension_statement": "Estratto conto contributivo", "judgment": "Sentenza",
         "certificate": "Certificato di residenza"}),
    "pl": Tongue("Szanowna Pani {name},", "Z poważaniem", "Strona {n} z {t}", (
        "We wniosku z dnia {d1} zwróciła się Pani o przyznanie emerytury; wniosek zarejestrowano pod numerem {r}.",
        "Od dnia {d2} będziemy co miesiąc wypłacać Pani {a} euro na wskazany przez Panią rachunek.",
        "Uwzględniono składki za {n} miesięcy, w tym także składki zapłacone we Francji.",
        "Prosimy o przesłanie w ciągu {k} dni zaświadczenia pracodawcy o wynagrodzeniu i czasie pracy.",
        "Pacjentka była leczona u nas od {d1} do {d2} z powodu złamania lewej nogi; leki należy przyjmować nadal.",
        "Jeżeli nie zgadza się Pani z tym pismem, może Pani w ciągu miesiąca złożyć odwołanie do tego urzędu."),
        {"decision": "Decyzja", "invoice": "Faktura", "medical": "Karta informacyjna leczenia szpitalnego",
        "civil_status": "Odpis skrócony aktu urodzenia",
         "pay_slip": "Odcinek wypłaty", "pension_statement": "Przebieg ubezpieczenia", "judgment": "Wyrok",
         "certificate": "Zaświadczenie o zameldowaniu"}),
    "ro": Tongue("Stimată doamnă {name},", "Cu stimă", "Pagina {n} din {t}", (
        "Prin cererea din {d1} ați solicitat o pensie pentru limită de vârstă, înregistrată cu numărul {r}.",
        "Începând cu {d2} vă vom plăti lunar {a} euro în contul pe care ni l-ați indicat.",
        "Au fost luate în considerare contribuțiile pentru {n} luni, inclusiv cele plătite în Franța.",
        "Vă rugăm să ne trimiteți în termen de {k} zile o adeverință de la angajator privind salariul și programul de lucru.",
        "Pacienta a fost tratată la noi de la {d1} până la {d2} pentru o fractură a piciorului stâng; continuă medicația.",
        "Dacă nu sunteți de acord, puteți face contestație la acest birou în termen de o lună de la primirea scrisorii."),
        {"decision": "Decizie privind acordarea pensiei", "invoice": "Factură", "medical": "Bilet de externare",
        "civil_status": "Certificat de naștere",
         "pay_slip": "Fluturaș de salariu", "pension_statement": "Adeverință privind stagiul de cotizare",
         "judgment": "Sentința civilă", "certificate": "Adeverință de domiciliu"}),
    "uk": Tongue("Шановна пані {name}!", "З повагою", "Сторінка {n} з {t}", (
        "У заяві від {d1} Ви просили призначити пенсію за віком; заяву зареєстровано за номером {r}.",
        "Починаючи з {d2} ми щомісяця виплачуватимемо Вам {a} євро на вказаний Вами рахунок.",
        "Враховано внески за {n} місяців, зокрема й ті, що були сплачені у Франції.",
        "Просимо протягом {k} днів надіслати довідку від роботодавця про заробіток і тривалість роботи.",
        "Пацієнтка лікувалася у нас з {d1} до {d2} через перелом лівої ноги; приймання ліків слід продовжити.",
        "Якщо Ви не згодні, протягом місяця після отримання цього листа можна подати скаргу до нашої установи."),
        {"decision": "Рішення про призначення пенсії", "invoice": "Рахунок-фактура",
        "medical": "Виписка з медичної карти", "civil_status": "Свідоцтво про народження",
         "pension_statement": "Довідка про трудовий стаж"}),
    "el": Tongue("Αγαπητή κυρία {name},", "Με εκτίμηση", "Σελίδα {n} από {t}", (
        "Με την αίτηση της {d1} ζητήσατε σύνταξη γήρατος, η οποία καταχωρίστηκε με τον αριθμό {r}.",
        "Από τις {d2} θα σας καταβάλλουμε κάθε μήνα {a} ευρώ στον λογαριασμό που μας δηλώσατε.",
        "Ελήφθησαν υπόψη οι εισφορές {n} μηνών, μεταξύ των οποίων και όσες καταβλήθηκαν στη Γαλλία.",
        "Παρακαλούμε να μας στείλετε εντός {k} ημερών βεβαίωση του εργοδότη για τον μισθό και το ωράριο εργασίας σας.",
        "Η ασθενής νοσηλεύθηκε από {d1} έως {d2} λόγω κατάγματος του αριστερού ποδιού· η αγωγή συνεχίζεται.",
        "Εάν διαφωνείτε, μπορείτε να υποβάλετε ένσταση στην υπηρεσία μας μέσα σε έναν μήνα από την παραλαβή."),
        {"decision": "Απόφαση συνταξιοδότησης", "invoice": "Τιμολόγιο", "medical": "Ιατρική γνωμάτευση",
        "civil_status": "Ληξιαρχική πράξη γέννησης",
         "pension_statement": "Ασφαλιστικό ιστορικό", "certificate": "Βεβαίωση μόνιμης κατοικίας"}),
    "pt": Tongue("Exma. Senhora {name},", "Com os melhores cumprimentos", "Página {n} de {t}", (
        "No requerimento de {d1} pediu uma pensão de velhice, que foi registada com o número {r}.",
        "A partir de {d2} pagaremos todos os meses {a} euros na conta que nos indicou.",
        "Foram tidas em conta as contribuições de {n} meses, incluindo as que foram pagas em França.",
        "Pedimos que nos envie no prazo de {k} dias uma declaração da entidade patronal sobre o salário e o horário.",
        "A doente foi tratada nesta unidade de {d1} a {d2} por fratura da perna esquerda; mantém a medicação.",
        "Se não concordar, pode apresentar reclamação a este serviço no prazo de um mês a contar da receção desta carta."),
        {"decision": "Notificação de decisão", "invoice": "Fatura", "medical": "Nota de alta",
        "civil_status": "Certidão de nascimento",
         "pay_slip": "Recibo de vencimento", "pension_statement": "Extrato de remunerações",
         "judgment": "Sentença", "certificate": "Atestado de residência"}),
    "nl": Tongue("Geachte mevrouw {name},", "Met vriendelijke groet", "Pagina {n} van {t}", (
        "Met uw aanvraag van {d1} heeft u een ouderdomspensioen gevraagd; die is geregistreerd onder nummer {r}.",
        "Vanaf {d2} betalen wij u elke maand {a} euro op de rekening die u heeft opgegeven.",
        "Er is rekening gehouden met de premies van {n} maanden, ook met die u in Frankrijk heeft betaald.",
        "Stuur ons binnen {k} dagen een verklaring van uw werkgever over uw loon en uw werktijden.",
        "De patiënte is hier van {d1} tot {d2} behandeld wegens een breuk van het linkerbeen; de medicatie loopt door.",
        "Als u het er niet mee eens bent, kunt u binnen een maand na ontvangst bij dit kantoor bezwaar maken."),
        {"decision": "Beschikking", "invoice": "Factuur", "medical": "Ontslagbrief",
        "civil_status": "Geboorteakte",
         "pay_slip": "Loonstrook", "pension_statement": "Pensioenoverzicht", "judgment": "Vonnis"}),
    "cs": Tongue("Vážená paní {name},", "S pozdravem", "Strana {n} z {t}", (
        "Žádostí ze dne {d1} jste požádala o starobní důchod; žádost byla zapsána pod číslem {r}.",
        "Od {d2} Vám budeme každý měsíc vyplácet {a} eur na účet, který jste uvedla.",
        "Byly zohledněny příspěvky za {n} měsíců včetně těch, které jste zaplatila ve Francii.",
        "Zašlete nám prosím do {k} dnů potvrzení zaměstnavatele o mzdě a pracovní době.",
        "Pacientka byla u nás léčena od {d1} do {d2} pro zlomeninu levé nohy; v užívání léků pokračuje.",
        "Pokud nesouhlasíte, můžete do jednoho měsíce od doručení podat u tohoto úřadu odvolání."),
        {"decision": "Rozhodnutí", "invoice": "Faktura", "medical": "Propouštěcí zpráva",
        "civil_status": "Rodný list", "pay_slip": "Výplatní páska",
         "pension_statement": "Osobní list důchodového pojištění", "judgment": "Rozsudek"}),
    "hu": Tongue("Tisztelt {name} Asszony!", "Tisztelettel", "{n}. oldal / {t}", (
        "A {d1} napján kelt kérelmében öregségi nyugdíjat kért, amelyet {r} számon vettünk nyilvántartásba.",
        "Az ellátást {d2} napjától havonta {a} euró összegben utaljuk az Ön által megadott számlára.",
        "Figyelembe vettük {n} hónap járulékait, köztük azokat is, amelyeket Franciaországban fizettek be.",
        "Kérjük, hogy {k} napon belül küldje meg munkáltatója igazolását a béréről és a munkaidejéről.",
        "A beteget {d1} és {d2} között a bal láb törése miatt kezeltük; a gyógyszerek szedését folytatni kell.",
        "Ha nem ért egyet, a levél kézhezvételétől számított egy hónapon belül fellebbezhet ennél a hivatalnál."),
        {"decision": "Határozat", "invoice": "Számla", "medical": "Zárójelentés",
        "civil_status": "Születési anyakönyvi kivonat", "pay_slip": "Bérjegyzék",
         "judgment": "Ítélet", "certificate": "Lakcímigazolás"}),
    "bg": Tongue("Уважаема госпожо {name},", "С уважение", "Страница {n} от {t}", (
        "Със заявление от {d1} сте поискали пенсия за старост, което е вписано под номер {r}.",
        "От {d2} всеки месец ще Ви изплащаме {a} евро по сметката, която сте посочили.",
        "Взети са предвид вноските за {n} месеца, включително и платените във Франция.",
        "Моля да ни изпратите в срок от {k} дни удостоверение от работодателя за заплатата и работното време.",
        "Пациентката е лекувана при нас от {d1} до {d2} поради счупване на левия крак; лечението продължава.",
        "Ако не сте съгласна, можете да подадете жалба до тази служба в едномесечен срок от получаването на писмото."),
        {"decision": "Разпореждане", "invoice": "Фактура", "medical": "Епикриза",
        "civil_status": "Удостоверение за раждане", "pay_slip": "Фиш за заплата"}),
    "tr": Tongue("Sayın {name},", "Saygılarımla", "Sayfa {n} / {t}", (
        "Yaşlılık aylığı için verdiğiniz {d1} tarihli dilekçeniz {r} numara ile kayda alınmıştır.",
        "Size {d2} tarihinden başlayarak her ay bildirdiğiniz hesaba {a} avro ödenecektir.",
        "Fransa'da ödenenler de içinde olmak üzere {n} aylık prim dikkate alınmıştır.",
        "Ücretiniz ve çalışma süreniz hakkında işvereninizden alacağınız belgeyi {k} gün içinde göndermenizi rica ederiz.",
        "Hasta sol bacak kırığı nedeniyle {d1} ile {d2} arasında kurumumuzda tedavi görmüştür; ilaçlara devam edilecektir.",
        "Kabul etmiyorsanız bu yazıyı aldığınız günden itibaren bir ay içinde dairemize itiraz edebilirsiniz."),
        {"invoice": "Fatura", "medical": "Epikriz", "civil_status": "Nüfus kayıt örneği",
        "pay_slip": "Ücret bordrosu", "pension_statement": "Hizmet dökümü"}),
    "hr": Tongue("Poštovana gospođo {name},", "S poštovanjem", "Stranica {n} od {t}", (
        "Zahtjevom od {d1} zatražili ste starosnu mirovinu; zahtjev je upisan pod brojem {r}.",
        "Od {d2} isplaćivat ćemo Vam svaki mjesec {a} eura na račun koji ste naveli.",
        "Uzeti su u obzir doprinosi za {n} mjeseci, uključujući i one koje ste uplatili u Francuskoj.",
        "Molimo Vas da nam u roku od {k} dana pošaljete potvrdu poslodavca o plaći i radnom vremenu.",
        "Pacijentica je kod nas liječena od {d1} do {d2} zbog prijeloma lijeve noge; nastavlja uzimati lijekove.",
        "Ako se ne slažete, možete u roku od mjesec dana od primitka podnijeti žalbu ovom uredu."),
        {"decision": "Rješenje", "invoice": "Račun", "medical": "Otpusno pismo",
        "civil_status": "Izvadak iz matice rođenih", "pay_slip": "Obračun plaće",
         "judgment": "Presuda"}),
    "sv": Tongue("Bästa {name},", "Med vänliga hälsningar", "Sida {n} av {t}", (
        "I din ansökan den {d1} har du begärt ålderspension; den är registrerad med nummer {r}.",
        "Från och med den {d2} betalar vi varje månad {a} euro till det konto som du har uppgett.",
        "Avgifter för {n} månader har räknats med, också de som du har betalat i Frankrike.",
        "Vi ber dig skicka ett intyg från din arbetsgivare om lön och arbetstid inom {k} dagar.",
        "Patienten vårdades hos oss från {d1} till {d2} för ett brott på vänster ben; medicineringen fortsätter.",
        "Om du inte är nöjd kan du överklaga hos detta kontor inom en månad från den dag då du fick brevet."),
        {"decision": "Beslut", "invoice": "Faktura", "medical": "Läkarintyg", "civil_status": "Personbevis",
        "pay_slip": "Lönespecifikation"}),
    "fr": Tongue("Madame {name},", "Cordialement", "Page {n} sur {t}", (
        "Par votre demande du {d1}, vous avez sollicité une pension de vieillesse, enregistrée sous le numéro {r}.",
        "À compter du {d2}, nous vous verserons chaque mois {a} euros sur le compte que vous avez indiqué.",
        "Les cotisations de {n} mois ont été prises en compte, y compris celles qui ont été versées en France.",
        "Veuillez nous envoyer dans un délai de {k} jours une attestation de votre employeur sur le salaire et la durée du travail.",
        "La patiente a été soignée chez nous du {d1} au {d2} pour une fracture de la jambe gauche ; le traitement se poursuit.",
        "Si vous n'êtes pas d'accord, vous pouvez contester cette décision auprès de ce bureau dans un délai d'un mois."),
        {"decision": "Décision", "medical": "Compte rendu d'hospitalisation"}),
}  # fmt: skip

TUNING = ("de", "en", "es", "it", "pl", "ro", "uk", "el")
#: Eight languages are never seen while rules are tuned.
HELD_OUT = (*TUNING, "pt", "nl", "cs", "hu", "bg", "tr", "hr", "sv")

NAMES = (
    "Novak", "Hartmann", "Okoro", "Lindqvist", "Serrano", "Bianchi", "Kowalczyk", "Popescu", "Vermeulen",
    "Horváth", "Petrova",
    "Demir", "Marković", "Almeida", "Papadaki", "Shevchuk", "Brandl", "Whitfield", "Quintana", "Ferri", "Zając",
    "Ionescu",
)  # fmt: skip
TOWNS = (
    "Altmoor", "Brindley", "Castelnero", "Dolní Les", "Esperanza", "Fonteverde", "Grünwalde", "Hollowbrook",
    "Ilyria",
    "Jasnówka", "Kékvár", "Lipnica", "Montalto", "Nieuwkerk", "Oberstein", "Pinares", "Quercia", "Rivabella",
)  # fmt: skip
STREETS = (
    "Mill",
    "Garten",
    "Rosas",
    "Verdi",
    "Lipowa",
    "Tineri",
    "Kerk",
    "Zelená",
    "Fő",
    "Vitosha",
    "Çınar",
    "Jadran",
)
