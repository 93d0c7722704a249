"""The safety headers of every answer, errors too. What a page itself says (its content policy) is left as it is."""

from __future__ import annotations

from typing import Final

Headers = list[tuple[str, str]]

ALWAYS: Final[Headers] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
]
HSTS: Final = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def guarded(headers: Headers, besides: Headers, if_missing: Headers, *, https: bool, unchanged: bool) -> Headers:
    """`headers` with `besides` in place of any of their names, then what is missing of `if_missing` and of safety.

    What an `unchanged` answer (304) says takes the place of what the browser has kept with the page (RFC 9111, 3.2):
    the policy that came with the page must stay.
    """
    replaced = {name.lower() for name, _value in besides}
    kept = [(name, value) for name, value in headers if name.lower() not in replaced]
    if https:
        kept = [(name, _secure(value) if name.lower() == "set-cookie" else value) for name, value in kept]
    present = replaced | {name.lower() for name, _value in kept}
    defaults = [*if_missing, *ALWAYS, HSTS] if https else [*if_missing, *ALWAYS]
    if unchanged:
        present.add("content-security-policy")
    return [*kept, *besides, *((name, value) for name, value in defaults if name.lower() not in present)]


def _secure(cookie: str) -> str:
    """The cookie for HTTPS alone (ASVS 3.3.1): a service behind the door cannot know how the reader came."""
    named = (part.strip().lower() for part in cookie.split(";")[1:])
    return cookie if "secure" in named else f"{cookie}; Secure"
