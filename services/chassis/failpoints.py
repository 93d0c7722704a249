"""Places where a process can be told to die, so that a test can show that dying there loses and doubles nothing.

Off unless FAILPOINT names one or several, separated by commas. No other fault than sudden death lives here.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path

POINTS = frozenset({
    # every commit of a request, a reaction or a job (store/transaction.py, store/unit_of_work.py)
    "commit.documents-written", "commit.outbox-written", "commit.about-to", "commit.done",
    # the relay (events/relay.py, store/feed.py)
    "relay.numbered", "relay.about-to-publish", "relay.sent", "relay.block-noted", "relay.settled", "relay.confirmed",
    "relay.marked",
    # the consumer (worker.py, events/intake.py)
    "consumer.delivered", "consumer.reacted", "consumer.noted", "consumer.committed", "consumer.acknowledged",
    # the sealer (sealer.py, store/chain.py)
    "sealer.seals-written", "sealer.sealed", "sealer.checkpoint-written",
    # jobs (worker.py)
    "job.leased", "job.worked",
})  # fmt: skip
"""Every point there is, in the order of the code."""

_armed: frozenset[str] | None = None
_marks: Path | None = None


class UnknownFailpoint(Exception):
    """FAILPOINT names a point that is not in the code."""


def arm(environment: Mapping[str, str]) -> None:
    """Read FAILPOINT and FAILPOINT_MARKS, once at the start of a process. Raises `UnknownFailpoint`.

    FAILPOINT_MARKS is a folder: a point leaves its mark there before it kills, and does not kill where its mark is, so
    that a process which is started again with the same environment goes on to the next point.
    """
    global _armed, _marks
    named = {name.strip() for name in environment.get("FAILPOINT", "").split(",")} - {""}
    if unknown := named - POINTS:
        raise UnknownFailpoint(f"FAILPOINT: {', '.join(sorted(unknown))}. There are: {', '.join(sorted(POINTS))}.")
    marks = environment.get("FAILPOINT_MARKS")
    _armed, _marks = frozenset(named) or None, Path(marks) if marks else None


def reached(name: str) -> None:
    """Die here and now (SIGKILL) if `name` is armed; nothing otherwise."""
    if _armed is None:
        return
    if name in _armed and _leaves_its_mark(name):
        os.kill(os.getpid(), signal.SIGKILL)


def _leaves_its_mark(name: str) -> bool:
    """Whether this is the first time, as far as anybody keeps count."""
    if _marks is None:
        return True
    try:
        (_marks / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
