"""The safety headers of every answer, errors too. What a page itself says (its content policy) is left as it is."""

from __future__ import annotations

from typing import Final

Headers = list[tuple[str, str]]

ALWAYS: Final[Headers] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    (
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
]
HSTS: Final = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def guarded(headers: Headers, added: Headers, *, https: bool, known: bool, api: bool, refused: bool) -> Headers:
    """`headers` with `added` in place of any of the same name, and the safety headers that are not there yet.

    An answer of the API to somebody known is kept nowhere (`no-store`), a page for them by nobody else (`private`).
    """
    if known and api:
        added = [*added, ("Cache-Control", "no-store")]
    replaced = {name.lower() for name, _value in added}
    kept = [(name, value) for name, value in headers if name.lower() not in replaced]
    present = replaced | {name.lower() for name, _value in kept}
    defaults = [*ALWAYS, HSTS] if https else list(ALWAYS)
    if refused and api:
        defaults.append(("WWW-Authenticate", "Bearer"))
    if known:
        defaults.append(("Cache-Control", "private, no-store"))
    return [*kept, *added, *((name, value) for name, value in defaults if name.lower() not in present)]
