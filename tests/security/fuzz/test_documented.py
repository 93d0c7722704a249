"""A short run of `make fuzz` in the suite: all checks, stateful links, by who may do much and by who may do little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.running import Platform
from tests.security.fuzz.running import CALLERS, Caller, fuzz, start

pytestmark = pytest.mark.long

SECONDS = {"much": 14, "little": 8}
SHORT = ("--max-examples", "1", "--phases", "coverage,stateful")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own, since nothing stays as it was."""
    platform = start(tmp_path_factory.mktemp("fuzzed") / "data")
    yield platform
    platform.stop()


@pytest.mark.parametrize("caller", [one for one in CALLERS if one.name in SECONDS], ids=lambda one: one.name)
def test_what_the_document_says_is_so(asked: Platform, caller: Caller) -> None:
    for longer in (1, 4, 12):  # on a machine that is busy with more than this, the first may pass before it has begun
        done = fuzz(asked, caller, 1, "--max-time", str(longer * SECONDS[caller.name]), *SHORT)
        assert done.returncode == 0, done.stdout + done.stderr
        if "passed" in done.stdout.partition("Test cases:")[2]:
            return
    raise AssertionError(done.stdout)
