"""The log of a process: one line a request, one an event; JSON in production. Personal data are left out by key."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from typing import Any, Final, cast

import orjson
import structlog

PRIVATE = frozenset(
    {"email", "name", "given_name", "family_name", "phone", "password", "secret", "token", "address", "body"}
)


def _without_private(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blot out values whose key tells that they may be personal or secret."""
    for key in PRIVATE & entry.keys():
        entry[key] = "[left out]"
    return entry


def _where_it_arose(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Write down where an error arose and of what kind it is; not its words, which may repeat what somebody sent."""
    told = entry.pop("exc_info", None)
    error = told if isinstance(told, BaseException) else sys.exception() if told else None
    if error is not None:
        entry["exception"] = "".join(_steps(error))
    return entry


def _steps(error: BaseException) -> Iterator[str]:
    """The way to `error`, that to its cause first."""
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _steps(cause)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}\n"


PROCESSORS: Final = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_private,
    _where_it_arose,
)
"""What each entry goes through before it is written."""


class _Lossy:
    """A stream of text or bytes. What it cannot take, since its disk is full, is lost; the work told of goes on."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, line: Any) -> None:
        """Write `line` if that is possible."""
        with suppress(OSError):
            self._stream.write(line)

    def flush(self) -> None:
        """Hand on what was written if that is possible."""
        with suppress(OSError):
            self._stream.flush()


def configure(service: str, *, as_json: bool) -> None:
    """Set up the log of this process; `service` stands in every line."""

    def named(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        entry["service"] = service
        return entry

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    written: Any = structlog.dev.ConsoleRenderer(colors=False)
    factory: Any = structlog.PrintLoggerFactory(cast(Any, _Lossy(sys.stderr)))
    if as_json:
        written = structlog.processors.JSONRenderer(orjson.dumps)
        factory = structlog.BytesLoggerFactory(cast(Any, _Lossy(sys.stderr.buffer)))
    structlog.configure(
        processors=[named, *PROCESSORS, written],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=factory,
        cache_logger_on_first_use=True,
    )
