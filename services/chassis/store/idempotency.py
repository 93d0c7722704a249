"""The first answer to a request with an Idempotency-Key, kept in the commit of what the request did."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.errors import Gone, KeyReused
from services.chassis.store.unit_of_work import UnitOfWork


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

    @classmethod
    def of(cls, actor: str, key: str, method: str, path: str, body: bytes) -> KeyedRequest:
        """The keyed request; neither key nor body can be read back from it."""
        return cls(_digest(actor, key), _digest(method, path, body.decode(errors="replace")))

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
        return Answer(found["status"], found["body"], found["headers"])

    def remember(self, uow: UnitOfWork, answer: Answer) -> None:
        """Keep `answer` with the commit; of two at once the second one fails to insert, looks again and finds this."""
        uow.insert_once(
            "idempotency",
            {"_id": self.id, "fingerprint": self.fingerprint, "status": answer.status, "body": answer.body,
             "headers": dict(answer.headers), "subjects": uow.touched(), "at": uow.now()},
        )  # fmt: skip


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
