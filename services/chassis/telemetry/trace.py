"""The trace that a request or an event belongs to (W3C traceparent), kept in a context variable.

`traceparent` is `00-<trace, 32 hex>-<span, 16 hex>-<flags>`; the trace stays the same from the browser to the last
reaction, the span is new in each process.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_FORM = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$")
_current: ContextVar[str] = ContextVar("traceparent", default="")
_parent: ContextVar[str] = ContextVar("parent", default="")


def new_traceparent(parent: str | None = None) -> str:
    """A traceparent with a new span: of `parent`'s trace when that is well formed, else of a new trace."""
    found = _FORM.match(parent or "")
    trace = found.group(1) if found and set(found.group(1)) != {"0"} else _random_hex(16)
    return f"00-{trace}-{_random_hex(8)}-01"


def _random_hex(size: int) -> str:
    """`size` bytes in hex, no secret: bytes for a secret would cost each request and event calls of the system."""
    return random.randbytes(size).hex()  # noqa: S311  a number of a trace, not a secret  # nosec B311


def current_traceparent() -> str:
    """The traceparent of what is being done now; a new one is made where there is none yet."""
    if not _current.get():
        _current.set(new_traceparent(_parent.get()))
    return _current.get()


def current_trace() -> str:
    """The trace id (32 hex digits) of what is being done now."""
    return current_traceparent()[3:35]


@contextmanager
def tracing(parent: str | None) -> Iterator[str]:
    """Do what is inside as a new span of the trace of `parent`."""
    token = _current.set(new_traceparent(parent))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


class following:
    """Do what is inside in the trace of `parent`, whose new span is made only when somebody asks for it.

    No generator as `tracing` is: that costs more than all it does here.
    """

    __slots__ = ("_before", "_parent")

    def __init__(self, parent: str) -> None:
        self._parent = parent

    def __enter__(self) -> None:
        self._before = _parent.set(self._parent), _current.set("")

    def __exit__(self, *_error: object) -> None:
        parent, current = self._before
        _current.reset(current)
        _parent.reset(parent)
