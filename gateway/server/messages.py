"""A request as it came and an answer as it goes, between the server and what it serves. No sockets and no rules."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from gateway.server.incoming import Incoming

Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Request:
    """One request whose head has arrived."""

    method: str
    target: str
    """Path and query as they were sent, from the first slash on."""
    path: str
    """The path decoded once, each byte one character (as PATH_INFO of PEP 3333)."""
    query: str
    version: str
    headers: dict[str, str]
    """By their names in small letters; what came several times is joined as RFC 9110, 5.3 says."""
    peer: str
    """The network address that the connection comes from."""
    scheme: str
    body: Incoming
    keep_alive: bool


class Flow(Protocol):
    """The pieces of an answer that is too long to be held."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Each piece; whatever it raises breaks the answer off, so that nobody takes it for whole."""

    def close(self) -> None:
        """Nobody will read on. Safe to repeat, and after the end."""


@dataclass(slots=True)
class Answer:
    """What is said: `headers` without those that frame the body, `length` what Content-Length says (None: unknown)."""

    status: int
    headers: Headers
    body: bytes | Flow
    length: int | None


Application = Callable[[Request], Awaitable[Answer]]
