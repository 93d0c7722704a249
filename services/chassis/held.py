"""What a service holds about somebody, told to who may know (GDPR, Article 15): what is asked, and how it is shown.

A service knows people by an e-mail address or by the id of something of theirs. It answers within the reach of who
asks, and leaves in its audit trail that it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.chassis.http import fields
from services.chassis.http.schema import Body, Shape, instance
from services.chassis.store import Document, UnitOfWork


class HeldBody(Body):
    """By what somebody may be known; in a body, since addresses of the web are logged."""

    addresses = fields.ListOf(fields.Email(), required=True)
    subjects = fields.ListOf(fields.Id(), max=1000, load_default=list)


def told(uow: UnitOfWork, name: str, documents: Iterable[Mapping[str, Any]], shape: type[Shape]) -> list[Document]:
    """The documents of collection `name` as `shape` lets them be seen, each with a note that it was read."""
    kept = [dict(one) for one in documents]
    for document in kept:
        uow.note_reading(name, document, "access_request")
    return as_shown(kept, shape)


def as_shown(documents: Iterable[Mapping[str, Any]], shape: type[Shape]) -> list[Document]:
    """The documents as `shape` lets them be seen inside another one."""
    names = list(instance(shape).fields)
    return [{name: one.get("_id" if name == "id" else name) for name in names} for one in documents]
