"""Secrets that the gateway must read again, closed with a key from a file outside the store.

The key is drawn from the gateway's private key, so that a copy of the store alone opens nothing. Whoever gives the
gateway another private key makes what is sealed unreadable: authenticator apps are then set up anew.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.chassis.config import Settings

_PURPOSE: Final = b"learning-cities gateway second factor"
_NONCE_BYTES: Final = 12


def seal(settings: Settings, account_id: str, secret: bytes) -> bytes:
    """`secret` closed (AES-256-GCM) for `account_id`, whose it alone is."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(settings.signing_key).encrypt(nonce, secret, account_id.encode())


def unseal(settings: Settings, account_id: str, sealed: bytes) -> bytes:
    """The secret. InvalidTag when it is another account's, was changed or has another key."""
    if len(sealed) <= _NONCE_BYTES:
        raise InvalidTag()
    return _cipher(settings.signing_key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], account_id.encode())


@lru_cache(maxsize=4)
def _cipher(path: Path | None) -> AESGCM:
    if path is None:
        raise RuntimeError("the gateway has no signing key (SIGNING_KEY)")
    private = orjson.loads(path.read_bytes())["d"].encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(private))
