"""The addresses of suggestions and saved searches, each a view of a line or two. No rule lives here."""

from services.chassis.held import HeldBody, told
from services.chassis.http.routes import INTERNAL_ONLY, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.searches import commands, queries
from services.registry.searches.schemas import (
    CalledShape,
    HeldShape,
    SearchBody,
    SearchFilters,
    SearchShape,
    SuggestionFilters,
    SuggestionShape,
)

routes = Routes("searches", summary="Searching while typing, and saved searches")


@routes.page("/suggestions", needs="registry:read", filters=SuggestionFilters, shows=SuggestionShape)
def suggest(read: Reader, query: Document) -> Page:
    """The best finds for what is being typed, the best first."""
    return queries.suggestions(read, query)


@routes.page("/searches", needs="registry:read", filters=SearchFilters, shows=SearchShape)
def list_searches(read: Reader, query: Document) -> Page:
    """One's own saved searches, by name."""
    return queries.list_searches(read, query)


@routes.read("/searches/<id>", needs="registry:read", shows=SearchShape)
def show_search(read: Reader, id: str) -> Document:
    """One of one's own saved searches."""
    return queries.own_search(read, id)


@routes.create("/searches", needs="registry:read", body=SearchBody, shows=SearchShape)
def keep_search(uow: UnitOfWork, body: Document) -> Document:
    """Keep a search."""
    return commands.keep_search(uow, body)


@routes.change("/searches/<id>", needs="registry:read", body=SearchBody, shows=SearchShape)
def change_search(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change a saved search."""
    return commands.change_search(uow, id, body)


@routes.remove("/searches/<id>", needs="registry:read")
def remove_search(uow: UnitOfWork, id: str) -> None:
    """Remove a saved search; for 30 days it can be brought back."""
    commands.remove_search(uow, id)


@routes.act("/searches/<id>/restore", needs="registry:read", shows=SearchShape)
def restore_search(uow: UnitOfWork, id: str) -> Document:
    """Bring a removed search back."""
    return commands.restore_search(uow, id)


@routes.read("/contacts/searches/<id>", needs=INTERNAL_ONLY, shows=CalledShape)
def show_called(read: Reader, id: str) -> Document:
    """What its owner calls a search, for a worker that writes to them of it now."""
    return queries.search_to_write_of(read, id)


@routes.act("/held-about", needs="registry:write", body=HeldBody, shows=HeldShape)
def tell_held(uow: UnitOfWork, body: Document) -> Document:
    """The saved searches of somebody, for when they ask what is held: `subjects` are the ids of their accounts."""
    return {"searches": told(uow, "searches", queries.searches_of(uow, body["subjects"]), SearchShape)}
