"""Why a mail or an archive, or a file in it, is not opened."""

from ocr.errors import ReadingError
from storage.errors import N_


class MemberMethodError(ReadingError):
    """Packed by a method that is not read: of ZIP, only storing and deflating are."""

    code = "member_method"
    template = N_(
        "Ce fichier est compressé d'une manière qui n'est pas lue ici : sortez-le de l'archive et envoyez-le seul."
    )


class MemberTooLargeError(ReadingError):
    code = "member_too_large"
    status = 413
    template = N_("Ce fichier dépasse {most} Mo une fois sorti de son conteneur : envoyez-le en plusieurs fois.")

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class ContainerTooLargeError(ReadingError):
    """What comes before this file in the same container was taken."""

    code = "container_too_large"
    status = 413
    template = N_(
        "Ce conteneur donne plus de {most} Mo en tout, et ce fichier vient après : "
        "envoyez-le dans une autre demande."
    )

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class TooManyMembersError(ReadingError):
    code = "too_many_members"
    template = N_("Ce conteneur compte plus de {most} fichiers : répartissez-les en plusieurs envois.")

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class TooDeepError(ReadingError):
    """Containers in containers in containers."""

    code = "container_too_deep"
    template = N_("Ce fichier est emboîté dans trop d'autres : sortez-le et envoyez-le seul.")


class EncryptedMailError(ReadingError):
    """S/MIME or PGP: the key is the recipient's."""

    code = "encrypted_mail"
    template = N_("Ce message est chiffré : ouvrez-le sur votre poste et envoyez-en les pièces, sans chiffrement.")


class MissingAttachmentError(ReadingError):
    """A link to a file that stayed where it was."""

    code = "attachment_missing"
    template = N_(
        "Ce message renvoie à un fichier resté ailleurs (lien, espace de partage) : téléchargez-le et envoyez-le."
    )


class UnreadableContainerError(ReadingError):
    """The process that opened it died, or took too long."""

    code = "container_unreadable"
    template = N_("Ce conteneur n'a pas pu être ouvert : sortez-en les fichiers et envoyez-les un par un.")
