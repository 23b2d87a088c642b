"""Which addresses may be called: what another system writes here must not lead into this house's own network.

A name is only a promise: what counts is the number that it leads to when it is called, and that number is the one
connected to (``calling``). Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from delivery.webhooks.errors import UrlRefusedError

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
LONGEST = 500
# RFC 6052: an IPv4 address behind a translator.
NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Rules:
    """``networks`` are those that may be called though they are private; ``plain`` allows http to these alone."""

    networks: tuple[Network, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. ``path`` begins with a slash and holds the query."""

    host: str
    port: int
    path: str
    secure: bool

    @property
    def authority(self) -> str:
        """What the Host header says."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.secure else 80
        return shown if self.port == usual else f"{shown}:{self.port}"


def target_of(url: str, rules: Rules) -> Target:
    """The address, taken apart; raises UrlRefusedError for one that would never be called."""
    if len(url) > LONGEST or not url.isascii() or any(ord(c) <= 32 or ord(c) == 127 or c == "\\" for c in url):
        raise UrlRefusedError()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UrlRefusedError() from error
    secure = parts.scheme == "https"
    if not secure and not (rules.plain and parts.scheme == "http"):
        raise UrlRefusedError()
    if not parts.hostname or parts.username is not None or parts.password is not None or "#" in url:
        raise UrlRefusedError()
    literal = _literal(parts.hostname)
    if literal is not None and not allowed(literal, rules, secure=secure):
        raise UrlRefusedError()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, port or (443 if secure else 80), path, secure)


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def allowed(address: Address, rules: Rules, *, secure: bool) -> bool:
    """Whether a number may be connected to."""
    real = _unwrapped(address)
    if any(real.version == network.version and real in network for network in rules.networks):
        return True
    return secure and real.is_global and not real.is_multicast and not real.is_reserved


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    # Teredo gives server and client: what is behind it is the client.
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def pick(found: Sequence[str], rules: Rules, *, secure: bool) -> str | None:
    """Of the numbers that a name leads to, the one to connect to; None when one of them may not be called: a name
    that mixes them is up to something."""
    addresses = [ip_address(each.partition("%")[0]) for each in found]
    if not addresses or not all(allowed(each, rules, secure=secure) for each in addresses):
        return None
    return str(addresses[0])
