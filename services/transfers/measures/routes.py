"""The addresses of the measures of a plan."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.transfers.measures import commands, queries, schemas

routes = Routes("measures", summary="Measures of the Action Plans")


@routes.page("/plans/<id>/measures", needs="transfers:read", filters=schemas.MeasureFilters, shows=schemas.MeasureShape)
def list_measures(read: Reader, query: Document, id: str) -> Page:
    """The measures of an Action Plan, in their order."""
    return queries.list_measures(read, query, id)


@routes.read("/plans/<id>/measures/<measure>", needs="transfers:read", shows=schemas.MeasureShape)
def show_measure(read: Reader, id: str, measure: str) -> Document:
    """One measure of an Action Plan."""
    return queries.show_measure(read, id, measure)


@routes.create("/plans/<id>/measures", needs="transfers:write", body=schemas.MeasureBody, shows=schemas.MeasureShape)
def add_measure(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Add a measure; with an idea as its origin, its texts are taken from there when left out."""
    return queries.with_names(uow, [commands.add_measure(uow, id, body)])[0]


@routes.change(
    "/plans/<id>/measures/<measure>",
    needs="transfers:write",
    body=schemas.MeasureTexts,
    shows=schemas.MeasureShape,
)
def change_measure(uow: UnitOfWork, body: Document, id: str, measure: str) -> Document:
    """Change a measure; its origin stays."""
    return queries.with_names(uow, [commands.change_measure(uow, id, measure, body)])[0]


@routes.act(
    "/plans/<id>/measures/<measure>/progress",
    needs="transfers:write",
    body=schemas.ProgressBody,
    shows=schemas.MeasureShape,
)
def report_progress(uow: UnitOfWork, body: Document, id: str, measure: str) -> Document:
    """Report the progress of a measure: its state, a note, values of its indicators."""
    return queries.with_names(uow, [commands.report_progress(uow, id, measure, body)])[0]
