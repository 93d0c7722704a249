"""A form with mistakes of its own is sent all the same, as a rehearsal: whoever gets it says what else is wrong, and
does nothing. So a person sees all mistakes at once.

Only where the app says that all that its forms send can be rehearsed: `app.config["REHEARSES_FORMS"] = True`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import current_app

_now: ContextVar[bool] = ContextVar("rehearsing", default=False)


class Rehearsed(Exception):
    """Raised by who was sent a rehearsal and found nothing wrong: what would follow must not."""


def is_rehearsal() -> bool:
    """Whether what is sent now is only to be checked."""
    return _now.get()


def can_rehearse() -> bool:
    """Whether all that the forms of this app send can be rehearsed."""
    return bool(current_app.config.get("REHEARSES_FORMS"))


@contextmanager
def rehearsal() -> Iterator[None]:
    """Have everything that is sent in the block only checked."""
    token = _now.set(True)
    try:
        yield
    finally:
        _now.reset(token)
