"""Codes of authenticator apps (TOTP, RFC 6238): making a secret, its address, which step a code belongs to.

SHA-1, six digits, 30 seconds: what every app understands. Codes are the library's; what is kept is not known here.
"""

from __future__ import annotations

import base64
import hmac
import os
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

ISSUER: Final = "Learning Cities"
SECRET_BYTES: Final = 20
"""160 bits, as RFC 4226 (4, R6) advises."""
_DIGITS: Final = 6
_SECONDS: Final = 30
_EITHER_WAY: Final = 1
"""How many steps a clock may be off (RFC 6238, 5.2)."""


def new_secret() -> bytes:
    """A secret for one app."""
    return os.urandom(SECRET_BYTES)


def as_text(secret: bytes) -> str:
    """The secret as people type it into an app: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def address(secret: bytes, owner: str) -> str:
    """The otpauth address that apps scan or open; `owner` tells accounts apart in the app."""
    return _totp(secret).get_provisioning_uri(owner, ISSUER)


def step_of(secret: bytes, code: str, now: datetime, *, after: int) -> int | None:
    """The time step that `code` belongs to, of those around `now` and later than step `after`; else None.

    Who keeps the step and gives it as `after` takes each code once (ASVS 6.5.1).
    """
    typed = "".join(sign for sign in code if not sign.isspace() and sign != "-").encode()
    present = int(now.timestamp()) // _SECONDS
    steps = range(present - _EITHER_WAY, present + _EITHER_WAY + 1)
    matching = [step for step in steps if hmac.compare_digest(_totp(secret).generate(step * _SECONDS), typed)]
    return next((step for step in matching if step > after), None)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, _DIGITS, SHA1(), _SECONDS)  # noqa: S303  as HMAC, which all apps know  # nosec B303
