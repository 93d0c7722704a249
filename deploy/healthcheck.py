"""Whether the process of this container is alive: `python -m deploy.healthcheck` ends with 0 or 1."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path


def is_alive(port: int) -> bool:
    """Whether /healthz answers at `port` of this container."""
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def own_port(command: str) -> int:
    """Where gunicorn serves, if that is the container's `command`, else the internal port of a worker."""
    if "gunicorn" in command:
        return int(os.environ.get("BIND", ":8000").rpartition(":")[2])
    return int(os.environ.get("METRICS_PORT", "9000"))


if __name__ == "__main__":
    sys.exit(0 if is_alive(own_port(Path("/proc/1/cmdline").read_text())) else 1)
