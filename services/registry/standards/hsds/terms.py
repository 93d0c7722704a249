"""Our lists of codes as HSDS taxonomies: five taxonomies, flat, their names in the reader's language.

A term's identifier is made of its taxonomy and its code, so it is the same on every platform that runs this program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from services.chassis.i18n import N_, _, current_language
from services.registry.directory.model import TARGET_GROUPS, THEMES
from services.registry.model import POLICY_AREAS
from services.registry.organisations.model import ORGANISATION_KINDS
from services.registry.standards.hsds.identifiers import uuid_of
from services.registry.standards.hsds.names import NAMES

LISTS: Final = ("themes", "target_groups", "policy_areas")
"""The taxonomies that a service or an organisation has a field of the same name for."""
KINDS, REFERRALS = "kinds", "referrals"
TAKES_REFERRALS, FREE_PLACES = "takes_referrals", "free_places"

TAXONOMIES: Final = {
    "themes": N_("Kinds of service"),
    "target_groups": N_("Target groups"),
    "policy_areas": N_("Policy areas"),
    KINDS: N_("Kinds of organisation"),
    REFERRALS: N_("Referrals and free places"),
}

_CODES: Final[dict[str, tuple[str, ...]]] = {
    "themes": THEMES,
    "target_groups": TARGET_GROUPS,
    "policy_areas": POLICY_AREAS,
    KINDS: ORGANISATION_KINDS,
    REFERRALS: (TAKES_REFERRALS, FREE_PLACES),
}

VERSION: Final = "1"


@dataclass(frozen=True)
class Term:
    """A code of one of our lists; `taxonomy` is the list's name here."""

    taxonomy: str
    code: str

    @property
    def id(self) -> str:
        """Its identifier in HSDS."""
        return _id(self.taxonomy, self.code)


@cache
def _id(taxonomy: str, code: str) -> str:
    return uuid_of(taxonomy, code)


@cache
def terms() -> dict[str, Term]:
    """All terms by their identifiers, in the order of the lists."""
    every = [Term(taxonomy, code) for taxonomy, codes in _CODES.items() for code in codes]
    return {term.id: term for term in every}


@cache
def taxonomy_ids() -> dict[str, str]:
    """The names of the taxonomies here by their identifiers."""
    return {uuid_of(name): name for name in TAXONOMIES}


def taxonomy(name: str, at: str) -> dict[str, Any]:
    """An HSDS taxonomy; `at` is the address of the API."""
    id, called = uuid_of(name), _(TAXONOMIES[name])
    return {"id": id, "name": called, "description": called, "uri": f"{at}/taxonomies/{id}", "version": VERSION}


def told(term: Term, at: str) -> dict[str, Any]:
    """An HSDS taxonomy term with its taxonomy."""
    called = _(NAMES[term.taxonomy][term.code])
    whole = taxonomy(term.taxonomy, at)
    return {
        "id": term.id,
        "code": term.code,
        "name": called,
        "description": called,
        "taxonomy": whole["name"],
        "taxonomy_detail": whole,
        "language": current_language(),
        "term_uri": f"{at}/taxonomy_terms/{term.id}",
    }


def attributes(owner: dict[str, Any], entity: str, at: str) -> list[dict[str, Any]]:
    """The HSDS attributes of a service or an organisation of ours: each term that it has, maybe with a value."""
    return [
        {
            "id": uuid_of(owner["_id"], term.id),
            "link_id": owner["_id"],
            "link_type": term.taxonomy,
            "link_entity": entity,
            **({} if value is None else {"value": value}),
            "taxonomy_term": told(term, at),
        }
        for term, value in _of(owner)
    ]


def _of(owner: dict[str, Any]) -> Iterator[tuple[Term, str | None]]:
    """The terms of an object of ours with their values, in the order in which it has them."""
    for taxonomy in LISTS:
        for code in owner.get(taxonomy) or ():
            yield Term(taxonomy, code), None
    if owner.get("kind"):
        yield Term(KINDS, owner["kind"]), None
    if owner.get(TAKES_REFERRALS):
        yield Term(REFERRALS, TAKES_REFERRALS), None
    if owner.get(FREE_PLACES) is not None:
        yield Term(REFERRALS, FREE_PLACES), str(owner[FREE_PLACES])
