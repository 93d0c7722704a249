"""The gateway as it is deployed: gunicorn and its worker, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.routing import SERVICES
from services.chassis.local.ports import LOOPBACK, answers, assign
from tests.service.gateway.under_test import Upstream


@dataclass(frozen=True)
class Deployed:
    """A running gateway."""

    process: subprocess.Popen[bytes]
    port: int


@contextmanager
def deployed(store: dict[str, Any], keys: Path, behind: Upstream, **settings: str) -> Iterator[Deployed]:
    """Runs with the block, in front of `behind`."""
    [port] = assign(["gateway"], {}).values()
    surroundings = {
        **os.environ, "BIND": f"{LOOPBACK}:{port}", "WEB_THREADS": "2", "PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "MONGO_URL": store["mongo_url"], "MONGO_PREFIX": store["mongo_prefix"],
        "PASSPORT_KEYS": str(keys / "public.json"), "SIGNING_KEY": str(keys / "gateway.json"),
        "SERVICE_URLS": ",".join(f"{name}={behind.url}" for name in SERVICES), **settings,
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "-c", "python:deploy.door_gunicorn", "gateway.app:create_door()"]
    process = subprocess.Popen(command, env=surroundings)
    try:
        while not answers(port):
            assert process.poll() is None, "gunicorn did not start"
        yield Deployed(process, port)
    finally:
        process.terminate()
        process.wait(15)
