"""What a mapping can fill of each kind of thing: the name of a target, and how a cell for it is read.

Most targets are fields. `description.it` is a field's text in a language, `place.town` is said of the one place that a
row gives, `role.since` of the one role. A new field of a kind is one word here, in the list that fits how it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from services.registry.imports.model import ORGANISATIONS, PEOPLE, SERVICES, Table
from services.registry.organisations.model import SCHEMES

IDENTIFIERS: Final = "identifiers"
"""`identifiers.vat` is the number of the scheme vat, one of the list of an organisation's numbers."""


@dataclass(frozen=True)
class Targets:
    """The targets of one kind of thing by how their cells are read; `needed` are those that each row has to give.

    `parts` are fields of the one thing that a row gives of a list: `("place", "places")` for `place.town`.
    """

    needed: tuple[str, ...]
    texts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ("website",)
    lists: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    by_language: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    belongs_to: str | None = None
    """The target that says to which organisation the thing belongs, in the words of the directory."""

    def plain(self) -> tuple[str, ...]:
        """All targets but the texts by language, which have one for each language."""
        return (*self.texts, *self.addresses, *self.lists, *self.numbers, *self.whole, *self.flags, *self.days)

    def has(self, target: str) -> bool:
        """Whether a mapping may fill `target`."""
        name, _dot, language = target.partition(".")
        return target in self.plain() or bool(language and name in self.by_language)


TARGETS: Final[Mapping[str, Targets]] = {
    ORGANISATIONS: Targets(
        needed=("name", "kind", "country"),
        texts=("name", "legal_name", "short_name", "kind", "country", "seat", "email", "site.name", "site.address",
               "site.postcode", "site.town", "site.country", *(f"{IDENTIFIERS}.{scheme}" for scheme in SCHEMES)),
        lists=("languages", "policy_areas", "target_groups"),
        numbers=("lat", "lon"),
        by_language=("description",),
        parts={"site": "sites"},
    ),
    SERVICES: Targets(
        needed=("name", "organisation"),
        texts=("organisation", "email", "phone", "status", "place.name", "place.address", "place.postcode",
               "place.town", "place.country"),
        lists=("themes", "target_groups", "policy_areas", "languages"),
        numbers=("place.lat", "place.lon"),
        whole=("free_places", "review_months"),
        flags=("takes_referrals",),
        by_language=("name", "description", "eligibility", "how_to_apply", "cost", "documents", "hours"),
        parts={"place": "places"},
        belongs_to="organisation",
    ),
    PEOPLE: Targets(
        needed=("given_name", "family_name"),
        texts=("given_name", "family_name", "email", "language", "role.organisation", "role.role"),
        addresses=(),
        days=("role.since", "role.until"),
        parts={"role": "roles"},
        belongs_to="role.organisation",
    ),
}  # fmt: skip


def is_target(makes: str, target: str) -> bool:
    """Whether a table that makes `makes` may fill `target`."""
    return makes in TARGETS and TARGETS[makes].has(target)


def unknown_targets(table: Table) -> Iterator[str]:
    """The paths in the mapping that name a target which what is made does not have."""
    for part in ("columns", "constants", "separators", "values"):
        for target in getattr(table, part):
            if not is_target(table.makes, target):
                yield f"{part}.{target}"


def target_of(makes: str, path: str) -> str:
    """The target that filled what stands at `path` of a thing: "languages.1" is languages, "places.0.lat" place.lat."""
    first, _dot, rest = path.partition(".")
    part = next((one for one, name in TARGETS[makes].parts.items() if name == first), None)
    if first == IDENTIFIERS:
        return path
    if part is not None:
        return ".".join([part, *rest.split(".")[1:2]])
    inner = rest.split(".")[0]
    return f"{first}.{inner}" if first in TARGETS[makes].by_language and inner else first


def missing_targets(table: Table) -> list[str]:
    """The targets that every row has to give and neither a column nor a constant does."""
    names = {target.partition(".")[0] for target in (*table.columns, *table.constants)}
    return [one for one in TARGETS[table.makes].needed if one not in names] if table.makes in TARGETS else []
