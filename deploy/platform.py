"""The one table of the platform's processes: what runs, and with which command."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final, Literal

PRODUCT: Final = "Learning Cities"
SERVICES: Final = ("registry", "workshops", "transfers", "support", "notifications", "website")
GATEWAY: Final = "gateway"
OWNERS: Final = (*SERVICES, GATEWAY)
"""Who has a database, an outbox and an inbox, and a key pair to sign passports with."""


@dataclass(frozen=True)
class Part:
    """One process of the platform: `name` is also that of its pid file, its log and its container."""

    name: str
    owner: str
    kind: Literal["web", "worker"]
    command: tuple[str, ...]

    @property
    def is_web(self) -> bool:
        """Whether it answers HTTP."""
        return self.kind == "web"


def _web(name: str, owner: str, served: str, application: str) -> Part:
    return Part(name, owner, "web", (sys.executable, "-m", "gunicorn", "-c", f"python:deploy.{served}", application))


def _worker(name: str, owner: str, module: str) -> Part:
    return Part(name, owner, "worker", (sys.executable, "-m", "services.chassis.worker", module))


PARTS: Final = (
    *(_web(f"{name}-web", name, "gunicorn", f"services.{name}.service:create_app()") for name in SERVICES),
    *(_worker(f"{name}-worker", name, f"services.{name}.service") for name in SERVICES),
    _worker(f"{GATEWAY}-worker", GATEWAY, "gateway.service"),
    _web(GATEWAY, GATEWAY, "door_gunicorn", "gateway.app:create_door()"),
)

PRELOADED: Final = ("gunicorn.app.wsgiapp", "deploy.keepalive", "gateway.server.worker", "services.chassis.worker",
                    *(f"services.{name}.service" for name in SERVICES), "gateway.service", "gateway.app",
                    "joserfc.jwt", "cryptography.hazmat.primitives.ciphers.aead", "icalendar")  # fmt: skip
"""What the processes of one machine are made of: imported once, by the process that the others are forked from, also
what a process that starts alone imports later."""
