"""Starting processes stage by stage, restarting what dies, replacing all in turn, stopping all in reverse order."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

from services.chassis.local.folder import DataFolder, write_json
from services.chassis.local.launch import FORK_SERVER, ForkServer, how_it_ended, start_plainly
from services.chassis.local.ports import listen
from services.chassis.local.problem import DID_NOT_START, LocalProblem
from services.chassis.local.process import Process, Running

_LONGEST_PAUSE = 30.0
_SHORT_PAUSE = 0.1
_PAUSE_AFTER_A_KILL = 1.0
_STEADY_SECONDS = 60.0
_LIVED_SECONDS = 1.0
_MOST_EARLY_DEATHS = 3
_LOOK_EVERY_SECONDS = 0.03
_SUCCESSOR_SECONDS = 30.0


class Supervisor:
    """Holds the processes of one data folder. For one thread; `ask_to_stop` may come from anywhere."""

    def __init__(
        self, folder: DataFolder, tell: Callable[[str], None] = lambda sentence: None, echo: bool = False
    ) -> None:
        self._folder = folder
        self._tell = tell
        self._echo = echo
        self._stages: list[list[str]] = []
        self._running: dict[str, Running] = {}
        self._listening: dict[str, socket.socket] = {}
        self._forks: ForkServer | None = None
        self._deaths: dict[str, int] = {}
        self._restart_at: dict[str, float] = {}
        self._stopping = threading.Event()
        self._replacing = threading.Event()

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def ask_to_stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Let `start` and `watch` return soon. Also a signal handler."""
        self._stopping.set()

    def ask_to_replace(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Have `watch` replace every process of ours. Also a signal handler."""
        self._replacing.set()

    def obey_signals(self) -> None:
        """Stop on SIGINT, SIGTERM and SIGHUP, replace the processes on SIGUSR1. For the main thread."""
        signal.signal(signal.SIGUSR1, self.ask_to_replace)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    @property
    def is_stopping(self) -> bool:
        """Whether somebody has asked for the end."""
        return self._stopping.is_set()

    def preload(self, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        """Have Python processes that start after this forked from one that has `modules` imported. Returns at once."""
        self._forks = ForkServer(tuple(modules))
        self._stages.append([FORK_SERVER])
        self._spawn(Process(FORK_SERVER, (), environment))

    def start(self, *stages: Sequence[Process], patience: float = 90) -> None:
        """Start all at once, return when each is ready; they stop a stage at a time, the last one first.

        LocalProblem, with the end of its log, for one that does not start.
        """
        waiting = [process for stage in stages for process in stage]
        self._stages += [[process.name for process in stage] for stage in stages]
        for process in waiting:
            self._spawn(process)
        deadline = time.monotonic() + patience
        while waiting and not self._stopping.wait(_LOOK_EVERY_SECONDS):
            self._restart_the_dead(early=True)
            for process in [each for each in waiting if self._is_up(each)]:
                waiting.remove(process)
                self._tell(f"  {process.name} is ready")
            if time.monotonic() > deadline:
                raise self._did_not_start(waiting[0].name, f"was not ready within {patience:.0f} seconds")

    def watch(self) -> None:
        """Restart what dies, and replace all where somebody asks for it, until somebody asks to stop."""
        while not self._stopping.wait(_LOOK_EVERY_SECONDS):
            self._restart_the_dead(early=False)
            if self._replacing.is_set():
                self._replacing.clear()
                self._replace_all()

    def stop(self) -> None:
        """Stop everything, the stage that was started last first, and return when no process is left."""
        self._stopping.set()
        for names in reversed(self._stages):
            stage = [self._running.pop(name) for name in names if name in self._running]
            for running in stage:
                self._refuse_calls(running.process)
                running.ask_to_stop()
            asked_at = time.monotonic()
            for running in stage:
                running.wait_for_end(asked_at + running.process.patience)
        self._stages.clear()
        if self._forks:
            self._forks.close()

    def pid(self, name: str) -> int:
        """The id of the process `name`."""
        return self._running[name].pid

    def _is_up(self, process: Process) -> bool:
        running = self._running[process.name]
        return running.exit_code is None and running.does_its_work and process.ready()

    def _spawn(self, process: Process) -> None:
        try:
            self._running[process.name] = self._started(process)
        except OSError as error:
            advice = "Install the platform again: make run."
            what = f"{process.name} cannot be started: {error}."
            raise LocalProblem(what, advice, DID_NOT_START) from error
        self._restart_at.pop(process.name, None)

    def _started(self, process: Process) -> Running:
        start = start_plainly
        if self._forks:
            start = self._forks.start if process.name == FORK_SERVER else self._forks.fork
        if process.port and process.name not in self._listening:
            self._listening[process.name] = listen(process.port)
        listening = self._listening.get(process.name)
        return Running(process, self._folder, self._echo, start=start, listening=listening)

    def _refuse_calls(self, process: Process) -> None:
        """Stop listening for a process that will be away for longer: who calls is to hear so at once."""
        if listening := self._listening.pop(process.name, None):
            listening.close()

    def _replace_all(self) -> None:
        """Replace what tells when it does its work, in the order of the start; the first that fails ends it.

        What came of it stands in the folder of the pid files for whoever asked.
        """
        names = [name for stage in self._stages for name in stage]
        ours = [name for name in names if name == FORK_SERVER or self._running[name].process.tells]
        replaced: list[str] = []
        leaving: list[Running] = []
        for name in ours:
            process = self._running[name].process
            if not (self._replace_beside(process, leaving) if process.port else self._replace_after(process)):
                break
            replaced.append(name)
        failed = next((name for name in ours if name not in replaced), None)
        for old in leaving:
            self._ended(old)
        write_json(self._folder.replaced, {"replaced": replaced, "failed": failed})
        self._tell("Every process was replaced." if failed is None else f"{failed} could not be replaced; it stays.")

    def _replace_beside(self, process: Process, leaving: list[Running]) -> bool:
        """Start the successor on the same listening socket, and ask the old one to finish once it does its work."""
        old = self._running[process.name]
        old.step_aside()
        self._spawn(process)
        new = self._running[process.name]
        if not self._until(lambda: new.does_its_work or new.exit_code is not None, _SUCCESSOR_SECONDS) or (
            new.exit_code is not None
        ):
            new.wait_for_end(time.monotonic())
            self._running[process.name] = old
            self._restart_at.pop(process.name, None)
            old.step_back()
            return False
        old.ask_to_stop()
        leaving.append(old)
        return True

    def _replace_after(self, process: Process) -> bool:
        """Have the old one finish, then start the successor: what it had in hand waits for a moment."""
        old = self._running.pop(process.name)
        old.ask_to_stop()
        self._ended(old)
        self._spawn(process)
        return self._until(lambda: self._running[process.name].does_its_work, _SUCCESSOR_SECONDS)

    def _ended(self, old: Running) -> None:
        """Wait for the end of one that was asked to stop, or end it."""
        self._until(lambda: old.exit_code is not None, old.process.patience)
        old.wait_for_end(time.monotonic())

    def _until(self, met: Callable[[], bool], seconds: float) -> bool:
        """Wait for it, and look after the others meanwhile."""
        deadline = time.monotonic() + seconds
        while not met() and time.monotonic() < deadline and not self._stopping.wait(_LOOK_EVERY_SECONDS):
            if not met():
                self._restart_the_dead(early=False)
        return met()

    def _restart_the_dead(self, early: bool) -> None:
        now = time.monotonic()
        for name, running in list(self._running.items()):
            if running.exit_code is None:
                continue
            if name not in self._restart_at:
                self._note_death(name, running, early)
            elif now >= self._restart_at[name]:
                try:
                    self._spawn(running.process)
                except LocalProblem as problem:
                    if early:
                        raise
                    self._tell(f"{problem} It is tried again in {_LONGEST_PAUSE:.0f} s.")
                    self._restart_at[name] = now + _LONGEST_PAUSE

    def _note_death(self, name: str, running: Running, early: bool) -> None:
        """Clear away what is left of it and set the time of its return: soon at first, then later."""
        running.clear()
        lived = time.monotonic() - running.started_at
        self._deaths[name] = deaths = 1 if lived > _STEADY_SECONDS else self._deaths.get(name, 0) + 1
        if early and deaths >= _MOST_EARLY_DEATHS:
            raise self._did_not_start(name, f"ended {deaths} times ({how_it_ended(running.exit_code)})")
        if deaths == 1:
            pause = _SHORT_PAUSE
        elif running.exit_code == -signal.SIGKILL:
            # Who is killed from outside has not failed; somebody waits for what it had in hand.
            pause = _SHORT_PAUSE if lived > _LIVED_SECONDS else _PAUSE_AFTER_A_KILL
        else:
            pause = min(_LONGEST_PAUSE, 2.0 ** (deaths - 2))
        if pause > _PAUSE_AFTER_A_KILL:
            self._refuse_calls(running.process)
        self._restart_at[name] = time.monotonic() + pause
        if not early:
            self._tell(f"{name} ended ({how_it_ended(running.exit_code)}); starting it again in {pause:.1f} s")

    def _did_not_start(self, name: str, why: str) -> LocalProblem:
        last = self._running[name].last_lines()
        log = self._folder.logs / f"{name}.log"
        shown = f" The last it said:\n{last}\n" if last else ""
        return LocalProblem(f"{name} {why}.{shown}", f"See {log} for the rest.", DID_NOT_START)
