"""The ways in by which documents come without anybody at a screen, as the settings have them."""

from collections.abc import Mapping
from pathlib import Path

from app.collector import Round
from app.features import intake_services
from app.mailboxes import folder_owners, mailbox_account
from app.wiring import Wiring
from intake.dropped import service as dropped
from intake.dropped.step import FolderStep
from intake.mailbox import service
from intake.mailbox.imap import Account
from intake.mailbox.step import MailboxStep, Rules


def ways_in(wiring: Wiring) -> Mapping[str, Round]:
    """Each by its name; empty where none is set. Raises SettingError."""
    ways: dict[str, Round] = {}
    account = mailbox_account(wiring.settings)
    if account is not None:
        ways[service.NAME] = mailbox(wiring, account).run_once
    owners = folder_owners(wiring.settings)
    if wiring.settings.folder is not None:
        ways[dropped.NAME] = folder(wiring, wiring.settings.folder, owners).run_once
    return ways


def folder(wiring: Wiring, root: Path, owners: Mapping[str, str]) -> FolderStep:
    """The rounds of a watched folder."""
    return FolderStep(wiring.store, root, owners, house(wiring), wiring.scratch / "folder", wiring.room)


def house(wiring: Wiring) -> service.House:
    """What orders that come by themselves are made with."""
    intake = intake_services(wiring)
    return service.House(intake.door, intake.terms, intake.today, wiring.settings.public_url)


def mailbox(wiring: Wiring, account: Account) -> MailboxStep:
    """The rounds of a mailbox."""
    settings = wiring.settings
    rules = Rules(settings.mailbox_done, settings.mailbox_trusts, settings.mail_from)
    return MailboxStep(wiring.store, account, rules, house(wiring), wiring.scratch / "mailbox", wiring.room)
