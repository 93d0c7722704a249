"""The addresses of the capacity self-assessment, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Reader, UnitOfWork
from services.registry.partnerships.assessments import commands, queries
from services.registry.partnerships.assessments.schemas import AssessmentBody, AssessmentShape, CapacityShape

routes = Routes("assessments", summary="Capacity of a Lead Organisation, known to its own city")


@routes.read("/partnerships/<id>/assessments", needs="registry:read", shows=CapacityShape)
def show_capacity(read: Reader, id: str) -> Document:
    """How able the Lead Organisation was at each moment."""
    return queries.show_capacity(read, id)


@routes.act(
    "/partnerships/<id>/assessments", needs="registry:write", body=AssessmentBody, shows=AssessmentShape, status=201
)
def assess(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Note how able the Lead Organisation is at a moment, or correct that."""
    return commands.assess(uow, id, body)
