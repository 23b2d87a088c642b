"""The screens that keep the machine, built from the wiring."""

from functools import partial

from flask import Blueprint

from app.administration.engines_routes import create_blueprint as create_engines
from app.administration.engines_trial import Trial
from app.administration.journal_routes import create_blueprint as create_journal
from app.administration.journal_verification import Verification
from app.administration.quarantine_routes import create_blueprint as create_quarantine
from app.administration.queues_routes import create_blueprint as create_queues
from app.administration.ways_routes import create_blueprint as create_ways
from app.engines import open_router
from app.mailboxes import mailbox_account
from app.wiring import Wiring
from ocr.showing import Pictures
from storage.database import forget_deleted


def create_blueprints(wiring: Wiring, pictures: Pictures) -> tuple[Blueprint, ...]:
    """Engines, queues, quarantine, journal, ways in."""
    trial = Trial(lambda: open_router(wiring.settings))
    scanning = wiring.scanner is not None
    account, folder = mailbox_account(wiring.settings), wiring.settings.folder
    return (
        create_engines(trial, wiring.settings.packages_folder),
        create_queues(wiring.store, scanning=scanning),
        create_quarantine(wiring.store, pictures, partial(forget_deleted, wiring.engine), scanning=scanning),
        create_journal(wiring.store, Verification(wiring.store)),
        create_ways(wiring.store, account.label if account else None, str(folder) if folder else None),
    )
