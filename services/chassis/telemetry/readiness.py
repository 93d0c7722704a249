"""Telling whoever started this process that it does its work from now on. Whether it goes on to is for /readyz."""

from __future__ import annotations

import os
from contextlib import suppress


def tell_ready() -> None:
    """Write one byte to the descriptor that READY_FD names, if there is one, and close it."""
    if named := os.environ.pop("READY_FD", ""):
        with suppress(OSError):  # nobody waits for it any more
            os.write(int(named), b"1")
            os.close(int(named))
