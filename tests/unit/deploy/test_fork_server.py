"""Processes forked from one that has the imports done: each is what a new interpreter would be."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from services.chassis.local.folder import DataFolder
from services.chassis.local.launch import FORK_SERVER
from services.chassis.local.ports import LOOPBACK, answers, assign
from services.chassis.local.process import Process
from services.chassis.local.supervisor import Supervisor
from tests.unit.deploy.test_supervisor import eventually, is_alive

TELLING = """
import json, os, signal, sys, uuid_utils
print(json.dumps({"preloaded": "colorsys" in sys.modules, "words": sys.argv[1:], "session": os.getsid(0) == os.getpid(),
                  "said": os.environ.get("SAID"), "parent": os.getppid(), "id": str(uuid_utils.uuid7()),
                  "main": __name__}), flush=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
if "spawning" in sys.argv:
    os.fork()
while True:
    signal.pause()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A data folder, and a module `telling` that can be run by its name."""
    (tmp_path / "telling.py").write_text(TELLING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    folder = DataFolder(tmp_path / "data")
    folder.prepare("test", "1.2.3")
    return folder


@pytest.fixture
def supervisor(folder: DataFolder) -> Iterator[Supervisor]:
    """One whose Python processes are forked, with a module nobody else imports in them."""
    with Supervisor(folder) as supervisor:
        supervisor.preload(["colorsys"], {"PYTHONUNBUFFERED": "1"})
        yield supervisor


def telling(name: str, folder: DataFolder, *words: str) -> Process:
    log = folder.logs / f"{name}.log"
    command = (sys.executable, "-m", "telling", *words)
    return Process(name, command, {"SAID": name}, ready=lambda: log.exists() and log.stat().st_size > 0)


def told(name: str, folder: DataFolder) -> list[dict]:
    """What each process of that name said, in order."""
    return [json.loads(line) for line in (folder.logs / f"{name}.log").read_text().splitlines()]


@contextmanager
def watched(supervisor: Supervisor) -> Iterator[None]:
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    yield
    supervisor.ask_to_stop()
    watching.join(10)


def test_a_forked_process_is_what_a_new_interpreter_would_be(folder: DataFolder, supervisor: Supervisor) -> None:
    supervisor.start([telling("one", folder, "a", "b"), telling("two", folder)])
    [one], [two] = told("one", folder), told("two", folder)
    assert one | {"id": ""} == {"preloaded": True, "words": ["a", "b"], "session": True, "said": "one",
                                "parent": os.getpid(), "id": "", "main": "__main__"}  # fmt: skip
    assert two["said"] == "two" and two["id"] != one["id"]
    pid = supervisor.pid("one")
    assert folder.pids()["one"] == pid
    supervisor.stop()
    assert not is_alive(pid) and folder.pids() == {}


def test_an_end_is_seen_with_its_code_and_nothing_is_left_of_it(folder: DataFolder) -> None:
    sentences: list[str] = []
    sessions: set[int] = set()  # each was one process, which led a session of its own, and what it had forked
    with Supervisor(folder, sentences.append) as supervisor:
        supervisor.preload([], {"PYTHONUNBUFFERED": "1"})
        supervisor.start([telling("one", folder, "spawning")])
        with watched(supervisor):
            for number, how in ((signal.SIGTERM, "exit code 7"), (signal.SIGKILL, "SIGKILL")):
                ended = folder.pids()["one"]
                sessions.add(ended)
                os.kill(ended, number)
                assert eventually(lambda ended=ended: folder.pids().get("one") not in (None, ended))
                assert any(f"one ended ({how})" in sentence for sentence in sentences)
            assert eventually(lambda: not [pid for pid in children() if session_of(pid) in sessions])


def children() -> list[int]:
    """The children of this process, whichever thread started them; dead ones too."""
    lists = Path("/proc/self/task").glob("*/children")
    return [int(one) for each in lists for one in each.read_text().split()]


def session_of(pid: int) -> int | None:
    """The session of a process, of a dead one too until somebody has waited for it."""
    with suppress(ProcessLookupError):
        return os.getsid(pid)
    return None


def test_without_its_server_a_process_starts_plainly_until_there_is_a_new_one(
    folder: DataFolder, supervisor: Supervisor
) -> None:
    supervisor.start([telling("one", folder)])
    with watched(supervisor):
        server = supervisor.pid(FORK_SERVER)
        os.kill(server, signal.SIGSTOP)  # it does not even refuse
        os.kill(server, signal.SIGKILL)
        os.kill(folder.pids()["one"], signal.SIGKILL)
        assert eventually(lambda: len(told("one", folder)) == 2)
        assert told("one", folder)[1]["said"] == "one"
        assert eventually(lambda: folder.pids().get(FORK_SERVER) not in (None, server))
        os.kill(folder.pids()["one"], signal.SIGKILL)
        assert eventually(lambda: len(told("one", folder)) == 3)
        assert told("one", folder)[2]["preloaded"]


def test_a_server_that_hangs_is_not_waited_for_and_leaves_no_second_process(
    folder: DataFolder, supervisor: Supervisor
) -> None:
    supervisor.start([telling("one", folder)])
    server = supervisor.pid(FORK_SERVER)
    others = {*children()} - {server, supervisor.pid("one")}
    with watched(supervisor):
        os.kill(server, signal.SIGSTOP)
        os.kill(folder.pids()["one"], signal.SIGKILL)
        assert eventually(lambda: len(told("one", folder)) == 2)
        os.kill(server, signal.SIGCONT)
        assert eventually(lambda: folder.pids().get(FORK_SERVER) not in (None, server))
        assert len(told("one", folder)) == 2
        assert eventually(lambda: {*children()} - others == {folder.pids().get("one"), folder.pids().get(FORK_SERVER)})


def test_a_server_whose_modules_start_threads_refuses_to_be_forked(folder: DataFolder, tmp_path: Path) -> None:
    busy = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()"
    (tmp_path / "busy.py").write_text(busy)
    with Supervisor(folder) as supervisor:
        supervisor.preload(["busy"], {"PYTHONUNBUFFERED": "1"})
        log = folder.logs / f"{FORK_SERVER}.log"
        assert eventually(lambda: log.exists() and "busy starts a thread" in log.read_text())


LISTENER = """
import os, socket, sys, time
ready = int(os.environ["READY_FD"])
listening = socket.socket(fileno=int(os.environ["BIND"].removeprefix("fd://")))
os.write(ready, b"1")
while True:
    connection, _ = listening.accept()
    connection.sendall(str(os.getpid()).encode())
    connection.close()
"""


def test_who_calls_while_a_process_is_away_for_a_moment_is_answered_by_its_successor(
    folder: DataFolder, supervisor: Supervisor, tmp_path: Path
) -> None:
    (tmp_path / "answering.py").write_text(LISTENER)
    [port] = assign(["one"], {}).values()
    supervisor.start([Process("one", (sys.executable, "-m", "answering"), tells=True, port=port)])
    killed = supervisor.pid("one")
    assert called(port) == killed
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: not is_alive(killed))
    with watched(supervisor):
        assert called(port) not in (0, killed)
    supervisor.stop()
    assert not answers(port)


def test_a_process_is_replaced_without_a_call_refused_and_a_successor_that_fails_changes_nothing(
    folder: DataFolder, supervisor: Supervisor, tmp_path: Path
) -> None:
    (tmp_path / "answering.py").write_text(LISTENER)
    [port] = assign(["one"], {}).values()
    process = Process("one", (sys.executable, "-m", "answering"), tells=True, port=port)
    supervisor.start([process])
    first = supervisor.pid("one")
    with watched(supervisor):
        assert replaced(supervisor, folder) == {"replaced": [FORK_SERVER, "one"], "failed": None}
        second = folder.pids()["one"]
        assert second != first and not is_alive(first) and called(port) == second
        (tmp_path / "answering.py").write_text("raise SystemExit('a new fault')")
        assert replaced(supervisor, folder) == {"replaced": [FORK_SERVER], "failed": "one"}
        assert folder.pids().keys() == {FORK_SERVER, "one"}
        assert folder.pids()["one"] == second == called(port)
    assert "a new fault" in (folder.logs / "one.log").read_text()


def replaced(supervisor: Supervisor, folder: DataFolder) -> dict:
    """Have every process replaced; what came of it."""
    folder.replaced.unlink(missing_ok=True)
    supervisor.ask_to_replace()
    assert eventually(folder.replaced.exists, 20)
    return json.loads(folder.replaced.read_text())


def called(port: int) -> int:
    """The id of the process that answers."""
    with socket.create_connection((LOOPBACK, port), timeout=10) as connection:
        return int(connection.recv(20) or 0)
