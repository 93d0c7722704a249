"""What the benchmarks work on: organisations as the register keeps them, with all that a real one has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import uuid_utils

from services.chassis.store import outbox, searchable
from services.contracts.registry import OrganisationRegistered

_DESCRIPTION = "Guidance, vocational courses and validation of skills for adults who come back to learning. " * 4


def organisation(number: int) -> dict[str, Any]:
    """One of an endless row of organisations."""
    name = f"Centro di formazione professionale {number}"
    now = datetime.now(UTC)
    made = {
        "_id": str(uuid_utils.uuid7()), "version": 1, "city": "catania", "created_at": now, "updated_at": now,
        "name": name, "short_name": f"CFP{number}",
        "kind": "training_provider", "country": "IT", "seat": "Catania", "website": "https://example.org/cfp",
        "description": {
            "it": {"text": _DESCRIPTION, "status": "original"}, "en": {"text": _DESCRIPTION, "status": "human"}
        },
        "email": "info@example.org", "languages": ["it", "en"], "policy_areas": ["employment", "education"],
        "lat": 37.5, "lon": 15.09, "origin": None,
    }  # fmt: skip
    return searchable(made, name, made["short_name"], besides=["Catania"])


def fill(rows: Any, wanted: int) -> None:
    """Bring a collection of organisations to `wanted` documents."""
    missing = wanted - rows.estimated_document_count()
    if missing > 0:
        rows.insert_many([organisation(number) for number in range(missing)])


def outbox_rows(count: int) -> list[dict[str, Any]]:
    """The outbox of a register that has just taken in `count` organisations, without sequence numbers as yet."""
    documents = [organisation(number) for number in range(count)]
    return [
        outbox.row(
            str(uuid_utils.uuid7()), OrganisationRegistered, one, OrganisationRegistered.told_of(one),
            datetime.now(UTC), "bench", None, None,
        )
        for one in documents
    ]  # fmt: skip
