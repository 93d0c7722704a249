"""Who is asking: the one value that permission, city scope, language and audit read. No tokens, no HTTP."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["person", "client", "service", "anonymous"]
KINDS: Final = ("person", "client", "service", "anonymous")


class Everywhere(enum.Enum):
    """The type of ALL: every city, and what belongs to the whole network."""

    ALL = "*"


ALL: Final = Everywhere.ALL
Cities = frozenset[str] | Literal[Everywhere.ALL]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API client, a service or nobody in particular, with what they may do and where."""

    id: str
    kind: Kind
    roles: frozenset[str] = frozenset()
    cities: Cities = frozenset()
    scopes: frozenset[str] = frozenset()
    language: str = "en"
    organisation: str | None = None
    name: str = ""

    @classmethod
    def service(cls, name: str) -> Actor:
        """The service itself, at work in its own reactions and jobs: everything, everywhere."""
        return cls(id=name, kind="service", cities=ALL, scopes=frozenset({"*"}), name=name)

    @classmethod
    def anonymous(cls, language: str = "en") -> Actor:
        """Somebody who did not say who they are: may see what is public, in their language."""
        return cls(id="anonymous", kind="anonymous", language=language)

    def may(self, scope: str) -> bool:
        """Whether the actor holds `scope`, as "registry:write"; "registry:*" and "*" hold all below them."""
        return scope in self.scopes or scope.partition(":")[0] + ":*" in self.scopes or "*" in self.scopes

    def reaches(self, city: str | None) -> bool:
        """Whether what belongs to `city` is within reach; None is the whole network and needs ALL."""
        return self.cities is ALL or (city is not None and city in self.cities)

    def to_claims(self) -> dict[str, Any]:
        """The actor as claims: sub, kind, roles, cities ("*" or a list), scopes, lang, org, name."""
        return {
            "sub": self.id,
            "kind": self.kind,
            "roles": sorted(self.roles),
            "cities": self.cities.value if isinstance(self.cities, Everywhere) else sorted(self.cities),
            "scopes": sorted(self.scopes),
            "lang": self.language,
            "org": self.organisation,
            "name": self.name,
        }

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any]) -> Actor:
        """The actor that `to_claims` wrote down. KeyError, TypeError or ValueError for any other form."""
        if claims["kind"] not in KINDS:
            raise ValueError("unknown kind of actor")
        return cls(
            id=_text(claims["sub"]),
            kind=claims["kind"],
            roles=_texts(claims["roles"]),
            cities=ALL if claims["cities"] == ALL.value else _texts(claims["cities"]),
            scopes=_texts(claims["scopes"]),
            language=_text(claims["lang"]),
            organisation=None if claims["org"] is None else _text(claims["org"]),
            name=_text(claims["name"]),
        )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _texts(value: Any) -> frozenset[str]:
    if not isinstance(value, list):
        raise TypeError("a list of texts was expected")
    return frozenset(_text(item) for item in value)
