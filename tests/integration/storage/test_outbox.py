"""Messages arrive once, in order, with what they caused; mail leaves no secret behind."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from storage.actors import system
from storage.errors import ServiceError, TemporaryError
from storage.messages import KINDS, DocumentRead, Mail, Message, from_payload, to_payload
from storage.models import Counter, OutboxMessage, now
from storage.outbox import MAIL_LEASE, MOST_ATTEMPTS, relay, send_again
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue

ACTOR = system("test")


def test_every_kind_survives_the_journey() -> None:
    examples: list[Message] = [
        DocumentRead(uuid4()),
        KINDS["document_held"](uuid4()),
        KINDS["translation_delivered"](uuid4()),
        KINDS["translation_stopped"](uuid4()),
        KINDS["translation_resumed"](uuid4()),
        KINDS["scan_asked"](uuid4()),
        KINDS["order_rescheduled"](uuid4()),
        Mail("a@b.invalid", "Objet", "Texte"),
    ]
    assert {m.kind for m in examples} == set(KINDS)
    for message in examples:
        assert from_payload(message.kind, to_payload(message)) == message


def count_into(name: str) -> Callable[[UnitOfWork, Message], None]:
    def consumer(uow: UnitOfWork, _message: Message) -> None:
        row = uow.session.get(Counter, name) or Counter(name=name, value=0)
        row.value += 1
        uow.session.add(row)

    return consumer


def value(store: Store, name: str) -> int:
    with store.read(ACTOR) as uow:
        row = uow.session.get(Counter, name)
        return row.value if row else 0


def test_a_message_is_consumed_once_by_each(store: Store, woken: list[Queue]) -> None:
    with store.transaction(ACTOR) as uow:
        uow.send(DocumentRead(uuid4()))
    assert woken == [Queue.RELAY]
    consumers = {"document_read": (count_into("a"), count_into("b"))}
    assert relay(store, consumers) == 1
    assert relay(store, consumers) == 0
    with store.transaction(ACTOR) as uow:  # As if the mark had been lost.
        uow.session.execute(update(OutboxMessage).values(sent_at=None))
    assert relay(store, consumers) == 1
    assert (value(store, "a"), value(store, "b")) == (1, 1)


def test_a_consumer_that_fails_is_tried_again_later_and_leaves_nothing_half_done(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        uow.send(DocumentRead(uuid4()))

    def failing(_uow: UnitOfWork, _message: Message) -> None:
        raise TemporaryError()

    assert relay(store, {"document_read": (count_into("a"), failing)}) == 0
    assert value(store, "a") == 0
    with store.transaction(ACTOR) as uow:
        row = uow.session.scalars(select(OutboxMessage)).one()
        assert (row.attempts, row.failure, row.sent_at) == (1, "temporary", None)
        assert row.next_at > now()
        row.next_at = now()
    assert relay(store, {"document_read": (count_into("a"),)}) == 1
    assert value(store, "a") == 1


def test_the_text_of_a_mail_is_wiped_once_sent(store: Store) -> None:
    sent: list[Mail] = []
    with store.transaction(ACTOR) as uow:
        uow.send(Mail("a@b.invalid", "Objet", "https://…#secret"))
    relay(store, {}, sent.append)
    assert [m.text for m in sent] == ["https://…#secret"]
    with store.read(ACTOR) as uow:
        assert "secret" not in str(uow.session.scalars(select(OutboxMessage)).one().payload)


def test_without_a_commit_nothing_is_sent_and_nobody_woken(store: Store, woken: list[Queue]) -> None:
    with store.write(ACTOR) as uow:
        uow.send(DocumentRead(uuid4()))
    assert woken == []
    assert relay(store, {"document_read": (count_into("a"),)}) == 0


def test_a_message_that_breaks_its_consumer_does_not_hold_up_the_others(store: Store) -> None:
    bad, good = uuid4(), uuid4()
    for document_id in (bad, good):
        with store.transaction(ACTOR) as uow:
            uow.send(DocumentRead(document_id))
    taken = []

    def consumer(_uow: UnitOfWork, message: Message) -> None:
        if message == DocumentRead(bad):
            raise LookupError("a fault of ours")
        taken.append(message)

    with pytest.raises(LookupError):
        relay(store, {"document_read": (consumer,)})
    assert relay(store, {"document_read": (consumer,)}) == 1
    assert taken == [DocumentRead(good)]
    with store.read(ACTOR) as uow:
        waiting = uow.session.scalars(select(OutboxMessage).where(OutboxMessage.sent_at.is_(None))).one()
    assert (waiting.attempts, waiting.failure) == (1, "LookupError")


def test_while_a_mail_is_sent_others_write_and_no_other_relay_takes_it(store: Store) -> None:
    sent: list[Mail] = []
    with store.transaction(ACTOR) as uow:
        uow.send(Mail("a@b.invalid", "Objet", "Texte"))

    def send(mail: Mail) -> None:
        sent.append(mail)
        with store.transaction(ACTOR) as uow:
            if uow.session.get_bind().dialect.name == "postgresql":  # SQLite waits by itself
                uow.session.execute(text("SET LOCAL lock_timeout = 1000"))
            uow.session.execute(update(OutboxMessage).values(attempts=0))
        assert relay(store, {}, send) == 0

    assert relay(store, {}, send) == 1
    assert len(sent) == 1


def test_a_relay_that_died_lets_the_mail_go_after_its_lease(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        uow.send(Mail("a@b.invalid", "Objet", "Texte"))

    def die(_mail: Mail) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relay(store, {}, die)
    sent: list[Mail] = []
    assert relay(store, {}, sent.append) == 0
    with store.transaction(ACTOR) as uow:
        row = uow.session.scalars(select(OutboxMessage)).one()
        assert row.leased_until is not None
        assert now() + timedelta(minutes=5) < row.leased_until <= now() + MAIL_LEASE
        row.leased_until = now()
    assert relay(store, {}, sent.append) == 1
    with store.read(ACTOR) as uow:
        row = uow.session.scalars(select(OutboxMessage)).one()
        assert (row.leased_until, row.sent_at is not None) == (None, True)


class RefusedError(ServiceError):
    code = "refused_for_ever"


def test_a_final_refusal_and_a_last_attempt_give_up_until_somebody_sends_it_again(store: Store) -> None:
    for to in ("final@b.invalid", "late@b.invalid"):
        with store.transaction(ACTOR) as uow:
            uow.send(Mail(to, "Objet", "Texte"))
    with store.transaction(ACTOR) as uow:
        uow.session.execute(update(OutboxMessage).values(attempts=MOST_ATTEMPTS - 2))

    def refuse(mail: Mail) -> None:
        raise RefusedError() if mail.to.startswith("final") else TemporaryError()

    for given_up in (["refused_for_ever"], ["refused_for_ever", "temporary"], ["refused_for_ever", "temporary"]):
        with store.transaction(ACTOR) as uow:
            uow.session.execute(update(OutboxMessage).values(next_at=now()))
        assert relay(store, {}, refuse) == 0
        with store.read(ACTOR) as uow:
            rows = uow.session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)).all()
            assert [row.failure for row in rows if row.failed_at is not None] == given_up
            assert {row.payload["text"] for row in rows} == {"Texte"}
    sent: list[Mail] = []
    assert relay(store, {}, sent.append) == 0
    with store.transaction(ACTOR) as uow:
        for row in uow.session.scalars(select(OutboxMessage)):
            send_again(row)
    assert relay(store, {}, sent.append) == 2
    with store.read(ACTOR) as uow:
        assert [row.failed_at for row in uow.session.scalars(select(OutboxMessage))] == [None, None]


def test_without_somebody_to_send_it_a_mail_waits(store: Store) -> None:
    with store.transaction(ACTOR) as uow:
        uow.send(Mail("a@b.invalid", "Objet", "Texte"))
    assert relay(store, {}) == 0
    assert relay(store, {}, lambda _mail: None) == 1
