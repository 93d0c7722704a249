"""The addresses that a link or a personal link opens to anybody who has it; what is behind is nobody else's."""

from __future__ import annotations

from typing import Any

from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.store import Document, Reader, UnitOfWork
from services.workshops.registrations import commands, queries
from services.workshops.registrations.schemas import (
    OwnRegistrationShape,
    PublicGatheringShape,
    PublicRegistrationBody,
    ReceiptShape,
)

routes = Routes("public registration", summary="Registering by a link, and one's own registration")


@routes.read("/public/gatherings/<code>", needs=PUBLIC, shows=PublicGatheringShape)
def show_gathering(read: Reader, code: str) -> Document:
    """Show the gathering that a registration link leads to."""
    return queries.as_the_public_sees(read, queries.by_code(read, code))


@routes.create("/public/gatherings/<code>/registrations", needs=PUBLIC, body=PublicRegistrationBody, shows=ReceiptShape)
def register(uow: UnitOfWork, body: dict[str, Any], code: str) -> Document:
    """Register by the link; what became of it, and the personal link, come by mail."""
    return commands.register_publicly(uow, body, code)


@routes.read("/public/registrations/<token>", needs=PUBLIC, shows=OwnRegistrationShape)
def show_own(read: Reader, token: str) -> Document:
    """Show the registration behind a personal link."""
    return queries.own(read, token)


@routes.act("/public/registrations/<token>/cancel", needs=PUBLIC, shows=OwnRegistrationShape)
def cancel_own(uow: UnitOfWork, token: str) -> Document:
    """Cancel one's own registration by the personal link."""
    return commands.cancel_own(uow, token)
