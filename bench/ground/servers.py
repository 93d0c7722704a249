"""Real servers for one benchmark: mongod, RabbitMQ, web processes and workers, on free ports and in a folder that goes.

Nothing here is measured, and nothing is left running.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey
from pymongo import MongoClient

from deploy.platform import GATEWAY, OWNERS
from services.chassis.actor import ALL, Actor
from services.chassis.config import Settings
from services.chassis.http.passport import sign_passport
from services.chassis.local import mongod
from services.chassis.local.folder import DataFolder, read_json
from services.chassis.local.keys import make_keys, private_key_path
from services.chassis.local.ports import answers, assign
from services.chassis.local.process import Process
from services.chassis.local.programs import find_mongod
from services.chassis.local.supervisor import Supervisor
from tests.rabbitmq_node import RabbitNode

LISTENER = "listener"
PREFIX = "bench"
CACHE_GIGABYTES = 4
"""A store's memory, that of a small machine of its own. What is searched of a million organisations fits into it."""


class Servers:
    """The servers of one benchmark; `peers` is the Python that has the other frameworks, if there is one."""

    def __init__(self, folder: DataFolder, supervisor: Supervisor) -> None:
        self.folder = folder
        self.supervisor = supervisor
        make_keys(folder.keys, [*OWNERS, LISTENER])
        port = self.free_port()
        supervisor.start([mongod.mongod_process(find_mongod(), folder.path / "mongo", port, CACHE_GIGABYTES)])
        self.mongo_url = mongod.mongo_url(port)
        self.client: MongoClient[dict[str, Any]] = MongoClient(self.mongo_url)
        self.broker_url = ""
        self.children: list[subprocess.Popen[str]] = []

    def free_port(self) -> int:
        """A port that nobody uses."""
        return assign(["port"], {})["port"]

    def start_rabbitmq(self) -> None:
        """Start a node; `broker_url` is then an empty virtual host of it."""
        node = RabbitNode(self.folder)
        node.start(self.supervisor)
        self.broker_url = node.new_url()

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of the platform is told."""
        return {
            "MONGO_URL": self.mongo_url, "MONGO_PREFIX": PREFIX, "BROKER_URL": self.broker_url,
            "PASSPORT_KEYS": str(self.folder.keys / "public.json"), "PYTHONPATH": str(Path.cwd()), **more,
        }  # fmt: skip

    def settings(self, service: str) -> Settings:
        """The same for what runs in the benchmark's own process."""
        return Settings(
            service=service, mongo_url=self.mongo_url, mongo_prefix=PREFIX, broker_url=self.broker_url,
            passport_keys=self.folder.keys / "public.json", signing_key=private_key_path(self.folder.keys, service),
        )  # fmt: skip

    def run(self, name: str, command: Sequence[str], port: int = 0, **environment: str) -> int:
        """Start a process and wait until it answers at `port`, if it has one; its id."""
        process = Process(name, tuple(command), self.environment(**environment), lambda: not port or answers(port))
        self.supervisor.start([process])
        return self.supervisor.pid(name)

    def serve(self, name: str, owner: str, application: str, port: int = 0, **environment: str) -> int:
        """Serve a web application as the platform does, at `port` or a free one; its port."""
        port = port or self.free_port()
        key = str(private_key_path(self.folder.keys, owner))
        how = "door_gunicorn" if owner == GATEWAY else "gunicorn"
        command = [sys.executable, "-m", "gunicorn", "-c", f"python:deploy.{how}", application]
        self.run(name, command, port, BIND=f"127.0.0.1:{port}", SIGNING_KEY=key, **environment)
        return port

    def work(self, name: str, owner: str, module: str, **environment: str) -> int:
        """Start the worker of a service as the platform does; its process id."""
        key = str(private_key_path(self.folder.keys, owner))
        return self.run(name, [sys.executable, "-m", "services.chassis.worker", module], SIGNING_KEY=key, **environment)

    def passport(self, service: str, *scopes: str) -> str:
        """A passport, good for an hour, of a client with `scopes` in the whole network."""
        key = OKPKey.import_key(read_json(private_key_path(self.folder.keys, "gateway")) or {})
        actor = Actor(id="bench", kind="client", cities=ALL, scopes=frozenset(scopes))
        return sign_passport(key, actor, [service], 3600)


@contextmanager
def servers(kept: str | None = None) -> Iterator[Servers]:
    """A mongod and whatever the benchmark then starts besides; all ends with the block, but what lies in `kept`."""
    with ExitStack() as stack:
        folder = DataFolder(Path(kept or stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))))
        folder.path.mkdir(parents=True, exist_ok=True)
        folder.prepare("bench", "1.0.0")
        supervisor = stack.enter_context(Supervisor(folder))
        made = Servers(folder, supervisor)
        try:
            yield made
        finally:
            for child in made.children:
                child.kill()
                child.wait()


def peers() -> Path | None:
    """The Python of a virtual environment with the other frameworks (see README.md), or None."""
    path = Path(os.environ.get("BENCH_PEERS", "/tmp/learning-cities-peers"), "bin", "python")  # noqa: S108
    return path if path.exists() else None


PEERS = Path(__file__).parents[1] / "peers"


def served_peer(ground: Servers, module: str, **environment: str) -> int | None:
    """Serve the Flask application of a peer by gunicorn with as many threads as ours; its port, None without peers."""
    python = peers()
    if python is None:
        return None
    port = ground.free_port()
    command = [str(python), "-m", "gunicorn", "-k", "gthread", "--threads", "8", "--keep-alive", "75",
               "-b", f"127.0.0.1:{port}", f"{module}:app"]  # fmt: skip
    ground.run(module, command, port, PYTHONPATH=str(PEERS), **environment)
    return port


def web_peers(ground: Servers) -> dict[str, int]:
    """The two web frameworks that a register is held against, each served in one process; their ports."""
    python, flask = peers(), served_peer(ground, "flask_peer")
    if python is None or flask is None:
        return {}
    fastapi = ground.free_port()
    uvicorn = ["-m", "uvicorn", "--port", str(fastapi), "--log-level", "warning", "--no-access-log", "fastapi_peer:app"]
    ground.run("fastapi", [str(python), *uvicorn], fastapi, PYTHONPATH=str(PEERS))
    return {"Flask + marshmallow + json": flask, "FastAPI + uvicorn": fastapi}
