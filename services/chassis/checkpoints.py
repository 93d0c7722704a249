"""Checkpoints of the audit trail: who signed that a chain was so long, and what its last hash was. No store, no loop.

A checkpoint is a JWS (`typ` audit-checkpoint+jwt) signed with the service's key, so that whoever keeps one elsewhere
can show later that the trail was written anew or cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

_TYPE: Final = "audit-checkpoint+jwt"
_ALGORITHMS: Final = ["Ed25519"]
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


class NoCheckpoint(ValueError):
    """A text that looks like a checkpoint is none that can be believed; the message says why, for an operator."""


@dataclass(frozen=True)
class Checkpoint:
    """The entry at `place` of `chain` of `service` had `hash` at `at`."""

    service: str
    chain: str
    place: int
    hash: str
    at: datetime

    def signed(self, key: OKPKey) -> str:
        """It as a token, signed with the key of its service."""
        claims = {
            "iss": self.service, "chain": self.chain, "place": self.place, "hash": self.hash,
            "iat": int(self.at.timestamp()),
        }  # fmt: skip
        return jwt.encode({"alg": "Ed25519", "kid": key.kid, "typ": _TYPE}, claims, key, algorithms=_ALGORITHMS)


def tokens_in(text: str) -> Iterator[str]:
    """What may be checkpoints in a file of them, in a log, or in an answer of the API."""
    yield from _TOKEN.findall(text)


def read(token: str, keys: KeySet) -> Checkpoint:
    """The checkpoint that `token` is. Raises `NoCheckpoint` unless it is signed with the key of its service."""
    try:
        found = jwt.decode(token, keys, algorithms=_ALGORITHMS)
        if found.header.get("typ") != _TYPE or found.header.get("kid") != found.claims["iss"]:
            raise NoCheckpoint("it is no checkpoint of the service that it names")
        return _of(found.claims)
    except (JoseError, KeyError, TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, NoCheckpoint) else "its signature is not that of a service here"
        raise NoCheckpoint(reason) from error


def _of(claims: dict[str, Any]) -> Checkpoint:
    at = datetime.fromtimestamp(int(claims["iat"]), UTC)
    return Checkpoint(str(claims["iss"]), str(claims["chain"]), int(claims["place"]), str(claims["hash"]), at)
