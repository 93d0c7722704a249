"""gunicorn's threads, with less between two requests of a connection. Every number of the server stands in gunicorn.py.

gthread gives a kept connection back to its selector after every answer: a wake-up of the main thread, then one of a
thread of the pool, more than half of what a small request costs. Here the thread waits a moment for the next request
itself, and an answer leaves in one piece.
"""

from __future__ import annotations

import select
from threading import Barrier, Semaphore
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.http.body import LengthReader
from gunicorn.workers.gthread import TConn, ThreadWorker

LINGER_MS = 10
"""How long a thread waits for the next request of a connection that it has just answered."""
LARGEST_WHOLE = 1024 * 1024
"""A body of up to so many bytes leaves in one call of the system with its head."""


class WholeAnswer(wsgi.Response):  # type: ignore[misc]  # gunicorn carries no types
    """An answer whose head leaves together with its body, where the body is whole and not large."""

    headers_sent: bool

    def write(self, data: bytes) -> None:
        """Send `data`, and the head before it if that has not gone yet."""
        whole = len(data) == self.response_length and not self._omits_body
        if self.headers_sent or not whole or len(data) > LARGEST_WHOLE:
            super().write(data)
            return
        head = [*self.default_headers(), *(f"{name}: {value}\r\n" for name, value in self.headers), "\r\n"]
        self.headers_sent, self.sent = True, len(data)
        parts = "".join(head).encode("latin-1"), data
        sent = self.sock.sendmsg(parts)
        if sent < sum(map(len, parts)):
            self.sock.sendall(b"".join(parts)[sent:])


class KeepAliveWorker(ThreadWorker):  # type: ignore[misc]
    """A thread stays with a connection that goes on asking, unless another connection waits for a thread."""

    def init_process(self) -> None:
        """Let all threads but one linger, so that one is always there for who comes anew."""
        self._lingering = Semaphore(max(self.cfg.threads - 1, 0))
        super().init_process()

    def get_thread_pool(self) -> Any:
        """gthread's, with all its threads there: one that could not be started later would end the process."""
        pool, everybody = super().get_thread_pool(), Barrier(self.cfg.threads + 1)
        for _thread in range(self.cfg.threads):
            pool.submit(everybody.wait)
        everybody.wait()
        return pool

    def handle(self, conn: TConn) -> Any:
        """Answer a request and those that follow it closely. Runs in a thread of the pool."""
        kept = super().handle(conn)
        while kept is True and self._follows(conn):
            kept = super().handle(conn)
        return kept

    def _follows(self, conn: TConn) -> bool:
        """Whether the next request is there, or comes soon while no other connection needs this thread."""
        if not self.alive or conn.is_http2 or self.tpool._work_queue.qsize():
            return False
        if conn.parser.unreader.buf.getvalue():
            return True
        if not self._lingering.acquire(blocking=False):
            return False
        try:
            poll = select.poll()
            poll.register(conn.sock, select.POLLIN)
            return bool(poll.poll(LINGER_MS))
        finally:
            self._lingering.release()

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Have the application answer; whether the connection may be kept. As gthread's, without its access log."""
        answer, environ = wsgi.create(req, conn.sock, conn.client, conn.server, self.cfg, response_class=WholeAnswer)
        environ["wsgi.multithread"] = True
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        if not self.alive or len(self.keepalived_conns) >= self.max_keepalived:
            answer.force_close()
        try:
            self._answer(answer, self.wsgi(environ, answer.start_response))
        except (Exception, SystemExit) as error:
            if isinstance(error, OSError) or not answer.headers_sent:
                raise
            self.log.exception("Error handling request")  # a second head would spoil what has gone out
            util.close_graceful(conn.sock)
            raise StopIteration from error
        return not answer.should_close()

    def _answer(self, answer: WholeAnswer, body: Any) -> None:
        try:
            if isinstance(body, wsgi.FileWrapper):
                answer.write_file(body)
            else:
                for piece in body:
                    answer.write(piece)
            answer.close()
        finally:
            if hasattr(body, "close"):
                body.close()

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Whether the connection can take another request: its body is read to the end, which most have been."""
        body = conn.parser.mesg.body
        if keepalive and not body.failed and isinstance(body.reader, LengthReader) and body.reader.length == 0:
            return True
        return bool(super()._keepalive_after(conn, keepalive))
