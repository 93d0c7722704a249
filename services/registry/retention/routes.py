"""The addresses of keeping records, each a view of a line or two. No rule lives here."""

from services.chassis.held import as_shown
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Pages
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.retention import commands, queries, schemas

routes = Routes("retention", summary="How long records are kept")


@routes.read("/retention-rules", needs="registry:write", shows=schemas.RulesShape)
def show_rules(read: Reader) -> Document:
    """Every kind of record with its rule."""
    return {"rules": as_shown(queries.rules(read), schemas.RuleShape)}


@routes.read("/retention-rules/<id>", needs="registry:write", shows=schemas.RuleShape)
def show_rule(read: Reader, id: str) -> Document:
    """The rule of one kind of record."""
    return queries.show_rule(read, id)


@routes.change("/retention-rules/<id>", needs="registry:write", body=schemas.RuleBody, shows=schemas.RuleShape)
def change_rule(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change a rule; only who serves the whole network may."""
    return commands.change_rule(uow, id, body)


@routes.page("/retention-rules/<id>/due", needs="registry:write", filters=schemas.DueFilters, shows=schemas.DueShape)
def list_due(read: Reader, query: Document, id: str) -> Page:
    """What would go by the rule today, or by another number of `months`, in the cities of who asks."""
    return queries.list_due(read, query, id)


@routes.page("/retention-runs", needs="registry:write", filters=Pages, shows=schemas.RunShape)
def list_runs(read: Reader, query: Document) -> Page:
    """When which rule took how much away, the newest first."""
    return read.page("retention_runs", query, sort_by=("-_id",), fields=read.shown)
