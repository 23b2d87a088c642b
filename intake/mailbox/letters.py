"""What the sender of a mail is answered: which order it became, what was taken, what was not and why.

The answer goes to the account's own address, whatever the mail says, and names files as the sender named them."""

from collections.abc import Sequence

from intake.opening import Refused
from storage.messages import Mail
from storage.models import Document, Order, User

TAKEN_SUBJECT = "Truchement : votre message est devenu la demande {number}"
TAKEN = """Bonjour {name},

Votre message « {subject} » est devenu la demande {number}.

Pièces prises :
{pieces}
{refused}
Livraison prévue le {due} au plus tard. Vous pouvez suivre la demande ici :

{address}/demandes/{order_id}

Si vous n'avez pas envoyé ce message, prévenez le service de traduction.
"""
REFUSED = """
Pièces qui n'ont pas pu être prises :
{pieces}
"""
NOTHING_SUBJECT = "Truchement : votre message n'a pas pu être pris"
NOTHING = """Bonjour {name},

Votre message « {subject} » n'a pas pu être pris, et aucune demande n'en a été faite.

{pieces}

Vous pouvez déposer vos pièces ici :

{address}/demandes/nouvelle

Si vous n'avez pas envoyé ce message, prévenez le service de traduction.
"""
#: So many lines are written out; an archive may hold two hundred files.
LINES = 60
UNTITLED = "sans objet"


def taken(
    user: User, order: Order, subject: str, documents: Sequence[Document], refused: Sequence[Refused], address: str
) -> Mail:
    """The mail to who sent one that became an order."""
    text = TAKEN.format(
        name=user.name,
        subject=subject or UNTITLED,
        number=order.number,
        pieces=_list([f"{one.file_name} ({_pages(one.page_count)})" for one in documents]),
        refused=REFUSED.format(pieces=_list(_reasons(refused))) if refused else "",
        due=f"{order.due_on:%d/%m/%Y}",
        address=address,
        order_id=order.id,
    )
    return Mail(user.email, TAKEN_SUBJECT.format(number=order.number), text)


def nothing(user: User, subject: str, refused: Sequence[Refused], address: str) -> Mail:
    """The mail to who sent one of which nothing was taken."""
    text = NOTHING.format(
        name=user.name, subject=subject or UNTITLED, pieces=_list(_reasons(refused)), address=address
    )
    return Mail(user.email, NOTHING_SUBJECT, text)


def _reasons(refused: Sequence[Refused]) -> list[str]:
    return [f"{one.name} : {one.error.message}" if one.name else one.error.message for one in refused]


def _list(lines: Sequence[str]) -> str:
    shown = [f"- {line}" for line in lines[:LINES]]
    return "\n".join([*shown, f"- et {len(lines) - LINES} autres"] if len(lines) > LINES else shown)


def _pages(count: int) -> str:
    return f"{count} page{'s' if count > 1 else ''}"
