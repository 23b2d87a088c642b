"""What was delivered: listed, shown, downloaded."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, g

from app.api import catalogue, cursors, models, queries, questions, showing
from app.api.downloads import Content, hand_over, unchanged
from app.api.serving import Reply, add, new_blueprint
from storage.blobs import open_verified
from storage.unit_of_work import Store


@dataclass(frozen=True)
class Views:
    """``scratch`` is for the checked copies while they are sent."""

    store: Store
    scratch: Path

    def deliveries(self, query: questions.DeliveryQuery) -> Reply:
        place = cursors.read(query.cursor)
        with self.store.read(g.actor) as uow:
            rows = queries.deliveries(uow.session, uow.actor, query.limit + 1, place, query.created_after)
            items = [showing.delivery(row) for row in rows[: query.limit]]
        last = items[-1] if len(rows) > query.limit else None
        following = cursors.write(last.created_at, last.id) if last else None
        return Reply(models.DeliveryPage(items=items, next_cursor=following))

    def delivery(self, delivery_id: UUID) -> Reply:
        with self.store.read(g.actor) as uow:
            return Reply(showing.delivery(queries.delivery(uow.session, uow.actor, delivery_id)))

    def file(self, file_id: UUID) -> Response:
        with self.store.write(g.actor) as uow:
            row = queries.file(uow.session, uow.actor, file_id)
            document = row.delivery.translation.document
            document.check_open()
            content = Content(row.media_type, row.file_name, row.size, row.sha256)
            known = unchanged(content)
            if known is not None:
                return known
            source = open_verified(uow.blobs, row.blob_key, row.sha256, self.scratch)
            answer = hand_over(content, source)
            uow.record("download", "delivery_file", row.id, document.body_id)
            uow.commit()
        return answer


def create_blueprint(store: Store, scratch: Path) -> Blueprint:
    """The blueprint ``api_deliveries``."""
    blueprint, views = new_blueprint("api_deliveries"), Views(store, scratch)
    add(blueprint, catalogue.LIST_DELIVERIES, views.deliveries)
    add(blueprint, catalogue.SHOW_DELIVERY, views.delivery)
    add(blueprint, catalogue.FILE_CONTENT, views.file)
    return blueprint
