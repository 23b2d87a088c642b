"""What is installed on the machine: reader of scans, fonts, front-end, translations, engines."""

import subprocess
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from app.checkup.line import Line
from app.commands.models import DEMONSTRATION
from app.engines import open_router
from app.i18n import FOLDER, LANGUAGES
from app.settings import Settings
from ocr.sandbox import trial
from ocr.tesseract import installed_languages, tesseract_version
from storage.errors import ServiceError
from translate.engines.packages import installed

GROUP = "Programmes"
ENGINES = "Moteurs de traduction"
WANTED = ("fra", "deu", "eng", "spa", "por", "ita", "pol", "ron", "ara", "ukr", "tur", "nld")
VENDOR = Path(__file__).parent.parent / "static" / "vendor"
FRONT_END = ("complete", "dsfr/dsfr.min.css", "dsfr/dsfr.module.min.js", "htmx/htmx.min.js")
#: A language that fontconfig knows for each script that the delivered files are set in.
SCRIPTS = {
    "latin": "pl",
    "grec": "el",
    "cyrillique": "uk",
    "arabe": "ar",
    "chinois": "zh-cn",
    "japonais": "ja",
    "coréen": "ko",
}


def tesseract() -> list[Line]:
    """The reader of scans and its languages."""
    try:
        version, languages = tesseract_version(), installed_languages()
    except ServiceError as error:
        remedy = "sudo apt install tesseract-ocr"
        return [Line(GROUP, "tesseract", "Tesseract", False, error.message, remedy)]
    missing = [code for code in (*WANTED, "osd") if code not in languages]
    packages = " ".join(f"tesseract-ocr-{code}" for code in missing)
    told = f"{len(languages)} fichiers de langue" + (f", sans {', '.join(missing)}" if missing else "")
    remedy = f"sudo apt install {packages}" if missing else ""
    return [
        Line(GROUP, "tesseract", "Tesseract", True, version),
        Line(GROUP, "reading_languages", "Langues de lecture", not missing, told, remedy, needed="osd" in missing),
    ]


def sandbox(settings: Settings) -> list[Line]:
    """Whether files are opened enclosed: needed where the operator requires it."""
    what, needed = "Enfermement", settings.sandbox == "required"
    if settings.sandbox == "off":
        said = "désactivé par TRUCHEMENT_SANDBOX : les fichiers sont lus sous de simples limites"
        remedy = "retirez ce réglage pour les lire sans réseau ni vue sur les données"
        return [Line(GROUP, "sandbox", what, False, said, remedy, needed=False)]
    tried = trial()
    if tried.works:
        said = "bubblewrap : les fichiers sont lus sans réseau ni vue sur les données"
        return [Line(GROUP, "sandbox", what, True, said, needed=needed)]
    without = (
        "rien ne sera lu" if needed else "les fichiers sont lus sous de simples limites (mémoire, temps, taille)"
    )
    if tried.why == "absent":
        return [Line(GROUP, "sandbox", what, False, f"absent : {without}", "sudo apt install bubblewrap", needed)]
    reason = f" ({tried.said})" if tried.said else ""
    remedy = (
        "autorisez les espaces de noms aux comptes ordinaires (sysctl kernel.unprivileged_userns_clone=1, "
        "user.max_user_namespaces ; Ubuntu : un profil AppArmor pour bwrap ; conteneur : --security-opt seccomp=… "
        "qui les permet)"
    )
    return [Line(GROUP, "sandbox", what, False, f"refusé par le système{reason} : {without}", remedy, needed)]


def fonts() -> list[Line]:
    """A font for each script that a delivered file may hold: without one, letters are empty boxes."""
    lacking = [script for script, language in SCRIPTS.items() if not _has_font(language)]
    remedy = "sudo apt install fontconfig fonts-noto-core fonts-dejavu-core fonts-wqy-microhei" if lacking else ""
    said = f"sans {', '.join(lacking)}" if lacking else ", ".join(SCRIPTS)
    return [Line(GROUP, "fonts", "Polices", not lacking, said, remedy)]


def _has_font(language: str) -> bool:
    try:
        found = subprocess.run(
            ["fc-list", f":lang={language}:outline=true", "family"],  # noqa: S607 - wherever the system has it
            capture_output=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(found.stdout.strip())


def front_end(vendor: Path = VENDOR) -> list[Line]:
    """The style sheets and scripts that pages load."""
    missing = [name for name in FRONT_END if not (vendor / name).is_file()]
    said = f"absents : {', '.join(missing)}" if missing else "DSFR, htmx"
    return [Line(GROUP, "front_end", "Interface", not missing, said, "make setup" if missing else "")]


def translations(folder: Path = FOLDER) -> list[Line]:
    """The catalogues of the interface can be read and are whole."""
    lines = []
    for language in LANGUAGES[1:]:
        path = folder / language / "LC_MESSAGES" / "messages.po"
        try:
            with path.open("rb") as source:
                texts = read_po(source, locale=language, abort_invalid=True)
        except (OSError, PoFileError, ValueError):
            lines.append(_translation(language, False, "catalogue absent ou illisible"))
            continue
        bare = sum(1 for text in texts if text.id and not text.string)
        lines.append(
            _translation(language, not bare, f"{len(texts)} textes" + (f", {bare} en français" if bare else ""))
        )
    return lines


def _translation(language: str, good: bool, said: str) -> Line:
    remedy = "" if good else "remettez le fichier messages.po de cette version"
    return Line(GROUP, f"interface_{language}", f"Interface ({language})", good, said, remedy, needed=False)


def demonstration(settings: Settings, archive: Path = DEMONSTRATION) -> list[Line]:
    """The demonstration model that comes with the code; it is wanted for showing only."""
    what, there = "Modèle de démonstration", any(p.demonstration for p in installed(settings.packages_folder))
    if there:
        said = "installé : pour montrer, pas pour traduire pour de bon"
        return [Line(ENGINES, "demonstration_model", what, True, said, needed=False)]
    if archive.is_file():
        said = "fourni ; « truchement run » l'installe avec les données de démonstration"
        return [Line(ENGINES, "demonstration_model", what, True, said, needed=False)]
    said, remedy = "absent de cette copie du code", "reprenez une copie entière, si vous voulez la démonstration"
    return [Line(ENGINES, "demonstration_model", what, False, said, remedy, needed=False)]


def engines(settings: Settings) -> list[Line]:
    """The pairs that are translated, and what would add to them."""
    router = open_router(settings)
    try:
        pairs = [
            Line(ENGINES, f"pair_{p.source}_{p.target}", f"{p.source} → {p.target}", True, p.label, needed=False)
            for p in router.pairs()
        ]
        lacking = [
            Line(ENGINES, "engine_missing", line.subject, line.good, line.state, line.remedy, needed=False)
            for line in router.missing()
        ]
    finally:
        router.close()
    return [*pairs, *lacking]
