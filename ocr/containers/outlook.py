"""A message of Outlook (MS-OXMSG), parted as any other mail. The only module that opens one."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from olefile import OleFileIO
from oxmsg.attachment import Attachment
from oxmsg.domain import constants as c
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from ocr.containers.errors import EncryptedMailError, MissingAttachmentError
from ocr.containers.mails import LARGEST_LOGO, Absent, Attached, Enclosed, Parted
from ocr.containers.parts import LONGEST_LINE, LONGEST_TEXT
from ocr.containers.words import plain
from ocr.errors import DamagedError, ReadingError

#: Where the properties begin in the stream of a message, and in that of one that is enclosed in it (2.4.1).
OUTERMOST, ENCLOSED = 32, 24
#: The storage that holds an enclosed message: property 0x3701 of type object.
OBJECT: Final = "__substg1.0_3701000D"
LOCKED: Final = ("ipm.note.smime", "ipm.note.secure")


def part(file: BinaryIO) -> Parted:
    """The parts of a message; raises DamagedError, EncryptedMailError."""
    try:
        with OleFileIO(file) as container:
            return _parted(Storage.from_ole(container), OUTERMOST)
    except ReadingError:
        raise
    # The library says what is wrong with a file by whatever error its bytes led to. This runs in the reading
    # process, and every one of them means the same to the sender.
    except Exception as error:
        raise DamagedError from error


def _parted(storage: Storage, offset: int) -> Parted:
    properties = Properties(storage, properties_header_offset=offset)
    if (properties.str_prop_value(c.PID_MESSAGE_CLASS) or "").lower().startswith(LOCKED):
        raise EncryptedMailError
    out = Parted(
        _line(properties.str_prop_value(c.PID_SUBJECT)),
        _sender(properties),
        _moment(properties),
        (properties.str_prop_value(c.PID_BODY) or "").strip()[:LONGEST_TEXT],
    )
    page = _page(properties)
    if not out.text and page.strip():
        out.text, out.html = plain(page)[:LONGEST_TEXT], page
    out.files = list(_files(storage, page))
    return out


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:LONGEST_LINE]


def _sender(properties: Properties) -> str:
    name = _line(properties.str_prop_value(c.PID_SENDER_NAME))
    address = properties.str_prop_value(c.PID_SENDER_SMTP_ADDRESS) or properties.str_prop_value(
        c.PID_SENDER_EMAIL_ADDRESS
    )
    return f"{name} <{_line(address)}>".strip() if address else name


def _moment(properties: Properties) -> str:
    moment = properties.date_prop_value(c.PID_CLIENT_SUBMIT_TIME)
    return moment.isoformat() if moment is not None else ""


def _page(properties: Properties) -> str:
    data = properties.binary_prop_value(c.PID_HTML)
    if data:
        return data.decode(properties.body_encoding, "replace")
    return properties.str_prop_value(c.PID_BODY_HTML) or ""


def _files(storage: Storage, page: str) -> Iterator[Attached | Enclosed | Absent]:
    for inside in storage.iter_attachment_storages():
        attachment = Attachment(inside)
        name = _line(attachment.file_name or attachment.properties.str_prop_value(c.PID_ATTACH_FILENAME))
        message = next((one for one in inside.storages if one.name == OBJECT), None)
        if message is not None:
            yield _enclosed(message, name)
        elif attachment.file_bytes is None:
            yield Absent(name or "piece", MissingAttachmentError())
        else:
            yield Attached(name or "piece", attachment.file_bytes, _is_layout(attachment, page))


def _enclosed(message: Storage, name: str) -> Enclosed:
    subject = _line(Properties(message, properties_header_offset=ENCLOSED).str_prop_value(c.PID_SUBJECT))

    def opened() -> Parted:
        try:
            return _parted(message, ENCLOSED)
        except ReadingError:
            raise
        except Exception as error:
            raise DamagedError from error

    return Enclosed(f"{name or subject or 'message'}.msg".replace(".msg.msg", ".msg"), opened)


def _is_layout(attachment: Attachment, page: str) -> bool:
    label = attachment.properties.str_prop_value(c.PID_ATTACH_CONTENT_ID)
    kind = attachment.mime_type or ""
    return bool(label) and f"cid:{label}" in page and attachment.size <= LARGEST_LOGO and kind.startswith("image/")
