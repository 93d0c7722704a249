"""Reading a searched collection: what is found for a text, rank by rank, as a page or while somebody types.

What the ranks are stands in searching.py, how misspelt words are put right in spelling.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from services.chassis.store.paging import Page, after, cursor_of, parse_sort, rank_and_cursor
from services.chassis.store.rows import ALIVE, SLOWEST_QUERY_MS
from services.chassis.store.searching import (
    BY_WORDS,
    FEW,
    ORDER,
    SEVERAL,
    Forms,
    Search,
    condition,
    exactly,
    roughly,
    typed_words,
)
from services.chassis.store.spelling import corrections

if TYPE_CHECKING:
    from services.chassis.store.reader import Reader

Document = dict[str, Any]
Filter = Mapping[str, Any]
COMMON_FOR: Final = timedelta(minutes=10)
MOST_COMMON: Final = 5_000
"""Of how many words it is remembered that they are common."""


def search(read: Reader, name: str, text: str, filter: Filter | None) -> Search:
    """As `Reader.search`."""
    words = typed_words(text)
    if not words:
        return Search(({},))
    whole, begun, besides = exactly(words)
    whole_by, begun_by = _rare_words(read, name, whole, besides)
    ranks = [condition(whole, whole_by), condition(begun, begun_by), condition(besides, begun_by)]
    found = read.count(name, {"$and": [ranks[-1], filter or {}]}, most=FEW)
    if found >= FEW:
        return Search(tuple(ranks))
    known = corrections(read.database, name, read.scope(name), words)
    rough, meant = condition(roughly(words, known)), None
    if not found and read.count(name, {"$and": [rough, filter or {}]}, most=1):
        meant = _meant(read, name, words, known)
    return Search((*ranks, rough), meant)


def _meant(read: Reader, name: str, words: Sequence[str], known: Mapping[str, Sequence[str]]) -> str | None:
    """The words with those that nothing begins with put right; None where nothing is to be put right."""
    right = [
        known[word][0] if known.get(word) and not read.count(name, condition(exactly([word])[-1]), most=1) else word
        for word in words
    ]
    return " ".join(right) if right != list(words) else None


def page_in_ranks(
    read: Reader,
    name: str,
    search: Search,
    conditions: Sequence[Filter],
    query: Mapping[str, Any],
    fields: Sequence[str] | None,
) -> Page:
    """A page of finds, the best rank first; the cursor says in which rank it goes on."""
    limit, sort = int(query.get("limit", 50)), parse_sort(None, ORDER)
    place, cursor = rank_and_cursor(query.get("after"))
    listing = read.listing(name, fields, sort)
    rows: list[Document] = []
    ranks: list[int] = []
    for rank in range(place, len(search.ranks)):
        here = [*conditions, search.rank(rank), after(cursor, sort) if cursor else {}]
        rows += read.rows(name, here, sort, limit + 1 - len(rows), listing.columns)
        ranks += [rank] * (len(rows) - len(ranks))
        cursor = None
        if len(rows) > limit:
            break
    more = f"{ranks[limit - 1]}.{cursor_of(rows[limit - 1], sort)}" if len(rows) > limit else None
    return Page(items=listing.rows(rows[:limit]), next=more, corrected=search.corrected)


def suggest(
    read: Reader, name: str, text: str, filter: Filter | None, limit: int, fields: Sequence[str]
) -> list[Document]:
    """As `Reader.suggest`: one question for one word, two for several, more where few are written as typed."""
    words = typed_words(text)
    if not words:
        return []

    def stages(rank: int, forms: Forms, rare: int | None = None) -> list[Document]:
        asked = [condition(forms, rare), filter or {}, read.scope(name), ALIVE]
        shown = {**dict.fromkeys(fields, 1), "rank": {"$literal": rank}}
        order = dict(parse_sort(None, ORDER))
        return [{"$match": {"$and": asked}}, {"$sort": order}, {"$limit": limit}, {"$project": shown}]

    whole, begun, besides = exactly(words)
    whole_by, begun_by = _rare_words(read, name, whole, besides)
    also = {"$unionWith": {"coll": name, "pipeline": stages(0, whole, whole_by)}}
    found = read.staged(name, [*stages(1, begun, begun_by), also], BY_WORDS)
    if sum(row["rank"] == 1 for row in found) < limit:  # these are all that begin so; other fields may have more
        found += read.staged(name, stages(2, besides, begun_by), BY_WORDS)
    if not found:
        known = corrections(read.database, name, read.scope(name), words)
        found = read.staged(name, stages(3, roughly(words, known)), BY_WORDS)
    return _best_first(found)[:limit]


def _best_first(found: Sequence[Document]) -> list[Document]:
    """Each document in its best rank; the ranks in their order."""
    best: dict[str, Document] = {}
    for row in sorted(found, key=itemgetter("rank")):
        best.setdefault(row["_id"], row)
    return list(best.values())


def _rare_words(read: Reader, name: str, *ranks: Forms) -> list[int | None]:
    """For each rank of several words the place of one that is rare, the rarest, if there is any.

    Mostly what is typed last goes on, and no name has it as a whole word: then the rank of whole words ends where it
    begins.
    """
    found = _how_many(read, name, [tuple(forms) for rank in ranks if len(rank) > 1 for forms in rank])
    many = [[found.get(tuple(forms), SEVERAL) for forms in rank] for rank in ranks]
    return [counted.index(min(counted)) if min(counted) < SEVERAL else None for counted in many]


def _how_many(read: Reader, name: str, asked: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """How many documents have one of these forms of a word, up to `SEVERAL`.

    That a word is common is remembered for a while: what is found does not depend on it, only the way there.
    """
    common, now = read.database.common_words, read.now()
    new = [forms for forms in asked if common.get((name, forms), now) <= now]
    found = dict(zip(new, counts(read, name, [{"words": {"$in": [*forms]}} for forms in new], SEVERAL), strict=True))
    if len(common) > MOST_COMMON:
        common.clear()
    common.update({(name, forms): now + COMMON_FOR for forms, number in found.items() if number == SEVERAL})
    return dict.fromkeys(asked, SEVERAL) | found


def counts(read: Reader, name: str, filters: Sequence[Filter], most: int) -> list[int]:
    """How many documents meet each of `filters`, none counted beyond `most`; whose they are is the caller's to ask.

    One question, which the store answers from its indexes alone where the filters have theirs. It is asked outside of
    a transaction, which cannot have it: what was written there is not counted yet.
    """
    if not filters:
        return []
    first, *others = (_counted(place, one, most) for place, one in enumerate(filters))
    stages = [*first, *({"$unionWith": {"coll": name, "pipeline": one}} for one in others)]
    counted = read.database.rows(name).aggregate(stages, maxTimeMS=SLOWEST_QUERY_MS)
    found = {row["place"]: row["found"] for row in counted}
    return [found.get(place, 0) for place in range(len(filters))]


def _counted(place: int, filter: Filter, most: int) -> list[Document]:
    """Stages that count what meets `filter`; no row where nothing does."""
    return [{"$match": filter}, {"$limit": most}, {"$count": "found"}, {"$set": {"place": place}}]
