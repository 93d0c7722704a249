"""Where a stranger's address may lead: the rules against reaching into our own network (SSRF).

Opens no connection. After ASVS 1.3.6 and the OWASP SSRF cheat sheet: a host is resolved once, EVERY address
must pass, and the caller connects to one that passed, so that no second answer (rebinding) is asked for.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

import idna

Reason = Literal["malformed", "not_https", "userinfo", "port", "private"]
Resolver = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_LENGTH: Final = 2000
RESOLVE_SECONDS: Final = 3.0
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\\]")
_NUMBER: Final = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_INSIDE_NAMES: Final = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa"}
)
_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# Public by the registries' books, yet nobody's web server: protocol assignments, 6to4, a cloud's own door.
_NOBODYS: Final = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "2002::/16", "3fff::/20")
)


class Reach(Enum):
    """How far into private networks a stranger's address may lead."""

    PUBLIC = "public"
    """Public addresses alone, by https."""
    LOOPBACK = "loopback"
    """This machine too: for a demonstration, whose webhooks are received beside it."""
    PRIVATE = "private"
    """Any private network too: where city systems stand in the same one."""


class Refused(Exception):
    """We do not call this address; `reason` says which rule it breaks."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: `host` as the certificate must name it, and what to ask there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The Host header: brackets for IPv6, the port unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def parse_target(url: str, *, reach: Reach) -> Target:
    """`url` taken apart by strict rules. Refused, with no resolver asked, when its form alone is wrong."""
    parts = _split(url)
    if parts.scheme != "https" and not (reach is not Reach.PUBLIC and parts.scheme == "http"):
        raise Refused("not_https")
    if "@" in parts.netloc:
        raise Refused("userinfo")
    port = _port(parts)
    if reach is Reach.PUBLIC and port != 443 and port < 1024:
        raise Refused("port")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, _host(parts), port, path)


def checked_addresses(target: Target, resolve: Resolver, *, reach: Reach) -> list[str]:
    """The addresses of `target`, resolved once. Refused if any is not allowed, OSError if there is none."""
    if reach is Reach.PUBLIC and _named_inside(target.host):
        raise Refused("private")
    literal = _literal(target.host)
    found = [target.host] if literal else resolve(target.host, target.port)
    if not found:
        raise OSError("the host has no address")
    if not all(may_reach(ipaddress.ip_address(each.partition("%")[0]), reach) for each in found):
        raise Refused("private")
    return found


def check_address(url: str, *, reach: Reach, resolve: Resolver | None = None) -> None:
    """Refused if we would not call `url`; a host that nobody knows (yet) passes: calling checks again."""
    target = parse_target(url, reach=reach)
    try:
        checked_addresses(target, resolve or resolve_host, reach=reach)
    except OSError:
        return


def may_reach(address: Address, reach: Reach) -> bool:
    """Whether we connect to `address`. Link-local (a cloud's metadata), multicast, reserved: never."""
    inner = _embedded(address)
    if inner is not None:
        return may_reach(inner, reach)
    if address.is_loopback:
        return reach is not Reach.PUBLIC
    if address.is_link_local or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return reach is Reach.PRIVATE or _is_public(address)


def resolve_host(host: str, port: int, seconds: float = RESOLVE_SECONDS) -> list[str]:
    """Every address of `host`; OSError when the system's resolver has none within `seconds`."""
    found: list[str] = []
    failed: list[OSError] = [TimeoutError("the resolver did not answer in time")]

    def ask() -> None:
        try:
            found.extend(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if not found:
        raise failed[-1]
    return list(dict.fromkeys(found))


def _split(url: str) -> SplitResult:
    if len(url) > MAX_LENGTH or _UNSAFE.search(url):
        raise Refused("malformed")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused("malformed") from None
    if not parts.netloc or parts.fragment or not (parts.path + parts.query).isascii():
        raise Refused("malformed")
    return parts


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        raise Refused("port") from None
    if port == 0:
        raise Refused("port")
    return port or _DEFAULT_PORTS[parts.scheme]


def _host(parts: SplitResult) -> str:
    """The host in its one canonical form, A-labels for international names."""
    host = (parts.hostname or "").removesuffix(".")
    if _literal(host) or ":" in host:
        return _canonical_literal(host)
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        raise Refused("malformed") from None
    name = name.lower()
    labels = name.split(".")
    # A name whose last label is a number is read as IPv4 by inet_aton: 0x7f.1, 2130706433, 0177.0.0.1, 127.1
    if len(name) > 253 or _NUMBER.fullmatch(labels[-1]) or not all(map(_LABEL.fullmatch, labels)):
        raise Refused("malformed")
    return name


def _canonical_literal(host: str) -> str:
    literal = _literal(host)
    if literal is None:
        raise Refused("malformed")
    return str(literal)


def _literal(host: str) -> Address | None:
    if "%" in host:
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _named_inside(host: str) -> bool:
    if _literal(host):
        return False
    labels = host.split(".")
    return len(labels) == 1 or labels[-1] in _INSIDE_NAMES


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a mapped or NAT64 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


def _is_public(address: Address) -> bool:
    if any(address in net for net in _NOBODYS if net.version == address.version):
        return False
    return address.is_global and (address.version == 4 or address in _GLOBAL_UNICAST)
