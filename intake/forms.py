"""What a requester typed, as the order that it asks for. What is no answer to a question counts as none."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from intake.service import OrderRequest
from storage.actors import Actor
from storage.models import Confidentiality, Urgency


def order_request(form: Mapping[str, str], actor: Actor, files: Sequence[tuple[Path, str]]) -> OrderRequest:
    """The order that a form asks for; ``files`` are those that were sent with it, by their paths and names."""
    urgent = form.get("urgency") == Urgency.URGENT
    medical = form.get("confidentiality") == Confidentiality.MEDICAL
    return OrderRequest(
        purpose=form.get("purpose", "").strip(),
        question=form.get("question", "").strip()[:2000],
        own_reference=form.get("own_reference", "").strip(),
        urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
        confidentiality=Confidentiality.MEDICAL if medical else Confidentiality.ORDINARY,
        language=form.get("language") or None,
        key=_key(form.get("request_key", "")[:64], actor, files),
    )


def _key(said: str, actor: Actor, files: Sequence[tuple[Path, str]]) -> str | None:
    """The same for a form that its person sends twice, another when other files go with it; None for a form that
    says none."""
    if not said:
        return None
    whole = hashlib.sha256(f"{actor.person}:{said}:".encode("utf-8", "replace"))
    for path, name in files:
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest() + name.encode("utf-8", "replace") + b"\0")
    return whole.hexdigest()
