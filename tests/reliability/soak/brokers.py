"""What a soak's platform stands on: a broker and a store, each behind a proxy, killed and robbed of what it holds."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from kombu import Connection

from deploy.platform import OWNERS
from services.chassis.local.broker import answers_ping, broker_process, broker_url
from services.chassis.local.folder import DataFolder
from services.chassis.local.mongod import mongo_url, mongod_process
from services.chassis.local.ports import LOOPBACK, assign
from services.chassis.local.process import Process
from services.chassis.local.programs import find_broker, find_mongod
from services.chassis.local.supervisor import Supervisor
from tests.rabbitmq_node import RabbitNode
from tests.reliability.world.tcp_proxy import TcpProxy


class Server:
    """A server in a folder of its own, brought back when it is killed, with a proxy that all its clients come by."""

    process = ""
    variable = "BROKER_URL"

    def __init__(self, folder: Path) -> None:
        self.folder = DataFolder(folder)
        self.folder.prepare("soak", "1.0.0")
        self.supervisor = Supervisor(self.folder)
        self._watching = threading.Thread(target=self.supervisor.watch, daemon=True)
        [self._port] = assign([self.process], {}).values()
        self.url = self.start()
        self.proxy = TcpProxy(self._port)
        self.environment = {self.variable: self.proxied()}
        self._watching.start()

    def start(self) -> str:
        """Start it; its own address."""
        raise NotImplementedError

    def proxied(self) -> str:
        """Its address by way of the proxy."""
        return self.url.replace(f":{self._port}/", f":{self.proxy.port}/")

    def wipe(self) -> None:
        """Have it lose what it holds when it is killed next; for one that keeps nothing, the kill is enough."""

    def stop(self) -> None:
        """Stop it."""
        self.proxy.close()
        self.supervisor.ask_to_stop()
        self._watching.join(30)
        self.supervisor.stop()


class Store(Server):
    """A mongod as the platform starts it itself."""

    process = "mongod"
    variable = "MONGO_URL"

    def start(self) -> str:
        """Start it; its own address."""
        self.supervisor.start([mongod_process(find_mongod(), self.folder.path / "mongo", self._port)])
        return mongo_url(self._port)

    def proxied(self) -> str:
        """Without the set's name: the driver would go on to the address that the member says it has."""
        return f"mongodb://{LOOPBACK}:{self.proxy.port}/?directConnection=true"


class WithLog(Server):
    """The Valkey that the platform starts itself, with its log."""

    process = "broker"

    def start(self) -> str:
        """Start it; its own address."""
        self.supervisor.start([broker_process(find_broker(), self.folder.path / "broker", self._port)])
        return broker_url(self._port)

    def wipe(self) -> None:
        """Delete its files."""
        shutil.rmtree(self.folder.path / "broker", ignore_errors=True)


class WithoutLog(Server):
    """A Valkey that keeps nothing on its disk: each kill loses all it holds."""

    process = "valkey"

    def start(self) -> str:
        """Start it; its own address."""
        command = (
            str(find_broker()), "--bind", LOOPBACK, "--port", str(self._port), "--dir", str(self.folder.path),
            "--appendonly", "no", "--save", "", "--maxmemory-policy", "noeviction", "--set-proc-title", "no",
        )  # fmt: skip
        self.supervisor.start([Process("valkey", command, ready=lambda: answers_ping(self._port))])
        return broker_url(self._port)


class RabbitMQ(Server):
    """A RabbitMQ node with quorum queues."""

    process = "rabbitmq"

    def start(self) -> str:
        """Start it; its own address, with a virtual host."""
        node = RabbitNode(self.folder)
        node.start(self.supervisor)
        url = node.new_url()
        self._port = int(url.rpartition(":")[2].partition("/")[0])
        return url

    def wipe(self) -> None:
        """Delete every queue with its messages and bindings."""
        with Connection(self.url, connect_timeout=3) as connection:
            for owner in OWNERS:
                connection.channel().queue_delete(f"learning-cities.{owner}.v1")


KINDS = {"valkey": WithLog, "valkey-without-log": WithoutLog, "rabbitmq": RabbitMQ}
"""The brokers by the name they have on the command line."""
