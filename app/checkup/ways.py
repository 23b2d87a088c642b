"""The ways in by which documents come by themselves, where the settings name some."""

import os

from app.checkup.line import Line
from app.mailboxes import folder_owners, mailbox_account
from app.settings import Settings
from app.settings_values import SettingError
from intake.dropped.errors import FolderError
from intake.dropped.folder import open_folder
from storage.errors import ServiceError

GROUP = "Service"
MAILBOX, FOLDER = "Boîte aux lettres", "Dossier surveillé"


def mailbox(settings: Settings) -> list[Line]:
    """A mailbox that lets itself be opened; nothing in it is touched."""
    try:
        account = mailbox_account(settings)
        if account is None:
            return []
        with account.open() as box:
            waiting = len(box.waiting())
    except SettingError as error:
        return [Line(GROUP, "mailbox", MAILBOX, False, str(error), "corrigez ce réglage")]
    except ServiceError as error:
        return [Line(GROUP, "mailbox", MAILBOX, False, error.message, "vérifiez ce réglage, puis le serveur")]
    return [Line(GROUP, "mailbox", MAILBOX, True, f"{account.label}, messages présents : {waiting}")]


def folder(settings: Settings) -> list[Line]:
    """A folder whose sub-folders are there and can be written."""
    try:
        owners = folder_owners(settings)
    except SettingError as error:
        return [Line(GROUP, "watched_folder", FOLDER, False, str(error), "corrigez ce réglage")]
    if settings.folder is None:
        return []
    closed = [name for name in owners if not _is_open(settings, name)]
    if closed:
        remedy = f"créez-les, et donnez au service le droit d'y écrire : {', '.join(closed)}"
        return [Line(GROUP, "watched_folder", FOLDER, False, "sous-dossiers absents ou fermés", remedy)]
    return [Line(GROUP, "watched_folder", FOLDER, True, f"{settings.folder}, sous-dossiers : {len(owners)}")]


def _is_open(settings: Settings, name: str) -> bool:
    if settings.folder is None:
        return False
    try:
        with open_folder(settings.folder, name):
            return os.access(settings.folder / name, os.W_OK | os.X_OK)
    except FolderError:
        return False
