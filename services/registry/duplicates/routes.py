"""The addresses of duplicates, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.duplicates import commands, merging, queries, schemas

routes = Routes("duplicates", summary="Organisations that are in the register twice")


@routes.page(
    "/duplicates/candidates", needs="registry:read", filters=schemas.SheetFilters, shows=schemas.CandidateShape
)
def list_candidates(read: Reader, query: Document) -> Page:
    """Who in the register may be the same as an organisation that is about to be entered."""
    return queries.list_candidates(read, query)


@routes.page("/duplicates", needs="registry:read", filters=schemas.PairFilters, shows=schemas.PairShape)
def list_pairs(read: Reader, query: Document) -> Page:
    """Pairs of organisations that may be one, the likeliest first."""
    return queries.list_pairs(read, query)


@routes.read("/duplicates/<id>", needs="registry:read", shows=schemas.ComparedShape)
def show_pair(read: Reader, id: str) -> Document:
    """One pair, with what differs between the two."""
    return queries.show_pair(read, id)


@routes.create("/duplicates", needs="registry:write", body=schemas.PairBody, shows=schemas.PairShape)
def pair_by_hand(uow: UnitOfWork, body: Document) -> Document:
    """Put two organisations together that may be one."""
    return commands.pair_by_hand(uow, body)


@routes.act(
    "/duplicates/<id>/not-duplicate", needs="registry:write", body=schemas.JudgementBody, shows=schemas.PairShape
)
def judge_not_duplicate(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Say that the two are not one, and why."""
    return commands.judge_not_duplicate(uow, id, body)


@routes.act("/duplicates/<id>/reopen", needs="registry:write", shows=schemas.PairShape)
def reopen(uow: UnitOfWork, id: str) -> Document:
    """Take back that the two are not one."""
    return commands.reopen(uow, id)


@routes.act("/duplicates/<id>/merge", needs="registry:write", body=schemas.MergeBody, shows=schemas.PairShape)
def merge(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Merge the two into one."""
    return merging.merge(uow, id, body)


@routes.act("/duplicates/<id>/undo", needs="registry:write", shows=schemas.PairShape)
def undo_merge(uow: UnitOfWork, id: str) -> Document:
    """Take a merge back, within 30 days."""
    return merging.undo_merge(uow, id)
