"""The words that a search knows, to find the right one for one that is misspelt. What a query is, is in searching.py.

A known word is kept once a collection (and a city, where only that city may know it) with what remains of its first
letters when any one of them is left out. A misspelt word that is one letter added, lost, replaced or two exchanged away
shares one of these with the right one: a look-up of eight keys finds it, however many words there are ("symmetric
delete", W. Garbe 2012).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pymongo.client_session import ClientSession

from services.chassis.store.collections import CITY, Collection
from services.chassis.store.database import Database
from services.chassis.store.folding import BESIDES, WHOLE, whole_words

SPELLINGS = "spellings"
SHORTEST = 4
"""Of a shorter word nearly each is one letter away from another."""
LETTERS = 7
"""How many letters of a word are looked at: more cost more keys and find no more."""
MOST_CANDIDATES = 500
MOST_CORRECTIONS = 20

Document = Mapping[str, Any]
Change = tuple[str, Document, Document]
"""A collection and a document of it before and after; empty where there is none."""


@lru_cache(maxsize=10_000)
def lacking(word: str) -> tuple[str, ...]:
    """The first letters of a word, and what remains of them without any one."""
    start = word[:LETTERS]
    return tuple(sorted({start, *(start[:place] + start[place + 1 :] for place in range(len(start)))}))


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter added, lost or replaced, or two neighbours exchanged, make one of the other (or nothing)."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    rest, rest_of_other = one[same:], other[same:]
    return rest[1:] == rest_of_other[1:] or (rest[1::-1] == rest_of_other[:2] and rest[2:] == rest_of_other[2:])


def begins_nearly(typed: str, word: str) -> bool:
    """Whether `typed` is one edit away from the word or, typed at some length, from a beginning of it."""
    if one_edit_apart(typed, word):
        return True
    lengths = range(len(typed) - 1, len(typed) + 2) if len(typed) >= LETTERS else ()
    return any(one_edit_apart(typed, word[:length]) for length in lengths)


def corrections(database: Database, name: str, scope: Document, typed: Sequence[str]) -> dict[str, list[str]]:
    """The words known of collection `name` within `scope` that each of `typed` may stand for, the nearest first."""
    asked = [word for word in typed if len(word) >= SHORTEST and not word.isdigit()]
    if not asked:
        return {}
    keys = sorted({key for word in asked for key in lacking(word)})
    filter = {"$and": [{"collection": name, "lacking": {"$in": keys}}, scope]}
    rows = database.rows(SPELLINGS).find(filter, {"word": 1, "_id": 0}, limit=MOST_CANDIDATES)
    known = sorted({row["word"] for row in rows})
    return {word: sorted(_near(word, known), key=lambda one: abs(len(one) - len(word)))[:MOST_CORRECTIONS]
            for word in asked}  # fmt: skip


def _near(typed: str, known: Iterable[str]) -> list[str]:
    return [word for word in known if word != typed and begins_nearly(typed, word)]


def learn(database: Database, changes: Sequence[Change], session: ClientSession | None) -> None:
    """Keep the words that came with the changes, and forget those that no document has any more."""
    came: dict[str, dict[str, Any]] = {}
    gone: dict[str, dict[str, Any]] = {}
    for name, before, after in changes:
        old, new = (_places(database.declared[name], one) if one else {} for one in (before, after))
        came |= {id: _row(*new[id]) for id in new.keys() - old.keys() - came.keys()}
        gone |= {id: _row(*old[id]) for id in old.keys() - new.keys() - gone.keys()}
    rows = database.rows(SPELLINGS)
    if came:
        known = {row["_id"] for row in rows.find({"_id": {"$in": list(came)}}, {"_id": 1}, session=session)}
        missing = [row for id, row in came.items() if id not in known]
        if missing:
            rows.insert_many(missing, session=session)
    forgotten = [id for id, row in gone.items() if not _used(database, row, session)]
    if forgotten:
        rows.delete_many({"_id": {"$in": forgotten}}, session=session)


def _places(collection: Collection, document: Document) -> dict[str, tuple[str, str | None, str]]:
    """The collection, the city and the word of each word of a document, by the ids of their rows."""
    name, city = collection.name, document.get("city") if collection.scope is CITY else None
    words = (word for word in whole_words(document.get("words") or ()) if len(word) >= SHORTEST and not word.isdigit())
    return {_id(name, city, word): (name, city, word) for word in words}


def _id(name: str, city: str | None, word: str) -> str:
    return f"{name}/{city or ''}/{word}"


def _row(name: str, city: str | None, word: str) -> dict[str, Any]:
    return {"_id": _id(name, city, word), "collection": name, "city": city, "word": word, "lacking": lacking(word)}


def _used(database: Database, row: Document, session: ClientSession | None) -> bool:
    where: dict[str, Any] = {"words": {"$in": [row["word"] + WHOLE, BESIDES + row["word"] + WHOLE]}}
    if database.declared[row["collection"]].scope is CITY:
        where["city"] = row["city"]
    return database.rows(row["collection"]).find_one(where, {"_id": 1}, session=session) is not None
