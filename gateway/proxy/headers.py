"""Which headers may pass the door, each way. What speaks of one connection, or of trust, never does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

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
    "expect",  # answered by the server in front of us
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

NOT_RETURNED: Final = HOP_BY_HOP | {"server", "x-powered-by", "date", "passport", "trace-id"}

_names: dict[str, str | None] = {}


def to_service(environ: dict[str, Any], session_cookie: str) -> dict[str, str]:
    """The client's headers that a service may see, from a WSGI environ; the session stays with us."""
    named_by_connection = _listed(environ.get("HTTP_CONNECTION", ""))
    passed = {}
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            name = _names[key] if key in _names else _learn(key)
            if name is not None and name not in named_by_connection:
                passed[name] = value
    if environ.get("CONTENT_TYPE"):
        passed["content-type"] = environ["CONTENT_TYPE"]
    if "HTTP_COOKIE" in environ and (cookies := _without(environ["HTTP_COOKIE"], session_cookie)):
        passed["cookie"] = cookies
    return passed


def to_client(headers: Iterable[tuple[str, str]], session_cookie: str) -> Headers:
    """A service's headers that the client may see; a service cannot set the session."""
    pairs = list(headers)
    dropped = NOT_RETURNED | _listed(",".join(value for name, value in pairs if name.lower() == "connection"))
    return [
        (name, value)
        for name, value in pairs
        if (lowered := name.lower()) not in dropped
        and not (lowered == "set-cookie" and value.partition("=")[0].strip() == session_cookie)
    ]


def _learn(key: str) -> str | None:
    """The header name of a WSGI key, or None where it is not passed on; remembered for the usual ones."""
    name = key[5:].replace("_", "-").lower()
    allowed = name not in NOT_FORWARDED and not name.startswith(NOT_FORWARDED_PREFIXES)
    if len(_names) < 1000:
        _names[key] = name if allowed else None
    return name if allowed else None


def _listed(value: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in value.split(",") if part.strip()) if value else frozenset()


def _without(cookies: str, name: str) -> str:
    kept = (part for part in cookies.split(";") if part.partition("=")[0].strip() != name)
    return ";".join(kept).strip()
