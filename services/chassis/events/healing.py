"""Healing: reading what the broker lost from the feeds of the sources, which are the truth.

Runs when a number is missing, and every few seconds against the loss of the last events, which leaves no gap to see.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import structlog

from services.chassis.client.services import ask_service
from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.events import envelope
from services.chassis.events.intake import Intake
from services.chassis.store import inbox

log = structlog.get_logger()

PAGE = 500
LARGEST_PAGE_BYTES = 128 * 1024 * 1024
LOOK_EVERY_SECONDS = 8.0
LOOK_AGAIN_SECONDS = 1.0


class Healer:
    """Keeps a service level with the feeds of `sources`; `silent` is called when the broker seems to say nothing."""

    def __init__(
        self, intake: Intake, settings: Settings, sources: Sequence[str], silent: Callable[[], None] = lambda: None
    ) -> None:
        self.intake = intake
        self.settings = settings
        self.sources = sources
        self.silent = silent
        self._needed = {source: threading.Event() for source in sources}
        self._seen: dict[str, int] = {}
        self._tell_at: dict[str, float] = {}

    def look_now(self) -> None:
        """Look at the feeds at once: somebody saw a gap."""
        for needed in self._needed.values():
            needed.set()

    def run(self, source: str, stop: threading.Event) -> None:
        """Heal `source` until `stop`, on a thread of its own: one that hangs holds up no other.

        While it all comes by the feed and nothing by the broker, or one of them is away, it looks every second.
        """
        gap = True
        while not stop.is_set():
            well = self._try(source, gap, stop)
            gap = self._needed[source].wait(LOOK_EVERY_SECONDS if well else LOOK_AGAIN_SECONDS) or not well
            self._needed[source].clear()
            stop.wait(0.05)

    def _try(self, source: str, gap: bool, stop: threading.Event) -> bool:
        """Look once; whether all was well."""
        try:
            return not self._look(source, gap, stop)
        except Unavailable:
            log.debug("feed.away", source=source)
        except Exception as error:  # the store is away, or a feed makes no sense: the next round tells
            log.warning("feed.trouble", source=source, fault=type(error).__name__, reason=str(error)[:200])
        return False

    def _look(self, source: str, gap: bool, stop: threading.Event) -> bool:
        """Heal `source` if there is a gap, or nothing of it has come since the last look: then the end may be lost.

        Whether the broker has lost something; `silent` is then told, but not at each of many looks.
        """
        _epoch, last = inbox.cursor(self.intake.database, source)
        still = self._seen.get(source) == last
        healed, lost = 0, False
        if gap or still:
            healed = self.heal(source, stop)
            if healed:
                log.info("feed.healed", source=source, events=healed)
            lost = bool(healed and still)
            if lost and time.monotonic() >= self._tell_at.get(source, 0.0):
                self._tell_at[source] = time.monotonic() + LOOK_EVERY_SECONDS
                self.silent()
        self._seen[source] = inbox.cursor(self.intake.database, source)[1] if healed else last
        return lost

    def heal(self, source: str, stop: threading.Event | None = None) -> int:
        """Take in what the feed of `source` has beyond our cursor; how many events were new to us."""
        fresh = 0
        while not (stop and stop.is_set()):
            epoch, last = inbox.cursor(self.intake.database, source)
            page = self._page(source, last)
            if page["epoch"] != epoch:
                self.intake.begin_epoch(source, page["epoch"])
                continue
            if not page["items"]:
                break
            events = [envelope.received(item) for item in page["items"]]
            if events[0].sequence > last + 1:
                self.intake.skip_to(source, epoch, events[0].sequence - 1)
            fresh += self.intake.count_new(events)
            self.intake.take(events)
        return fresh

    def _page(self, source: str, after: int) -> dict[str, Any]:
        status, body = ask_service(self.settings, source, f"/feed?after={after}&limit={PAGE}", LARGEST_PAGE_BYTES)
        if status != 200:
            raise Unavailable(f"{source}: {status}")
        page: dict[str, Any] = orjson.loads(body)
        return page
