"""Store and broker on a disk that fails or is slow to keep what it took: nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from services.chassis.local import broker
from services.chassis.local.folder import DataFolder
from services.chassis.local.ports import LOOPBACK, answers, assign
from services.chassis.local.programs import find_broker
from services.chassis.local.supervisor import Supervisor
from services.chassis.testing import ServiceUnderTest
from tests.reliability.conftest import Pair, until, waiting
from tests.reliability.world.store import Store, kept, posted
from tests.service.chassis import toy

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of these tests alone, whose mongod may be harmed."""
    folder = DataFolder(tmp_path_factory.mktemp("store"))
    folder.prepare("test", "1.0.0")
    made = Store(folder)
    yield made
    made.stop()


@pytest.fixture
def notes(store: Store, service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    """Notes on that store."""
    return service_under_test(toy.service, mongo_url=store.url)


@contextmanager
def injected(pid: int, fault: str) -> Iterator[None]:
    """Have every fsync of the process do `fault`, as strace words it, for as long as the block lasts."""
    command = ["/usr/bin/strace", "-f", "-p", str(pid), "-e", "trace=fsync,fdatasync", "-o", "/dev/null"]
    tracer = subprocess.Popen([*command, "-e", f"inject=fsync,fdatasync:{fault}"], stderr=subprocess.PIPE)
    try:
        assert tracer.stderr is not None and b"attached" in tracer.stderr.readline()
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=20)


def test_a_store_whose_disk_fails_dies_rather_than_acknowledge(store: Store, notes: ServiceUnderTest) -> None:
    assert posted(notes, "safe") == 201
    before = store.pid
    with injected(before, "error=EIO"):
        assert not store.says_it_keeps("unsafe")
        until(lambda: store.pid != before, "the store to be started anew")
    until(lambda: posted(notes, "later") == 201, "a write to the new one")
    assert kept(notes) == ["later", "safe"]


def test_a_store_with_a_slow_disk_is_waited_for_within_bounds(store: Store, notes: ServiceUnderTest) -> None:
    assert posted(notes, "safe") == 201
    with injected(store.pid, "delay_exit=1000000"):
        for number in range(3):
            posted(notes, f"slow {number}")
    until(lambda: all(posted(notes, f"slow {number}") == 201 for number in range(3)), "the rest")
    assert kept(notes) == ["safe", "slow 0", "slow 1", "slow 2"] and len(notes.outbox()) == 4


class Valkey:
    """A broker of one test alone."""

    def __init__(self, folder: DataFolder, supervisor: Supervisor) -> None:
        self.port = assign(["broker"], {})["broker"]
        self._process = broker.broker_process(find_broker(), folder.path / "broker", self.port)
        self._supervisor = supervisor
        supervisor.start([self._process])

    @property
    def pid(self) -> int:
        """The process id of the server that runs now."""
        return self._supervisor.pid("broker")

    def start_again(self) -> None:
        """Kill it and start it on what its disk holds."""
        os.kill(self.pid, signal.SIGKILL)
        until(lambda: not answers(self.port), "the end of the broker")
        self._supervisor.start([self._process])


@pytest.fixture
def valkey(started: Callable[[str], tuple[DataFolder, Supervisor]]) -> Valkey:
    """A Valkey that may be harmed."""
    return Valkey(*started("harmed"))


@pytest.fixture
def broker_url(valkey: Valkey) -> str:
    """The broker of the pair."""
    return broker.broker_url(valkey.port)


def test_a_broker_whose_disk_failed_refuses_and_has_everything_once_started_again(valkey: Valkey, pair: Pair) -> None:
    pair.start("notes")
    pair.start("listener")
    pair.write(3)
    until(lambda: pair.converged() and waiting(pair) == 0, "three effects")
    with injected(valkey.pid, "error=EIO"):
        until(lambda: refuses(valkey.port), "the broker to refuse")
        pair.write(3)
        until(pair.converged, "the effects, by the feed")
        assert waiting(pair) == 3
    valkey.start_again()  # it tries no fsync again by itself as long as nothing is written
    until(lambda: waiting(pair) == 0, "the broker to take what waited")
    assert pair.converged()


def refuses(port: int) -> bool:
    """Whether Valkey refuses a write because its log cannot be kept."""
    with socket.create_connection((LOOPBACK, port)) as connection:
        connection.sendall(b"SET probe 1\r\n")
        return connection.recv(64).startswith(b"-MISCONF")
