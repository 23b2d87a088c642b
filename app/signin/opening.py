"""The services of sign-in, as the operator's settings want them."""

from datetime import timedelta

from app.settings import Settings
from app.signin.passwords import Passwords
from app.signin.service import Signin


def signin_for(settings: Settings, passwords: Passwords | None = None) -> Signin:
    """The services of sign-in, for the application and for the commands that invite people."""
    return Signin(
        passwords=passwords or Passwords(),
        public_url=settings.public_url,
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_hours),
    )
