"""Reading the documents of a service within the reach of who asks. Never writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any, Self

from pymongo.client_session import ClientSession

from services.chassis.actor import ALL, Actor
from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.errors import Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import audit, finding, history
from services.chassis.store.collections import INTERNAL, NETWORK
from services.chassis.store.database import Database
from services.chassis.store.folding import search_words
from services.chassis.store.paging import Page, after, parse_sort
from services.chassis.store.remembered import Listing
from services.chassis.store.rows import ALIVE, SLOWEST_QUERY_MS
from services.chassis.store.searching import FEW, Search, typed_words

Document = dict[str, Any]
Filter = Mapping[str, Any]


class ScopeError(RuntimeError):
    """A query reached for a collection that who asks has no scope for: a fault in the program, never in the data."""


class Reader:
    """Reads for `actor`; every query is limited to what the collection's declared scope lets that actor see."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        actor: Actor,
        language: str,
        clock: Clock,
        session: ClientSession | None = None,
    ) -> None:
        self.database = database
        self.settings = settings
        self.actor = actor
        self.language = language
        self._clock = clock
        self.session = session
        self._everything = actor.kind == "service"
        self.shown: Sequence[str] | None = None
        """What the list that is being asked for shows of a document, where it is known: `fields` of its `page`."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return self._clock.now()

    def as_system(self) -> Self:
        """The same reader without limits of scope, for where a public link, a code or a rule is the authorisation."""
        unlimited = copy(self)
        unlimited._everything = True
        return unlimited

    def scope(self, name: str) -> Filter:
        """The condition that limits collection `name` to the reach of who asks."""
        scope = self.database.declared[name].scope
        if self._everything or scope is NETWORK:
            return {}
        if scope is INTERNAL:
            raise ScopeError(f"{name} is internal; {self.actor.kind} {self.actor.id} needs as_system()")
        if self.actor.cities is ALL:
            return {}
        if not self.actor.cities:
            raise ScopeError(f"{name} belongs to cities; {self.actor.kind} {self.actor.id} has none")
        return {"city": {"$in": sorted(self.actor.cities)}}

    def _before_reading(self, name: str) -> None:
        """A place for a unit of work to bring its unwritten changes first."""

    def get(self, name: str, id: str) -> Document:
        """The document `id` of collection `name`. Raises `NotFound`, also when it is another city's."""
        found = self.first(name, {"_id": id})
        if found is None:
            raise NotFound()
        return found

    def alive_or_gone(self, name: str, id: str) -> Document | None:
        """The document `id`, or the tombstone that it left; None where there never was one within reach."""
        self._before_reading(name)
        return self.database.rows(name).find_one({"$and": [{"_id": id}, self.scope(name)]}, session=self.session)

    def history(self, name: str, id: str, query: Mapping[str, Any]) -> Page:
        """A page of what happened to a document, the newest first, with what its fields were and are (history.py).

        Raises `NotFound` if there never was such a document within reach; a removed one has a history too.
        """
        return history.page(self, name, id, query)

    def note_reading(self, name: str, document: Document, way: str, *shown: str) -> None:
        """Leave in the audit trail that who asks saw `document`, which few may see, on which `way` (a word), and the
        ids `shown` on it where it is a list. In a unit of work it is part of that; an answer kept for a repeated key
        is then erased with the document.
        """
        self._keep_entry(audit.entry(self.actor, self.now(), audit.READ, name, document, [way, *shown]))

    def _keep_entry(self, entry: Document) -> None:
        audit.write(self.database, entry)

    def first(self, name: str, filter: Filter, sort: Sequence[tuple[str, int]] = ()) -> Document | None:
        """The first document that meets `filter`, or None."""
        return next(iter(self.find(name, filter, sort=sort, limit=1)), None)

    def find(
        self,
        name: str,
        filter: Filter,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 1000,
        skip: int = 0,
        fields: Sequence[str] | None = None,
    ) -> list[Document]:
        """Up to `limit` documents that meet `filter`, after the first `skip`; only `fields` when these are named."""
        self._before_reading(name)
        asked = self._asked({"$and": [filter, self.scope(name), ALIVE]}, sort, limit, fields)
        return list(self.database.rows(name).find(**asked, skip=skip))

    def count(self, name: str, filter: Filter, most: int | None = None) -> int:
        """How many documents meet `filter`, counted up to `most`."""
        self._before_reading(name)
        whole = {"$and": [filter, self.scope(name), ALIVE]}
        limited = {} if most is None else {"limit": most}
        return self.database.rows(name).count_documents(
            whole, session=self.session, maxTimeMS=SLOWEST_QUERY_MS, **limited
        )

    def search(self, name: str, text: str, filter: Filter | None = None) -> Search:
        """What to ask a searched collection for to find `text` among what meets `filter`.

        Misspelt words are thought of where little is found without.
        """
        return finding.search(self, name, text, filter)

    def suggest(
        self, name: str, text: str, *, filter: Filter | None = None, limit: int = FEW, fields: Sequence[str]
    ) -> list[Document]:
        """The first finds of a search while somebody types, the best first; `rank` says in which rank each is."""
        return finding.suggest(self, name, text, filter, limit, fields)

    def page(
        self,
        name: str,
        query: Mapping[str, Any],
        *,
        filter: Filter | None = None,
        search: Sequence[str] = (),
        sort_by: Sequence[str] = ("_id",),
        fields: Sequence[str] | None = None,
    ) -> Page:
        """A page for a validated list query (limit, after, sort, q, modified_after).

        `search` names fields that hold `search_words(...)`: each word of `q` must begin a word of one of them; a
        collection declared as searched needs none, and unless the query wishes for an order its finds come in ranks
        (searching.py). With `modified_after` the order is that of change and tombstones come too, whole. With `fields`
        no others are read; where these are `shown`, what is remembered is not read (remembered.py). Raises `Invalid`
        for a `q` where nothing can be searched.
        """
        since, ranked = query.get("modified_after"), None
        conditions: list[Filter] = [self.scope(name), {"updated_at": {"$gt": since}} if since else ALIVE]
        if filter:
            conditions.append(filter)
        if query.get("q"):
            ranked = self._searched(name, query["q"], filter, search, conditions)
        sort = parse_sort(None, ("updated_at",)) if since else parse_sort(query.get("sort"), sort_by)
        fields = None if since else fields
        if ranked and not since and not query.get("sort"):
            return finding.page_in_ranks(self, name, ranked, conditions, query, fields)
        meant = None
        if ranked:
            conditions.append(ranked.whole)
            meant = ranked.corrected
        if query.get("after"):
            conditions.append(after(query["after"], sort))
        limit, listing = int(query.get("limit", 50)), self.listing(name, fields, sort)
        self._before_reading(name)
        asked = self._asked({"$and": conditions}, sort, limit + 1, listing.columns)
        return listing.page(self.database.rows_without_zone(name), asked, limit, meant)

    def _searched(
        self, name: str, text: str, filter: Filter | None, search: Sequence[str], conditions: list[Filter]
    ) -> Search | None:
        """The ranks of a search in a searched collection; in another one its conditions are added."""
        if self.database.declared[name].searched:
            return self.search(name, text, filter) if typed_words(text) else None
        if not search:
            raise Invalid({"q": [_("There is no such field.")]})
        conditions += [_begins(search, word) for word in search_words(text)[:8]]
        return None

    def rows(
        self, name: str, conditions: Sequence[Filter], sort: Sequence[tuple[str, int]], limit: int,
        fields: Sequence[str] | Mapping[str, Any] | None, by: Sequence[tuple[str, int]] | None = None,
    ) -> list[Document]:  # fmt: skip
        """Rows of a list, without time zones (rows.py); `fields` may also say what the store is to work out of them.

        `by` names the index to use, by its keys.
        """
        self._before_reading(name)
        asked = self._asked({"$and": conditions}, sort, limit, fields) | {"hint": by}
        return self.database.rows_without_zone(name).find(**asked).to_list()

    def listing(self, name: str, fields: Sequence[str] | None, sort: Sequence[tuple[str, int]]) -> Listing:
        """How a list reads its rows, of which nobody looks at more than `fields` (remembered.py)."""
        memory = self.database.memory(name, fields) if fields and fields is self.shown else None
        own = [self.scope(name), ALIVE]
        return Listing(
            lambda ids: self.rows(name, [{"_id": {"$in": ids}}, *own], (), len(ids), fields), fields, sort, memory
        )

    def staged(
        self, name: str, stages: Sequence[Mapping[str, Any]], by: Sequence[tuple[str, int]] | None = None
    ) -> list[Document]:
        """What the stages of an aggregation give, without time zones; `by` as in `rows`. Scopes are the caller's."""
        self._before_reading(name)
        hint = {"hint": dict(by)} if by else {}
        rows = self.database.rows_without_zone(name)
        return rows.aggregate(stages, session=self.session, maxTimeMS=SLOWEST_QUERY_MS, **hint).to_list()

    def _asked(
        self,
        whole: Filter,
        sort: Sequence[tuple[str, int]],
        limit: int,
        fields: Sequence[str] | Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        """A query in the driver's words."""
        shown = list(fields) if isinstance(fields, Sequence) else fields
        return {
            "filter": whole, "projection": shown, "session": self.session,
            "limit": limit, "batch_size": limit, "sort": list(sort) or None, "max_time_ms": SLOWEST_QUERY_MS,
        }  # fmt: skip


def _begins(fields: Sequence[str], word: str) -> Filter:
    return {"$or": [{field: {"$regex": "^" + re.escape(word)}} for field in fields]}
