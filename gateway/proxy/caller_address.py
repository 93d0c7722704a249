"""Which network address asks: that of the connection, or what the trusted proxies in front of us say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def address_of(environ: Mapping[str, Any], trusted_proxies: int) -> str:
    """The address of the caller; with n trusted proxies the n-th from the end of X-Forwarded-For."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    if not trusted_proxies:
        return peer
    named = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return named[-trusted_proxies] if len(named) >= trusted_proxies else peer
