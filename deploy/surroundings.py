"""What the environment tells each process on one machine, and where a command finds the platform."""

from __future__ import annotations

import os
import platform
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from deploy.platform import GATEWAY, PARTS, SERVICES, Part
from services.chassis.config import Settings
from services.chassis.local import LocalProblem
from services.chassis.local.broker import broker_url
from services.chassis.local.folder import DataFolder
from services.chassis.local.keys import PUBLIC_SET, private_key_path
from services.chassis.local.mongod import mongo_url
from services.chassis.local.ports import LOOPBACK, answers
from services.chassis.local.problem import NOT_RUNNING


def own_version() -> str:
    """The version of the platform, as "1.4.2"."""
    return version("learning-cities")


def names_with_ports() -> list[str]:
    """Every process that listens somewhere on this machine."""
    given = {"mongod": "MONGO_URL", "broker": "BROKER_URL"}
    started_here = [name for name, variable in given.items() if not os.environ.get(variable)]
    listening = [part.name for part in PARTS if part.name != GATEWAY]
    return [*started_here, *listening, *(figures_of(part) for part in PARTS if part.is_web)]


def figures_of(part: Part) -> str:
    """The name of the internal port of a process: a worker has no other, a web process has it beside its own."""
    return f"{part.name}-figures" if part.is_web else part.name


class Surroundings:
    """The platform in one data folder: its addresses, and the environment of each of its processes."""

    def __init__(self, folder: DataFolder, ports: dict[str, int], *, demonstration: bool = False) -> None:
        self.folder = folder
        self.ports = ports
        self._demonstration = demonstration

    @classmethod
    def of(cls, data: Path) -> Surroundings:
        """The platform that runs in `data`. LocalProblem when none does."""
        folder = DataFolder(data)
        ports = folder.ports()
        store_is_ours = not os.environ.get("MONGO_URL")
        if store_is_ours and not ("mongod" in ports and answers(ports["mongod"])):
            raise cls(folder, ports).nothing_runs()
        return cls(folder, ports)

    def nothing_runs(self) -> LocalProblem:
        """What to say when a command needs the platform and it does not run."""
        advice = "Start it with: learning-cities up. Another folder is named with --data."
        return LocalProblem(f"No platform is running in {self.folder.path}.", advice, NOT_RUNNING)

    def settings(self, owner: str) -> Settings:
        """The settings with which a command reads the database of `owner` as its own processes do."""
        return replace(Settings.from_environment(owner), mongo_url=self.mongo_url)

    @property
    def mongo_url(self) -> str:
        """The store: MONGO_URL, else the one that was started here. LocalProblem when it does not run."""
        if given := os.environ.get("MONGO_URL"):
            return given
        if "mongod" not in self.ports:
            raise self.nothing_runs()
        return mongo_url(self.ports["mongod"])

    @property
    def broker_url(self) -> str:
        """The broker: BROKER_URL, else the one that was started here."""
        return os.environ.get("BROKER_URL") or broker_url(self.ports["broker"])

    @property
    def gateway_url(self) -> str:
        """The only door, as programs on this machine reach it."""
        if GATEWAY not in self.ports:
            raise self.nothing_runs()
        return _address(self.ports[GATEWAY])

    @property
    def public_url(self) -> str:
        """The only door, as people reach it."""
        return os.environ.get("PUBLIC_URL") or self.gateway_url

    @property
    def public_keys(self) -> Path:
        """The file with the public keys of all processes: PASSPORT_KEYS, else the one that was made here."""
        return Path(os.environ.get("PASSPORT_KEYS") or self.folder.keys / PUBLIC_SET)

    @property
    def checkpoints(self) -> Path:
        """The folder of the audit trail's checkpoints: AUDIT_CHECKPOINTS, else one in the data folder."""
        return Path(os.environ.get("AUDIT_CHECKPOINTS") or self.folder.path / "checkpoints")

    def environment(self, part: Part) -> dict[str, str]:
        """The settings of one process (services/chassis/config.py says what they mean)."""
        services = ",".join(f"{name}={_address(self.ports[f'{name}-web'])}" for name in SERVICES)
        listens = {"METRICS_PORT": str(self.ports[figures_of(part)])}
        if part.name == GATEWAY:  # its threads wait for the services: more than any one of them may hold
            listens["WEB_THREADS"] = os.environ.get("WEB_THREADS") or "32"
        return listens | {
            "SERVICE": part.owner,
            "PLACE": f"{platform.node()}:{self.folder.path}:{part.name}",
            "MONGO_URL": self.mongo_url,
            "BROKER_URL": self.broker_url,
            "PUBLIC_URL": self.public_url,
            "GATEWAY_URL": self.gateway_url,
            "SERVICE_URLS": services,
            "PASSPORT_KEYS": str(self.folder.keys / PUBLIC_SET),
            "SIGNING_KEY": str(private_key_path(self.folder.keys, part.owner)),
            "DATA_DIR": str(self.folder.path),
            "MAIL_DIR": str(self.folder.path / "mail"),
            "AUDIT_CHECKPOINTS": str(self.checkpoints),
            "WEBHOOK_REACH": os.environ.get("WEBHOOK_REACH") or ("loopback" if self._demonstration else "public"),
            **self.interpreter,
        }

    @property
    def interpreter(self) -> dict[str, str]:
        """What every Python process reads before its first line; one that is forked, from the fork server."""
        # With many threads the C library keeps a pool of memory for each; two are enough here.
        return {"PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2")}


def _address(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"
