"""What can be read of practice sheets. Never writes."""

from services.chassis.errors import NotFound
from services.chassis.store import Document, Page, Reader
from services.transfers.narrowing import narrowed


def list_practices(read: Reader, query: Document) -> Page:
    """A page of sheets, the newest first; words of `q` begin words of title, challenge or institution."""
    wanted = narrowed(query, "city", "status", policy_area="policy_areas")
    return read.page("practices", query, filter=wanted, search=["words"], fields=read.shown, sort_by=("-_id",))


def list_published(read: Reader, query: Document) -> Page:
    """A page of the public library: published sheets only, for anybody."""
    return list_practices(read.as_system(), {**query, "status": "published"})


def show_published(read: Reader, id: str) -> Document:
    """A published sheet, for anybody. Raises `NotFound` for a draft."""
    practice = read.as_system().first("practices", {"_id": id, "status": "published"})
    if practice is None:
        raise NotFound()
    return practice
