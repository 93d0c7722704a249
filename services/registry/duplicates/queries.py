"""What can be read of duplicates: candidates for a sheet, pairs, and where a merged organisation went. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from services.chassis.errors import Gone, Moved, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, Page, Reader, followed
from services.registry.duplicates import model
from services.registry.duplicates.likeness import ALIKE, Likeness, likeness
from services.registry.duplicates.names import match_keys
from services.registry.queries import named

COMMON: Final = 60
"""More records than this with one key, and the key tells nothing: the others have to find it."""
MOST_CANDIDATES: Final = 10
COMPARED: Final = (
    "name", "short_name", "kind", "country", "city", "seat", "website", "email", "identifiers", "lat", "lon",
)  # fmt: skip
_HERE = "/api/v1/registry/organisations"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def candidates(read: Reader, sheet: Document) -> list[tuple[Document, Likeness]]:
    """The organisations that may be the same as `sheet`, the most likely first, but for itself.

    Each key is looked up in the index and says at most `COMMON` records, so that the cost does not grow with the
    register. The sheet needs a name; the more of the rest there is, the surer the answer.
    """
    met: dict[str, Document] = {}
    for key in match_keys(sheet):
        found = read.find("organisations", {"match_keys": key}, limit=COMMON + 1, fields=COMPARED)
        if len(found) <= COMMON or key[0] in "ih":
            met.update((one["_id"], one) for one in found)
    met.pop(sheet.get("_id", ""), None)
    judged = ((one, likeness(sheet, one)) for one in met.values())
    alike = sorted(
        (pair for pair in judged if pair[1].score >= ALIKE), key=lambda pair: (-pair[1].score, pair[0]["_id"])
    )
    return alike[:MOST_CANDIDATES]


def list_candidates(read: Reader, query: Document) -> Page:
    """The candidates for the sheet that the query tells."""
    found = candidates(read, {name: query[name] for name in COMPARED if query.get(name)})
    return Page(items=[{**one, "score": like.score, "reasons": [*like.reasons]} for one, like in found], next=None)


def list_pairs(read: Reader, query: Document) -> Page:
    """A page of pairs, the likeliest first."""
    narrowed = named(query, "status", "city", organisation="organisations.id")
    return read.page("duplicates", query, filter=narrowed, sort_by=("-score", "_id"))


def show_pair(read: Reader, id: str) -> Document:
    """One pair; an open one with the fields in which the two sheets differ now."""
    pair = read.get("duplicates", id)
    sheets = [read.first("organisations", {"_id": one["id"]}) for one in pair["organisations"]]
    one, other = sheets
    differing = model.differences(one, other) if pair["status"] == model.OPEN and one and other else []
    until = pair["merged_at"] + model.UNDO if pair["merged_at"] else None
    return {**pair, "differences": differing, "undo_until": until}


def show_organisation(read: Reader, id: str) -> Document:
    """One organisation. Raises `Moved` for one that was merged into another, `Gone` for one that has a successor."""
    try:
        return read.get("organisations", id)
    except NotFound:
        raise led_on(read, id, _HERE) from None


def led_on(read: Reader, id: str, address: str, known: Mapping[str, Any] | None = None) -> Moved | Gone | NotFound:
    """The answer for an organisation that is no more, where `address` has those that are: `Moved` or `Gone` with who
    stands in its place; `NotFound` without, or when that one does not meet `known`.
    """
    gone = read.page("organisations", {"modified_after": _BEGINNING, "limit": 1}, filter={"_id": id})
    tombstone = next((one for one in gone.items if one.get("deleted_at")), {})
    into, successor = tombstone.get("merged_into"), tombstone.get("successor")
    for place in followed(read, "organisations", "merged_into", [into or successor]).values():
        if known is None or read.first("organisations", {"$and": [{"_id": place}, known]}):
            return Moved(f"{address}/{place}") if into else _succeeded(f"{address}/{place}")
    return NotFound()


def _succeeded(successor: str) -> Gone:
    """The answer for who ceased to be; RFC 5829 has the word for who stands in its place."""
    detail = _("This organisation ceased to be. Its successor is at %(address)s.", address=successor)
    return Gone(detail, headers={"Link": f'<{successor}>; rel="successor-version"'})
