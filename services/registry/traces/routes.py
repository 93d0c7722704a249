"""The address where it is asked what in texts leads to a person. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, UnitOfWork
from services.registry.traces.finding import traces_in
from services.registry.traces.schemas import TextsBody, TracesShape

routes = Routes("traces", summary="What in a text leads to a person")


@routes.act("/traces", needs="registry:write", body=TextsBody, shows=TracesShape)
def find_traces(_uow: UnitOfWork, body: Document) -> Document:
    """Name what in texts leads to a person, before everybody reads them. Nothing is kept."""
    return {"traces": traces_in(body["texts"], body["country"])}
