"""Identifiers for what HSDS gives one and we do not: made of what it belongs to, so that they stay the same."""

from __future__ import annotations

from uuid import UUID, uuid5

_OURS = UUID("0f5f62a4-5e0c-4c8e-9d4b-2c1c5a4b7e30")


def uuid_of(*parts: object) -> str:
    """The identifier of what `parts` name: an object of ours by its id, then what of it; the same for the same."""
    return str(uuid5(_OURS, "\n".join(str(part) for part in parts)))
