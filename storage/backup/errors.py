"""Why a backup or a restoration is refused, each with a stable code and what to do."""

from storage.errors import N_, ServiceError


class BackupError(ServiceError):
    """What the errors of this package share."""

    code = "backup_error"
    template = N_("La sauvegarde n'a pas pu être faite.")


class NoRoomError(BackupError):
    """The disk of the backup is full, or would be."""

    code = "backup_no_room"
    status = 507
    template = N_(
        "Pas assez de place dans {folder} : il faut {needed} Mo, {free} sont libres. "
        "Faites de la place ou choisissez un autre disque ; les sauvegardes précédentes sont intactes."
    )


class NoSnapshotError(BackupError):
    """The folder holds no finished backup."""

    code = "backup_not_found"
    template = N_("Aucune sauvegarde achevée dans {folder} : indiquez le dossier donné à « truchement backup ».")


class OtherVersionError(BackupError):
    """The rows were written by another revision of the database."""

    code = "backup_other_version"
    template = N_(
        "Cette sauvegarde est à la révision {found}, ce programme à la révision {wanted} : "
        "restaurez-la avec la version de Truchement qui l'a faite, puis mettez à jour."
    )


class DamagedBackupError(BackupError):
    """A file of the backup is not what its manifest says."""

    code = "backup_damaged"
    template = N_("La sauvegarde est altérée ({what}) : essayez une sauvegarde précédente.")


class NotEmptyTargetError(BackupError):
    """A restoration never mixes with what is there."""

    code = "restore_not_empty"
    template = N_(
        "La base visée contient déjà des données : une restauration se fait dans une base vide. "
        "Choisissez-en une autre (TRUCHEMENT_DATABASE_URL), ou videz celle-ci après l'avoir sauvegardée."
    )


class SameStoreError(BackupError):
    """A move from a place to itself."""

    code = "move_to_itself"
    template = N_("La source et la destination sont les mêmes : indiquez une autre base et un autre stockage.")
