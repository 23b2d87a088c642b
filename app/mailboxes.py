"""The mailbox that the settings name."""

from app.settings import SettingError, Settings
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
