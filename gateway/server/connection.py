"""One client's connection: its requests are answered in turn, and it never costs more than its bounds.

Each request has a task of its own and nothing waits on a thread: a client that is slow or silent costs a socket.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from math import inf
from typing import TYPE_CHECKING

import structlog

from gateway.server.heads import Refused
from gateway.server.messages import Request
from gateway.server.reading import Reading
from gateway.server.refusals import refusal
from gateway.server.sending import Sending

if TYPE_CHECKING:
    from gateway.server.server import Server

log = structlog.get_logger()


class Connection(asyncio.Protocol):
    """The protocol of one accepted socket."""

    def __init__(self, server: Server) -> None:
        self._server, self._bounds = server, server.bounds
        self._turns: deque[Request | Refused] = deque()
        self._task: asyncio.Task[None] | None = None
        self._paused = self._half_closed = self._ending = False
        self._body_due = 0.0
        """When the body that arrives has to have been whole, were it to come no faster than it must."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else ""
        self._reading = Reading(self._bounds, address, self._server.trusts(address), self._on_request)
        self._sending = Sending(self._transport, self._bounds.silence_seconds)
        self.waits_since = self._head_began = time.monotonic()
        self._read_by = self.waits_since + self._bounds.head_seconds
        self._server.arrived(self)

    def connection_lost(self, error: Exception | None) -> None:
        """The client has gone: nobody works on for it."""
        self._server.left(self)
        self._sending.lost()
        self._turns.clear()
        if self._reading.body is not None:
            self._reading.body.break_off()
        if self._task is not None:
            self._task.cancel()

    # What arrives

    @property
    def busy(self) -> bool:
        """Whether an answer is being made or waits for its turn."""
        return self._task is not None or bool(self._turns)

    def data_received(self, data: bytes) -> None:
        """More of a request, or of several."""
        if self._ending:
            return
        reading = self._reading
        waited = not reading.in_head
        try:
            reading.feed(data)
        except Refused as refused:
            self._turns.append(refused)
            if self._task is None:
                self._next()
        now = time.monotonic()
        if waited and reading.in_head:
            self._head_began = now
        if reading.body is not None:
            self._body_due += len(data) / self._bounds.body_rate
        self._expect_more(now)

    def _expect_more(self, now: float) -> None:
        """Set until when the client has to say more."""
        if self._paused:
            self._read_by = inf
        elif self._reading.body is not None:
            self._read_by = min(now + self._bounds.silence_seconds, self._body_due)
        elif self._reading.in_head:
            self._read_by = self._head_began + self._bounds.head_seconds
        elif self.busy:
            self._read_by = inf
        else:
            self._read_by = now + self._bounds.idle_seconds

    def _on_request(self, request: Request) -> bool:
        """Take a request whose head is whole; whether further ones are taken."""
        body = request.body
        if not body.ended:
            self._body_due = time.monotonic() + self._bounds.body_seconds
            body.on_full, body.on_room = self._pause, self._resume
            if "expect" in request.headers:
                body.on_wait = self._say_continue
        self._turns.append(request)
        if len(self._turns) > self._bounds.pipelined:
            self._turns[-1] = Refused(503)
            return False
        if self._task is None:
            self._next()
        else:
            self._pause()
        return True

    def _say_continue(self) -> None:
        body = self._reading.body
        if body is not None and not body.received:
            self._sending.say_continue()
            body.on_wait = lambda: None

    def pause_writing(self) -> None:
        """The client takes less than we write."""
        self._sending.full()

    def resume_writing(self) -> None:
        """It has caught up."""
        self._sending.has_room()

    def eof_received(self) -> bool:
        """The client sends no more; it may still read what it asked for."""
        self._half_closed = True
        if self._reading.body is not None:
            self._reading.body.break_off()
        if not self.busy:
            self._close()
        return True

    def _pause(self) -> None:
        if not self._paused and not self._transport.is_closing():
            self._paused, self._read_by, self._paused_at = True, inf, time.monotonic()
            self._transport.pause_reading()

    def _resume(self) -> None:
        if self._paused and not self._turns and not self._transport.is_closing():
            paused = time.monotonic() - self._paused_at
            self._paused = False
            self._body_due += paused
            self._head_began += paused
            self._transport.resume_reading()
            self._expect_more(time.monotonic())

    # What is answered

    def _next(self) -> None:
        """Begin with what came first of what waits."""
        turn = self._turns.popleft()
        if isinstance(turn, Refused):
            self._transport.write(refusal(turn.status))
            self._end()
        else:
            self._task = asyncio.get_running_loop().create_task(self._answer(turn))

    async def _answer(self, request: Request) -> None:
        """Have `request` answered; then the next one, or an end."""
        keep = False
        try:
            answer = await self._server.application(request)
            keep = request.keep_alive and request.body.ended and not self._server.stopping
            await self._sending.send(request, answer, keep=keep)
        except asyncio.CancelledError:
            self._turns.clear()
            raise
        except Exception as error:
            keep = False
            log.warning("answer.broken_off", fault=type(error).__name__)
            self._sending.break_off()
        finally:
            self._task = None
            self._server.answered()
        if self._transport.is_closing():
            return
        if not keep:
            heard_out = request.body.ended and not self._turns and not self._reading.in_head
            (self._close if heard_out else self._end)()
        elif self._turns:
            self._next()
        elif self._half_closed:
            self._close()
        else:
            self.waits_since = time.monotonic()
            self._expect_more(self.waits_since)
        self._resume()

    def _end(self) -> None:
        """Say that we say no more, and hear the client out for a moment: a reset could take the answer from it."""
        self._ending = True
        self._turns.clear()
        if self._half_closed or self._transport.is_closing():
            self._close()
            return
        self._transport.write_eof()
        self._read_by = time.monotonic() + self._bounds.linger_seconds
        if self._paused:
            self._paused = False
            self._transport.resume_reading()

    def _close(self) -> None:
        """Close once all that was written has been taken."""
        self._ending, self._read_by = True, inf
        self._sending.closing()
        self._transport.close()

    # Deadlines

    def leave_soon(self, seconds: float) -> None:
        """The server stops: be gone in `seconds` unless something is under way."""
        if not self.busy and not self._reading.in_head and not self._ending:
            self._read_by = min(self._read_by, time.monotonic() + seconds)

    def drop(self) -> None:
        """Go now, whatever is under way."""
        self._transport.abort()

    def check(self, now: float) -> None:
        """Act on what is overdue."""
        if self._sending.stuck(now):
            self._transport.abort()
        elif now >= self._read_by:
            self._read_by = inf
            self._too_slow()

    def _too_slow(self) -> None:
        reading = self._reading
        if self._ending:
            self._transport.abort()
        elif reading.body is not None:
            reading.over = True
            reading.body.break_off()
        elif reading.in_head and not self.busy:
            self._transport.write(refusal(408))
            self._end()
        elif not self.busy:
            self._close()
