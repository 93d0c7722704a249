"""The supervisor with real processes: order, readiness, restarts, clean ends, orphans, plain sentences."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.chassis.local import LocalProblem, problem
from services.chassis.local.folder import DataFolder
from services.chassis.local.orphans import MARK, end_orphans, group_members
from services.chassis.local.process import Process
from services.chassis.local.supervisor import Supervisor

OBEDIENT = (
    "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit())\nprint('up', flush=True)\n"
    "while True: signal.pause()"
)
NOTING = (
    "import signal, sys\ndef note(*_):\n    open({path!r}, 'a').write({word!r})\n    sys.exit()\n"
    "signal.signal(signal.SIGTERM, note)\nprint('up', flush=True)\nwhile True: signal.pause()"
)
STUBBORN = (
    "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\n"
    "while True: time.sleep(9)"
)
PARENT = (
    f"import subprocess, sys\nchild = subprocess.Popen([sys.executable, '-c', {OBEDIENT!r}])\n"
    "print(child.pid, flush=True)\nchild.wait()"
)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.prepare("test", "1.2.3")
    return folder


@pytest.fixture
def supervisor(folder: DataFolder) -> Iterator[Supervisor]:
    with Supervisor(folder) as supervisor:
        yield supervisor


def python(name: str, code: str, folder: DataFolder, patience: float = 10) -> Process:
    """A process that is ready as soon as it has said something."""
    log = folder.logs / f"{name}.log"

    def has_spoken() -> bool:
        return log.exists() and log.stat().st_size > 0

    return Process(name, (sys.executable, "-c", code), ready=has_spoken, patience=patience)


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    return condition()


def is_alive(pid: int) -> bool:
    """Whether it still runs; the dead that nobody has collected yet count as dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_stage_starts_after_the_one_before_is_ready(folder: DataFolder, supervisor: Supervisor) -> None:
    supervisor.start([python("first", OBEDIENT, folder)])
    assert (folder.logs / "first.log").read_text() == "up\n"
    supervisor.start([python("second", OBEDIENT, folder), python("third", OBEDIENT, folder)])
    assert folder.pids() == {name: supervisor.pid(name) for name in ("first", "second", "third")}


def test_what_was_started_together_stops_a_stage_at_a_time(folder: DataFolder, supervisor: Supervisor) -> None:
    order = folder.path / "order"
    stages = [[python(name, NOTING.format(path=str(order), word=name), folder)] for name in ("a", "b", "c")]
    supervisor.start(*stages)
    supervisor.stop()
    assert order.read_text() == "cba"


def test_what_is_killed_comes_back_and_nothing_is_left_after_the_stop(folder: DataFolder) -> None:
    supervisor = Supervisor(folder)
    supervisor.start([python("one", OBEDIENT, folder), python("two", OBEDIENT, folder)])
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    killed, untouched = supervisor.pid("one"), supervisor.pid("two")
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: folder.pids().get("one") not in (None, killed))
    assert supervisor.pid("two") == untouched
    again = supervisor.pid("one")
    supervisor.ask_to_stop()
    watching.join(10)
    supervisor.stop()
    assert [pid for pid in (killed, again, untouched) if is_alive(pid)] == []
    assert folder.pids() == {}


def test_what_is_killed_again_and_again_does_not_wait_longer_and_longer(
    folder: DataFolder, supervisor: Supervisor
) -> None:
    supervisor.start([python("victim", OBEDIENT, folder)])
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    for _kill in range(5):
        killed = folder.pids()["victim"]
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda killed=killed: folder.pids().get("victim") not in (None, killed), seconds=4)
    supervisor.ask_to_stop()
    watching.join(10)


def test_an_expendable_folder_is_made_again_before_each_start(folder: DataFolder, supervisor: Supervisor) -> None:
    store = folder.path / "store"
    process = replace(python("one", OBEDIENT, folder), expendable=store)
    supervisor.start([process])
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    store.rmdir()
    os.kill(supervisor.pid("one"), signal.SIGKILL)
    assert eventually(store.is_dir)
    supervisor.ask_to_stop()
    watching.join(10)


def test_the_children_of_a_process_end_with_it(folder: DataFolder, supervisor: Supervisor) -> None:
    supervisor.start([python("parent", PARENT, folder)])
    child = int((folder.logs / "parent.log").read_text().split()[0])
    assert is_alive(child)
    supervisor.stop()
    assert not is_alive(child)


def test_what_does_not_hear_the_request_is_ended_by_force(folder: DataFolder, supervisor: Supervisor) -> None:
    supervisor.start([python("stubborn", STUBBORN, folder, patience=0.2)])
    pid = supervisor.pid("stubborn")
    supervisor.stop()
    assert not is_alive(pid)


def test_what_ends_at_once_is_named_with_the_last_it_said(folder: DataFolder, supervisor: Supervisor) -> None:
    broken = Process("broken", (sys.executable, "-c", "raise SystemExit('no such house')"), ready=bool)
    with pytest.raises(LocalProblem, match="broken ended 3 times") as caught:
        supervisor.start([broken])
    assert "no such house" in caught.value.what
    assert caught.value.exit_code == problem.DID_NOT_START


def test_what_is_never_ready_is_named(folder: DataFolder, supervisor: Supervisor) -> None:
    sleeper = Process("sleeper", (sys.executable, "-c", OBEDIENT), ready=lambda: False)
    with pytest.raises(LocalProblem, match="sleeper was not ready within 0 seconds"):
        supervisor.start([sleeper], patience=0.3)


def test_a_killed_supervisor_s_processes_are_ended_by_the_next(folder: DataFolder) -> None:
    code = (
        "import signal, sys\nfrom pathlib import Path\n"
        "from services.chassis.local.folder import DataFolder\n"
        "from services.chassis.local.process import Process\n"
        "from services.chassis.local.supervisor import Supervisor\n"
        "supervisor = Supervisor(DataFolder(Path(sys.argv[1])))\n"
        f"supervisor.start([Process('left', (sys.executable, '-c', {PARENT!r}))])\nsupervisor.watch()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(folder.path)]) as owner:
        # Both have spoken: one that speaks after its supervisor's death finds its pipe closed, and ends by itself.
        log = folder.logs / "left.log"
        assert eventually(lambda: log.exists() and len(log.read_text().splitlines()) == 2)
        owner.kill()
    left = group_members(folder.pids()["left"], folder.path)
    assert len(left) == 2
    assert end_orphans(folder) == ["left"]
    assert [pid for pid in left if is_alive(pid) and group_members(pid, folder.path)] == []
    assert folder.pids() == {}


def test_a_process_that_is_not_ours_is_left_alone(folder: DataFolder) -> None:
    environment = os.environ | {MARK: "/another/folder"}
    stranger = subprocess.Popen([sys.executable, "-c", OBEDIENT], env=environment, start_new_session=True)
    folder.pid_file("registry-web").write_text(str(stranger.pid))
    assert end_orphans(folder) == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_log_is_rotated(folder: DataFolder, supervisor: Supervisor) -> None:
    supervisor.start([python("chatty", "for _ in range(60): print('x' * 99_999)\n" + OBEDIENT, folder)])
    assert eventually(lambda: (folder.logs / "chatty.log.1").exists())
    assert (folder.logs / "chatty.log").stat().st_size < 5_000_001
