"""The brokers of a soak: how each is started, killed and robbed of everything it holds."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Protocol

from kombu import Connection

from deploy.platform import OWNERS
from services.chassis.local.broker import answers_ping, broker_url
from services.chassis.local.folder import DataFolder
from services.chassis.local.ports import LOOPBACK, assign
from services.chassis.local.process import Process
from services.chassis.local.programs import find_broker
from services.chassis.local.supervisor import Supervisor
from tests.rabbitmq_node import RabbitNode


class Broker(Protocol):
    """What the soak asks of a broker; `run` is the folder with its pid file, None while the platform has it."""

    environment: dict[str, str]
    folder: DataFolder | None
    process: str

    def wipe(self) -> None:
        """Have it lose what it holds; for one that keeps nothing, a kill is enough."""

    def stop(self) -> None:
        """Stop it, where it was started here."""


class Embedded:
    """The platform's own Valkey, with its log."""

    process = "broker"

    def __init__(self, platform: Path) -> None:
        self.environment: dict[str, str] = {}
        self.folder: DataFolder | None = None
        self._data = platform / "broker"

    def wipe(self) -> None:
        """Delete its files; a kill follows."""
        shutil.rmtree(self._data, ignore_errors=True)

    def stop(self) -> None:
        """The platform stops it."""


class Own:
    """A broker in a folder of its own, brought back when it is killed."""

    process = ""

    def __init__(self, folder: Path) -> None:
        self.folder: DataFolder | None = DataFolder(folder)
        self.folder.prepare("soak", "1.0.0")
        self.supervisor = Supervisor(self.folder)
        self._watching = threading.Thread(target=self.supervisor.watch, daemon=True)
        self.environment = {"BROKER_URL": self.start(self.folder)}
        self._watching.start()

    def start(self, folder: DataFolder) -> str:
        """Start it; its address."""
        raise NotImplementedError

    def wipe(self) -> None:
        """A kill does it."""

    def stop(self) -> None:
        """Stop it."""
        self.supervisor.ask_to_stop()
        self._watching.join(30)
        self.supervisor.stop()


class WithoutLog(Own):
    """A Valkey that keeps nothing on its disk: each kill loses all it holds."""

    process = "valkey"

    def start(self, folder: DataFolder) -> str:
        """Start it; its address."""
        port = assign(["valkey"], {})["valkey"]
        command = (
            str(find_broker()), "--bind", LOOPBACK, "--port", str(port), "--dir", str(folder.path), "--appendonly",
            "no", "--save", "", "--maxmemory-policy", "noeviction", "--set-proc-title", "no",
        )  # fmt: skip
        self.supervisor.start([Process("valkey", command, ready=lambda: answers_ping(port))])
        return broker_url(port)


class RabbitMQ(Own):
    """A RabbitMQ node with quorum queues."""

    process = "rabbitmq"

    def start(self, folder: DataFolder) -> str:
        """Start it; the address of a virtual host."""
        self._node = RabbitNode(folder)
        self._node.start(self.supervisor)
        return self._node.new_url()

    def wipe(self) -> None:
        """Delete every queue with its messages and bindings."""
        with Connection(self.environment["BROKER_URL"], connect_timeout=3) as connection:
            for owner in OWNERS:
                connection.channel().queue_delete(f"learning-cities.{owner}.v1")


def of_kind(kind: str, folder: Path, platform: Path) -> Broker:
    """The broker named on the command line, started."""
    if kind == "valkey":
        return Embedded(platform)
    return {"valkey-without-log": WithoutLog, "rabbitmq": RabbitMQ}[kind](folder)


KINDS = ("valkey", "valkey-without-log", "rabbitmq")
