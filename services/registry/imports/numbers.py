"""Numbers that a row cannot have since another organisation has them: in the register, or by an earlier row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from services.chassis.i18n import _
from services.chassis.store import Document
from services.registry.imports.seen import Seen
from services.registry.organisations.commands import said_of_taken
from services.registry.organisations.model import Number, numbers_of

Holders = Mapping[Number, Document]


def so_far(batches: Iterable[Document]) -> Seen:
    """The numbers of the rows that are planned already."""
    seen = Seen()
    for batch in batches:
        for row in batch["rows"]:
            note(lambda: seen, row["fields"], batch.get("place", 0), row["row"])
    return seen


def note(seen: Callable[[], Seen], fields: Document, place: int, row: int) -> None:
    """Note the numbers of a row that will be applied."""
    for number in numbers_of(fields):
        seen().earlier(repr(number), place, row)


def taken(
    fields: Document, place: int, row: int, found: Document | None, holders: Holders, seen: Callable[[], Seen]
) -> Iterator[tuple[Number, str]]:
    """The numbers of a row that it cannot have, with who has them in words; `found` is who the row tells of."""
    for number in numbers_of(fields):
        message = _message_of(number, found, holders, seen().before(repr(number), place, row))
        if message:
            yield number, message


def _message_of(number: Number, found: Document | None, holders: Holders, earlier: int | None) -> str | None:
    """Who has the number, in words; None for nobody but who is told of."""
    holder = holders.get(number)
    if holder is not None and (found is None or holder["_id"] != found["_id"]):
        return said_of_taken(number[2], holder["name"])
    return None if earlier is None else _("Row %(row)s has the same number.", row=earlier)
