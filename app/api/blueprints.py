"""The interface for programs, joined: its blueprints, its document, who looks at the keys."""

from dataclasses import dataclass

from flask import Blueprint

from app.api import (
    deliveries_routes,
    documents_routes,
    orders_routes,
    pages_routes,
    reference_routes,
    webhooks_routes,
)
from app.api.catalogue import OPERATIONS
from app.api.entrance import GUESSES, Entrance
from app.api.limits import Buckets
from app.api.openapi import document
from app.wiring import Wiring
from intake.needs import Services


@dataclass(frozen=True, slots=True)
class Interface:
    """``programs`` are called with a key, ``pages`` by everybody."""

    programs: tuple[Blueprint, ...]
    pages: Blueprint
    entrance: Entrance


def interface(wiring: Wiring, services: Services) -> Interface:
    """The interface over the parts that the screens stand on."""
    store, settings, scratch = wiring.store, wiring.settings, wiring.scratch / "downloads"
    quota = settings.api_per_minute
    return Interface(
        programs=(
            reference_routes.create_blueprint(services.limits, quota),
            orders_routes.create_blueprint(services),
            documents_routes.create_blueprint(store, scratch),
            deliveries_routes.create_blueprint(store, scratch),
            webhooks_routes.create_blueprint(store, wiring.call_rules, wiring.sealer),
        ),
        pages=pages_routes.create_blueprint(document(OPERATIONS, settings.public_url)),
        entrance=Entrance(store, Buckets(quota), Buckets(GUESSES), services.room),
    )
