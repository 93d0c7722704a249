"""The words of all that a service says, for who searches its texts whole (HSDS); our search is of names and towns."""

from __future__ import annotations

import re

from services.chassis.store import Database, Document, Migration, search_words
from services.registry.directory.places import PLACES

_TEXTS = ("name", "description", "eligibility", "how_to_apply", "cost", "documents", "hours")
_WHERE = ("name", "address", "postcode", "town")
_MOST_ASKED = 8


def text_words(service: Document) -> list[str]:
    """The folded words of all texts of a service, in every language, and of its places."""
    told = [one["text"] for name in _TEXTS for one in (service.get(name) or {}).values()]
    return search_words(*told, *(place.get(part) for place in service.get("places") or () for part in _WHERE))


def says(text: str | None) -> list[Document]:
    """The conditions that each word of `text` begins one of what a service says; none for a text without words."""
    return [{"text_words": {"$regex": "^" + re.escape(word)}} for word in search_words(text)[:_MOST_ASKED]]


def _words_of_what_was_there(database: Database) -> None:
    for service in database.rows("services").find({"deleted_at": None, "text_words": None}):
        words = {"$set": {"text_words": text_words(service)}}
        database.rows("services").update_one({"_id": service["_id"], "version": service["version"]}, words)
        database.rows(PLACES).update_many({"service": service["_id"]}, words)


TEXT_WORDS = Migration("0003-words-of-texts", _words_of_what_was_there)
