"""Three RabbitMQ nodes as a cluster, each on a host of its own network, of which one can be cut off."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from tests.rabbitmq_node import SCRIPTS
from tests.reliability.world.namespaces import Network

NODES = ("one", "two", "three")
CLIENT = "client"
PORT = 5672
PATIENCE_SECONDS = 60
_CONFIGURATION = """
cluster_formation.peer_discovery_backend = classic_config
cluster_formation.randomized_startup_delay_range.min = 0
cluster_formation.randomized_startup_delay_range.max = 2
cluster_partition_handling = pause_minority
loopback_users = none
"""


class RabbitCluster:
    """The cluster on `network`, which has the hosts NODES and CLIENT."""

    def __init__(self, network: Network, folder: Path) -> None:
        self.network = network
        self._folder = folder
        nodes = [
            f"cluster_formation.classic_config.nodes.{number} = rabbit@{network.addresses[name]}\n"
            for number, name in enumerate(NODES, start=1)
        ]
        self._configuration = _CONFIGURATION + "".join(nodes)

    @property
    def url(self) -> str:
        """The addresses of all nodes, as BROKER_URL takes them: the next is tried when one does not answer."""
        return ";".join(f"amqp://guest:guest@{self.network.addresses[name]}:{PORT}//" for name in NODES)

    def start(self) -> None:
        """Start all three, until each takes connections: it is in the cluster then, new queues have members on all."""
        for name in NODES:
            home = self._folder / name
            home.mkdir()
            (home / "rabbitmq.conf").write_text(self._configuration)
            (home / ".erlang.cookie").write_text("of-the-tests-alone")
            (home / ".erlang.cookie").chmod(0o400)
            self.network.start(name, ["/usr/bin/epmd"], home / "epmd.log")
            self.network.start(name, [str(SCRIPTS / "rabbitmq-server")], home / "log", self._environment(name, home))
        with self.network.on(CLIENT) as host:
            host.submit(self._wait_for_all).result()

    def _wait_for_all(self) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        for name in NODES:
            while not self._answers(name):
                assert time.monotonic() < end, f"node {name} did not start"
                time.sleep(0.2)

    def _answers(self, name: str) -> bool:
        try:
            socket.create_connection((self.network.addresses[name], PORT), timeout=1).close()
        except OSError:
            return False
        return True

    def cut_off(self, name: str) -> None:
        """Part it from the other nodes only: clients reach it still."""
        self.network.cut(name, [other for other in NODES if other != name])

    def _environment(self, name: str, home: Path) -> dict[str, str]:
        return {
            "HOME": str(home),
            "RABBITMQ_USE_LONGNAME": "true",
            "RABBITMQ_NODENAME": f"rabbit@{self.network.addresses[name]}",
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(home / "logs"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            # A node that says nothing for five seconds, instead of sixty, is taken for gone.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 -kernel net_ticktime 5",
            # The Erlang machine then takes the place of the script, and hears our signals itself.
            "RUNNING_UNDER_SYSTEMD": "1",
        }
