"""Why a file of the watched folder is not taken, and what hinders the folder as a whole."""

from storage.errors import N_, ServiceError, TemporaryError


class FolderError(TemporaryError):
    """The folder, or one of its sub-folders, is not there or may not be written."""

    code = "folder_unreachable"
    template = N_(
        "Le dossier surveillé, ou l'un de ses sous-dossiers, est absent ou fermé au service : "
        "vérifiez TRUCHEMENT_FOLDER et les droits."
    )


class FolderOwnerError(TemporaryError):
    """No open account of a requester has the address that the setting names."""

    code = "folder_owner_unknown"
    template = N_(
        "Un sous-dossier est au nom d'une adresse qui n'a pas de compte de demandeur ouvert : "
        "vérifiez TRUCHEMENT_FOLDER_USERS."
    )


class DroppedError(ServiceError):
    """A file that is refused as it lies there."""

    code = "dropped_file_refused"
    status = 422


class NotAFileError(DroppedError):
    """A link, a pipe, a device, a folder: whatever it leads to is not taken."""

    code = "not_a_plain_file"
    template = N_("Ce n'est pas un fichier (lien, dossier, tube…) : déposez le fichier lui-même.")


class InterruptedFileError(DroppedError):
    code = "dropped_file_interrupted"
    template = N_(
        "La prise de ce fichier s'est interrompue à plusieurs reprises : déposez-le sur la page de dépôt."
    )


class DroppedDefectError(DroppedError):
    """A fault of ours: the log has it."""

    code = "dropped_file_defect"
    template = N_("Une erreur du service a empêché de prendre ce fichier ; le journal technique dit laquelle.")
