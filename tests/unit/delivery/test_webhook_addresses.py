"""Which addresses are called, and how a call is signed."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

import pytest

from delivery.webhooks import signing
from delivery.webhooks.addresses import Rules, allowed, pick, target_of
from delivery.webhooks.errors import UrlRefusedError
from delivery.webhooks.outcomes import DELAYS, delay_after

STRICT = Rules()
INSIDE = Rules((ip_network("10.20.0.0/16"),), plain=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.20.1.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_what_is_not_the_public_network_is_not_called(address: str) -> None:
    assert not allowed(ip_address(address), STRICT, secure=True)
    assert pick(["93.184.216.34", address], STRICT, secure=True) is None
    shown = f"[{address}]" if ":" in address else address
    with pytest.raises(UrlRefusedError):
        target_of(f"https://{shown}/hook", STRICT)


def test_the_public_network_is_called_encrypted_only() -> None:
    for address in ("93.184.216.34", "2606:4700::1111"):
        assert allowed(ip_address(address), STRICT, secure=True)
        assert not allowed(ip_address(address), Rules(plain=True), secure=False)
    assert pick(["93.184.216.34", "93.184.216.35"], STRICT, secure=True) == "93.184.216.34"
    assert pick([], STRICT, secure=True) is None


def test_a_private_network_is_called_where_a_setting_says_so() -> None:
    for secure in (True, False):
        assert allowed(ip_address("10.20.1.1"), INSIDE, secure=secure)
        assert allowed(ip_address("::ffff:10.20.1.1"), INSIDE, secure=secure)
        assert not allowed(ip_address("10.21.1.1"), INSIDE, secure=secure)
        assert not allowed(ip_address("127.0.0.1"), INSIDE, secure=secure)


@pytest.mark.parametrize(
    "url",
    [
        "http://system.example/hook",
        "ftp://system.example/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "//system.example/",
        "https://user@system.example/",
        "https://user:pass@system.example/",
        "https://@system.example/",
        "https://system.example/#part",
        "https://system.example:99999/",
        "https://system.example:x/",
        "https://[::1",
        "https://système.example/",
        "https://system.example/a b",
        "https://system.example\\@other/",
        "https://system.example/\r\nHost: other",
        "https://system.example/" + "a" * 500,
    ],
)
def test_an_address_that_is_no_plain_https_one_is_refused(url: str) -> None:
    with pytest.raises(UrlRefusedError):
        target_of(url, STRICT)


def test_an_address_is_taken_apart() -> None:
    target = target_of("https://system.example/hook?x=1", STRICT)
    assert (target.host, target.port, target.path, target.authority) == (
        "system.example",
        443,
        "/hook?x=1",
        "system.example",
    )
    assert target_of("https://system.example:8443", STRICT).authority == "system.example:8443"
    assert (
        target_of("http://[fd00::1]:8080/", Rules((ip_network("fd00::/8"),), plain=True)).authority
        == "[fd00::1]:8080"
    )


def test_a_signature_is_that_of_the_standard() -> None:
    """The example of Standard Webhooks' specification."""
    secret = "whsec_plJ3nmyCDGBKInavdOK15jsl"
    body = b'{"event_type":"ping","data":{"success":true}}'
    message = UUID("8a1f2f1e-0000-4000-8000-000000000001")
    made = signing.signature(secret, message, 1731705121, body)
    key = base64.b64decode("plJ3nmyCDGBKInavdOK15jsl")
    expected = hmac.new(key, f"{message}.1731705121.".encode() + body, hashlib.sha256).digest()
    assert made == "v1," + base64.b64encode(expected).decode()
    headers = signing.headers(
        [secret, signing.new_secret()], message, datetime.fromtimestamp(1731705121, UTC), body
    )
    assert headers["webhook-id"] == str(message)
    assert headers["webhook-timestamp"] == "1731705121"
    first, second = headers["webhook-signature"].split(" ")
    assert first == made != second
    assert len(base64.b64decode(signing.new_secret().removeprefix("whsec_"))) == 32


def test_attempts_come_ever_more_seldom_and_end_after_three_days() -> None:
    waits = [delay_after(number) for number in range(1, len(DELAYS) + 2)]
    assert waits[-1] is None
    seconds = [wait.total_seconds() for wait in waits if wait]
    assert seconds == sorted(seconds)
    assert 2.5 * 86400 < sum(seconds) < 3.5 * 86400
