"""Orders: made with their pieces, listed, followed, cancelled."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from werkzeug.datastructures import FileStorage

from app.api import catalogue, cursors, idempotency, models, questions, showing
from app.api.errors import MedicalNotGrantedError, NothingAcceptedError
from app.api.operations import JSON
from app.api.serving import Reply, add, new_blueprint
from intake import following, service
from intake.errors import NoFileError, TooManyFilesError
from intake.following import Wanted
from intake.needs import Services
from intake.opening import Arrival, receive
from intake.service import OrderRequest
from intake.withdrawal import withdraw_order
from storage.models import Confidentiality
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Views:
    """The views."""

    services: Services

    def create(self, form: questions.NewOrder) -> Response:
        if form.confidentiality is Confidentiality.MEDICAL and not g.actor.medical:
            raise MedicalNotGrantedError()
        uploads = request.files.getlist("files")
        if not uploads:
            raise NoFileError()
        if len(uploads) > self.services.limits.files:
            raise TooManyFilesError(most=self.services.limits.files)
        self.services.scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=self.services.scratch) as folder:
            return self._create(form, _saved(uploads, Path(folder)), Path(folder))

    def _create(self, form: questions.NewOrder, saved: list[tuple[Path, str]], folder: Path) -> Response:
        digests = [f"{name} {_digest(path)}" for path, name in saved]
        named = idempotency.named(
            request.headers.get("Idempotency-Key"), catalogue.CREATE_ORDER.name, form.model_dump(), *digests
        )
        given = idempotency.answered(self.services.store, g.actor, named)
        if given is None:
            arrival, refused = self._received(saved, folder)

            def act(uow: UnitOfWork) -> tuple[int, models.CreatedOrder, str]:
                made = service.create_order(
                    uow,
                    _order_request(form),
                    arrival.files,
                    self.services.terms,
                    self.services.today(),
                    arrival.parcels,
                )
                shown = showing.order(following.find_order(uow, made.id))
                location = url_for("api_orders.getOrder", order_id=made.id)
                return 201, models.CreatedOrder(order=shown, refused=refused), location

            given = idempotency.once(self.services.store, g.actor, named, act)
        answer = Response(given.body, given.status, mimetype=JSON)
        answer.headers["Location"] = given.location
        return answer

    def _received(self, saved: list[tuple[Path, str]], folder: Path) -> tuple[Arrival, list[models.RefusedFile]]:
        arrival = receive(saved, folder, self.services.door)
        refused = [
            models.RefusedFile(name=one.name, code=one.error.code, message=showing.sentence(one.error))
            for one in arrival.refused
        ]
        if not arrival.files:
            raise NothingAcceptedError([each.model_dump() for each in refused])
        return arrival, refused

    def orders(self, query: questions.OrderQuery) -> Reply:
        wanted = Wanted(query.number, query.own_reference, query.created_after)
        place = cursors.read(query.cursor)
        with self.services.store.read(g.actor) as uow:
            found = following.orders_after(uow, wanted, query.limit + 1, place)
            items = [showing.order(each) for each in found[: query.limit]]
        more = len(found) > query.limit
        last = items[-1] if more else None
        following_cursor = cursors.write(last.created_at, last.id) if last else None
        return Reply(models.OrderPage(items=items, next_cursor=following_cursor))

    def order(self, order_id: UUID) -> Reply:
        with self.services.store.write(g.actor) as uow:
            followed = following.find_order(uow, order_id)
            uow.record_view("order", followed.order.id, followed.order.body_id)
            shown = showing.order(followed)
            uow.commit()
        return Reply(shown)

    def cancel(self, order_id: UUID) -> Reply:
        with self.services.store.write(g.actor) as uow:
            withdraw_order(uow, order_id)
            shown = showing.order(following.find_order(uow, order_id))
            uow.commit()
        return Reply(shown)


def _saved(uploads: list[FileStorage], folder: Path) -> list[tuple[Path, str]]:
    saved = []
    for number, upload in enumerate(uploads):
        path = folder / str(number)
        upload.save(path)
        saved.append((path, upload.filename or ""))
    return saved


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _order_request(form: questions.NewOrder) -> OrderRequest:
    return OrderRequest(
        purpose=form.purpose.strip(),
        question=form.question.strip(),
        own_reference=form.own_reference.strip(),
        urgency=form.urgency,
        confidentiality=form.confidentiality,
        language=form.language,
    )


def create_blueprint(services: Services) -> Blueprint:
    """The blueprint ``api_orders``."""
    blueprint, views = new_blueprint("api_orders"), Views(services)
    add(blueprint, catalogue.CREATE_ORDER, views.create)
    add(blueprint, catalogue.LIST_ORDERS, views.orders)
    add(blueprint, catalogue.SHOW_ORDER, views.order)
    add(blueprint, catalogue.CANCEL_ORDER, views.cancel)
    return blueprint
