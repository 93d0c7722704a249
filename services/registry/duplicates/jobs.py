"""The look at what has changed in the register: whoever may be the same as another one becomes a pair."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from services.chassis.jobs import JobContext, Jobs
from services.chassis.store import Document
from services.registry.duplicates.commands import look_for_duplicates

jobs = Jobs()
SETTLED: Final = timedelta(seconds=30)
"""What is older was committed: a transaction notes the time before it commits, and lasts seconds."""
_PROGRESS: Final = "organisations"


@jobs.every(seconds=20)
def find_duplicates(context: JobContext) -> None:
    """Go on where the last run ended, a page of changed organisations at a time, tombstones too."""
    read = context.read
    start = {"_id": _PROGRESS, "since": datetime(1970, 1, 1, tzinfo=UTC), "until": None, "after": None}
    progress: Document = read.first("duplicate_progress", {"_id": _PROGRESS}) or start
    progress["until"] = progress["until"] or context.now() - SETTLED
    more = True
    while more and not context.stopping():
        asked = {"modified_after": progress["since"], "after": progress["after"], "limit": 100}
        page = read.page("organisations", asked, filter={"updated_at": {"$lte": progress["until"]}})
        for one in page.items:
            context.record(partial(look_for_duplicates, id=one["_id"]))
        more = page.next is not None
        done = {"since": progress["until"], "until": None, "after": None}
        progress.update({"after": page.next} if more else done)
        context.record(lambda uow: uow.put("duplicate_progress", dict(progress)))
