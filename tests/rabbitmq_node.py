"""A RabbitMQ node for the tests alone: its own name, ports, folders and epmd, on loopback."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from services.chassis.local.folder import DataFolder
from services.chassis.local.ports import LOOPBACK, answers, assign
from services.chassis.local.process import Process
from services.chassis.local.supervisor import Supervisor

SCRIPTS = Path("/usr/lib/rabbitmq/bin")
MADE_AT_ONCE = 8
"""Virtual hosts: to ask the node for anything starts a second Erlang machine, far dearer than a host is."""
MAKE_HOSTS = """
    [begin
        Host = iolist_to_binary(["test", integer_to_list(Number)]),
        rabbit_vhost:add(Host, <<"test">>),
        rabbit_auth_backend_internal:set_permissions(<<"guest">>, Host, <<".*">>, <<".*">>, <<".*">>, <<"test">>)
    end || Number <- lists:seq({first}, {last})]."""


def is_installed() -> bool:
    """Whether Debian's rabbitmq-server is on this machine."""
    return (SCRIPTS / "rabbitmq-server").exists()


class RabbitNode:
    """One node; each test gets a virtual host of its own."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._ports = assign(["amqp", "distribution", "epmd"], {})
        self._hosts = 0

    def start(self, supervisor: Supervisor) -> None:
        """Start epmd, then the node, and wait until it takes connections."""
        epmd = ("/usr/bin/epmd", "-address", LOOPBACK, "-port", str(self._ports["epmd"]))
        supervisor.start([Process("epmd", epmd, ready=lambda: answers(self._ports["epmd"]), patience=1)])
        server = (str(SCRIPTS / "rabbitmq-server"),)
        supervisor.start([Process("rabbitmq", server, self._environment(), self._is_ready, patience=20)])

    def new_url(self) -> str:
        """The address of a fresh, empty virtual host."""
        if self._hosts % MADE_AT_ONCE == 0:
            self._control("eval", MAKE_HOSTS.format(first=self._hosts + 1, last=self._hosts + MADE_AT_ONCE))
        self._hosts += 1
        return f"pyamqp://guest:guest@{LOOPBACK}:{self._ports['amqp']}/test{self._hosts}"

    def break_queue(self, url: str, queue: str) -> None:
        """Have the node lose the inside of a quorum queue that it still lists, as a kill in a bad moment does."""
        name = f"{url.rpartition('/')[2]}_{queue}"
        self._control("eval", f"ra:force_delete_server(quorum_queues, {{'{name}', node()}}).")

    def lack_disk(self, lacking: bool) -> None:
        """Raise the alarm for lack of disk, in which the node takes no message, or end it."""
        self._control("set_disk_free_limit", "1000000GB" if lacking else "50MB")

    def _is_ready(self) -> bool:
        return answers(self._ports["amqp"])

    def _control(self, *words: str) -> None:
        environment = os.environ | self._environment()
        subprocess.run([SCRIPTS / "rabbitmqctl", *words], env=environment, check=True, capture_output=True)

    def _environment(self) -> dict[str, str]:
        home = self._folder.path / "rabbitmq"
        home.mkdir(exist_ok=True)
        return {
            "HOME": str(home),
            "RABBITMQ_NODENAME": f"learning-cities-{os.getpid()}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_NODE_PORT": str(self._ports["amqp"]),
            "RABBITMQ_DIST_PORT": str(self._ports["distribution"]),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2",
            "ERL_EPMD_PORT": str(self._ports["epmd"]),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            # The Erlang machine then takes the place of the script, and hears our signals itself.
            "RUNNING_UNDER_SYSTEMD": "1",
        }
