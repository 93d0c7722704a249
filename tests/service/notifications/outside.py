"""The outside world of notifications, real and on loopback: owners of contacts, a mail server, a city's endpoint."""

import json
import socket
import ssl
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.chassis.errors import Unauthenticated
from services.chassis.http.passport import HEADER, Verifier


class Server:
    """An HTTP server in a thread; `answer(handler)` writes the answer."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def do_POST(self) -> None:
                answer(self)

            def log_message(self, *details: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class Owners:
    """Stands where workshops, support and the gateway stand: holds contacts, shows them to a genuine passport only."""

    def __init__(self, keys: Path) -> None:
        self.contacts: dict[str, dict[str, Any] | None] = {}
        self.asked: list[str] = []
        self._verifier = Verifier(keys)
        self._server = Server(self._answer)
        self.url = self._server.url
        self.stop = self._server.stop

    def know(self, dataref: str, **contact: Any) -> str:
        """Hold a contact; its dataref."""
        self.contacts[dataref] = {"name": "Ana", "email": "ana@example.org", "language": "en", "link": None} | contact
        return dataref

    def erase(self, dataref: str) -> None:
        """The person is erased."""
        self.contacts[dataref] = None

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        source, dataref = handler.path.removeprefix("/api/v1/").split("/", 1)
        status, body = self._contact(handler.headers.get(HEADER, ""), source, "/" + dataref)
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _contact(self, passport: str, source: str, dataref: str) -> tuple[int, bytes]:
        try:
            actor = self._verifier.verify(passport, source)
        except Unauthenticated:
            return 401, b"{}"
        self.asked.append(f"{actor.id}: {dataref}")
        if dataref not in self.contacts:
            return 503, b"{}"
        contact = self.contacts[dataref]
        return (410, b"{}") if contact is None else (200, json.dumps(contact).encode())


class Post:
    """A real SMTP server: keeps what it took, and answers with `script` first, one reply a command."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.taken: list[EmailMessage] = []
        self.over_tls: list[bool] = []
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self.to_recipients: list[str] = []
        self.to_data: list[str] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port(), tls_context=tls)
        self._controller.start()
        self.place = f"localhost:{self._controller.port}"
        self.url = f"smtp://{self.place}?from=office@cities.example"

    def stop(self) -> None:
        self._controller.stop()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipients:
            return self.to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.to_data.pop(0) if self.to_data else "250 OK"
        if reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.envelopes.append(envelope)
            self.over_tls.append(session.ssl is not None)
            self.taken.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=default))
        return reply


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Endpoint:
    """A city system's endpoint: keeps what it gets and answers `status` with `headers`, after `gate` has opened."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.arrived = threading.Semaphore(0)
        self._server = Server(self._answer)
        self.url = self._server.url + "/hook"

    def stop(self) -> None:
        self.gate.set()
        self._server.stop()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.got.append((dict(handler.headers.items()), body))
        self.arrived.release()
        self.gate.wait(10)
        handler.send_response(self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
