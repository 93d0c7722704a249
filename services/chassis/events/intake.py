"""Taking events in: marks them in the inbox and applies the reactions, a batch in one transaction, else one by one.

What fails waits in the inbox and is tried again with growing pauses; in the end it is dead and an operator sees it.
Where events come from (the broker or a feed) is not known here.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from pymongo.client_session import ClientSession

from services.chassis import failpoints
from services.chassis.actor import Actor
from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.events import envelope
from services.chassis.events.contract import ContractBroken
from services.chassis.events.reactions import NotYet, Received, Subscriptions
from services.chassis.i18n import SOURCE_LANGUAGE
from services.chassis.store import Database, UnitOfWork, in_transaction, inbox
from services.chassis.store.transaction import outrun, passing
from services.chassis.telemetry import metrics
from services.chassis.telemetry.trace import following

log = structlog.get_logger()

FIRST_AT_ONCE = 50  # who is killed again and again must get a part done before it is
MOST_AT_ONCE = 500
MOST_TRIES = 8
LONGEST_WAIT_FOR_ANOTHER = timedelta(days=3)
BUDGET_SECONDS = 2.0
BREAKER_WINDOW = 50
BREAKER_SHARE = 0.9

Result = TypeVar("Result")


class Intake:
    """The way into a service for events of others."""

    def __init__(
        self, name: str, database: Database, settings: Settings, subscriptions: Subscriptions, clock: Clock
    ) -> None:
        self.name = name
        self.database = database
        self.settings = settings
        self.subscriptions = subscriptions
        self.clock = clock
        self.wakes: set[str] = set()
        self.failed = threading.Event()
        self._one_at_a_time = threading.RLock()
        self._at_once, self._easy = FIRST_AT_ONCE, MOST_AT_ONCE
        self._outcomes: deque[bool] = deque(maxlen=BREAKER_WINDOW)

    # Taking in

    def take(self, events: Sequence[Received]) -> set[str]:
        """Take in what is new of `events`; returns the sources whose numbers show a gap.

        Raises only what makes the store unreachable; then not all was taken in and the events must come again.
        """
        gaps: set[str] = set()
        with self._one_at_a_time:
            while events:
                part = events[: self._at_once]
                if (found := self._take_part(part)) is not None:
                    gaps |= found
                    events = events[len(part) :]
        return gaps

    def _take_part(self, events: Sequence[Received]) -> set[str] | None:
        """Take in what may be too much at once; None then, and less will be tried from now on.

        A store that is slow for a while ends a long transaction before we do, and would end it each time.
        """
        try:
            gaps = self._take_together_or_alone(events)
        except Exception as error:
            if len(events) == 1 or not outrun(error):
                raise
            self._at_once = self._easy = len(events) // 2
            log.warning("intake.smaller", events=self._at_once)
            return None
        more = self._at_once if self._at_once * 2 <= self._easy else 1 + self._at_once // 10
        self._at_once = min(MOST_AT_ONCE, self._at_once + more)
        return gaps

    def _take_together_or_alone(self, events: Sequence[Received]) -> set[str]:
        try:
            gaps: set[str] = self._transaction(lambda uow: self._take(uow, events))
            self._outcomes.append(True)
            return gaps
        except Exception as error:
            if _store_is_away(error):
                raise
            if len(events) == 1:
                self._failed(events[0], error)
                return self._transaction(lambda uow: self._follow(uow, events))
        gaps = set()
        for event in events:
            gaps |= self._take_together_or_alone([event])
        return gaps

    def count_new(self, events: Sequence[Received]) -> int:
        """How many of `events` this service wants and has not seen."""
        wanted = {event.id for event in events if self.subscriptions.wants(event.type)}
        return len(wanted - inbox.known(self.database, wanted))

    def tripped(self) -> bool:
        """Whether nearly everything fails: then the fault is ours, and stopping is better than killing every event."""
        bad = sum(not good for good in self._outcomes)
        if len(self._outcomes) < BREAKER_WINDOW or bad < BREAKER_SHARE * BREAKER_WINDOW:
            return False
        self._outcomes.clear()
        return True

    def _take(self, uow: UnitOfWork, events: Sequence[Received]) -> set[str]:
        wanted = {event.id: event for event in events if self.subscriptions.wants(event.type)}
        for id in inbox.known(self.database, wanted, uow) if wanted else ():
            del wanted[id]
        now = uow.now()
        for event in wanted.values():
            self._react(uow, event)
            failpoints.reached("consumer.reacted")
            uow.insert_once("inbox", inbox.done(event.id, event.source, event.sequence, event.type, now))
        failpoints.reached("consumer.noted")
        return self._follow(uow, events)

    def _react(self, uow: UnitOfWork, event: Received) -> None:
        uow.cause = event
        with following(event.traceparent):
            self.subscriptions.react(uow, event)
        uow.cause = None

    def _follow(self, uow: UnitOfWork, events: Sequence[Received]) -> set[str]:
        """Move the cursors on over what joins them without a gap; returns the sources with one."""
        gaps: set[str] = set()
        for source in sorted({event.source for event in events}):
            epoch, last = inbox.cursor(self.database, source, uow)
            reached = last
            for number, its_epoch in sorted((one.sequence, one.epoch) for one in events if one.source == source):
                if its_epoch != epoch or number > reached + 1:
                    gaps.add(source)
                    break
                reached = max(reached, number)
            if reached > last:
                uow.put("cursors", {"_id": source, "epoch": epoch, "sequence": reached})
        return gaps

    def begin_epoch(self, source: str, epoch: str) -> None:
        """Follow the feed of `source` from its start: it is new to us, or was set back in time."""
        self._transaction(lambda uow: uow.put("cursors", {"_id": source, "epoch": epoch, "sequence": 0}))

    def skip_to(self, source: str, epoch: str, sequence: int) -> None:
        """Go on after `sequence`: what lies before is no longer kept by the feed of `source`."""
        log.error("feed.too_short", source=source, sequence=sequence)
        self._transaction(lambda uow: uow.put("cursors", {"_id": source, "epoch": epoch, "sequence": sequence}))

    # Failing and trying again

    def retry_due(self, limit: int = 100) -> int:
        """Try waiting events whose time has come, each alone; how many there were."""
        rows = inbox.due(self.database, self.clock.now(), limit)
        for row in rows:
            with self._one_at_a_time:
                self._try_again(row)
        return len(rows)

    def seconds_to_next(self, most: float) -> float:
        """How long until something is to be tried again, if it is no longer than `most` seconds."""
        next_at = inbox.next_at(self.database)
        return most if next_at is None else min(most, max(0.0, (next_at - self.clock.now()).total_seconds()))

    def _try_again(self, row: dict[str, Any]) -> None:
        event = envelope.received(row["event"])
        try:
            self._transaction(lambda uow: self._retry(uow, event))
        except Exception as error:
            if _store_is_away(error):
                raise
            self._failed(event, error, row)

    def _retry(self, uow: UnitOfWork, event: Received) -> None:
        row = uow.first("inbox", {"_id": event.id})
        if row is None or row["state"] != "waiting":  # another worker was faster
            return
        self._react(uow, event)
        uow.put("inbox", inbox.done(event.id, event.source, event.sequence, event.type, uow.now()))

    def _failed(self, event: Received, error: Exception, before: dict[str, Any] | None = None) -> None:
        """Keep an event whose reaction failed: as waiting with its next time, or as dead."""
        now = self.clock.now()
        self._outcomes.append(isinstance(error, NotYet))
        tries = (before or {}).get("tries", 0) + (0 if isinstance(error, NotYet) else 1)
        waits = (before or {}).get("waits", 0) + 1
        since = (before or {}).get("received_at", now)
        given_up = now - since > LONGEST_WAIT_FOR_ANOTHER if isinstance(error, NotYet) else tries >= MOST_TRIES
        state = "dead" if given_up or isinstance(error, ContractBroken) else "waiting"
        inbox.keep_waiting(self.database, {
            "_id": event.id, "source": event.source, "sequence": event.sequence, "type": event.type,
            "state": state, "tries": tries, "waits": waits, "received_at": since, "next_at": now + _pause(waits),
            "error": f"{type(error).__name__}: {str(error)[:500]}",
            "event": {**envelope.written(event), "time": event.time.isoformat()},
        })  # fmt: skip
        self.failed.set()
        metrics.EVENTS.labels(self.name, event.type, state).inc()
        log.warning("event." + state, type=event.type, id=event.id, tries=tries, fault=type(error).__name__)

    def bury(self, body: bytes, reason: str) -> None:
        """Keep bytes that are no event as a dead letter."""
        id = "undecodable:" + hashlib.sha256(body).hexdigest()
        now = self.clock.now()
        inbox.keep_waiting(self.database, {
            "_id": id, "source": "unknown", "sequence": 0, "type": "undecodable", "state": "dead", "tries": 1,
            "received_at": now, "next_at": now, "error": reason, "event": None, "raw": body[: 1024 * 1024],
        })  # fmt: skip
        metrics.EVENTS.labels(self.name, "undecodable", "dead").inc()
        log.error("event.undecodable", id=id, size=len(body))

    def _transaction(self, work: Callable[[UnitOfWork], Result]) -> Result:
        def begin(session: ClientSession) -> UnitOfWork:
            return UnitOfWork(
                self.database, self.settings, Actor.service(self.name), SOURCE_LANGUAGE, self.clock, session
            )

        def noting_wakes(uow: UnitOfWork) -> Result:
            result = work(uow)
            self.wakes |= uow.wakes
            return result

        return in_transaction(self.database, begin, noting_wakes, budget=BUDGET_SECONDS)


def _store_is_away(error: Exception) -> bool:
    return isinstance(error, Unavailable) or passing(error)


def _pause(waits: int) -> timedelta:
    """A pause that grows from a fifth of a second to five minutes, with jitter so that failures are out of step."""
    longest = min(300.0, 0.2 * 2.0 ** min(waits, 20))
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311  jitter, not a secret  # nosec B311
