"""Whether a network's file is right as a whole: every form filled in well, every name known, nothing there twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from marshmallow import ValidationError

from deploy.network.document import Document, Where, read_document
from deploy.network.schemas import NetworkFile

Entry = Mapping[str, Any]

_NAMES_OF_CITIES: Final = (
    ("organisations", "city"), ("partnerships", "city"), ("services", "city"), ("practices", "city"),
    ("transfers", "to"), ("transfers", "from"), ("gatherings", "city"), ("plans", "city"),
)  # fmt: skip


def read_network(path: Path) -> dict[str, Any]:
    """The checked network in the file. LocalProblem that names every wrong line in plain words."""
    document = read_document(path)
    network: dict[str, Any] = {}
    try:
        network = NetworkFile().load(document.data)
    except ValidationError as error:
        for where, sentence in _flat(error.messages):
            document.complain(where, sentence)
    _check_names(document)
    document.require_correct()
    return network


def _flat(messages: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """marshmallow's nested errors as paths and sentences; its word for the whole is no part of a path."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flat(inner, where if key == "_schema" else (*where, key))
    else:
        for sentence in messages if isinstance(messages, list) else [messages]:
            yield where, str(sentence)


def _check_names(document: Document) -> None:
    """Note each name that is there twice, and each that is used and not there."""
    if not isinstance(document.data, dict):
        return
    _check_unique(document, "cities", "name")
    _check_unique(document, "organisations", "name")
    cities = {entry.get("name") for _, entry in entries(document.data, "cities")}
    for section, key in _NAMES_OF_CITIES:
        for place, entry in entries(document.data, section):
            if key in entry and entry[key] not in cities:
                document.complain((section, place, key), f"there is no city {entry[key]!r} in this file.")
    _check_organisations(document)
    _check_transfers(document)


def _check_unique(document: Document, section: str, key: str) -> None:
    seen: set[str] = set()
    for place, entry in entries(document.data, section):
        name = str(entry.get(key, "")).casefold()
        if name and name in seen:
            document.complain((section, place, key), f"{entry[key]!r} is there twice.")
        seen.add(name)


def _check_organisations(document: Document) -> None:
    known = {entry.get(key) for _, entry in entries(document.data, "organisations") for key in ("name", "short_name")}
    used: list[tuple[Where, Any]] = [
        (("services", place, "organisation"), service.get("organisation"))
        for place, service in entries(document.data, "services")
    ]
    for place, partnership in entries(document.data, "partnerships"):
        used.append((("partnerships", place, "lead"), partnership.get("lead")))
        for number, member in entries(partnership, "members"):
            used.append((("partnerships", place, "members", number, "organisation"), member.get("organisation")))
    for where, name in used:
        if name is not None and name not in known:
            document.complain(where, f"there is no organisation {name!r} in this file.")


def _check_transfers(document: Document) -> None:
    """A practice comes from another city, and there is a published sheet of it."""
    published = {entry.get("city") for _, entry in entries(document.data, "practices") if entry.get("publish")}
    for place, transfer in entries(document.data, "transfers"):
        origin = transfer.get("from")
        if origin is not None and origin == transfer.get("to"):
            document.complain(("transfers", place, "from"), "a practice comes from another city.")
        elif origin is not None and origin not in published:
            sentence = f"{origin} has no practice with publish: true in this file."
            document.complain(("transfers", place, "from"), sentence)


def entries(data: Any, section: str) -> Iterator[tuple[int, Entry]]:
    """The entries of a section that have the form of an entry, with their places."""
    found = data.get(section) if isinstance(data, dict) else None
    for place, entry in enumerate(found if isinstance(found, list) else ()):
        if isinstance(entry, dict):
            yield place, entry
