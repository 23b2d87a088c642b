"""Why a file or a page could not be read, each with a stable code and what the sender can do."""

from storage.errors import N_, ServiceError, TemporaryError


class ReadingError(ServiceError):
    """A file that cannot be read as it is."""

    code = "reading_failed"
    status = 422
    template = N_("Ce fichier n'a pas pu être lu : enregistrez-le de nouveau, en PDF si possible, et renvoyez-le.")


class EncryptedError(ReadingError):
    code = "encrypted_pdf"
    template = N_(
        "Ce PDF est protégé par un mot de passe : donnez-le sous les pièces, ou envoyez une copie sans protection."
    )


class WrongPasswordError(ReadingError):
    """The password that came with a PDF does not open it."""

    code = "wrong_password"
    template = N_(
        "Le mot de passe donné n'ouvre pas ce PDF : vérifiez majuscules et chiffres, "
        "ou envoyez une copie sans protection."
    )


class DamagedError(ReadingError):
    code = "damaged_file"
    template = N_(
        "Ce fichier est abîmé ou incomplet : ouvrez-le sur votre poste, enregistrez-le de nouveau et renvoyez-le."
    )


class EmptyFileError(ReadingError):
    code = "empty_file"
    template = N_("Ce fichier est vide : vérifiez-le sur votre poste et renvoyez-le.")


class NoPageError(ReadingError):
    code = "no_page"
    template = N_("Ce PDF ne contient aucune page : imprimez le document d'origine en PDF et renvoyez-le.")


class NoTextError(ReadingError):
    """An office file in which there is neither a letter nor a picture large enough to hold any."""

    code = "no_text"
    template = N_("Ce fichier ne contient aucun texte : vérifiez-le, et renvoyez le bon fichier.")


class TooManyPixelsError(ReadingError):
    """The picture must not be decoded: it would not fit in memory."""

    code = "too_many_pixels"
    template = N_(
        "Cette image compte trop de pixels : numérisez le document à 300 points par pouce, au format A4 ou A3."
    )


class UnsupportedTypeError(ReadingError):
    code = "unsupported_type"
    status = 415
    template = N_(
        "Ce type de fichier ({media_type}) n'est pas lu : envoyez un PDF, une image (JPEG, PNG, TIFF, WebP, HEIC) "
        "ou un texte (DOCX, ODT, RTF, TXT, HTML)."
    )

    def __init__(self, *, media_type: str) -> None:
        super().__init__(media_type=media_type)


class ArchiveError(ReadingError):
    """An archive of files: each is a document of its own."""

    code = "archive"
    status = 415
    template = N_("Ce fichier est une archive (fichiers : {members}) : envoyez un par un ceux qu'elle contient.")

    def __init__(self, *, members: int) -> None:
        super().__init__(members=members)


class OtherArchiveError(ReadingError):
    """An archive that is not looked into."""

    code = "archive_unopened"
    status = 415
    template = N_("Ce fichier est une archive : sortez-en les fichiers et envoyez-les un par un.")


class EncryptedArchiveError(ReadingError):
    code = "encrypted_archive"
    template = N_(
        "Cette archive est protégée par un mot de passe : sortez-en les fichiers et envoyez-les un par un, "
        "sans protection."
    )


class UnsafeArchiveError(ReadingError):
    """Names that would be written outside of the folder into which the archive is unpacked."""

    code = "unsafe_archive"
    template = N_(
        "Cette archive contient des noms de fichiers dangereux : ne l'ouvrez pas, "
        "et demandez à son expéditeur les fichiers un par un."
    )


class ArchiveBombError(ReadingError):
    """An archive made to fill the disk or the memory of whoever unpacks it."""

    code = "archive_bomb"
    template = N_(
        "Cette archive se déploierait sans mesure, ou ment sur ce qu'elle contient : ne l'ouvrez pas, "
        "et demandez à son expéditeur les fichiers un par un."
    )


class OfficeDocumentError(ReadingError):
    code = "office_document"
    status = 415
    template = N_("Ce fichier est un document {program} : enregistrez-le en PDF et renvoyez-le.")

    def __init__(self, *, program: str) -> None:
        super().__init__(program=program)


class OfficeMacrosError(ReadingError):
    """Code inside a document, which is never run here."""

    code = "office_macros"
    status = 415
    template = N_(
        "Ce fichier est un document {program} qui contient des macros, jamais exécutées ici : "
        "si vous connaissez son expéditeur, enregistrez-le en PDF sans les activer et renvoyez-le."
    )

    def __init__(self, *, program: str) -> None:
        super().__init__(program=program)


class EncryptedOfficeError(ReadingError):
    code = "encrypted_office"
    template = N_(
        "Ce document bureautique est protégé par un mot de passe : enregistrez-le en PDF, sans protection, "
        "et renvoyez-le."
    )


class TooMuchTextError(ReadingError):
    """More text, tables or cells than one file may hold: setting it would take minutes."""

    code = "too_much_text"
    template = N_(
        "Ce fichier contient trop de texte ou de tableaux pour être lu en une fois : "
        "envoyez seulement les pages utiles, ou répartissez-le en plusieurs fichiers."
    )


class DamagedPageError(ReadingError):
    """One page fails while the others of the file may be good."""

    code = "damaged_page"
    template = N_("La page {page} est abîmée : numérisez-la de nouveau et renvoyez-la.")

    def __init__(self, *, page: int) -> None:
        super().__init__(page=page)
        self.page = page


class TooLargePageError(ReadingError):
    code = "too_large_page"
    template = N_("La page {page} a des dimensions démesurées : réimprimez-la en PDF au format A4 ou A3.")

    def __init__(self, *, page: int) -> None:
        super().__init__(page=page)
        self.page = page


class PageMissingError(ReadingError):
    """The reading process spoke of a page that the document does not have."""

    code = "page_missing"
    template = N_("La page {page} n'existe pas dans cette pièce : renvoyez le fichier d'origine.")

    def __init__(self, *, page: int) -> None:
        super().__init__(page=page)
        self.page = page


class UnreadableDocumentError(ReadingError):
    """The file opens, but there is not a word on any of its pages."""

    code = "unreadable_document"
    template = N_(
        "Aucun texte n'a pu être lu dans cette pièce : vérifiez qu'elle n'est pas blanche, "
        "et envoyez un nouveau scan, net et à 300 points par pouce."
    )


class ChildCrashedError(ServiceError):
    """The reading process died, or was killed for passing a limit, while at ``page``."""

    code = "reading_crashed"
    status = 500
    template = N_("La lecture de la page {page} s'est interrompue : relancez-la, ou numérisez la page de nouveau.")

    def __init__(self, *, page: int) -> None:
        super().__init__(page=page)
        self.page = page


class ChildTimedOutError(ChildCrashedError):
    code = "reading_too_long"
    template = N_("La lecture de la page {page} a dépassé le temps permis : numérisez la page de nouveau.")


class SandboxMissingError(TemporaryError):
    """The operator requires files to be read in a sandbox, and this system grants none."""

    code = "sandbox_missing"
    template = N_(
        "Aucun fichier n'est ouvert ici sans enfermement (bubblewrap), et ce système n'en permet pas : "
        "lancez « truchement doctor », qui dit le remède."
    )


class TesseractMissingError(ServiceError):
    code = "tesseract_missing"
    status = 500
    template = N_("Le programme Tesseract est introuvable : installez le paquet « tesseract-ocr ».")


class TesseractLanguageError(ServiceError):
    code = "tesseract_language_missing"
    status = 500
    template = N_("Tesseract n'a pas la langue « {language} » : installez le paquet « tesseract-ocr-{language} ».")

    def __init__(self, *, language: str) -> None:
        super().__init__(language=language)


class RecognitionError(ServiceError):
    """Tesseract failed or took too long on one picture; the rest of the document goes on."""

    code = "recognition_failed"
    status = 500
    template = N_("La reconnaissance de cette page a échoué : relancez-la, ou numérisez la page de nouveau.")
