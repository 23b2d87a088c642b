"""The type of a file by its first bytes."""

import pytest

from intake.checks import media_type


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\r\n\r\nsome transfer\r\n%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04" + bytes(26) + b"a.pdf%PDF-1.7", "application/zip"),
        (b"PK\x05\x06" + bytes(18), "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"Rar!\x1a\x07\x01\x00", "application/x-archive"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-archive"),
        (b"\x1f\x8b\x08\x00", "application/x-archive"),
        (b"a.pdf".ljust(257, b"\0") + b"ustar\x0000", "application/x-archive"),
        (b"\x89PNG\r\n\x1a\n%PDF-1.7", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", None),
        (b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x24ftypmp42\x00\x00\x00\x00", None),
        (b"{\\rtf1\\ansi Bescheid}", "application/rtf"),
        (b"Sehr geehrte Frau Muster,\r\n", "text/plain"),
        ("Szanowna Pani, za\u0142\u0105czam".encode("cp1250"), "text/plain"),
        ("Pension".encode("utf-16"), "text/plain"),
        ("Sehr geehrte Frau Muster".encode("utf-16-be"), "text/plain"),
        ("<html><p>Bescheid".encode("utf-16"), "text/html"),
        (b"<!-- saved -->\n<!DOCTYPE html><html>", "text/html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "text/html"),
        (b"\xef\xbb\xbf<p>Bescheid", "text/html"),
        (b'<?xml version="1.0"?><svg>', None),
        (b"<svg onload='a()'/>", None),
        (b"%!PS-Adobe-3.0", None),
        (b"#!/bin/sh\n", None),
        (b"From: a@b.invalid\r\nSubject: a\r\n\r\na", None),
        (b"DKIM-Signature: v=1\r\nFrom: a@b.invalid\r\nDate: now\r\nSubject: a\r\n\r\n<p>a", "message/rfc822"),
        (b"-----BEGIN CERTIFICATE-----", None),
        (b"  \r\n ", None),
        (b"abc\x00\x01\x02", None),
        (b"GIF89a", None),
        (b"MZ\x90\x00", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_type(head: bytes, kind: str | None) -> None:
    assert media_type(head) == kind
