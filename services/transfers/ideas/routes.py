"""The addresses of ideas that may become measures."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader
from services.transfers.ideas import queries, schemas

routes = Routes("ideas", summary="Ideas of workshops, their votes and what became of them")


@routes.page("/ideas", needs="transfers:read", filters=schemas.IdeaFilters, shows=schemas.IdeaShape)
def list_ideas(read: Reader, query: Document) -> Page:
    """Ideas of the reader's cities, those with most votes first."""
    return queries.list_ideas(read, query)


@routes.read("/ideas/<id>", needs="transfers:read", shows=schemas.IdeaShape)
def show_idea(read: Reader, id: str) -> Document:
    """One idea, its votes and the measures it became."""
    return queries.show_idea(read, id)
