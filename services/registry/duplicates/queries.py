"""What can be read of duplicates: candidates for a sheet, pairs, and where a merged organisation went. Never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from services.chassis.errors import Gone, Moved, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, Page, Reader, counts, followed
from services.registry.duplicates import model
from services.registry.duplicates.likeness import ALIKE, Likeness, likeness
from services.registry.duplicates.names import match_keys
from services.registry.queries import named

COMMON: Final = 60
"""More records than this with one key, and the key tells nothing: the others have to find it."""
IDENTIFYING: Final = ("i", "h")
"""Keys of identifiers and hosts: however many records have one, some of them are looked at."""
MOST_CANDIDATES: Final = 10
COMPARED: Final = (
    "name", "short_name", "kind", "country", "city", "seat", "website", "email", "identifiers", "lat", "lon",
)  # fmt: skip
_HERE = "/api/v1/registry/organisations"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def candidates(read: Reader, sheet: Document) -> list[tuple[Document, Likeness]]:
    """The organisations that may be the same as `sheet`, the most likely first, but for itself.

    The keys are counted in the index, and each says at most `COMMON` records, so that the cost does not grow with the
    register. The sheet needs a name; the more of the rest there is, the surer the answer.
    """
    met = {one["_id"]: one for one in _sharing_a_key(read, match_keys(sheet))}
    met.pop(sheet.get("_id", ""), None)
    judged = ((one, likeness(sheet, one)) for one in met.values())
    alike = sorted(
        (pair for pair in judged if pair[1].score >= ALIKE), key=lambda pair: (-pair[1].score, pair[0]["_id"])
    )
    return alike[:MOST_CANDIDATES]


def _sharing_a_key(read: Reader, keys: Sequence[str]) -> Iterator[Document]:
    """What has one of `keys` that is not common; of a common one that identifies `COMMON` records all the same."""
    many = counts(read, "organisations", [{"match_keys": key} for key in keys], COMMON + 1)
    found = dict(zip(keys, many, strict=True))
    rare = [key for key in keys if found[key] <= COMMON]
    common = [[key] for key in keys if found[key] > COMMON and key[0] in IDENTIFYING]
    for some in (rare, *common) if rare else common:
        wanted = {"match_keys": {"$in": some}}
        yield from read.find("organisations", wanted, limit=COMMON * len(some), fields=COMPARED)


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
