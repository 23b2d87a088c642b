"""Why a file is not accepted, each with a stable code and what the sender can do."""

from storage.errors import N_, ServiceError


class UploadError(ServiceError):
    """A file, or a request, that is refused at the door."""

    code = "upload_refused"
    status = 422


class NoFileError(UploadError):
    """A request without any file."""

    code = "no_file"
    template = N_("Aucun fichier n'a été joint : ajoutez au moins une pièce à traduire.")


class TooManyFilesError(UploadError):
    """More files than one request may hold."""

    code = "too_many_files"
    template = N_("Une demande compte au plus {most} pièces : répartissez-les en plusieurs demandes.")


class TooLargeFileError(UploadError):
    """A file over the limit of size."""

    code = "too_large_file"
    status = 413
    template = N_(
        "Ce fichier dépasse {most} Mo : numérisez-le à 300 points par pouce, ou envoyez-le en plusieurs fois."
    )


class TooManyPagesError(UploadError):
    """A file over the limit of pages."""

    code = "too_many_pages"
    template = N_("Ce fichier compte {pages} pages, au plus {most} sont admises : envoyez-le en plusieurs fois.")


class UnknownTypeError(UploadError):
    """Bytes that are none of the types that are read."""

    code = "unsupported_type"
    status = 415
    template = N_(
        "Le contenu de ce fichier n'est ni un PDF, ni une image (JPEG, PNG, TIFF, WebP, HEIC), ni un texte "
        "(DOCX, ODT, RTF, TXT, HTML) : enregistrez le document en PDF et renvoyez-le."
    )


class EmptyContainerError(UploadError):
    """A mail without attachment, an archive without file."""

    code = "empty_container"
    template = N_(
        "Rien n'est à traduire dans ce fichier : c'est un message sans pièce jointe, ou une archive vide."
    )


class DuplicateMemberError(UploadError):
    """The same bytes twice in one container: they are one document."""

    code = "duplicate_member"
    template = N_("Ce fichier est identique à « {name} », du même envoi : une seule pièce en est faite.")

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)


class SentTwiceError(UploadError):
    """The same form with the same files is being taken in, or was."""

    code = "sent_twice"
    status = 409
    template = N_("Cette demande est déjà reçue : elle n'a pas été faite une seconde fois.")


class UnknownLanguageError(UploadError):
    """A language code that the service does not know."""

    code = "unknown_language"
    template = N_("La langue « {language} » n'est pas connue : choisissez-la dans la liste.")


class NothingToCancelError(ServiceError):
    """Every piece of the order is delivered, stopped, or in a person's hands."""

    code = "nothing_to_cancel"
    status = 409
    template = N_(
        "Plus aucune pièce de cette demande ne peut être annulée : elles sont en traduction, livrées ou déjà "
        "arrêtées. Pour arrêter une traduction commencée, écrivez au service de traduction."
    )
