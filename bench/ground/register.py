"""A register as large as is wished, within minutes: what it holds is inserted first, then the indexes are built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.ground.servers import Servers
from services.chassis.store import Database
from services.chassis.store.spelling import learn

ORGANISATIONS = "organisations"
AT_ONCE = 500


def grow(ground: Servers, database: Database, wanted: int, organisation: Callable[[], dict[str, Any]]) -> None:
    """Bring the register to `wanted` organisations, with the words that a search knows.

    Indexes are built by the ground's own client, which waits as long as it takes; a service's gives up after 8 s.
    """
    rows = ground.client[ground.settings("registry").database_name][ORGANISATIONS]
    if rows.estimated_document_count() >= wanted:
        return
    rows.drop_indexes()
    for _batch in range((wanted - rows.estimated_document_count()) // AT_ONCE):
        documents = [organisation() for _number in range(AT_ONCE)]
        rows.insert_many(documents, ordered=False)
        learn(database, [(ORGANISATIONS, {}, one) for one in documents], None)
    rows.create_indexes([index.model() for index in database.declared[ORGANISATIONS].indexes])
