"""Why a program does not start on a database, each with a stable code and what to do."""

from storage.errors import N_, ServiceError


class SchemaBehindError(ServiceError):
    """The database has not been brought to what this program needs."""

    code = "database_behind"
    status = 503
    template = N_(
        "La base est à la révision {found}, ce programme demande {wanted} : sauvegardez avec la version en "
        "service (« truchement backup DOSSIER »), puis lancez « truchement migrate »."
    )


class SchemaTooNewError(ServiceError):
    """A newer version has taken away something that this program uses."""

    code = "database_too_new"
    status = 503
    template = N_(
        "La base est à la révision {found} ; ce programme, à la révision {wanted}, ne peut plus l'utiliser : il "
        "faut la révision {floor} au moins. Relancez la version de Truchement qui a migré la base, ou une plus "
        "récente ; pour revenir en arrière, restaurez une sauvegarde dans une base vide."
    )
