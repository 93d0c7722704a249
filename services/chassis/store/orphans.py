"""Ending the transactions of clients that are gone: a killed process leaves one open, which holds up the next.

The server would end it too, after transactionLifetimeLimitSeconds and a pause of its own: 5 to 8 s here.
"""

from __future__ import annotations

from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from services.chassis.store.database import Database, Row

log = structlog.get_logger()

_OPEN: Final[list[dict[str, Any]]] = [
    # Our own only, which needs no privilege (MongoDB manual, $currentOp): connections first, then sessions.
    {"$currentOp": {"allUsers": False, "idleConnections": True, "idleSessions": True}},
    {"$project": {"type": 1, "connectionId": 1, "appName": 1, "lsid": 1, "transaction": {"$type": "$transaction"}}},
]


def end_orphaned_transactions(database: Database) -> int:
    """End the open transactions of this service whose connection is closed; how many there were.

    One of a living client whose connection was cut is ended too: its client has lost it anyway, and begins again.
    """
    try:
        with database.client.admin.aggregate(_OPEN) as found:
            rows = list(found)
        alive = {row.get("connectionId") for row in rows if row["type"] == "op"}
        orphans = [row["lsid"]["id"] for row in rows if _is_orphan(row, database.application, alive)]
        if orphans:
            database.client.admin.command("killSessions", [{"id": id} for id in orphans])
            log.info("store.orphans_ended", transactions=len(orphans))
        return len(orphans)
    except PyMongoError as error:  # then they end by themselves, later
        log.debug("store.orphans_not_ended", fault=type(error).__name__)
        return 0


def _is_orphan(row: Row, application: str, alive: set[Any]) -> bool:
    return (
        row["type"] == "idleSession"
        and row.get("appName") == application
        and row.get("transaction") == "object"
        and row.get("connectionId") not in alive
    )
