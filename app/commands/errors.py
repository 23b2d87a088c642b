"""What the command line itself refuses, each with a stable code and what to do."""

from storage.errors import N_, ServiceError


class CommandError(ServiceError):
    """A command line that makes no sense: exit status 2."""

    code = "usage"
    template = N_("{problem} Aide\u00a0: {command} --help")


class LanguageCodeError(CommandError):
    code = "unknown_language"
    template = N_("La langue «\u00a0{language}\u00a0» n'est pas connue\u00a0: donnez un code comme {examples}.")


class TargetLanguageError(CommandError):
    code = "unsupported_target"
    template = N_("Les documents se traduisent vers le français seulement\u00a0: donnez --to fr.")


class PairError(CommandError):
    code = "unknown_pair"
    template = N_("«\u00a0{pair}\u00a0» n'est pas une paire de langues\u00a0: donnez deux codes, comme de-fr.")


class SettingRefusedError(CommandError):
    """A setting of the environment that cannot be understood."""

    code = "setting"
    template = N_("Réglage incorrect. {problem}.")


class KeysElsewhereError(ServiceError):
    """The operator keeps the keys: what a command wrote here would not count."""

    code = "keys_elsewhere"
    template = N_(
        "Les clés sont données par {setting}\u00a0: changez-les là, la nouvelle en tête et l'ancienne après elle."
    )


class FileMissingError(ServiceError):
    code = "file_not_found"
    status = 404
    template = N_("Ce fichier n'existe pas\u00a0: vérifiez son nom et son dossier.")


class FileForbiddenError(ServiceError):
    code = "file_not_readable"
    template = N_("Ce fichier ne peut pas être ouvert\u00a0: donnez-vous le droit de le lire, puis recommencez.")


class NotFileError(ServiceError):
    """A folder, a device, a pipe."""

    code = "not_a_file"
    template = N_("Ceci n'est pas un fichier\u00a0: donnez le nom d'un PDF ou d'une image.")


class InputEncodingError(ServiceError):
    code = "input_not_utf8"
    template = N_("La ligne {line} n'est pas de l'UTF-8\u00a0: convertissez le texte, avec iconv par exemple.")


class NoAnswerError(ServiceError):
    """A question was put and the standard input is over."""

    code = "no_answer"
    template = N_("Une réponse était attendue\u00a0: donnez-la par les options, voyez --help.")


class DatabaseUnreadyError(ServiceError):
    code = "database_unready"
    status = 500
    template = N_("La base de données n'est pas prête\u00a0: voyez «\u00a0truchement doctor\u00a0».")


class DefectError(ServiceError):
    """Nobody foresaw it; the trace is on standard error."""

    code = "internal_error"
    status = 500
    template = N_("Une erreur imprévue s'est produite\u00a0: signalez-la avec la trace qui précède.")
