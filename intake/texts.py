"""Whether the first bytes of a file are those of a text that is read: plain, or a web page. Pure."""

import codecs
import re

from ocr.document import HTML, TEXT

#: Control characters that no text holds; a form feed ends a page.
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|h[1-6]|span|style|script)\b",
    re.IGNORECASE | re.DOTALL,
)
#: Texts that are programs, drawings, data or messages for a machine: refused, for nobody reads them as they are.
_OTHERS = re.compile(
    rb"\s*(?:<\?xml|<!doctype|<svg|<[a-z]+:|%!PS|#!|MZ|\x7fELF|-----BEGIN|GIF8|X5O!P%|\{\\?\"|From |Received:"
    rb"|Return-Path:|(?:From|To|Subject|Date|MIME-Version|Message-ID|Delivered-To|X-[A-Za-z-]+):\s)",
    re.IGNORECASE,
)


def text_type(head: bytes) -> str | None:
    """``text/html``, ``text/plain``, or None for what is neither."""
    if not head.strip():
        return None
    if head.startswith(_WIDE):
        plain = head.decode("utf-16", "ignore").encode()
    elif _is_wide(head):
        plain = bytes(each for each in head if each)
    else:
        plain = head.removeprefix(codecs.BOM_UTF8)
    if _BINARY.search(plain):
        return None
    if _PAGE.match(plain):
        return HTML
    return None if _OTHERS.match(plain) else TEXT


def _is_wide(head: bytes) -> bool:
    """Whether it looks like UTF-16 of Latin letters without its mark: every other byte is nought."""
    return any(
        len(head) > 16 and head[at::2].count(0) > 0.6 * len(head[at::2]) and not head[1 - at :: 2].count(0)
        for at in (0, 1)
    )
