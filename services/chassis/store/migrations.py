"""Numbered, repeatable changes of stored documents, run once each under a lease when a service starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.chassis.clock import Clock
from services.chassis.store.database import Database
from services.chassis.store.leases import Lease


@dataclass(frozen=True)
class Migration:
    """A change of the store. `name` starts with its number ("0001-..."); `change` may run again after a crash."""

    name: str
    change: Callable[[Database], None]


def migrate(database: Database, migrations: Sequence[Migration], clock: Clock) -> list[str]:
    """Run what has not run yet, in order of name; returns the names. Waits while another process migrates."""
    done = {row["_id"] for row in database.rows("migrations").find({}, {"_id": 1})}
    missing = [one for one in sorted(migrations, key=lambda one: one.name) if one.name not in done]
    if not missing:
        return []
    with Lease(database, "migrations", seconds=60).held():
        for migration in missing:
            if database.rows("migrations").find_one({"_id": migration.name}) is None:
                migration.change(database)
                database.rows("migrations").insert_one({"_id": migration.name, "at": clock.now()})
    return [migration.name for migration in missing]
