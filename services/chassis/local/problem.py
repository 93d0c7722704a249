"""What can go wrong on the machine, told to the person at the keyboard. No tracebacks, no HTTP."""

from __future__ import annotations


class LocalProblem(Exception):
    """A sentence on what is wrong, a sentence on what to do, and the exit code of the command that met it."""

    def __init__(self, what: str, advice: str, exit_code: int = 1) -> None:
        super().__init__(f"{what} {advice}".strip())
        self.what = what
        self.advice = advice
        self.exit_code = exit_code


# Exit codes, so that scripts can tell the cases apart. 2 is click's own, for a command line it cannot read.
ALREADY_RUNNING = 3
OTHER_VERSION = 4
PORT_IN_USE = 5
NO_SPACE = 6
MISSING_PROGRAM = 7
DID_NOT_START = 8
NOT_RUNNING = 9
FINDINGS = 11
