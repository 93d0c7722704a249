"""Secrets that we make: sessions, client secrets, signs of a reset. What is kept of one cannot be turned back.

A fast hash is right for these and wrong for passwords: they are 256 random bits, which nobody can guess.
"""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits as text that fits an address and a header."""
    return secrets.token_urlsafe(32)


def kept_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
