"""The mailbox and the watched folder that the settings name."""

from collections.abc import Mapping

from app.settings import Settings
from app.settings_values import SettingError
from intake.mailbox.imap import Account, is_folder_name, open_account


def mailbox_account(settings: Settings) -> Account | None:
    """The mailbox that the settings name, None when they name none."""
    if not settings.mailbox_url:
        return None
    if not is_folder_name(settings.mailbox_done):
        raise SettingError("TRUCHEMENT_MAILBOX_DONE : un nom de dossier sans accent est attendu")
    try:
        return open_account(settings.mailbox_url)
    except ValueError as error:
        raise SettingError(f"TRUCHEMENT_MAILBOX_URL : {error}") from None


def folder_owners(settings: Settings) -> Mapping[str, str]:
    """The addresses of accounts by the sub-folders that are in their names, as ``cpam=lea@cpam.example,…``."""
    owners: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in settings.folder_users.split(","))):
        name, equals, address = (part.strip() for part in pair.partition("="))
        sound = equals and "@" in address and name not in ("", ".", "..") and "/" not in name and len(name) <= 100
        if not sound or name in owners:
            raise SettingError(
                "TRUCHEMENT_FOLDER_USERS : sous-dossier=adresse, séparés par des virgules, est attendu"
            )
        owners[name] = address
    if settings.folder is not None and not owners:
        raise SettingError("TRUCHEMENT_FOLDER_USERS : TRUCHEMENT_FOLDER demande au moins un sous-dossier=adresse")
    return owners
