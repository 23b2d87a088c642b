"""The account of the key, and the languages."""

from dataclasses import dataclass

from flask import Blueprint, g

from app.api import catalogue, models
from app.api.serving import Reply, add, new_blueprint
from app.service_accounts.scopes import Scope
from intake.checks import Limits
from storage.languages import LANGUAGES


@dataclass(frozen=True)
class Views:
    """``quota`` is how many requests a minute an account may make."""

    limits: Limits
    quota: int

    def account(self) -> Reply:
        user = g.api_key.account.user
        limits = models.Limits(
            file_bytes=self.limits.size,
            order_bytes=self.limits.order,
            files=self.limits.files,
            pages=self.limits.pages,
            requests_per_minute=self.quota,
        )
        known = {scope.value for scope in Scope}
        return Reply(
            models.Account(
                name=user.name,
                body=user.unit.body.name,
                unit=user.unit.name,
                whole_body=user.head,
                medical=user.medical,
                scopes=[Scope(scope) for scope in g.api_key.scopes if scope in known],
                key_expires_at=g.api_key.expires_at,
                limits=limits,
            )
        )

    def languages(self) -> Reply:
        rows = sorted(LANGUAGES.values(), key=lambda each: each.code)
        items = [models.Language(code=row.code, french=row.french, english=row.english) for row in rows]
        return Reply(models.LanguageList(items=items))


def create_blueprint(limits: Limits, quota: int) -> Blueprint:
    """The blueprint ``api_reference``."""
    blueprint, views = new_blueprint("api_reference"), Views(limits, quota)
    add(blueprint, catalogue.ACCOUNT, views.account)
    add(blueprint, catalogue.LANGUAGES, views.languages)
    return blueprint
