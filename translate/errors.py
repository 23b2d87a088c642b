"""What can go wrong when pages become drafts."""

from storage.errors import N_, NotFoundError, ServiceError, TemporaryError


class EngineCrashedError(TemporaryError):
    """The engine's process ended in mid-work more often than is put up with."""

    code = "engine_crashed"
    template = N_("Le moteur de traduction «\u00a0{engine}\u00a0» s'est arrêté\u00a0: le travail sera repris.")


class EngineTimeoutError(TemporaryError):
    """The engine gave no sign of life for too long."""

    code = "engine_timeout"
    template = N_(
        "Le moteur de traduction «\u00a0{engine}\u00a0» ne répond plus depuis {seconds} secondes\u00a0: "
        "le travail sera repris."
    )


class PackageError(ServiceError):
    """A translation package cannot be installed, opened, fetched or removed."""

    code = "package_invalid"
    template = N_("Le paquet de traduction «\u00a0{name}\u00a0» ne peut pas être utilisé.")


class PackageNotArchiveError(PackageError):
    code = "package_not_archive"
    template = N_(
        "Le fichier «\u00a0{name}\u00a0» n'est pas une archive lisible\u00a0: "
        "téléchargez à nouveau le paquet .argosmodel."
    )


class PackageTooLargeError(PackageError):
    code = "package_too_large"
    status = 413
    template = N_(
        "Le paquet «\u00a0{name}\u00a0» dépasse les limites ({reason})\u00a0: "
        "vérifiez qu'il vient bien du catalogue Argos."
    )


class PackageUnsafeError(PackageError):
    code = "package_unsafe"
    template = N_(
        "Le paquet «\u00a0{name}\u00a0» contient un chemin interdit («\u00a0{member}\u00a0»)\u00a0: "
        "il n'a pas été installé. Ne l'utilisez pas."
    )


class PackageIncompleteError(PackageError):
    code = "package_incomplete"
    template = N_(
        "Le paquet «\u00a0{name}\u00a0» est incomplet\u00a0: «\u00a0{member}\u00a0» manque. "
        "Téléchargez-le à nouveau."
    )


class PackageMetadataError(PackageError):
    code = "package_metadata"
    template = N_(
        "La fiche metadata.json du paquet «\u00a0{name}\u00a0» n'est pas valable ({reason})\u00a0: "
        "demandez un paquet corrigé à son auteur."
    )


class PackageUnsupportedError(PackageError):
    code = "package_unsupported"
    template = N_(
        "Le paquet «\u00a0{name}\u00a0» n'est pas pris en charge ({reason})\u00a0: "
        "choisissez un paquet de traduction à découpage SentencePiece."
    )


class PackageModelError(PackageError):
    code = "package_model"
    template = N_(
        "Le modèle du paquet «\u00a0{name}\u00a0» ne se charge pas ou ne traduit pas une phrase d'essai\u00a0: "
        "téléchargez-le à nouveau ou choisissez une autre version."
    )


class PackageUnavailableError(PackageError):
    code = "package_unavailable"
    status = 404
    template = N_(
        "Le catalogue Argos ne propose pas de paquet {source}-{target}\u00a0: essayez de passer par l'anglais "
        "({source}-en puis en-{target})."
    )


class NoNetworkError(PackageError):
    code = "no_network"
    status = 503
    template = N_(
        "Le catalogue Argos n'est pas joignable depuis cette machine\u00a0: téléchargez le paquet .argosmodel "
        "{source}-{target} sur un poste connecté, puis lancez «\u00a0truchement models add CHEMIN\u00a0»."
    )


class PackageAbsentError(NotFoundError):
    code = "package_absent"
    template = N_("Aucun paquet {source}-{target} n'est installé\u00a0: voyez la liste des moteurs.")
