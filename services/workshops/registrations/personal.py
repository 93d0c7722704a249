"""The personal link and the personal code of a registration: proofs that are computed, never stored.

Both come from the registration's id and a key that lies in a file outside the store (the service's signing key), so
that a copy of the store opens nothing, and a mail can repeat them at any time. They die with the registration.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Final

from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.workshops.codes import from_digest, typed

CODE_SIGNS: Final = 8
_PROOF_BYTES: Final = 16


def link_token(settings: Settings, registration: str) -> str:
    """The secret part of a registration's personal link, 43 signs for use in an address."""
    proof = _digest(settings, "link", registration)[:_PROOF_BYTES]
    return base64.urlsafe_b64encode(uuid.UUID(registration).bytes + proof).decode().rstrip("=")


def registration_of(settings: Settings, token: str) -> str | None:
    """The registration that a link's token was made for; None for any other text."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + _PROOF_BYTES:
        return None
    registration = str(uuid.UUID(bytes=raw[:16]))
    return registration if hmac.compare_digest(link_token(settings, registration), token) else None


def personal_code(settings: Settings, registration: str) -> str:
    """The code that a participant types to vote, eight signs in two groups: "KC7F-4MPX"."""
    code = from_digest(_digest(settings, "code", registration), CODE_SIGNS)
    return f"{code[:4]}-{code[4:]}"


def is_code_of(settings: Settings, code: str, registration: str) -> bool:
    """Whether what somebody typed is the personal code of `registration`."""
    return hmac.compare_digest(typed(personal_code(settings, registration)).encode(), typed(code).encode())


def _digest(settings: Settings, purpose: str, registration: str) -> bytes:
    return hmac.digest(_key(settings.signing_key), f"{purpose}:{registration}".encode(), "sha256")


@lru_cache(maxsize=4)
def _key(path: Path | None) -> bytes:
    """A key for this purpose alone, drawn from the service's signing key."""
    if path is None:
        raise Unavailable("this service has no signing key")
    return hashlib.sha256(b"personal links of registrations\0" + path.read_bytes()).digest()
