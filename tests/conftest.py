"""What any test may ask for: a real mongod, real brokers, each started once a session and gone at its end."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from services.chassis import collector
from services.chassis.i18n import SOURCE_LANGUAGE, use_language
from services.chassis.local import broker, mongod
from services.chassis.local.folder import DataFolder
from services.chassis.local.ports import LOOPBACK, assign
from services.chassis.local.programs import find_broker, find_mongod
from services.chassis.local.supervisor import Supervisor
from tests.journeys.running import Receiver
from tests.rabbitmq_node import RabbitNode, is_installed

pytest_plugins = ["tests.service_under_test", "tests.chromium"]
Start = Callable[[str], tuple[DataFolder, Supervisor]]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where several processes run the tests, those that share much run in one."""
    from tests.scheduling import Together

    return Together(config, log)


def pytest_collection() -> None:
    """Make hundreds of thousands of objects that stay, without looking for garbage among them."""
    collector.rest()


def pytest_collection_finish() -> None:
    """Look for garbage again, but never among what was collected."""
    collector.settle()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where every tool is to be there (CI), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Begin in the source language: a request answered in this thread leaves its own behind."""
    with use_language(SOURCE_LANGUAGE):
        yield


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Data folders and supervisors by name; whatever runs in them at the end of the session is stopped."""
    supervisors: list[Supervisor] = []

    def start(name: str) -> tuple[DataFolder, Supervisor]:
        folder = DataFolder(tmp_path_factory.mktemp(name))
        folder.prepare("test", "1.0.0")
        supervisors.append(Supervisor(folder))
        return folder, supervisors[-1]

    yield start
    for supervisor in supervisors:
        supervisor.stop()


@pytest.fixture(scope="session")
def mongo_url(started: Start) -> str:
    """The address of a real mongod, a replica set of one; shared, so use a database of your own."""
    folder, supervisor = started("mongod")
    [port] = assign(["mongod"], {}).values()
    process = mongod.mongod_process(find_mongod(), folder.path / "mongo", port, cache_gigabytes=0.25)
    # Each test leaves a database behind, whose files stay open as long as a past instant of them could be asked for.
    forgetful = ("--setParameter", "minSnapshotHistoryWindowInSeconds=2", "--syncdelay", "10")
    supervisor.start([replace(process, command=(*process.command, *forgetful))])
    return mongod.mongo_url(port)


@pytest.fixture(scope="session")
def valkey_port(started: Start) -> int:
    """The port of a real Valkey, shared by the session."""
    folder, supervisor = started("valkey")
    [port] = assign(["broker"], {}).values()
    supervisor.start([broker.broker_process(find_broker(), folder.path / "broker", port)])
    return port


@pytest.fixture
def valkey_url(valkey_port: int) -> str:
    """The address of a real, empty Valkey."""
    with socket.create_connection((LOOPBACK, valkey_port)) as connection:
        connection.sendall(b"FLUSHALL\r\n")
        assert connection.recv(16) == b"+OK\r\n"
    return broker.broker_url(valkey_port)


@pytest.fixture(scope="session")
def rabbitmq_node(started: Start) -> RabbitNode:
    """A real RabbitMQ node, shared by the session."""
    if not is_installed():
        pytest.skip("Debian's rabbitmq-server is not installed on this machine")
    folder, supervisor = started("rabbitmq")
    node = RabbitNode(folder)
    node.start(supervisor)
    return node


@pytest.fixture
def rabbitmq_url(rabbitmq_node: RabbitNode) -> str:
    """The address of an empty virtual host on a real RabbitMQ."""
    return rabbitmq_node.new_url()


@pytest.fixture(params=["valkey", pytest.param("rabbitmq", marks=pytest.mark.needing_rabbitmq)])
def broker_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty broker; the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An address that takes webhooks."""
    made = Receiver()
    yield made
    made.close()
