"""Accounts from before the gateway said what a new one may do (decision 105): it is said of each, once.

Else staff would not be told what is kept for them elsewhere, nor operators written to, until somebody changes them.
"""

from __future__ import annotations

from gateway.identity.accounts import say_access
from gateway.records import Records
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.store import Database, Migration, UnitOfWork


def _speak_of_all(database: Database) -> None:
    records = Records(database, Settings(service="gateway"), WallClock())
    for one in database.rows("accounts").find({"deleted_at": None}, {"_id": 1}):

        def speak(uow: UnitOfWork, id: str = one["_id"]) -> None:
            account = uow.first("accounts", {"_id": id})  # it may be erased in the meantime
            if account:
                say_access(uow, account)

        records.write(speak)


ACCOUNTS_SPOKEN_OF = Migration("0002-accounts-spoken-of", _speak_of_all)
