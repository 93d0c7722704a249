"""Which network address asks: that of the connection, or what the trusted proxies in front of us say of it."""

from __future__ import annotations

from gateway.server.messages import Request


def address_of(request: Request, trusted_proxies: int) -> str:
    """The address of the caller; with n trusted proxies the n-th from the end of X-Forwarded-For."""
    if not trusted_proxies:
        return request.peer
    named = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    return named[-trusted_proxies] if len(named) >= trusted_proxies else request.peer
