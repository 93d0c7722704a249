"""What every HTML answer says to the browser: a strict content policy with a nonce, and the other safety headers."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
_SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def nonce() -> str:
    """The nonce of this answer's scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def install(app: Flask) -> None:
    """Set the headers on every HTML answer of `app`."""
    app.after_request(_guard)


def _guard(response: Response) -> Response:
    if response.mimetype == "text/html":
        policy = [f"script-src 'self' 'nonce-{nonce()}'", *(f"{name} {value}" for name, value in _POLICY.items())]
        response.headers.setdefault("Content-Security-Policy", "; ".join(policy))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        for name, value in _SAFETY.items():
            response.headers.setdefault(name, value)
    return response
