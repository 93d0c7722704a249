"""A gateway that stops answers whatever it has been asked (fault 24): gunicorn and its worker as deployed."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

from tests.service.gateway.deployed import deployed
from tests.service.gateway.raw import GET, Raw
from tests.service.gateway.under_test import Upstream


def test_what_was_asked_is_answered_and_no_connection_is_kept(
    prepared_store: dict[str, Any], platform_keys: Path, upstream: Upstream
) -> None:
    released = upstream.hold("/api/v1/registry/slow")
    with deployed(prepared_store, platform_keys, upstream) as gateway:
        with Raw(gateway.port) as asking, Raw(gateway.port) as kept, Raw(gateway.port) as begun:
            kept.send(f"{GET}\r\n")
            assert "Connection: close" not in kept.answer()
            asking.send("GET /api/v1/registry/slow HTTP/1.1\r\nHost: x\r\n\r\n")
            begun.send(f"{GET}X-")
            upstream.until_asked("/slow")
            gateway.process.terminate()
            time.sleep(0.3)  # so that the worker has heard it
            kept.send(f"{GET}\r\n")
            begun.send("Y: 1\r\n\r\n")
            for one in (kept, begun):
                answer = one.answer()
                assert answer.startswith("HTTP/1.1 200 OK") and "Connection: close" in answer
            released.set()
            answer = asking.answer()
            assert answer.endswith("late") and "Connection: close" in answer
        assert gateway.process.wait(10) == 0


def test_new_processes_take_over_without_refusing_anybody(
    prepared_store: dict[str, Any], platform_keys: Path, upstream: Upstream
) -> None:
    with deployed(prepared_store, platform_keys, upstream) as gateway:
        refused = 0
        gateway.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 4
        while time.monotonic() < end:
            with Raw(gateway.port) as raw:
                raw.send(f"{GET}\r\n")
                refused += not raw.answer().startswith("HTTP/1.1 200 OK")
        assert refused == 0
