"""The first answer to a request with an Idempotency-Key, kept in the commit of what the request did.

An answer may hold what is told once (a client's secret, a voter's token), so it is kept closed: only who shows the key
again opens it, not who has a copy of the store.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.chassis.errors import Gone, KeyReused
from services.chassis.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


@dataclass(frozen=True)
class Answer:
    """An answer as it goes out."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class KeyedRequest:
    """Who sent which key with what; the same key of somebody else is another one."""

    id: str
    fingerprint: str
    opener: bytes = field(repr=False)

    @classmethod
    def of(cls, actor: str, key: str, method: str, path: str, body: bytes) -> KeyedRequest:
        """The keyed request. From what is kept of it (id, fingerprint) nobody reads or guesses key and body."""
        whose = f"{actor}\0{key}".encode()
        opener = hashlib.sha256(b"opener\0" + whose).digest()
        fingerprint = hmac.digest(opener, f"{method}\0{path}\0".encode() + body, "sha256")
        return cls(hashlib.sha256(whose).hexdigest(), fingerprint.hex(), opener)

    def earlier_answer(self, uow: UnitOfWork) -> Answer | None:
        """What was answered the first time, if there was one.

        Raises `KeyReused` when that was another request, `Gone` when what it made was removed since.
        """
        found = uow.as_system().first("idempotency", {"_id": self.id})
        if found is None:
            return None
        if found["fingerprint"] != self.fingerprint:
            raise KeyReused()
        if found["status"] == Gone().type.status:
            raise Gone()
        return Answer(found["status"], self._opened(found["body"]), found["headers"])

    def remember(self, uow: UnitOfWork, answer: Answer) -> None:
        """Keep `answer` with the commit; of two at once the second one fails to insert, looks again and finds this."""
        uow.insert_once(
            "idempotency",
            {"_id": self.id, "fingerprint": self.fingerprint, "status": answer.status,
             "body": self._closed(answer.body), "headers": dict(answer.headers),
             "subjects": uow.touched(), "at": uow.now()},
        )  # fmt: skip

    def _cipher(self) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not for the many requests without a key

        return AESGCM(self.opener)

    def _closed(self, body: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, body, self.id.encode())

    def _opened(self, kept: bytes) -> bytes:
        return self._cipher().decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], self.id.encode())
