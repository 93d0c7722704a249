"""The addresses of registrations for staff: personal data, so reading them needs the right to write."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.chassis.http.routes import INTERNAL_ONLY, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.workshops.registrations import commands, queries
from services.workshops.registrations.export import csv_file
from services.workshops.registrations.schemas import (
    ContactShape,
    PersonalCodeShape,
    RegistrationBody,
    RegistrationChanges,
    RegistrationFilters,
    RegistrationShape,
)

routes = Routes("registrations", summary="Who comes to a gathering; for staff of its city")


@routes.page(
    "/gatherings/<gathering>/registrations",
    needs="workshops:write", filters=RegistrationFilters, shows=RegistrationShape,
)  # fmt: skip
def list_registrations(read: Reader, query: dict[str, Any], gathering: str) -> Page:
    """List the registrations of a gathering in the order in which people came."""
    return queries.list_registrations(read, query, gathering)


@routes.read("/gatherings/<gathering>/registrations/<id>", needs="workshops:write", shows=RegistrationShape)
def show_registration(read: Reader, gathering: str, id: str) -> Document:
    """Show a registration."""
    return queries.one_of(read, gathering, id)


@routes.create(
    "/gatherings/<gathering>/registrations",
    needs="workshops:write", body=RegistrationBody, shows=RegistrationShape,
)  # fmt: skip
def register(uow: UnitOfWork, body: dict[str, Any], gathering: str) -> Document:
    """Register somebody; over quota or capacity they are put on the waiting list."""
    return commands.register(uow, body, gathering)


@routes.change(
    "/gatherings/<gathering>/registrations/<id>",
    needs="workshops:write", body=RegistrationChanges, shows=RegistrationShape,
)  # fmt: skip
def put_right(uow: UnitOfWork, body: dict[str, Any], gathering: str, id: str) -> Document:
    """Put the data of a registration right."""
    return commands.put_right(uow, body, gathering, id)


@routes.act("/gatherings/<gathering>/registrations/<id>/cancel", needs="workshops:write", shows=RegistrationShape)
def cancel(uow: UnitOfWork, gathering: str, id: str) -> Document:
    """Cancel a registration; the first on the waiting list who fits moves up."""
    return commands.cancel(uow, gathering, id)


@routes.remove("/gatherings/<gathering>/registrations/<id>", needs="workshops:write")
def erase(uow: UnitOfWork, gathering: str, id: str) -> None:
    """Erase a registration with all personal data."""
    commands.erase(uow, gathering, id)


@routes.read("/gatherings/<gathering>/registrations/<id>/code", needs="workshops:write", shows=PersonalCodeShape)
def show_code(read: Reader, gathering: str, id: str) -> Document:
    """Show the personal code with which a participant votes, to be handed over in the room."""
    return queries.code_of(read, gathering, id)


@routes.raw("/gatherings/<gathering>/registrations.csv", needs="workshops:write", produces={"text/csv": {}})
def export(read: Reader, gathering: str) -> Response:
    """Give the registrations of a gathering as a spreadsheet file."""
    return csv_file(read, gathering)


@routes.read("/contacts/registrations/<id>", needs=INTERNAL_ONLY, shows=ContactShape)
def show_contact(read: Reader, id: str) -> Document:
    """Tell another service whom to write to."""
    return queries.contact(read, id)
