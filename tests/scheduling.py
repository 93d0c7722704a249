"""Which tests run one after the other in the same process, where `pytest -n` spreads them over several.

pytest-xdist's own groups (`--dist loadgroup`) do nothing with pytest 9.2, which keeps the ids of tests to itself.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

TOGETHER = {
    "tests/browser/staff/": "one network, which each test leaves richer than it was",
    "tests/journeys/": "one running platform",
}
"""Folders whose tests share what takes long to start, and what they share; everywhere else a file is together."""


class Together(LoadFileScheduling):
    """Hands out whole files, and the folders of `TOGETHER` whole, in the order in which they were collected.

    That order matters: the longest come first, so that the processes end at nearly the same time.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))
