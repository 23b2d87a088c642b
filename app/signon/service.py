"""From what the browser brings back to an account: proved by the provider, then found, linked or made here."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import time

from app.people.queries import email_taken
from app.sealing import SealBrokenError, Sealer
from app.signin.queries import user_by_email, user_by_id
from app.signon import letters, queries, tokens
from app.signon.errors import (
    AccountShutError,
    BodyShutError,
    GivenUpError,
    IdentityTakenError,
    NewcomerNotVouchedError,
    NotVouchedError,
    OtherBodyError,
    OtherIdentityError,
    SiretUnknownError,
    TokenInvalidError,
    WrongReturnError,
)
from app.signon.identity import Identity, read_identity
from app.signon.party import Party, Request, authorization, sign_out
from app.signon.provider import Provider
from storage.models import BodySiret, FederatedIdentity, User, now
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Proven:
    """A person whom the provider vouches for, with the token that says so."""

    identity: Identity
    id_token: str = field(repr=False)


@dataclass(frozen=True)
class SignOn:
    """``sealer`` closes the tokens that the provider's sign-out asks for."""

    provider: Provider
    sealer: Sealer

    @property
    def party(self) -> Party:
        """What the service is to the provider."""
        return self.provider.party

    def address(self, request: Request) -> str:
        """Where to send the browser; raises ProviderDownError."""
        metadata = self.provider.metadata()
        return authorization(metadata.authorization, self.party, request, pkce=metadata.pkce)

    def way_out(self, sealed: str, state: str) -> str | None:
        """Where to send the browser to sign out of the provider too; None where that cannot be. Raises
        ProviderDownError."""
        end = self.provider.metadata().end_session
        try:
            return sign_out(end, self.party, self.sealer.open(sealed), state) if end else None
        except SealBrokenError:
            return None

    def prove(self, request: Request, sent: Mapping[str, str]) -> Proven:
        """Who came back, by what the browser brought (``sent``) for ``request``, which it was sent away with.

        Raises WrongReturnError, GivenUpError, TooLateError, TokenInvalidError, NoEmailError, ProviderDownError.
        """
        if not hmac.compare_digest(sent.get("state", "").encode(), request.state.encode()):
            raise WrongReturnError()
        self._check_issuer(sent)
        code = sent.get("code", "")
        if "error" in sent or not code:
            raise GivenUpError(provider=self.party.name)
        won = self.provider.redeem(code, request.verifier)
        try:
            return self._read(request, won.id_token, won.access_token)
        except tokens.InvalidError as error:
            raise TokenInvalidError(str(error), self.party.name) from error

    def _check_issuer(self, sent: Mapping[str, str]) -> None:
        # RFC 9207: an answer of another provider must not be taken to this one.
        named = sent.get("iss")
        if named is None and not self.provider.metadata().says_issuer:
            return
        if named != self.party.issuer:
            raise TokenInvalidError("mixed_up", self.party.name)

    def _read(self, request: Request, id_token: str, access_token: str) -> Proven:
        party, keys = self.party, self.provider.keys
        expected = tokens.Expected(party.issuer, party.client_id, request.nonce, time(), access_token)
        claims = tokens.read(id_token, keys)
        tokens.check_id_token(claims, expected)
        told = self.provider.userinfo(access_token)
        who = tokens.read(told.token, keys) if told.token else told.claims
        tokens.check_userinfo(who, claims, expected, signed=bool(told.token))
        return Proven(read_identity(who, claims, party), id_token)

    def admit(self, uow: UnitOfWork, who: Identity) -> User:
        """The account of a person whom the provider vouches for: known, matched by its address, or made without
        any role. Raises a SignOnError that says what to do where there is none for them."""
        known = queries.identity(uow.session, who.issuer, who.subject)
        if known is not None and known.user.disabled_at is not None:
            raise AccountShutError()
        place = self._place(uow, who)
        if known is not None:
            self._check_body(known.user, place)
            self._follow(uow, known, who)
            return known.user
        user = user_by_email(uow.session, who.email)
        if user is None:
            return self._newcomer(uow, who, place)
        self._check_match(uow, user, who, place)
        self._link(uow, user, who)
        return user

    def link(self, uow: UnitOfWork, who: Identity) -> User:
        """Ties the actor's account to who they are at the provider; raises IdentityTakenError, OtherIdentityError,
        OtherBodyError, SiretUnknownError."""
        user = user_by_id(uow.session, uow.actor.person)
        known = queries.identity(uow.session, who.issuer, who.subject)
        if known is not None and known.user_id != user.id:
            raise IdentityTakenError(provider=self.party.name)
        self._check_body(user, self._place(uow, who))
        if known is None:
            self._check_unlinked(uow, user)
            self._link(uow, user, who)
        return user

    def _place(self, uow: UnitOfWork, who: Identity) -> BodySiret:
        place = queries.place(uow.session, who.siret) if who.siret else None
        if place is None:
            raise SiretUnknownError(siret=who.siret or "—")
        if place.body.closed_at is not None:
            raise BodyShutError(body=place.body.name)
        return place

    def _check_body(self, user: User, place: BodySiret) -> None:
        if user.unit.body_id != place.body_id:
            raise OtherBodyError(provider=self.party.name, body=place.body.name)

    def _check_unlinked(self, uow: UnitOfWork, user: User) -> None:
        if any(each.issuer == self.party.issuer for each in queries.identities_of(uow.session, user.id)):
            raise OtherIdentityError(provider=self.party.name)

    def _check_match(self, uow: UnitOfWork, user: User, who: Identity, place: BodySiret) -> None:
        # Vouched first: who only claims an address learns nothing of the account that has it.
        if not who.vouched:
            raise NotVouchedError(provider=self.party.name)
        if user.disabled_at is not None:
            raise AccountShutError()
        self._check_body(user, place)
        self._check_unlinked(uow, user)

    def _newcomer(self, uow: UnitOfWork, who: Identity, place: BodySiret) -> User:
        """An account that opens nothing until an administrator gives it a role, and who gives them is told."""
        if not who.vouched:
            raise NewcomerNotVouchedError(provider=self.party.name)
        unit = place.unit or queries.first_unit(uow.session, place.body_id)
        if unit is None:
            raise BodyShutError(body=place.body.name)
        user = User(unit=unit, unit_id=unit.id, email=who.email, name=who.name)
        with uow.unique(User.email, WrongReturnError()):
            uow.session.add(user)
        uow.record("created", "user", user.id, place.body_id, roles=[])
        self._add(uow, user, who)
        link = f"{self.party.public_url}/administration/comptes/?etat=waiting"
        said = {"who": who.name, "email": who.email, "body": place.body.name, "link": link}
        for each in queries.administrators(uow.session):
            uow.send(letters.letter(each, letters.WAITING, provider=self.party.name, **said))
        return user

    def _link(self, uow: UnitOfWork, user: User, who: Identity) -> None:
        self._add(uow, user, who)
        uow.send(letters.letter(user, letters.LINKED, provider=self.party.name))

    def _add(self, uow: UnitOfWork, user: User, who: Identity) -> None:
        made = FederatedIdentity(
            user_id=user.id, issuer=who.issuer, subject=who.subject, email=who.email, siret=who.siret
        )
        if not queries.add_identity(uow.session, made):
            raise WrongReturnError()
        uow.record("identity_linked", "account", user.id, body_id=user.unit.body_id, source=who.source)

    def _follow(self, uow: UnitOfWork, known: FederatedIdentity, who: Identity) -> None:
        """Keeps what the provider says now. An account that had the address of before gets the new one, unless
        somebody else's has it."""
        user, before = known.user, known.email
        known.seen_at, known.siret = now(), who.siret
        if who.email == before or not who.vouched:
            return
        known.email = who.email
        if user.email != before:
            return
        if email_taken(uow.session, who.email):
            uow.record("email_kept", "account", user.id, body_id=user.unit.body_id, reason="taken")
            return
        user.email = who.email
        uow.record("email_changed", "account", user.id, body_id=user.unit.body_id)
        for to in (before, who.email):
            uow.send(letters.letter(user, letters.MOVED, to, provider=self.party.name, email=who.email))
