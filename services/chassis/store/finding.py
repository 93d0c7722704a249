"""Reading a searched collection: what is found for a text, rank by rank, as a page or while somebody types.

What the ranks are stands in searching.py, how misspelt words are put right in spelling.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from services.chassis.store.folding import WHOLE
from services.chassis.store.paging import Page, after, cursor_of, parse_sort, rank_and_cursor
from services.chassis.store.rows import ListedRows
from services.chassis.store.searching import (
    FEW,
    ORDER,
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
_ALIVE: Filter = {"deleted_at": None}


def search(read: Reader, name: str, text: str, filter: Filter | None) -> Search:
    """As `Reader.search`."""
    words = typed_words(text)
    if not words:
        return Search(({},))
    ranks = [condition(rank) for rank in exactly(words)]
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
    beyond = {"_id", *ORDER}.difference(fields or ())
    rows: list[Document] = []
    ranks: list[int] = []
    for rank in range(place, len(search.ranks)):
        here = [*conditions, search.rank(rank), after(cursor, sort) if cursor else {}]
        rows += read.rows(name, here, sort, limit + 1 - len(rows), fields and [*fields, *beyond])
        ranks += [rank] * (len(rows) - len(ranks))
        cursor = None
        if len(rows) > limit:
            break
    more = f"{ranks[limit - 1]}.{cursor_of(rows[limit - 1], sort)}" if len(rows) > limit else None
    return Page(items=ListedRows(rows[:limit], fields, beyond), next=more, corrected=search.corrected)


def suggest(
    read: Reader, name: str, text: str, filter: Filter | None, limit: int, fields: Sequence[str]
) -> list[Document]:
    """As `Reader.suggest`: a question or two, four where nothing is written as it is typed."""
    words = typed_words(text)
    if not words:
        return []

    def ask(rank: Forms) -> list[Document]:
        asked = [condition(rank), filter or {}, read.scope(name), _ALIVE]
        return read.rows(name, asked, parse_sort(None, ORDER), limit, shown)

    stand_whole = {"$setIsSubset": [[word + WHOLE for word in words], "$words"]}
    shown = {**dict.fromkeys(fields, 1), "stand_whole": stand_whole}
    whole, begun, besides = exactly(words)
    found = ask(begun)
    standing = [row for row in found if row["stand_whole"]]
    if len(found) < limit:  # these are all that begin so; other fields may have more
        ranks = [standing, found, ask(besides)]
    elif len(standing) < limit and _is_known(read, name, words[-1]):
        ranks = [ask(whole), found]
    else:
        ranks = [standing, found]
    if not any(ranks):
        ranks.append(ask(roughly(words, corrections(read.database, name, read.scope(name), words))))
    best: dict[str, Document] = {}
    for rank, rows in enumerate(ranks):
        for row in rows:
            best.setdefault(row["_id"], row | {"rank": rank})
    return list(best.values())[:limit]


def _is_known(read: Reader, name: str, word: str) -> bool:
    """Whether some document has the whole word; mostly what is typed last goes on."""
    return read.database.rows(name).count_documents({"words": word + WHOLE}, limit=1) > 0
