"""The sealer of a service: seals the audit trail behind the requests, under a lease, and signs checkpoints of it.

What a seal is, is known in store/chain.py; what a checkpoint is, in checkpoints.py.
"""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import orjson
import structlog

from services.chassis import failpoints
from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.store import Database, chain
from services.chassis.store.leases import Lease

log = structlog.get_logger()

BATCH = 200
EVERY_SECONDS = 4.0
LEASE_SECONDS = 6.0
CHECKPOINT_ENTRIES = 1000


class Sealer:
    """Seals what the service of `settings` notes in `database`."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.lease = Lease(database, chain.SEALER, LEASE_SECONDS, settings.place)
        self._batch = BATCH

    def run(self, stop: threading.Event) -> None:
        """Seal until `stop`, then sign what is not under a checkpoint yet. Trouble with the store only costs time."""
        while not stop.is_set():
            if not self._try(everything=False):
                stop.wait(EVERY_SECONDS)
        while self._try(everything=True):
            continue
        self._give_back()

    def _try(self, *, everything: bool) -> bool:
        """Whether a batch was sealed, so that there may be more."""
        try:
            sealed = self.work(everything=everything)
        except Exception as error:
            log.warning("sealer.trouble", fault=type(error).__name__, reason=str(error)[:200])
            self._batch = max(1, self._batch // 2)  # a store under load may end a large transaction again and again
            return False
        self._batch = min(BATCH, self._batch * 2)
        return sealed > 0

    def work(self, *, everything: bool = False) -> int:
        """Seal one batch and sign the checkpoints that are due, or all of them; how many entries were sealed.

        Nothing where there is nothing to do, or while somebody else does it.
        """
        unsealed = chain.anything_unsealed(self.database)
        if not (unsealed or self._due(everything)) or not self.lease.take():
            return 0
        sealed = 0
        if unsealed:
            sealed = chain.seal(self.database, self.settings.service, self.lease.token, self.clock.now(), self._batch)
            failpoints.reached("sealer.sealed")
        for head in self._due(everything):
            self._sign(head)
        return sealed

    def _due(self, everything: bool) -> list[dict[str, object]]:
        before = self.clock.now() - timedelta(seconds=self.settings.audit_checkpoint_seconds)
        return [
            head
            for head in chain.without_checkpoint(self.database)
            if everything
            or head["since"] <= before
            or head["place"] - (head.get("checkpoint") or {"place": 0})["place"] >= CHECKPOINT_ENTRIES
        ]

    def _sign(self, head: dict[str, object]) -> None:
        from joserfc.jwk import OKPKey  # takes a tenth of a process's start

        from services.chassis.checkpoints import Checkpoint

        if self.settings.signing_key is None:
            return
        now = self.clock.now()
        key = OKPKey.import_key(orjson.loads(self.settings.signing_key.read_bytes()))
        checkpoint = Checkpoint(
            self.settings.service, str(head["_id"]), int(str(head["place"])), str(head["hash"]), now
        )
        token = checkpoint.signed(key)
        log.info("audit.checkpoint", chain=checkpoint.chain, place=checkpoint.place, checkpoint=token)
        if self.settings.audit_checkpoints is not None:
            _append(self.settings.audit_checkpoints / f"{self.settings.service}.checkpoints", token)
        failpoints.reached("sealer.checkpoint-written")
        chain.keep_checkpoint(self.database, head, token, now)

    def _give_back(self) -> None:
        try:
            self.lease.release()
        except Exception as error:  # it runs out by itself
            log.debug("sealer.lease_kept", fault=type(error).__name__)


def _append(path: Path, token: str) -> None:
    """Add a line to the file, on the disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, f"{token}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)
