"""The diary of a transfer: what a city learnt, adapted and met with, at least every ninety days."""

from collections.abc import Sequence
from datetime import date

from services.chassis.errors import Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.contracts.transfers import DiaryEntryWritten
from services.transfers.neighbours import check_organisation, names_of_organisations, survivors
from services.transfers.transfers import gates, model


def write_entry(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Write in the diary; the next entry is due ninety days after the latest one."""
    transfer = uow.get("transfers", id)
    gates.check_under_way(transfer)
    if body["dated_on"] > uow.now().date().isoformat():
        raise Invalid({"dated_on": [_("This day has not come yet.")]})
    entry = uow.add("diary_entries", _new(uow, transfer, body))
    latest = max(entry["dated_on"], transfer["last_diary_on"] or "")
    transfer.update(last_diary_on=latest, diary_due_on=model.diary_due(date.fromisoformat(latest)))
    transfer["overdue_since"] = None
    uow.save("transfers", transfer)
    uow.publish(DiaryEntryWritten, entry)
    return with_names(uow, [entry])[0]


def _new(uow: UnitOfWork, transfer: Document, body: Document) -> Document:
    organisation = body["organisation"] or uow.actor.organisation
    if not organisation:
        raise Invalid({"organisation": [_("Say which organisation writes.")]})
    if body["organisation"]:
        check_organisation(uow, organisation, "organisation")
    kept = {field: transfer[field] for field in ("city", "from_city", "practice")}
    return {"_id": uow.new_id(), **body, **kept, "transfer": transfer["_id"], "organisation": organisation}


def list_entries(read: Reader, query: Document, id: str) -> Page:
    """A page of the diary of a transfer, the newest entry first."""
    transfer = read.get("transfers", id)
    page = read.page("diary_entries", query, filter={"transfer": transfer["_id"]}, sort_by=("-dated_on", "-_id"))
    return Page(items=with_names(read, page.items), next=page.next)


def show_entry(read: Reader, id: str, entry_id: str) -> Document:
    """One entry of the diary of a transfer. Raises `NotFound` when it is another transfer's."""
    entry = read.first("diary_entries", {"_id": entry_id, "transfer": id})
    if entry is None:
        raise NotFound()
    return with_names(read, [entry])[0]


def with_names(read: Reader, entries: Sequence[Document]) -> list[Document]:
    """The entries with the names of the organisations that wrote them."""
    now = survivors(read, (entry.get("organisation") for entry in entries))
    entries = [{**entry, "organisation": now.get(entry.get("organisation") or "")} for entry in entries]
    names = names_of_organisations(read, (entry.get("organisation") for entry in entries))
    return [{**entry, "organisation_name": names.get(entry.get("organisation", ""))} for entry in entries]
