"""What the formats of others are made of: a service of the directory with its organisation and its public page.

A page of services costs one read of their organisations. No format lives here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from services.chassis.i18n import SOURCE_LANGUAGE
from services.chassis.store import Document, Reader
from services.registry.organisations.queries import PUBLISHED

SHOWN: Final = ("active", "temporarily_closed")
"""The states of services that the public sees."""


@dataclass(frozen=True)
class Offer:
    """One service, who gives it, and the address of its public page."""

    service: Document
    organisation: Document
    page: str

    @property
    def language(self) -> str:
        """The language in which the organisation's name is taken to be: names are kept in one language only."""
        return next(iter(self.organisation["languages"] or self.service["languages"]), SOURCE_LANGUAGE)

    @property
    def country(self) -> str:
        """The country where it is given, else that of its organisation (ISO 3166 alpha-2)."""
        places = self.service["places"]
        return str(places[0]["country"] if places else self.organisation["country"])


def offers(read: Reader, services: Sequence[Document]) -> list[Offer]:
    """The services with their organisations; one whose organisation is gone, or not published, is left out."""
    ids = sorted({one["organisation"] for one in services})
    found = read.find("organisations", {"_id": {"$in": ids}} | PUBLISHED, limit=len(ids) or 1)
    organisations = {one["_id"]: one for one in found}
    site = f"{read.settings.public_url}/{SOURCE_LANGUAGE}/services"
    return [
        Offer(one, organisations[one["organisation"]], f"{site}/{one['_id']}")
        for one in services
        if one["organisation"] in organisations
    ]


def texts(translated: Document | None) -> dict[str, str]:
    """The texts of a translated field by language; empty where there is none."""
    return {language: one["text"] for language, one in (translated or {}).items() if one["text"]}


def text(translated: Document | None, *languages: str) -> str | None:
    """The text in the first of `languages` that there is, else in any; None where there is none."""
    found = texts(translated)
    return next((found[one] for one in languages if one in found), next(iter(found.values()), None))


def towns(places: Iterable[Document]) -> list[str]:
    """Whole addresses, a line each."""
    return [_line(one) for one in places]


def _line(place: Document) -> str:
    town = " ".join(filter(None, (place["postcode"], place["town"])))
    return ", ".join(filter(None, (place["name"], place["address"], town, place["country"])))
