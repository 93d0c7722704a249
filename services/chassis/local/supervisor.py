"""Starting processes stage by stage, restarting what dies, stopping all in reverse order."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from services.chassis.local.folder import DataFolder
from services.chassis.local.problem import DID_NOT_START, LocalProblem
from services.chassis.local.process import Process, Running

_LONGEST_PAUSE = 30.0
_LONGEST_PAUSE_AFTER_A_KILL = 1.0
_STEADY_SECONDS = 60.0
_MOST_EARLY_DEATHS = 3


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
        self._deaths: dict[str, int] = {}
        self._restart_at: dict[str, float] = {}
        self._stopping = threading.Event()

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def ask_to_stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Let `start` and `watch` return soon. Also a signal handler."""
        self._stopping.set()

    def obey_signals(self) -> None:
        """Stop on SIGINT, SIGTERM and SIGHUP. For the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    @property
    def is_stopping(self) -> bool:
        """Whether somebody has asked for the end."""
        return self._stopping.is_set()

    def start(self, *stages: Sequence[Process], patience: float = 90) -> None:
        """Start all at once, return when each is ready; they stop a stage at a time, the last one first.

        LocalProblem, with the end of its log, for one that does not start.
        """
        waiting = [process for stage in stages for process in stage]
        self._stages += [[process.name for process in stage] for stage in stages]
        for process in waiting:
            self._spawn(process)
        deadline = time.monotonic() + patience
        while waiting and not self._stopping.wait(0.03):
            self._restart_the_dead(early=True)
            for process in [each for each in waiting if self._is_up(each)]:
                waiting.remove(process)
                self._tell(f"  {process.name} is ready")
            if time.monotonic() > deadline:
                raise self._did_not_start(waiting[0].name, f"was not ready within {patience:.0f} seconds")

    def watch(self) -> None:
        """Restart what dies, until somebody asks to stop."""
        while not self._stopping.wait(0.1):
            self._restart_the_dead(early=False)

    def stop(self) -> None:
        """Stop everything, the stage that was started last first, and return when no process is left."""
        self._stopping.set()
        for names in reversed(self._stages):
            stage = [self._running.pop(name) for name in names if name in self._running]
            for running in stage:
                running.ask_to_stop()
            asked_at = time.monotonic()
            for running in stage:
                running.wait_for_end(asked_at + running.process.patience)
        self._stages.clear()

    def pid(self, name: str) -> int:
        """The id of the process `name`."""
        return self._running[name].pid

    def _is_up(self, process: Process) -> bool:
        return self._running[process.name].exit_code is None and process.ready()

    def _spawn(self, process: Process) -> None:
        try:
            self._running[process.name] = Running(process, self._folder, self._echo)
        except OSError as error:
            advice = "Install the platform again: make run."
            what = f"{process.name} cannot be started: {error}."
            raise LocalProblem(what, advice, DID_NOT_START) from error
        self._restart_at.pop(process.name, None)

    def _restart_the_dead(self, early: bool) -> None:
        now = time.monotonic()
        for name, running in list(self._running.items()):
            if running.exit_code is None:
                continue
            if name not in self._restart_at:
                self._note_death(name, running, early)
            elif now >= self._restart_at[name]:
                self._spawn(running.process)

    def _note_death(self, name: str, running: Running, early: bool) -> None:
        """Clear away what is left of it and set the time of its return: soon at first, then later."""
        running.clear()
        steady = time.monotonic() - running.started_at > _STEADY_SECONDS
        self._deaths[name] = deaths = 1 if steady else self._deaths.get(name, 0) + 1
        if early and deaths >= _MOST_EARLY_DEATHS:
            raise self._did_not_start(name, f"ended {deaths} times (exit code {running.exit_code})")
        # Who is killed from outside has not failed; somebody waits for what it had in hand.
        longest = _LONGEST_PAUSE_AFTER_A_KILL if running.exit_code == -signal.SIGKILL else _LONGEST_PAUSE
        pause = 0.1 if deaths == 1 else min(longest, 2.0 ** (deaths - 2))
        self._restart_at[name] = time.monotonic() + pause
        if not early:
            self._tell(f"{name} ended (exit code {running.exit_code}); starting it again in {pause:.1f} s")

    def _did_not_start(self, name: str, why: str) -> LocalProblem:
        last = self._running[name].last_lines()
        log = self._folder.logs / f"{name}.log"
        shown = f" The last it said:\n{last}\n" if last else ""
        return LocalProblem(f"{name} {why}.{shown}", f"See {log} for the rest.", DID_NOT_START)
