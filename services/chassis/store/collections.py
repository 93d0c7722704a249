"""What a service declares of its collections: who reaches them, and the indexes they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from pymongo import IndexModel


class Scope(Enum):
    """Who reaches the documents of a collection. The store applies it; a view cannot forget it."""

    CITY = "city"
    """Only who is limited to no city or to the document's city; for anybody else it does not exist."""
    NETWORK = "network"
    """Everybody with the permission reads; writing needs the document's city."""
    INTERNAL = "internal"
    """The service itself: projections, own records, or a public link that is its own authorisation."""


CITY, NETWORK, INTERNAL = Scope.CITY, Scope.NETWORK, Scope.INTERNAL


@dataclass(frozen=True, init=False)
class Index:
    """An index over `keys` in order; a leading minus sorts downwards. `expires` makes it a time-to-live index."""

    keys: tuple[str, ...]
    unique: bool = False
    where: Mapping[str, Any] | None = None
    expires: timedelta | None = None

    def __init__(
        self,
        *keys: str,
        unique: bool = False,
        where: Mapping[str, Any] | None = None,
        expires: timedelta | None = None,
    ) -> None:
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "unique", unique)
        object.__setattr__(self, "where", where)
        object.__setattr__(self, "expires", expires)

    def model(self) -> IndexModel:
        """The index as the driver wants it, with a name that tells its keys and what it does."""
        pairs = [(key.lstrip("-"), -1 if key.startswith("-") else 1) for key in self.keys]
        options: dict[str, Any] = {"unique": self.unique}
        if self.where is not None:
            options["partialFilterExpression"] = dict(self.where)
        if self.expires is not None:
            options["expireAfterSeconds"] = int(self.expires.total_seconds())
        label = "_".join(key.replace("-", "down_") for key in self.keys)
        kind = "ttl" if self.expires else "unique" if self.unique else "ix"
        return IndexModel(pairs, name=f"{kind}_{label}", **options)


@dataclass(frozen=True)
class Collection:
    """A collection that a service owns."""

    name: str
    scope: Scope
    indexes: Sequence[Index] = field(default=())
    searched: bool = False
    """Whether its documents are `searchable` (folding.py): found in ranks, misspelt too, by what they keep for it."""
    history: Sequence[str] = field(default=())
    """The fields of which each change keeps what they were (history.py); for a shape `facts_of` names them."""
    personal: bool = False
    """Whether its documents are about people: who asks is shown what is here of them, and it is erased with them; with
    one that is removed goes what its fields were.
    """
