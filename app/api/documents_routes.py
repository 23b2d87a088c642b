"""Pieces and their translations, followed; originals, downloaded."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, g

from app.api import catalogue, queries, showing
from app.api.downloads import Content, hand_over, unchanged
from app.api.serving import Reply, add, new_blueprint
from intake.following import find_piece
from storage.blobs import open_verified
from storage.unit_of_work import Store


@dataclass(frozen=True)
class Views:
    """``scratch`` is for the checked copies while they are sent."""

    store: Store
    scratch: Path

    def document(self, document_id: UUID) -> Reply:
        with self.store.write(g.actor) as uow:
            followed, piece = find_piece(uow, document_id)
            uow.record_view("order", followed.order.id, followed.order.body_id)
            shown = showing.document(followed.order, piece)
            uow.commit()
        return Reply(shown)

    def translation(self, translation_id: UUID) -> Reply:
        with self.store.write(g.actor) as uow:
            row = queries.translation(uow.session, uow.actor, translation_id)
            followed, piece = find_piece(uow, row.document_id)
            uow.record_view("order", followed.order.id, followed.order.body_id)
            shown = showing.translation(followed.order, piece)
            uow.commit()
        return Reply(shown)

    def original(self, document_id: UUID) -> Response:
        with self.store.write(g.actor) as uow:
            row = queries.document(uow.session, uow.actor, document_id)
            row.check_open()
            content = Content(row.media_type, row.file_name, row.size, row.sha256)
            known = unchanged(content)
            if known is not None:
                return known
            source = open_verified(uow.blobs, row.blob_key, row.sha256, self.scratch)
            answer = hand_over(content, source)
            uow.record("download", "document", row.id, row.body_id)
            uow.commit()
        return answer


def create_blueprint(store: Store, scratch: Path) -> Blueprint:
    """The blueprint ``api_documents``."""
    blueprint, views = new_blueprint("api_documents"), Views(store, scratch)
    add(blueprint, catalogue.SHOW_DOCUMENT, views.document)
    add(blueprint, catalogue.DOCUMENT_CONTENT, views.original)
    add(blueprint, catalogue.SHOW_TRANSLATION, views.translation)
    return blueprint
