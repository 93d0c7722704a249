"""How much one caller may cost the server: sizes, counts and times. RFC 9112 leaves them to each server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Sizes in bytes, times in seconds."""

    request_line: int = 8190
    head: int = 64 * 1024
    """The request line and all headers."""
    headers: int = 100
    head_seconds: float = 15
    """From the first byte of a head to its last; a new connection may be silent as long."""
    silence_seconds: float = 15
    """For how long a client may send nothing of a body, or take nothing of an answer."""
    body_seconds: float = 20
    body_rate: int = 2000
    """After `body_seconds` a body has to have come at this many bytes a second, so that nobody drips for ever."""
    idle_seconds: float = 75
    """How long a connection is kept without a request."""
    connections: int = 1000
    """At once, in one process."""
    pipelined: int = 16
    """Requests on one connection that wait for the answer of an earlier one."""
    linger_seconds: float = 2
    """How long what still comes is thrown away, so that a client reads why before its connection is reset."""
