"""The ways in by which documents come without anybody at a screen, as the settings have them."""

from collections.abc import Mapping

from app.collector import Round
from app.features import intake_services
from app.mailboxes import mailbox_account
from app.wiring import Wiring
from intake.mailbox import service
from intake.mailbox.imap import Account
from intake.mailbox.step import MailboxStep, Rules


def ways_in(wiring: Wiring) -> Mapping[str, Round]:
    """Each by its name; empty where none is set. Raises SettingError."""
    ways: dict[str, Round] = {}
    account = mailbox_account(wiring.settings)
    if account is not None:
        ways[service.NAME] = mailbox(wiring, account).run_once
    return ways


def mailbox(wiring: Wiring, account: Account) -> MailboxStep:
    """The rounds of a mailbox."""
    settings, intake = wiring.settings, intake_services(wiring)
    rules = Rules(settings.mailbox_done, settings.mailbox_trusts, settings.mail_from)
    house = service.House(intake.door, intake.terms, intake.today, settings.public_url)
    return MailboxStep(wiring.store, account, rules, house, wiring.scratch / "mailbox", wiring.room)
