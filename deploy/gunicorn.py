"""How a web process of the platform is served: `gunicorn -c python:deploy.gunicorn MODULE:create_app()`.

Every number comes from the environment, so that one file serves a laptop, a container and a cluster.
"""

from __future__ import annotations

import os
import resource
import socket
import struct
from pathlib import Path
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")

# Threads, for the work is waiting for the store. Nothing is made before the fork.
worker_class = "deploy.keepalive.KeepAliveWorker"
workers = int(os.environ.get("WEB_PROCESSES", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = False

# Longer than the gateway keeps an idle connection, so that it never writes into one that is being closed.
keepalive = int(os.environ.get("WEB_KEEPALIVE_SECONDS", "75"))
timeout = int(os.environ.get("WEB_TIMEOUT_SECONDS", "60"))
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS", "10"))
backlog = 512

# gunicorn ends a process that has no descriptor left for a caller, with all that it is doing. So we take no more
# callers than there is room for beside the connections to the store; the others wait in the queue of the socket.
_FOR_OURSELVES = 64
worker_connections = max(threads + 1, min(1000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _FOR_OURSELVES))

# 0 keeps a process for good; set it where memory that is not given back matters more than a warm process.
max_requests = int(os.environ.get("WEB_MOST_REQUESTS", "0"))
max_requests_jitter = max_requests // 10

# The service writes one line a request itself, without anything personal.
accesslog = None
loglevel = "warning"
control_socket_disable = True
# A heartbeat must never wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # nosec B108
limit_request_line = 8190
# Nobody's word for another address or scheme counts: a service is asked by the gateway, whose passport says who asks.
forwarded_allow_ips = ""


# A client that falls silent in the middle of a request, or takes nothing of its answer, gives its thread back;
# gunicorn alone would wait for it for ever. Accepted connections inherit this from the socket that listens (Linux).
SILENCE_SECONDS = int(os.environ.get("WEB_SILENCE_SECONDS", "15"))


def when_ready(server: Any) -> None:
    """Bound how long a thread waits for one read from, or write to, a client."""
    bound = struct.pack("ll", SILENCE_SECONDS, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, bound)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, bound)


def post_fork(server: Any, worker: Any) -> None:
    """Read the application in without looking for garbage."""
    from services.chassis import collector

    collector.rest()


def post_worker_init(worker: Any) -> None:
    """Answer on the internal port, each process on one of its own, and say that requests are welcome."""
    from services.chassis import collector
    from services.chassis.telemetry import internal, readiness

    collector.settle()
    host, port = os.environ.get("METRICS_HOST", "127.0.0.1"), int(os.environ.get("METRICS_PORT", "0"))
    internal.serve(host, port, processes=worker.cfg.workers)
    readiness.tell_ready()
