"""The web process of the small notes service under limits, clocks and outputs that a test chooses."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import orjson
import requests
import uuid_utils
from joserfc.jwk import OKPKey
from pymongo import MongoClient

from services.chassis.actor import ALL, Actor
from services.chassis.config import Settings
from services.chassis.http.passport import HEADER, sign_passport
from services.chassis.local.folder import DataFolder
from services.chassis.local.keys import make_keys
from services.chassis.local.ports import LOOPBACK, answers, assign
from services.chassis.local.process import Process
from services.chassis.local.supervisor import Supervisor
from services.chassis.store import Database
from tests.reliability.world import notes


class WebProcess:
    """gunicorn with the notes, started by a line of shell that ends in `exec "$@"`."""

    def __init__(self, folder: Path, mongo_url: str, shell: str, environment: Mapping[str, str] | None = None) -> None:
        self._folder = DataFolder(folder)
        self._folder.prepare("web", "1.0.0")
        make_keys(self._folder.keys, ["gateway", "notes"])
        self.port = assign(["web"], {})["web"]
        self.prefix = f"web_{uuid_utils.uuid7().hex[-12:]}"
        self._mongo_url = mongo_url
        self._given = dict(environment or {})
        self._supervisor = Supervisor(self._folder)
        self._shell = shell
        key = OKPKey.import_key(orjson.loads((self._folder.keys / "gateway.json").read_bytes()))
        writer = Actor(id="client", kind="client", cities=ALL, scopes=frozenset({"notes:write", "notes:read"}))
        self._headers = {HEADER: sign_passport(key, writer, ["notes"], 600)}

    def start(self) -> None:
        """Start it and wait until it listens."""
        gunicorn = (sys.executable, "-m", "gunicorn", "-c", "python:deploy.gunicorn", f"{notes.__name__}:create_app()")
        command = ("/bin/sh", "-c", self._shell, "sh", *gunicorn)
        self._supervisor.start([Process("web", command, self._environment(), lambda: answers(self.port))])

    def _environment(self) -> dict[str, str]:
        return {
            "BIND": f"{LOOPBACK}:{self.port}", "MONGO_URL": self._mongo_url, "MONGO_PREFIX": self.prefix,
            "PASSPORT_KEYS": str(self._folder.keys / "public.json"),
            "SIGNING_KEY": str(self._folder.keys / "notes.json"), "DATA_DIR": str(self._folder.path), **self._given,
        }  # fmt: skip

    def post(self, title: str, seconds: float = 20) -> requests.Response:
        """Write a note, with its title as the key."""
        return requests.post(
            f"http://{LOOPBACK}:{self.port}/api/v1/notes/notes", json={"title": title}, timeout=seconds,
            headers={**self._headers, "Idempotency-Key": title},
        )  # fmt: skip

    def get(self, path: str, seconds: float = 20) -> requests.Response:
        """Ask for any path, as nobody."""
        return requests.get(f"http://{LOOPBACK}:{self.port}{path}", timeout=seconds)

    @property
    def pid(self) -> int:
        """The process id of gunicorn's arbiter."""
        return self._supervisor.pid("web")

    @property
    def worker(self) -> int:
        """The process id of the one process that answers."""
        [worker] = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(worker)

    def said(self) -> str:
        """The log of the process."""
        return (self._folder.logs / "web.log").read_text(errors="replace")

    def database(self) -> Database:
        """The notes' own database."""
        return notes.service.database(Settings(service="notes", mongo_url=self._mongo_url, mongo_prefix=self.prefix))

    def stop(self) -> None:
        """Stop it and throw its database away."""
        self._supervisor.stop()
        with MongoClient(self._mongo_url) as client:
            client.drop_database(f"{self.prefix}_notes")
