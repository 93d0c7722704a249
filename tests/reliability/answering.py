"""An application that answers at once, or after as many seconds as its query says: something to serve in a test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the path that was asked for."""
    time.sleep(float(environ["QUERY_STRING"] or 0))
    body = environ["PATH_INFO"].encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
