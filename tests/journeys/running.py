"""A platform as a newcomer starts it, by `learning-cities up --demo`, and those who use it through the gateway."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import requests
import uuid_utils

from services.chassis.local.orphans import MARK
from services.chassis.local.ports import assign

COMMAND = str(Path(sys.executable).with_name("learning-cities"))
PATIENCE_SECONDS = 60
LOADED = "Stop it with Ctrl-C."


def until(met: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Wait until `met()` gives something true, and give that; fails with `what` was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := met():
            return found
        threading.Event().wait(0.1)
    raise AssertionError(f"waited {seconds:g} s in vain: {what}")


class Platform:
    """All processes of the platform in a data folder of their own, on ports of their own."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.folder = folder
        self.port = assign(["gateway"], {})["gateway"]
        self.address = f"http://127.0.0.1:{self.port}"
        self._options = options
        self._environment = {**os.environ, **environment}
        self._said = folder.with_suffix(".out")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 120) -> float:
        """Start and wait until everything is loaded; how many seconds that took."""
        began = time.monotonic()
        command = [COMMAND, "up", "--data", str(self.folder), "--port", str(self.port)]
        with self._said.open("wb") as out:
            self._process = subprocess.Popen(
                [*command, *self._options], stdout=out, stderr=subprocess.STDOUT, env=self._environment
            )
        until(lambda: LOADED in self.said() or self._process.poll() is not None, f"the start\n{self.said()}", seconds)
        assert self._process.poll() is None, self.said()
        return time.monotonic() - began

    def said(self) -> str:
        """What the command printed."""
        return self._said.read_text(errors="replace")

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop `learning-cities up` as Ctrl-C does, or by another signal; the exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self._process.wait(40)

    def processes(self) -> list[int]:
        """Every process of this machine that was started for the folder and still lives."""
        mark = f"{MARK}={self.folder.resolve()}".encode()
        return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _holds(entry, mark)]

    def pid(self, name: str) -> int:
        """The process id in the pid file of one process; 0 while it is not running."""
        try:
            return int((self.folder / "run" / f"{name}.pid").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def names(self) -> list[str]:
        """The names of all processes that have a pid file."""
        return sorted(path.stem for path in (self.folder / "run").glob("*.pid"))

    def command(self, *words: str, status: int = 0, seconds: float = 60) -> str:
        """Run `learning-cities ...` on this data folder; what it printed: the complaint, where one is expected."""
        done = subprocess.run(
            [COMMAND, *words, "--data", str(self.folder)],
            capture_output=True, text=True, timeout=seconds, env=self._environment,
        )  # fmt: skip
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stdout + done.stderr
        return done.stderr if status else done.stdout

    def client(self, *scopes: str, city: str | None = None) -> ApiClient:
        """A new API client, made by the command line, that has its token."""
        words = ["client", "create", "--name", "Test system", "--json"]
        words += [word for scope in scopes for word in ("--scope", scope)] + (["--city", city] if city else [])
        made = json.loads(self.command(*words))
        return ApiClient(self.address, made["client_id"], made["client_secret"])

    def account(self, role: str) -> dict[str, Any]:
        """E-mail and password of the demonstration account with `role`."""
        kept = json.loads((self.folder / "demo-accounts.json").read_text())
        return next(person for person in kept["people"] if person["role"] == role)

    def mails(self) -> list[str]:
        """Every mail in the Maildir, as text with its transfer encoding undone."""
        from email import message_from_bytes, policy

        found = []
        for path in sorted((self.folder / "mail" / "new").glob("*")):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = mail.get_body(("plain",))
            found.append(f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n{text.get_content() if text else ''}")
        return found


def _holds(entry: Path, mark: bytes) -> bool:
    """Whether the process has the mark in its environment; one that has ended meanwhile has not."""
    try:
        return mark in (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


class ApiClient:
    """A city system at the gateway: client credentials, JSON, idempotency keys."""

    def __init__(self, address: str, client_id: str, secret: str) -> None:
        self.address = address
        self.session = requests.Session()
        form = {"grant_type": "client_credentials"}
        answer = self.session.post(f"{address}/oauth/token", data=form, auth=(client_id, secret), timeout=20)
        assert answer.status_code == 200, answer.text
        self.session.headers["Authorization"] = "Bearer " + answer.json()["access_token"]

    def ask(self, method: str, path: str, status: int = 200, **options: Any) -> Any:
        """Ask `path` below /api/v1/, check the status, give the JSON."""
        headers = {"Idempotency-Key": str(uuid_utils.uuid7()), **options.pop("headers", {})}
        answer = self.session.request(method, f"{self.address}/api/v1/{path}", headers=headers, timeout=30, **options)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:1500]}"
        return answer.json() if answer.content and "json" in answer.headers["Content-Type"] else answer.content

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        """GET."""
        return self.ask("GET", path, status, params=query)

    def post(self, path: str, body: Any = None, status: int = 201) -> Any:
        """POST; 201 is expected unless another status is named."""
        return self.ask("POST", path, status, json={} if body is None else body)


class Anonymous(ApiClient):
    """Somebody at the gateway without any credentials, reading `language`."""

    def __init__(self, address: str, language: str = "en") -> None:
        self.address = address
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language


class Receiver:
    """A city system's own address for webhooks: keeps what comes, headers and bytes, and says 204."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/events"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def events(self, type: str) -> list[tuple[dict[str, str], bytes]]:
        """What came of one event type."""
        return [(headers, body) for headers, body in list(self.received) if orjson.loads(body)["type"] == type]

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def link_in(text: str, part: str) -> str:
    """The first address in `text` that has `part` in it."""
    return next(link for link in re.findall(r"https?://\S+", text) if part in link)
