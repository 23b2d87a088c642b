"""The services of sign-in, as the operator's settings want them."""

from collections.abc import Sequence
from datetime import timedelta

from app.factor.service import Factors
from app.sealing import Sealer
from app.settings import Settings
from app.settings_values import is_private
from app.signin.entering import Door
from app.signin.passwords import Passwords
from app.signin.service import Signin
from app.signin.sessions import Cookie
from app.signon.party import Party
from app.signon.provider import Provider
from app.signon.service import SignOn
from storage.models import Role
from storage.unit_of_work import Store


def signin_for(settings: Settings, passwords: Passwords | None = None) -> Signin:
    """The services of sign-in, for the application and for the commands that invite people."""
    return Signin(
        passwords=passwords or Passwords(),
        public_url=settings.public_url,
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_hours),
    )


def factors_for(settings: Settings, secrets: Sequence[str], passwords: Passwords | None = None) -> Factors:
    """The services of second factors; ``secrets`` seal what telephones share with the service."""
    return Factors(
        sealer=Sealer(secrets),
        passwords=passwords or Passwords(),
        roles=frozenset(Role(each) for each in settings.factor_roles),
        grace=timedelta(days=settings.factor_grace_days),
    )


def signon_for(settings: Settings, secrets: Sequence[str]) -> SignOn | None:
    """Sign-on at the provider; None where none is set."""
    if not settings.oidc_url:
        return None
    party = Party(
        issuer=settings.oidc_url,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_secrets[0],
        public_url=settings.public_url,
        name=settings.oidc_name,
        vouches=settings.oidc_email == "provider",
    )
    return SignOn(Provider(party, is_private), Sealer(secrets, "provider token"))


def door_for(settings: Settings, secrets: Sequence[str], store: Store, passwords: Passwords | None) -> Door:
    """What lets people in."""
    known = passwords or Passwords()
    return Door(
        signin=signin_for(settings, known),
        factors=factors_for(settings, secrets, known),
        store=store,
        cookie=Cookie(secure=settings.secure_cookies),
        step=Cookie(secure=settings.secure_cookies, kind="_step"),
    )
