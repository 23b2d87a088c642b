"""Undoing the tie between an account and a person at the provider."""

from app.signin.queries import end_sessions
from app.signon import queries
from storage.models import User, now
from storage.unit_of_work import UnitOfWork


def unlink(uow: UnitOfWork, user: User) -> None:
    """Forgets who a person is at providers, and ends their sign-ins. Without a password they are matched anew by
    their address when they come again, or invited by an administrator."""
    queries.remove_identities(uow.session, user.id)
    end_sessions(uow.session, user.id, now())
    uow.record("identity_unlinked", "account", user.id, body_id=user.unit.body_id)
