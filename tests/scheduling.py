"""Which tests run one after the other in the same process, where `pytest -n` spreads them over several.

pytest-xdist's own groups (`--dist loadgroup`) do nothing with pytest 9.2, which keeps the ids of tests to itself.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

TOGETHER = {
    "tests/browser/staff/": "one network, which each test leaves richer than it was",
    "tests/journeys/": "one running platform",
    "tests/reliability/test_event_flow.py": "RabbitMQ",
    "tests/reliability/test_publisher.py": "RabbitMQ",
    "tests/unit/deploy/test_local_platform.py": "RabbitMQ",
}
"""Tests that share what takes long to start, and what they share, by the beginning of their address; everywhere else a
file is together."""


class Together(LoadFileScheduling):
    """Hands out whole files, and those of `TOGETHER` that share a thing, in the order in which they were collected.

    That order matters: the longest come first, so that the processes end at nearly the same time.
    """

    def _split_scope(self, nodeid: str) -> str:
        shared = (what for beginning, what in TOGETHER.items() if nodeid.startswith(beginning))
        return next(shared, super()._split_scope(nodeid))
