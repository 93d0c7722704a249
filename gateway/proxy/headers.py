"""Which headers may pass the door, each way. What speaks of one connection, or of trust, never does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from gateway.protection.headers import Headers

HOP_BY_HOP: Final = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""RFC 9110, section 7.6.1, and what older programs send besides."""

NOT_FORWARDED: Final = HOP_BY_HOP | {
    "authorization",  # the passport says who is asking
    "content-length",  # set anew from what is really sent
    "cookie",  # passed on without the session, below
    "expect",  # answered by our own server
    "forwarded",
    "host",
    "passport",
    "traceparent",
    "tracestate",
    "true-client-ip",
    "via",
}
NOT_FORWARDED_PREFIXES: Final = (
    "x-forwarded-",
    "x-user",
    "x-real-",
    "x-original-",
    "x-rewrite-",
    "x-client-",
    "x-auth",
)

NOT_RETURNED: Final = HOP_BY_HOP | {"content-length", "server", "x-powered-by", "date", "passport", "trace-id"}

_passes: dict[str, bool] = {}
_returned: dict[bytes, tuple[str, str]] = {}
_MOST: Final = 1000
"""How many names are remembered: there are few that anybody uses, and no end of those that somebody could."""


def to_service(headers: Mapping[str, str], session_cookie: str) -> dict[str, str]:
    """The client's headers that a service may see; the session stays with us."""
    named_by_connection = _listed(headers.get("connection", ""))
    passed = {
        name: value
        for name, value in headers.items()
        if (_passes[name] if name in _passes else _learn(name)) and name not in named_by_connection
    }
    if "cookie" in headers and (cookies := _without(headers["cookie"], session_cookie)):
        passed["cookie"] = cookies
    return passed


def to_client(raw: Iterable[tuple[bytes, bytes]], session_cookie: str) -> Headers:
    """A service's headers that the client may see; a service cannot set the session. What frames the body is ours."""
    pairs = []
    dropped: frozenset[str] = NOT_RETURNED
    for name, value in raw:
        known = _returned.get(name)
        lowered, shown = known if known is not None else _learn_returned(name)
        text = value.decode("latin-1")
        if lowered == "connection":
            dropped = dropped | _listed(text)
        elif lowered != "set-cookie" or text.partition("=")[0].strip() != session_cookie:
            pairs.append((lowered, shown, text))
    return [(shown, text) for lowered, shown, text in pairs if lowered not in dropped]


def _learn(name: str) -> bool:
    """Whether a header is passed on; remembered for the usual ones."""
    allowed = name not in NOT_FORWARDED and not name.startswith(NOT_FORWARDED_PREFIXES)
    if len(_passes) < _MOST:
        _passes[name] = allowed
    return allowed


def _learn_returned(name: bytes) -> tuple[str, str]:
    shown = name.decode("latin-1")
    if len(_returned) < _MOST:
        _returned[name] = (shown.lower(), shown)
    return shown.lower(), shown


def _listed(value: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in value.split(",") if part.strip()) if value else frozenset()


def _without(cookies: str, name: str) -> str:
    kept = (part for part in cookies.split(";") if part.partition("=")[0].strip() != name)
    return ";".join(kept).strip()
