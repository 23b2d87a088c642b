"""A client of Truchement's interface for programs: sends documents, follows them, takes translations home.

    client = Client("https://truchement.example", key)
    sent = client.create_order([Path("bescheid.pdf")])
    order = client.wait(sent.order.id)

What a refusal says is in ``RefusedError``: compare its ``code``, which is stable, and show its ``detail``.
"""

from truchement_client.calls import Client
from truchement_client.errors import DamagedError, RefusedError, UnreachableError
from truchement_client.signing import ForgedError, check_signature

__all__ = ["Client", "DamagedError", "ForgedError", "RefusedError", "UnreachableError", "check_signature"]
